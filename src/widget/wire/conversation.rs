//! Conversations as visitors see them.

use poem_openapi::Object;
use serde::Serialize;

use super::{ContactRow, Message};
use crate::base::Millis;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::{AccountId, ContactId, ContactInboxId, DisplayId, InboxId};
use crate::contacts::Contact;
use crate::conversations::{Conversation, Status};
use crate::http::wire::Json;

/// The visitor's newest conversation; an empty object without one.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "widget_conversation", skip_serializing_if_is_none)]
pub struct ConversationSeen {
    /// The conversation's number within its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<DisplayId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbox_id: Option<InboxId>,
    /// Unix seconds, 0 for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_last_seen_at: Option<i64>,
    /// `open`, `resolved`, `pending` or `snoozed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl From<Option<Conversation>> for ConversationSeen {
    fn from(conversation: Option<Conversation>) -> Self {
        conversation.map_or_else(ConversationSeen::default, |c| ConversationSeen {
            id: Some(c.display_id),
            inbox_id: Some(c.inbox),
            contact_last_seen_at: Some(seconds_or_zero(c.contact_last_seen_at)),
            status: Some(c.status.name().to_owned()),
        })
    }
}

/// A conversation that was just begun.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_new_conversation")]
pub struct NewConversation {
    /// The conversation's number within its account.
    pub id: DisplayId,
    pub inbox_id: InboxId,
    /// Unix seconds, 0 for never.
    pub contact_last_seen_at: i64,
    /// `open`, `pending` or `resolved`.
    pub status: String,
    pub messages: Vec<Message>,
    pub custom_attributes: Json,
    pub contact: ContactRow,
}

impl NewConversation {
    /// A conversation with its messages and its contact.
    pub fn new(c: Conversation, messages: Vec<Message>, contact: Contact) -> Self {
        NewConversation {
            id: c.display_id,
            inbox_id: c.inbox,
            contact_last_seen_at: seconds_or_zero(c.contact_last_seen_at),
            status: c.status.name().to_owned(),
            messages,
            custom_attributes: c.custom_attributes.into(),
            contact: contact.into(),
        }
    }
}

/// What is stored of a conversation, as far as its contact may know.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_record")]
pub struct ConversationRow {
    /// The conversation's number within its account.
    pub id: DisplayId,
    pub account_id: AccountId,
    pub inbox_id: InboxId,
    pub contact_id: ContactId,
    pub contact_inbox_id: ContactInboxId,
    pub uuid: String,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: String,
    pub additional_attributes: Json,
    pub custom_attributes: Json,
    /// ISO 8601, as the times below.
    pub contact_last_seen_at: Option<String>,
    pub agent_last_seen_at: Option<String>,
    pub last_activity_at: String,
    pub created_at: String,
    pub updated_at: String,
}

impl From<Conversation> for ConversationRow {
    fn from(c: Conversation) -> Self {
        ConversationRow {
            id: c.display_id,
            account_id: c.account,
            inbox_id: c.inbox,
            contact_id: c.contact,
            contact_inbox_id: c.contact_inbox,
            uuid: c.uuid,
            status: Status::name(c.status).to_owned(),
            additional_attributes: c.additional_attributes.into(),
            custom_attributes: c.custom_attributes.into(),
            contact_last_seen_at: c.contact_last_seen_at.map(Millis::iso),
            agent_last_seen_at: c.agent_last_seen_at.map(Millis::iso),
            last_activity_at: c.last_activity_at.iso(),
            created_at: c.created_at.iso(),
            updated_at: c.updated_at.iso(),
        }
    }
}
