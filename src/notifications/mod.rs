//! What people are told of: conversations they may care for, one notification for each person and conversation.
//!
//! A follower of the outbox makes them; the person reads them, puts them off and throws them away. May touch notifications;
//! reads who belongs to a conversation and who may see it.

mod api;
mod follower;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
mod views;
pub mod wire;

pub use api::NotificationsApi;
pub use follower::{KINDS, handle, wants};
pub use model::Counts;
pub use service::{REPLACED, prune_step, sweep, wake};
pub use sql::counts;
pub use views::by_ids;
