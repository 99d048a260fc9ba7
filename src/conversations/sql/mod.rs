//! Every statement of conversations, cut by what it is about.

mod audience;
mod counters;
mod csat;
mod drafts;
mod hits;
mod idle;
mod inboxes;
mod labels;
mod matches;
mod mentions;
mod merging;
mod participants;
mod passing;
#[cfg(test)]
mod plans;
mod removal;
mod rows;
mod seen;
mod shown;
mod uploads;
mod visits;
mod walk;

pub use audience::{Audience, audiences, mentioned};
pub use counters::{Counts, counts};
pub use csat::{CsatAnswer, by_uuid, rate, response as csat_response};
pub use drafts::{delete_draft, draft, save_draft};
pub use hits::{Hit, count_hits, hits};
pub use idle::idle;
pub use inboxes::{InboxFacts, inbox_facts, inbox_name};
pub use labels::{labels_of, labels_of_many, replace_labels};
pub use matches::matches;
pub use mentions::note_mentions;
pub use merging::{move_messages, move_people, redirect, redirected, remove};
pub use participants::{add_participant, participants, remove_participant};
pub use passing::{Lead, Visible, counts as counts_passing, is_rare, page as page_passing, passing};
pub use removal::{hidden, hide};
pub use rows::{NewRow, find, find_by_id, insert, is_inbox_member, latest_of_contact_inbox, of_contact, rows, update};
pub use seen::{incoming_since, mark_seen, mark_unseen};
pub use shown::{ShownRow, shown};
pub use uploads::keep_upload;
pub use visits::{is_verified, mark_seen_by_contact, of_session};
pub use walk::{count, page, ranks};
