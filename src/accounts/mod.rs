//! Tenants: platform apps make, change and remove them and say who belongs to them.
//!
//! Memberships themselves are of `access`. May touch `accounts` and, when an account is deleted, everything below it.

mod api;
mod deletion;
mod model;
mod service;
mod sql;
pub mod wire;

pub use api::{AccountUsersApi, AccountsApi};
pub use deletion::{deletion_step, remove_conversation, unassign_step};
pub use model::{Account, AccountChange, CacheKeys, Status, too_long};
pub use service::{create, delete, update};
pub use sql::{cache_keys, find, find_by_name, first_two};

#[cfg(test)]
mod tests;
