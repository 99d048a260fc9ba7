//! Every statement of conversations, cut by what it is about.

mod audience;
mod bound;
mod counters;
mod csat;
mod hits;
mod idle;
mod inboxes;
mod labels;
mod mentions;
#[cfg(test)]
mod plans;
mod rows;
mod shown;
mod visits;
mod walk;

pub use audience::{Audience, audiences, mentioned};
pub use counters::{Counts, counts};
pub use csat::{CsatAnswer, by_uuid, rate, response as csat_response};
pub use hits::{Hit, hits};
pub use idle::idle;
pub use inboxes::{InboxFacts, inbox_facts, inbox_name};
pub use labels::{labels_of, labels_of_many, replace_labels};
pub use mentions::note_mentions;
pub use rows::{
    NewRow, add_participant, find, find_by_id, insert, is_inbox_member, latest_of_contact_inbox, mark_seen, of_contact,
    rows, update,
};
pub use shown::{ShownRow, shown};
pub use visits::{is_verified, mark_seen_by_contact, of_session};
pub use walk::{count, page, ranks};
