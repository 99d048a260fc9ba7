//! What an account may note about its contacts and conversations beyond what everybody has, and the conditions that filters
//! put on all of it.
//!
//! A definition names a key of `custom_attributes`; the values themselves stay with the contacts and conversations and need
//! no definition. May touch custom_attribute_definitions.

mod api;
pub mod filter;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::AttributesApi;
pub use model::{Definition, DefinitionChange, DisplayType, Model};
pub use service::{create, delete, update};
pub use sql::{find, list};
