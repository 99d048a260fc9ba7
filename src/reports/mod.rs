//! Reports: what happened in an account, summed up as it happens, and what is going on now.
//!
//! What the outbox tells is added up in `reporting_rollups`, so that a report reads sums and never messages or conversations. What happened stays counted when its conversation is gone. Conversations are counted where they are: with
//! another assignee, team or label they move, to the time at which they began. Everything else stays with those who had the
//! conversation when it happened.
//!
//! May touch reporting_rollups, reporting_handoffs and reporting_cursor; reads conversations, their counters and labels, messages, inboxes and
//! teams.

mod api;
mod counting;
mod csv;
mod forgetting;
mod model;
mod sql;
mod sums;
mod tables;
mod views;
mod wire;

pub use api::{Apis, apis};
pub use counting::{KINDS, sum};
pub use forgetting::step as forget_step;
pub use sql::{counted, note_counted};
pub use sums::Sums;
