//! Words everyone shares: errors, ids, time, events, tokens, passwords, text rules.
//!
//! The lowest floor: no I/O, no web, no SQL. Every other module may use it.

pub mod cells;
pub mod clock;
pub mod error;
pub mod event;
pub mod ids;
pub mod jwt;
pub mod password;
pub mod text;
pub mod token;
pub mod totp;

pub use clock::Millis;
pub use error::{Error, FieldError, Result};
pub use event::{Actor, Changes, Event, EventKind, Happened};
