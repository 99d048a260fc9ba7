//! Every statement of this context, cut by noun.

mod bots;
mod channels;
mod hours;
mod members;
mod removal;
mod rows;

pub use bots::bot_of;
pub(super) use bots::{attach as attach_bot, detach as detach_bot};
pub use channels::{by_identifier, by_website_token};
pub(super) use channels::{delete as delete_channel, insert as insert_channel, save as save_channel};
pub(super) use hours::{insert as insert_hours, save as save_hours};
pub(super) use members::{
    Candidate, add as add_member, candidates, common as common_members, list as members, remove as remove_member,
    take_turn,
};
pub(super) use removal::{addresses_gone, any_conversation, avatar_of_hidden, counters_gone, remove};
pub use rows::find;
pub(super) use rows::{exists, hide, insert, list as by_ids, save};

#[cfg(test)]
mod plans;
