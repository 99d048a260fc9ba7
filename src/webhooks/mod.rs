//! Webhooks: addresses of other programs that want to hear what happens in an account. Nothing is sent to them yet.
//!
//! May touch webhooks; reads the names of inboxes.

mod api;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::WebhooksApi;
