//! A conversation in events and webhooks (contract 2.13).

use poem_openapi::Object;
use serde::Serialize;

use super::super::model;
use super::super::sql::ShownRow;
use crate::base::Millis;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::{ContactId, ContactInboxId, DisplayId, InboxId, TeamId};
use crate::contacts::ContactInbox;
use crate::contacts::wire::ContactSender;
use crate::http::wire::Json;
use crate::messages::wire::{MessagePush, Sender};

/// The contact's address. Its realtime token is nobody's business but the contact's.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_push_contact_inbox")]
pub struct PushAddress {
    pub id: ContactInboxId,
    pub contact_id: ContactId,
    pub inbox_id: InboxId,
    pub source_id: String,
    pub created_at: String,
    pub updated_at: String,
    pub hmac_verified: bool,
}

impl From<&ContactInbox> for PushAddress {
    fn from(address: &ContactInbox) -> Self {
        PushAddress {
            id: address.id,
            contact_id: address.contact,
            inbox_id: address.inbox,
            source_id: address.source_id.clone(),
            created_at: address.created_at.iso(),
            updated_at: address.updated_at.iso(),
            hmac_verified: address.hmac_verified,
        }
    }
}

/// The team.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_push_team")]
pub struct PushTeam {
    pub id: TeamId,
    pub name: String,
}

/// The people around it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_push_meta")]
pub struct PushMeta {
    pub sender: ContactSender,
    pub assignee: Option<Sender>,
    /// `User` or `AgentBot`.
    pub assignee_type: Option<String>,
    pub team: Option<PushTeam>,
    pub hmac_verified: bool,
}

/// The conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_push")]
pub struct ConversationPush {
    pub additional_attributes: Json,
    pub can_reply: bool,
    pub channel: String,
    pub contact_inbox: PushAddress,
    pub id: DisplayId,
    pub inbox_id: InboxId,
    /// The newest message that is neither a note nor an activity, if there is one.
    pub messages: Vec<MessagePush>,
    pub labels: Vec<String>,
    pub meta: PushMeta,
    pub status: String,
    pub custom_attributes: Json,
    pub snoozed_until: Option<String>,
    pub unread_count: i64,
    pub first_reply_created_at: Option<String>,
    pub priority: Option<String>,
    pub waiting_since: i64,
    pub agent_last_seen_at: i64,
    pub contact_last_seen_at: i64,
    pub last_activity_at: i64,
    pub timestamp: i64,
    pub created_at: i64,
    pub updated_at: f64,
}

impl ConversationPush {
    /// A row with what is beside it, at this time.
    pub fn new(
        row: ShownRow,
        contact_inbox: PushAddress,
        message: Option<MessagePush>,
        labels: Vec<String>,
        meta: PushMeta,
        now: Millis,
    ) -> Self {
        let c = row.conversation;
        ConversationPush {
            can_reply: model::can_reply(row.reply_window, c.last_incoming_at, now),
            unread_count: c.unread_shown(),
            additional_attributes: c.additional_attributes.into(),
            channel: row.channel_type,
            contact_inbox,
            id: c.display_id,
            inbox_id: c.inbox,
            messages: message.into_iter().collect(),
            labels,
            meta,
            status: c.status.name().to_owned(),
            custom_attributes: c.custom_attributes.into(),
            snoozed_until: c.snoozed_until.map(Millis::iso),
            first_reply_created_at: c.first_reply_created_at.map(Millis::iso),
            priority: c.priority.map(|priority| priority.name().to_owned()),
            waiting_since: seconds_or_zero(c.waiting_since),
            agent_last_seen_at: seconds_or_zero(c.agent_last_seen_at),
            contact_last_seen_at: seconds_or_zero(c.contact_last_seen_at),
            last_activity_at: c.last_activity_at.seconds(),
            timestamp: c.last_activity_at.seconds(),
            created_at: c.created_at.seconds(),
            updated_at: c.updated_at.float_seconds(),
        }
    }
}
