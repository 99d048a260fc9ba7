//! Tenants: platform apps make, change and remove them and say who belongs to them; their members see them, and administrators
//! change what is theirs to change.
//!
//! Memberships themselves are of `access`. May touch `accounts` and, when an account is deleted, everything below it.

mod api;
mod deletion;
mod model;
mod service;
mod settings;
mod sql;
pub mod wire;

pub use api::{AccountApi, AccountUsersApi, AccountsApi};
pub use deletion::{deletion_step, remove_conversation, unassign_step};
pub use model::{Account, AccountChange, CacheKeys, Status, too_long};
pub use service::{create, delete, update};
pub use settings::AutoResolve;
pub use sql::{cache_keys, find, find_by_name, first_two, resolving};

#[cfg(test)]
mod tests;
