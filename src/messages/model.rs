//! Domain types of messages.

use serde_json::{Map, Value};

use super::kinds::{ContentType, FileType, MessageStatus, MessageType};
use crate::base::Millis;
use crate::base::ids::{
    AccountId, AgentBotId, AttachmentId, ContactId, ConversationId, DisplayId, InboxId, MessageId, UserId,
};
use crate::files::Stored;

/// Who wrote a message; nobody wrote activities and the server's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    User(UserId),
    Contact(ContactId),
    AgentBot(AgentBotId),
}

impl Sender {
    /// The stored pair.
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Sender::User(id) => ("User", id.0),
            Sender::Contact(id) => ("Contact", id.0),
            Sender::AgentBot(id) => ("AgentBot", id.0),
        }
    }

    /// From the stored pair.
    pub(super) fn from_parts(kind: Option<&str>, id: Option<i64>) -> Option<Self> {
        match (kind?, id?) {
            ("User", id) => Some(Sender::User(UserId(id))),
            ("Contact", id) => Some(Sender::Contact(ContactId(id))),
            ("AgentBot", id) => Some(Sender::AgentBot(AgentBotId(id))),
            _ => None,
        }
    }
}

/// A row of `messages`. The attribute columns are JSON objects as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub id: MessageId,
    pub account: AccountId,
    pub inbox: InboxId,
    pub conversation: ConversationId,
    pub message_type: MessageType,
    pub content_type: ContentType,
    pub content: Option<String>,
    /// Seen by agents only.
    pub private: bool,
    pub status: MessageStatus,
    pub sender: Option<Sender>,
    /// The message's id in an outside system.
    pub source_id: Option<String>,
    pub content_attributes: String,
    pub additional_attributes: String,
    pub external_source_ids: String,
    pub has_attachments: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Message {
    /// Whether the contact may see it.
    pub fn is_public(&self) -> bool {
        !self.private && self.message_type != MessageType::Activity
    }
}

/// A message to be stored as it is.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub account: AccountId,
    pub inbox: InboxId,
    pub conversation: ConversationId,
    pub message_type: MessageType,
    pub content_type: ContentType,
    pub content: Option<String>,
    pub private: bool,
    pub sender: Option<Sender>,
    pub source_id: Option<String>,
    /// The sender's own id of the message.
    pub echo_id: Option<String>,
    /// A JSON object as text.
    pub content_attributes: String,
    /// A JSON object as text.
    pub additional_attributes: String,
    /// Uploads that nothing uses yet.
    pub attachments: Vec<Stored>,
}

impl NewMessage {
    /// A public message of this text, without sender.
    pub fn text(
        account: AccountId,
        inbox: InboxId,
        conversation: ConversationId,
        message_type: MessageType,
        text: impl Into<String>,
    ) -> Self {
        NewMessage {
            account,
            inbox,
            conversation,
            message_type,
            content_type: ContentType::Text,
            content: Some(text.into()),
            private: false,
            sender: None,
            source_id: None,
            echo_id: None,
            content_attributes: "{}".to_owned(),
            additional_attributes: "{}".to_owned(),
            attachments: Vec::new(),
        }
    }
}

/// What somebody wants to say, before any rule has looked at it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub content: Option<String>,
    pub message_type: MessageType,
    pub content_type: ContentType,
    pub private: bool,
    pub content_attributes: Map<String, Value>,
    pub additional_attributes: Map<String, Value>,
    /// Uploads that nothing uses yet.
    pub attachments: Vec<Stored>,
    /// Signed ids of files that were uploaded before.
    pub uploads: Vec<String>,
    /// The client's own id of the message: told once, and kept so that a message sent twice is one.
    pub echo_id: Option<String>,
    /// The message's id in an outside system.
    pub source_id: Option<String>,
    /// The bot to write as, instead of the caller.
    pub as_bot: Option<AgentBotId>,
    /// Names of content attributes with the e-mail addresses they are to hold, separated by commas.
    pub addresses: Vec<(&'static str, String)>,
}

impl Draft {
    /// A public answer of this text.
    pub fn outgoing(text: impl Into<String>) -> Self {
        Draft {
            content: Some(text.into()),
            message_type: MessageType::Outgoing,
            content_type: ContentType::Text,
            private: false,
            content_attributes: Map::new(),
            additional_attributes: Map::new(),
            attachments: Vec::new(),
            uploads: Vec::new(),
            echo_id: None,
            source_id: None,
            as_bot: None,
            addresses: Vec::new(),
        }
    }
}

/// A row of `attachments` with its file.
#[derive(Debug, Clone)]
pub struct Attachment {
    pub id: AttachmentId,
    pub account: AccountId,
    pub message: MessageId,
    pub file_type: FileType,
    pub extension: Option<String>,
    /// The absolute address of the file, or of what lies elsewhere; empty without one.
    pub data_url: String,
    pub byte_size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub fallback_title: Option<String>,
    pub coordinates_lat: f64,
    pub coordinates_long: f64,
    /// A JSON object as text.
    pub meta: String,
}

/// What a message shows of its conversation.
#[derive(Debug, Clone)]
pub struct ConversationGlimpse {
    pub display_id: DisplayId,
    pub assignee_id: Option<i64>,
    pub unread_count: i64,
    pub last_activity_at: Millis,
    /// The contact's address in the inbox.
    pub source_id: String,
}
