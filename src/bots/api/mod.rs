//! Endpoints of agent bots: for platform apps, and inside an account.

mod account;
mod platform;

pub use account::AccountAgentBotsApi;
pub use platform::AgentBotsApi;
