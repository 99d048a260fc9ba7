//! Every statement of messages, cut by what it is about.

mod attachments;
mod page;
#[cfg(test)]
mod plans;
mod questions;
mod rows;

pub use attachments::{
    attached_before, attachments_of, attachments_of_conversation, count_attachments, delete_attachments,
    inbox_pictures, insert_attachment,
};
pub use page::{Window, page};
pub use questions::{
    answered, answered_externally, exists_of, latest_of, latest_public, nth_newest_at, public_outgoing_since,
    template_since,
};
pub use rows::{by_echo, by_id, by_ids, find, insert, save_content, save_status, unread};
