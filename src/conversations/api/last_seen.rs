//! What agents have seen.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{require, sql, views, wire};
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Answer, Fast};
use crate::store::Store;
use crate::tags::Tag;

pub struct LastSeenApi {
    pub store: Store,
}

#[OpenApi]
impl LastSeenApi {
    /// Note that the caller has seen all messages of a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/update_last_seen",
        method = "post",
        operation_id = "update-last-seen-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::ConversationShow> {
        let agent = account_id.0;
        let update = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            sql::mark_seen(tx, &conversation, conversation.assignee == Some(agent.user))?;
            views::one(tx, agent.account, Some(agent.user), conversation.id)
        });
        Ok(Fast(update.await?))
    }
}
