//! One conversation: seen, and deleted.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{deletion, require, views, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Answer, Done, Empty, Fast};
use crate::store::Store;
use crate::tags::Tag;

pub struct ShowApi {
    pub store: Store,
}

#[OpenApi]
impl ShowApi {
    /// Show a conversation with its newest message.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id",
        method = "get",
        operation_id = "get-details-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn show(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::ConversationShow> {
        let agent = account_id.0;
        let show = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            views::one(db, agent.account, Some(agent.user), conversation.id)
        });
        Ok(Fast(show.await?))
    }

    /// Delete a conversation. It is hidden at once; its messages and files go in the background.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id",
        method = "delete",
        operation_id = "delete-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, conversation_id: Path<DisplayId>) -> Done {
        let admin = account_id.0;
        let delete = self.store.write(move |tx| {
            let conversation = require(tx, &*admin, conversation_id.0)?;
            deletion::delete(tx, &conversation, &(&*admin).into())
        });
        delete.await?;
        Ok(Empty)
    }
}
