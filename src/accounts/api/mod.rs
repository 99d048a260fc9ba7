//! Operations on accounts: of platform apps, and of their members.

mod account;
mod platform;

pub use account::AccountApi;
pub use platform::{AccountUsersApi, AccountsApi};
