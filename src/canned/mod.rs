//! Canned responses: texts that agents write by a short code.
//!
//! May touch canned_responses.

mod api;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::CannedResponsesApi;
