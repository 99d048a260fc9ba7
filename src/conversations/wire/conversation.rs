//! The conversation itself, without the people around it.

use poem_openapi::Object;
use serde::Serialize;

use super::super::model;
use super::super::sql::ShownRow;
use crate::base::Millis;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::{AccountId, DisplayId, InboxId};
use crate::http::wire::Json;
use crate::messages::wire::MessagePush;

/// A conversation without the people around it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation")]
pub struct Conversation {
    /// The conversation's number within its account: what every path takes.
    pub id: DisplayId,
    /// The same.
    pub display_id: DisplayId,
    /// The newest message of any kind, if there is one.
    pub messages: Vec<MessagePush>,
    pub account_id: AccountId,
    pub uuid: String,
    pub additional_attributes: Json,
    /// Unix seconds, 0 for never.
    pub agent_last_seen_at: i64,
    /// Unix seconds, 0 for never.
    pub assignee_last_seen_at: i64,
    /// Whether a reply reaches the contact.
    pub can_reply: bool,
    /// Unix seconds, 0 for never.
    pub contact_last_seen_at: i64,
    pub custom_attributes: Json,
    pub inbox_id: InboxId,
    pub labels: Vec<String>,
    /// Whether the contact is blocked.
    pub muted: bool,
    /// ISO 8601.
    pub snoozed_until: Option<String>,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds with their fraction.
    pub updated_at: f64,
    /// Unix seconds of the last activity.
    pub timestamp: i64,
    /// Unix seconds, 0 for never.
    pub first_reply_created_at: i64,
    /// Incoming messages since an agent looked, at most 10.
    pub unread_count: i64,
    pub last_non_activity_message: Option<MessagePush>,
    /// Unix seconds.
    pub last_activity_at: i64,
    /// `low`, `medium`, `high` or `urgent`.
    pub priority: Option<String>,
    /// Unix seconds since which the contact waits, 0 for not waiting.
    pub waiting_since: i64,
    pub sla_policy_id: Option<i64>,
}

/// What is loaded beside a conversation's row.
#[derive(Debug)]
pub struct Beside {
    pub last_message: Option<MessagePush>,
    pub last_non_activity_message: Option<MessagePush>,
    pub labels: Vec<String>,
    pub muted: bool,
}

impl Conversation {
    /// Shows a row with what is beside it, at this time.
    pub fn new(row: ShownRow, beside: Beside, now: Millis) -> Self {
        let c = row.conversation;
        Conversation {
            id: c.display_id,
            display_id: c.display_id,
            messages: beside.last_message.into_iter().collect(),
            account_id: c.account,
            can_reply: model::can_reply(row.reply_window, c.last_incoming_at, now),
            unread_count: c.unread_shown(),
            uuid: c.uuid,
            additional_attributes: Json::from(c.additional_attributes),
            agent_last_seen_at: seconds_or_zero(c.agent_last_seen_at),
            assignee_last_seen_at: seconds_or_zero(c.assignee_last_seen_at),
            contact_last_seen_at: seconds_or_zero(c.contact_last_seen_at),
            custom_attributes: Json::from(c.custom_attributes),
            inbox_id: c.inbox,
            labels: beside.labels,
            muted: beside.muted,
            snoozed_until: c.snoozed_until.map(Millis::iso),
            status: c.status.name().to_owned(),
            created_at: c.created_at.seconds(),
            updated_at: c.updated_at.float_seconds(),
            timestamp: c.last_activity_at.seconds(),
            first_reply_created_at: seconds_or_zero(c.first_reply_created_at),
            last_non_activity_message: beside.last_non_activity_message,
            last_activity_at: c.last_activity_at.seconds(),
            priority: c.priority.map(|p| p.name().to_owned()),
            waiting_since: seconds_or_zero(c.waiting_since),
            sla_policy_id: None,
        }
    }
}
