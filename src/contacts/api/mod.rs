//! The endpoints of contacts, cut by noun.

mod collection;
mod contact;
mod contact_inboxes;

pub use collection::ContactsApi;
pub use contact::ContactApi;
pub use contact_inboxes::ContactInboxesApi;

#[cfg(test)]
mod tests;
