//! Conversations: their status, who takes care of them, their labels, the lists of them, and what a message does to them.
//!
//! Every change goes through a [`Revision`]: one write and one event for all that a request changes. May touch the tables
//! conversations, conversation_labels, conversation_participants, conversation_redirects, mentions, draft_messages and
//! editor_uploads; moves messages from one conversation to another; reads inboxes.

pub mod activity;
pub mod answers;
pub mod api;
pub mod assignment;
pub mod bulk;
mod conditions;
pub mod creation;
pub mod deletion;
mod expansion;
mod filter;
mod filtering;
pub mod idle;
pub mod labelling;
mod listing;
pub mod merging;
mod model;
pub mod muting;
mod participants;
pub mod post;
pub mod priority;
mod revision;
mod search;
mod seen;
mod sight;
mod sql;
pub mod status;
mod survey;
mod templates;
#[cfg(test)]
mod tests;
pub mod typing;
pub mod viewing;
pub mod views;
pub mod visits;
pub mod wire;

pub use conditions::SCOPE as CONDITIONS;
pub use filter::match_words;
pub use filtering::parse as parse_conditions;
pub use model::{Conversation, CsatResponse, Performer, Priority, Status, can_reply};
pub use revision::{FIRST_REPLY, HAS_MENTIONS, Revision};
pub use sight::{Sight, require};
pub use sql::{
    Audience, InboxFacts, audiences, by_uuid, csat_response, find, find_by_id, inbox_facts, labels_of,
    latest_of_contact_inbox, mark_seen, mentioned, rows,
};
