//! A message inside conversations and events (contract 2.10).

use poem_openapi::Object;
use serde::Serialize;

use super::super::model::{self, ConversationGlimpse};
use super::{Attachment, Sender};
use crate::base::ids::{AccountId, DisplayId, InboxId, MessageId};
use crate::http::wire::Json;

/// The contact's address, as a message shows it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_contact_inbox")]
pub struct PushContactInbox {
    /// The contact's address in the inbox.
    pub source_id: String,
}

/// The conversation, as a message shows it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_conversation")]
pub struct PushConversation {
    pub assignee_id: Option<i64>,
    /// At most 10.
    pub unread_count: i64,
    /// Unix seconds.
    pub last_activity_at: i64,
    pub contact_inbox: PushContactInbox,
}

/// A message with what it shows of its conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "extended_message")]
pub struct MessagePush {
    pub id: MessageId,
    pub content: Option<String>,
    pub account_id: AccountId,
    pub inbox_id: InboxId,
    /// The conversation's number within its account.
    pub conversation_id: DisplayId,
    /// 0 incoming, 1 outgoing, 2 activity, 3 template.
    pub message_type: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// ISO 8601.
    pub updated_at: String,
    /// Whether only agents see it.
    pub private: bool,
    /// `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    /// The message's id in an outside system.
    pub source_id: Option<String>,
    pub content_type: String,
    pub content_attributes: Json,
    /// `User`, `Contact` or `AgentBot`; null for messages of the server.
    pub sender_type: Option<String>,
    pub sender_id: Option<i64>,
    pub external_source_ids: Json,
    pub additional_attributes: Json,
    /// The same as `content`.
    pub processed_message_content: Option<String>,
    /// Always empty.
    pub sentiment: Json,
    pub conversation: PushConversation,
    /// The client's own id of the message, only in the event of its creation.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_id: Option<String>,
    /// Left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Left out for messages of the server.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

impl MessagePush {
    /// A message with a glimpse of its conversation.
    pub fn new(
        m: model::Message,
        glimpse: ConversationGlimpse,
        sender: Option<Sender>,
        attachments: Option<Vec<Attachment>>,
    ) -> Self {
        let (sender_type, sender_id) = m.sender.map(model::Sender::parts).unzip();
        MessagePush {
            id: m.id,
            account_id: m.account,
            inbox_id: m.inbox,
            conversation_id: glimpse.display_id,
            message_type: m.message_type as i64,
            created_at: m.created_at.seconds(),
            updated_at: m.updated_at.iso(),
            private: m.private,
            status: m.status.name().to_owned(),
            source_id: m.source_id,
            content_type: m.content_type.name().to_owned(),
            content_attributes: m.content_attributes.into(),
            sender_type: sender_type.map(str::to_owned),
            sender_id,
            external_source_ids: m.external_source_ids.into(),
            additional_attributes: m.additional_attributes.into(),
            processed_message_content: m.content.clone(),
            content: m.content,
            sentiment: Json::empty(),
            conversation: PushConversation {
                assignee_id: glimpse.assignee_id,
                unread_count: glimpse.unread_count,
                last_activity_at: glimpse.last_activity_at.seconds(),
                contact_inbox: PushContactInbox { source_id: glimpse.source_id },
            },
            echo_id: None,
            attachments,
            sender,
        }
    }
}
