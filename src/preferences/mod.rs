//! How members want to be told of things: by which messages, in each account, and on which devices of theirs.
//!
//! May touch notification_settings and notification_subscriptions.

mod api;
mod model;
mod service;
mod sql;
pub mod wire;

pub use api::{NotificationSettingsApi, NotificationSubscriptionsApi};
pub use model::{Kind, Settings};
pub use sql::settings;
