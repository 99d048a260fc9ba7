//! Integrations: a fixed catalogue of outside programs, and the hooks that connect an account or one of its inboxes to them.
//!
//! Hooks are records for those programs and for the inbox' pages; only an enabled hook of Dialogflow means something here:
//! conversations of its inbox start pending. May touch `integrations_hooks`; reads `inboxes`.

mod api;
mod catalogue;
mod model;
mod service;
mod settings;
mod sql;
pub mod wire;

pub use api::IntegrationsApi;

#[cfg(test)]
mod tests;
