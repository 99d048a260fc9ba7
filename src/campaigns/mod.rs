//! Campaigns of websites: a message that the widget shows by itself on some pages, to visitors who have not written. Who
//! answers it begins a conversation with it.
//!
//! May touch campaigns; reads inboxes.

mod api;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::CampaignsApi;
pub use model::Campaign;
pub use sql::{enabled_of_inbox, find_enabled};
