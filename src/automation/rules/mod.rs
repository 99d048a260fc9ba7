//! Automation rules: what is done to a conversation when something happened to it (contract 7.11).

mod api;
mod model;
mod service;
pub mod wire;

pub use api::AutomationRulesApi;
pub use model::{EventName, Rule};
