//! How urgent a conversation is.

use poem_openapi::param::Path;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, OpenApi};

use super::super::{Priority, priority, require, views, wire};
use crate::access::{AgentOrBot, scoped};
use crate::base::Result;
use crate::base::ids::DisplayId;
use crate::base::text::presence;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// What a conversation gets.
#[derive(Debug, Object)]
#[oai(rename = "conversation_update")]
pub struct ConversationUpdate {
    /// `low`, `medium`, `high`, `urgent` or null.
    pub priority: MaybeUndefined<String>,
}

/// The priority a conversation gets.
#[derive(Debug, Object)]
#[oai(rename = "conversation_priority_change")]
pub struct PriorityChange {
    /// `low`, `medium`, `high` or `urgent`; none without one.
    pub priority: Option<String>,
}

fn named(text: Option<String>) -> Result<Option<Priority>> {
    presence(text).map(|text| Priority::parse(text.trim())).transpose()
}

pub struct PriorityApi {
    pub store: Store,
}

#[OpenApi]
impl PriorityApi {
    /// Change a conversation: its priority.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id",
        method = "patch",
        operation_id = "update-conversation",
        tag = "Tag::Conversation"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<ConversationUpdate>,
    ) -> Answer<wire::ConversationShow> {
        let (who, change) = (account_id.0, params.into_inner());
        let update = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            if !change.priority.is_undefined() {
                priority::set(tx, &mut conversation, named(change.priority.take())?, &(&who).into())?;
            }
            views::one(tx, who.account(), who.agent().map(|agent| agent.user), conversation.id)
        });
        Ok(Fast(update.await?))
    }

    /// Give a conversation a priority, or take it away.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/toggle_priority",
        method = "post",
        operation_id = "toggle-priority-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn toggle(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<PriorityChange>,
    ) -> Done {
        let (who, change) = (account_id.0, params.into_inner());
        let toggle = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            priority::set(tx, &mut conversation, named(change.priority)?, &(&who).into())
        });
        toggle.await?;
        Ok(Empty)
    }
}
