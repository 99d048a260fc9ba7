//! Messages: their rows, attachments and content, and how they look on the wire.
//!
//! What a message does to its conversation is of `conversations`, where every new one is posted. May touch the tables messages
//! and attachments; reads the pictures of inboxes.

mod items;
mod kinds;
pub mod liquid;
pub mod mentions;
mod model;
mod reply;
mod service;
mod sql;
mod views;
pub mod wire;

pub use items::errors as item_errors;
pub use kinds::{ContentType, FileType, MessageStatus, MessageType};
pub use model::{Attachment, ConversationGlimpse, Draft, Message, NewMessage, Sender};
pub use reply::resolve as resolve_reply;
pub use service::{answer, attach_shared, delete, drop_attachments, insert, mark_read, report, retry};
pub use sql::{
    Window, by_echo, by_id, by_ids, exists_of, find, latest_of, latest_public, nth_newest_at, page,
    public_outgoing_since, template_since,
};
pub use views::{gallery, push_views, rest_view, rest_views, rest_views_of};
