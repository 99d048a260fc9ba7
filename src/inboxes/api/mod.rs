//! The endpoints of inboxes, cut by noun.

mod bot;
mod inboxes;
mod members;

pub use bot::InboxBotApi;
pub use inboxes::InboxesApi;
pub use members::InboxMembersApi;

#[cfg(test)]
mod tests;
