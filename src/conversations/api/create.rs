//! What a client sends for a new conversation.

use std::collections::HashMap;

use poem_openapi::Object;
use serde_json::Value;

use super::super::Status;
use super::super::creation::NewConversation;
use super::first_message::FirstMessage;
use super::status::time;
use crate::base::Result;
use crate::base::ids::{ContactId, InboxId, TeamId, UserId};
use crate::base::text::presence;

/// A conversation to begin: with `inbox_id` and `contact_id`, or with a `source_id` that is known already.
#[derive(Debug, Object)]
#[oai(rename = "conversation_create")]
pub struct ConversationCreate {
    /// The contact's address in the inbox.
    pub source_id: Option<String>,
    pub inbox_id: Option<i64>,
    pub contact_id: Option<i64>,
    /// Whether the address was proven.
    pub hmac_verified: Option<bool>,
    /// For example `browser`, `referer`, `initiated_at`.
    pub additional_attributes: Option<HashMap<String, Value>>,
    pub custom_attributes: Option<HashMap<String, Value>>,
    /// `open` (default), `resolved`, `pending` (or `bot`) or `snoozed`. An inbox with a bot begins with `pending`.
    pub status: Option<String>,
    pub assignee_id: Option<i64>,
    pub team_id: Option<i64>,
    /// When a snoozed conversation wakes: Unix seconds or ISO 8601.
    pub snoozed_until: Option<String>,
    pub message: Option<FirstMessage>,
}

impl ConversationCreate {
    /// Reads the texts; refuses those that mean nothing.
    pub fn read(self) -> Result<NewConversation> {
        let map = |values: Option<HashMap<String, Value>>| values.unwrap_or_default().into_iter().collect();
        Ok(NewConversation {
            inbox: self.inbox_id.map(InboxId),
            contact: self.contact_id.map(ContactId),
            source_id: self.source_id,
            hmac_verified: self.hmac_verified.unwrap_or_default(),
            status: presence(self.status).map(|text| Status::parse(text.trim())).transpose()?,
            assignee: self.assignee_id.map(UserId),
            team: self.team_id.map(TeamId),
            snoozed_until: time(self.snoozed_until)?,
            additional_attributes: map(self.additional_attributes),
            custom_attributes: map(self.custom_attributes),
            message: self.message.map(FirstMessage::draft).transpose()?,
        })
    }
}
