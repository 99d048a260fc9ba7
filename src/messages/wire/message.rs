//! A message in answers (contract 2.9).

use poem_openapi::Object;
use serde::Serialize;

use super::super::model;
use super::{Attachment, Sender};
use crate::base::ids::{DisplayId, InboxId, MessageId};
use crate::http::wire::Json;

/// A message.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message")]
pub struct Message {
    pub id: MessageId,
    /// The text content of the message
    pub content: Option<String>,
    pub inbox_id: InboxId,
    /// The client's own id of the message, only in the answer to its creation.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_id: Option<String>,
    /// The conversation's number within its account.
    pub conversation_id: DisplayId,
    /// 0 incoming, 1 outgoing, 2 activity, 3 template.
    pub message_type: i64,
    /// `text`, `input_text`, `input_textarea`, `input_email`, `input_select`, `cards`, `form`, `article`, `incoming_email`,
    /// `input_csat`, `integrations`, `sticker` or `voice_call`.
    pub content_type: String,
    /// `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    /// The content attributes for each content_type
    pub content_attributes: Json,
    /// Unix seconds.
    pub created_at: i64,
    /// Whether only agents see it.
    pub private: bool,
    /// The message's id in an outside system.
    pub source_id: Option<String>,
    /// Left out for messages of the server.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// Left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Of old: never sent, see `attachments`.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Json>,
}

impl Message {
    /// A message of the conversation with this number.
    pub fn new(
        m: model::Message,
        conversation_id: DisplayId,
        sender: Option<Sender>,
        attachments: Option<Vec<Attachment>>,
    ) -> Self {
        Message {
            id: m.id,
            content: m.content,
            inbox_id: m.inbox,
            echo_id: None,
            conversation_id,
            message_type: m.message_type as i64,
            content_type: m.content_type.name().to_owned(),
            status: m.status.name().to_owned(),
            content_attributes: m.content_attributes.into(),
            created_at: m.created_at.seconds(),
            private: m.private,
            source_id: m.source_id,
            sender,
            attachments,
            attachment: None,
        }
    }
}
