//! Messages as their contact sees them.

use poem_openapi::Object;
use serde::Serialize;

use crate::base::ids::{DisplayId, InboxId, MessageId};
use crate::http::wire::Json;
use crate::messages::wire::{self, Attachment, Sender};

/// A message that its contact may see.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "public_message")]
pub struct Message {
    pub id: MessageId,
    pub content: Option<String>,
    /// 0 incoming, 1 outgoing, 3 template.
    pub message_type: i64,
    /// `text`, `input_email`, `input_select`, `cards`, `form`, `article`, `input_csat` and others.
    pub content_type: String,
    pub content_attributes: Json,
    /// Unix seconds.
    pub created_at: i64,
    /// The conversation's number within its account.
    pub conversation_id: DisplayId,
    /// Left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Left out for messages of the server.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

impl From<wire::Message> for Message {
    fn from(m: wire::Message) -> Self {
        Message {
            id: m.id,
            content: m.content,
            message_type: m.message_type,
            content_type: m.content_type,
            content_attributes: m.content_attributes,
            created_at: m.created_at,
            conversation_id: m.conversation_id,
            attachments: m.attachments,
            sender: m.sender,
        }
    }
}

/// What stands above messages.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_message_list_meta")]
pub struct MessagePageMeta {
    /// Unix seconds, 0 for never; left out without a conversation.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_last_seen_at: Option<i64>,
}

/// Messages of the visitor's conversation, oldest first.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_message_list")]
pub struct MessagePage {
    pub payload: Vec<Message>,
    pub meta: MessagePageMeta,
}

/// A message that was just written.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_created_message")]
pub struct CreatedMessage {
    pub id: MessageId,
    pub content: Option<String>,
    pub inbox_id: InboxId,
    /// The conversation's number within its account.
    pub conversation_id: DisplayId,
    /// Always 0.
    pub message_type: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Always false.
    pub private: bool,
    pub source_id: Option<String>,
    pub content_attributes: Json,
    /// Left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

impl From<wire::Message> for CreatedMessage {
    fn from(m: wire::Message) -> Self {
        CreatedMessage {
            id: m.id,
            content: m.content,
            inbox_id: m.inbox_id,
            conversation_id: m.conversation_id,
            message_type: m.message_type,
            created_at: m.created_at,
            private: m.private,
            source_id: m.source_id,
            content_attributes: m.content_attributes,
            attachments: m.attachments,
            sender: m.sender,
        }
    }
}
