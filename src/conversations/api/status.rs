//! The status of a conversation.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{Status, require, status, wire};
use crate::access::{AgentOrBot, scoped};
use crate::base::ids::DisplayId;
use crate::base::text::presence;
use crate::base::{Error, Millis, Result};
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// The status a conversation gets.
#[derive(Debug, Object)]
#[oai(rename = "conversation_status_change")]
pub struct StatusChange {
    /// `open`, `resolved`, `pending` (or `bot`) or `snoozed`. Without one, an open conversation is resolved and any other opened.
    pub status: Option<String>,
    /// When a snoozed conversation wakes: Unix seconds or ISO 8601.
    pub snoozed_until: Option<String>,
}

pub struct StatusApi {
    pub store: Store,
}

#[OpenApi]
impl StatusApi {
    /// Change the status of a conversation. An agent who leaves it open becomes its assignee.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/toggle_status",
        method = "post",
        operation_id = "toggle-status-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn toggle(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<StatusChange>,
    ) -> Answer<wire::StatusToggle> {
        let (who, change) = (account_id.0, params.into_inner());
        let toggle = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            let to = presence(change.status).map(|text| Status::parse(text.trim())).transpose()?;
            status::toggle(tx, &mut conversation, to, time(change.snoozed_until)?, &who)?;
            Ok(wire::StatusToggle::from(&conversation))
        });
        Ok(Fast(toggle.await?))
    }
}

/// The time a conversation is snoozed until, if one was sent.
pub(super) fn time(text: Option<String>) -> Result<Option<Millis>> {
    let read = |text: String| Millis::parse(&text).ok_or_else(|| Error::not_a_valid(&text, "snoozed_until"));
    presence(text).map(read).transpose()
}
