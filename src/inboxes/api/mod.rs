//! The endpoints of inboxes, cut by noun.

mod inboxes;
mod members;

pub use inboxes::InboxesApi;
pub use members::InboxMembersApi;
