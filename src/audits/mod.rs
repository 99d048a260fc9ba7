//! The audit log: who changed how an account is set up, and from where; who signed in and out. Administrators read it.
//!
//! Its lines are made by the events that are audited (`base/audit.rs`) and written in their transactions (`store/audit.rs`), so
//! that nothing is changed without its line. They are kept as long as the account. Reads `audits`.

mod api;
mod sql;
mod views;
pub mod wire;

pub use api::AuditsApi;
