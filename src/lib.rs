//! chatwoot-lite: the Chatwoot service in one executable and one SQLite file.

pub mod access;
pub mod accounts;
pub mod base;
pub mod files;
pub mod http;
pub mod inboxes;
pub mod store;
pub mod tags;
pub mod users;
