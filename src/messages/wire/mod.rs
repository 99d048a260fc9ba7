//! How messages look on the wire: [`Message`] in answers (contract 2.9), [`MessagePush`] in conversations and events (2.10), with
//! their senders (2.11) and attachments (2.12).

mod attachment;
mod gallery;
mod list;
mod message;
mod push;
mod sender;

pub use attachment::Attachment;
pub use gallery::{AttachmentCount, GalleryItem};
pub use list::{MessageList, MessageListMeta};
pub use message::Message;
pub use push::{MessagePush, PushContactInbox, PushConversation};
pub use sender::Sender;
