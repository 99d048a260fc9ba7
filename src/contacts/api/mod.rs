//! The endpoints of contacts, cut by noun.

mod contact;
mod contact_inboxes;
mod list;

pub use contact::ContactApi;
pub use contact_inboxes::ContactInboxesApi;
pub use list::ContactListApi;

#[cfg(test)]
mod tests;
