//! What customers said of their conversations, for administrators: the answers to surveys, how many there are, and all of them
//! as a table (contract 7.12).
//!
//! The survey itself and what comes back are of `conversations`. Reads csat_survey_responses.

mod api;
mod model;
mod sql;
#[cfg(test)]
mod tests;
mod views;
pub mod wire;

pub use api::CsatApi;
