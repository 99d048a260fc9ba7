//! Every statement of this context, cut by noun.

mod erasures;
mod events;
#[cfg(test)]
mod plans;
mod rules;

pub(super) use erasures::{any_removed, counts, due, find, finish, insert, list, removed, save, set_removed};
pub(super) use events::{empty as empty_events, last as last_event};
pub(super) use rules::{
    Place, contacts_after, conversations_after, delete as delete_rule, due as due_rule, find as rule,
    old_conversations, save as save_rule, save_place, set_swept,
};
