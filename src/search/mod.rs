//! One search over all that an account has: conversations, contacts and messages (contract 7.9).
//!
//! Touches nothing; reads conversations, messages and their index.

mod api;
mod listing;
mod model;
mod sql;
#[cfg(test)]
mod tests;
mod views;
pub mod wire;

pub use api::SearchApi;
