//! Every statement of this context, cut by noun.

mod active;
mod addresses;
mod exports;
mod imports;
mod labels;
mod list;
mod merges;
mod moving;
mod notes;
mod passing;
mod removal;
mod rows;

pub(super) use active::in_order as active_in_order;
pub(super) use addresses::{
    Offer, by_address, channel_of, insert as insert_address, of_contacts as addresses_of, offers, release,
};
pub use addresses::{by_ids as addresses_by_ids, by_source, verify};
pub(super) use exports::{
    contacts_after, delete as delete_export, find as export, insert as insert_export, list as exports, passing_among,
    save as save_export,
};
pub(super) use imports::{
    delete as delete_import, find as import, insert as insert_import, list as imports, save as save_import,
};
pub(super) use labels::{of as labels_of, replace as replace_labels};
pub(super) use list::{Reach, Source, Wanted, count, hits, in_order, in_other_case, resolved, sorted, walk};
pub(super) use merges::{
    any_into as any_merge_into, find as merge, forget_rows, hand_on as hand_on_merges, insert as insert_merge,
    is_parting, list as merges, merged_into, of_merged as merge_of, remove as remove_merge, save_rest, set_undone,
    undoable,
};
pub(super) use moving::{
    Way, address_at_home, conversations_at, conversations_of, finish_address, give_labels, move_addresses,
    move_conversations, move_messages, move_notes, return_addresses, return_notes,
};
pub(super) use notes::{
    delete as delete_note, find as note, insert as insert_note, list as notes, remove as remove_notes,
    save as save_note,
};
pub(super) use passing::{page as page_passing, passing};
pub(super) use removal::{addresses_gone, any_conversation, avatar_of_hidden, hide, hide_conversations, remove, show};
pub(super) use rows::{
    by_email, by_identifier, by_phone_number, find_hidden, hidden_by_ids, insert, is_there, restore_last_activity,
    save, set_avatar, set_last_activity, taken,
};
pub use rows::{find, is_blocked, list as by_ids};

#[cfg(test)]
mod plans;
