//! `/cable` from outside: the real executable, spoken to over websockets while others call its API.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod events;
mod isolation;
mod notifications;
mod protocol;
mod resume;
mod rights;
mod shutdown;
mod slow;
mod socket;
#[path = "../api/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests of the API use the rest")]
mod support;
mod viewing;
mod visitors;
mod world;
