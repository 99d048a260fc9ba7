//! The public API: own clients of an API inbox, on the contact's side. Knowing the inbox's identifier and a contact's source id
//! is the permission. Has no table of its own.

mod api;
mod entrance;
mod service;
pub mod wire;

pub use api::{Apis, apis};
