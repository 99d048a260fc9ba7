//! Customers: who they are, where they can be reached, the list of them and the search in it.
//!
//! May touch contacts, contact_inboxes, contact_labels, contact_merges, contact_imports,
//! contact_exports and notes; hides the conversations of a contact that is being deleted.

mod addresses;
mod api;
pub mod bulk;
mod conditions;
mod deletion;
mod exports;
mod filtering;
mod identity;
mod imports;
mod labelling;
mod listing;
mod merging;
mod model;
mod names;
mod notes;
mod order;
mod pattern;
mod service;
mod sql;
#[cfg(test)]
mod tests;
mod views;
pub mod wire;

pub use addresses::{find_or_create as find_or_create_inbox, open_session, session};
pub use api::{Apis, apis};
pub use conditions::SCOPE as CONDITIONS;
pub use deletion::{begin_erasure, delete, deletion_step};
pub use exports::{forget as forget_export, forget_all as forget_exports, step as export_step};
pub use filtering::parse as parse_conditions;
pub use identity::{Identification, identify, recognise};
pub use imports::{forget as forget_import, forget_refused, is_going_on as is_importing, step as import_step};
pub use listing::search;
pub use merging::{forget_step as forget_merge_step, merge, step as merge_step};
pub use model::{Contact, ContactChange, ContactInbox};
pub use service::{create, drop_attributes, touch, update};
pub use sql::{addresses_by_ids, by_ids, by_source as inbox_by_source, find, is_blocked, verify as verify_inbox};
pub use views::{exports_by_ids, imports_by_ids, senders, shown};
