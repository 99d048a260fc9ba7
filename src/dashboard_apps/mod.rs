//! Dashboard apps: pages of other programs that a dashboard shows in a frame beside a conversation.
//!
//! May touch dashboard_apps.

mod api;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::DashboardAppsApi;
pub use sql::any;
