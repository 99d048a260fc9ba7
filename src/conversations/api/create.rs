//! New conversations.

use std::collections::HashMap;

use poem_openapi::{Object, OpenApi};
use serde_json::Value;

use super::super::creation::{self, NewConversation};
use super::super::{Status, views, wire};
use super::status::time;
use crate::access::{AgentOrBot, scoped};
use crate::base::Result;
use crate::base::ids::{ContactId, InboxId, TeamId, UserId};
use crate::base::text::presence;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

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
}

impl ConversationCreate {
    fn read(self) -> Result<NewConversation> {
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
            message: None,
        })
    }
}

pub struct CreateApi {
    pub store: Store,
}

#[OpenApi]
impl CreateApi {
    /// Create a conversation, with a first message if one is given.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations",
        method = "post",
        operation_id = "newConversation",
        tag = "Tag::Conversation"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        params: Params<ConversationCreate>,
    ) -> Answer<wire::ConversationShow> {
        let (who, create) = (account_id.0, params.into_inner());
        let create = self.store.write(move |tx| {
            let conversation = creation::create(tx, &who, create.read()?)?;
            views::one(tx, who.account(), who.agent().map(|agent| agent.user), conversation.id)
        });
        Ok(Fast(create.await?))
    }
}
