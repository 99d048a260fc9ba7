//! What is kept for a time only: contacts who are erased so that no byte of them is left in the file, and what inboxes keep for so
//! many days.
//!
//! An erasure hides the contact in its request. A job removes what the account has of them, also what other tables repeat of it;
//! then another one, for all erasures that got so far, has the bytes of the file overwritten (`store::scrub`). May touch
//! contact_erasures and retention_rules; takes what is about things that are gone out of the outbox.

mod api;
mod erasing;
mod model;
mod rules;
mod sql;
mod sweeping;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::{ErasuresApi, RetentionApi};
pub use erasing::{Removed, are_waiting, finish, removed, step};
pub use sweeping::step as sweep;
