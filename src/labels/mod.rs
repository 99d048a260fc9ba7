//! The account's list of labels: how they are called, described and coloured.
//!
//! What conversations and contacts carry are plain texts that need not be in the list. May touch labels; renames what
//! conversation_labels and contact_labels carry.

mod api;
mod model;
mod renaming;
mod service;
mod set;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use api::LabelsApi;
pub use model::{Label, LabelChange};
pub use renaming::rename_step;
pub use service::{create, delete, update};
pub use set::label_set;
pub use sql::{find, list};
