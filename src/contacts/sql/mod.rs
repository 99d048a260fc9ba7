//! Every statement of this context, cut by noun.

mod addresses;
mod list;
mod merging;
mod passing;
mod removal;
mod rows;

pub(super) use addresses::{
    Offer, by_address, channel_of, insert as insert_address, of_contacts as addresses_of, offers, release,
};
pub use addresses::{by_ids as addresses_by_ids, by_source, verify};
pub(super) use list::{Reach, Source, Wanted, hits, in_order, resolved, sorted, walk};
pub(super) use merging::{
    hide_merged, merged_into, move_addresses, move_conversations, move_labels, move_messages, remove_merged,
};
pub(super) use passing::{is_common, page as page_passing, passing};
pub(super) use removal::{addresses_gone, any_conversation, avatar_of_hidden, hide, hide_conversations, remove};
pub(super) use rows::{
    by_email, by_identifier, by_phone_number, insert, list as by_ids, save, set_last_activity, taken,
};
pub use rows::{find, is_blocked};

#[cfg(test)]
mod plans;
