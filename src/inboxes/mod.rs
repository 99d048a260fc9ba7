//! Entry points of an account: their channels, opening hours and settings, who belongs to them, and whose turn it is.
//!
//! May touch inboxes, the three channel tables, working_hours, inbox_members and agent_bot_inboxes; takes away what hangs on an
//! inbox that is being deleted.

mod api;
mod bot;
mod deletion;
mod members;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
mod turns;
mod views;
pub mod wire;

pub use api::{InboxBotApi, InboxMembersApi, InboxesApi};
pub use bot::set as set_bot;
pub use deletion::{delete, deletion_step};
pub use members::add as add_members;
pub use model::{
    Api, Channel, ChannelChange, ChannelKind, CsatConfig, Day, DayChange, Email, Hours, Inbox, InboxChange, NewInbox,
    ReplyTime, SenderName, TemplateFacts, Website,
};
pub use service::{create, template_facts, update};
pub use sql::{bot_of, by_identifier, by_website_token, find};
pub use turns::next_assignee;
pub use views::{members, record, views};
