//! The endpoints of contacts, cut by noun.

mod collection;
mod contact;
mod contact_inboxes;
mod filter;

pub use collection::ContactsApi;
pub use contact::ContactApi;
pub use contact_inboxes::ContactInboxesApi;
pub use filter::ContactFilterApi;

#[cfg(test)]
mod tests;
