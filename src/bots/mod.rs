//! Agent bots: programs that are told what happens in an inbox and answer with a token of their own.
//!
//! A bot belongs to one account, or to none: then it is a system bot, which every account sees and platform apps alone change.
//! Which bot an inbox has is of `inboxes`. May touch `agent_bots` and, when a bot goes, what it was attached to.

mod api;
mod model;
mod service;
mod sql;
mod views;
pub mod wire;

pub use api::{AccountAgentBotsApi, AgentBotsApi};
pub use service::detach_step;
pub use sql::exists;
pub use views::{senders, slim, view};

#[cfg(test)]
mod tests;
