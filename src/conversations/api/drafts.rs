//! What the caller has begun to write in a conversation: theirs alone.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{require, sql, wire};
use crate::access::{Agent, scoped};
use crate::accounts::too_long;
use crate::base::Error;
use crate::base::ids::DisplayId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::root_key;
use crate::store::Store;
use crate::tags::Tag;

/// Characters of a draft at most: as of a message.
const LONGEST: usize = 150_000;

root_key!(DraftRoot, "draft_message", optional);

/// What the caller has begun to write.
#[derive(Debug, Object)]
#[oai(rename = "conversation_draft_change")]
pub struct DraftChange {
    pub message: Option<String>,
}

pub struct DraftsApi {
    pub store: Store,
}

#[OpenApi]
impl DraftsApi {
    /// Show the caller's draft in a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/draft_messages",
        method = "get",
        operation_id = "get-draft-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, conversation_id: Path<DisplayId>) -> Answer<wire::Draft> {
        let agent = account_id.0;
        let show = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            sql::draft(db, &conversation, agent.user)
        });
        Ok(Fast(show.await?.into()))
    }

    /// Keep the caller's draft in a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/draft_messages",
        method = "patch",
        operation_id = "update-draft-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<DraftChange, DraftRoot>,
    ) -> Done {
        let (agent, message) = (account_id.0, params.into_inner().message.unwrap_or_default());
        if let Some(error) = too_long("message", "Message", &message, LONGEST) {
            return Err(Error::Invalid(vec![error]));
        }
        let update = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            sql::save_draft(tx, &conversation, agent.user, &message)
        });
        update.await?;
        Ok(Empty)
    }

    /// Forget the caller's draft in a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/draft_messages",
        method = "delete",
        operation_id = "delete-draft-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, conversation_id: Path<DisplayId>) -> Done {
        let agent = account_id.0;
        let delete = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            sql::delete_draft(tx, &conversation, agent.user)
        });
        delete.await?;
        Ok(Empty)
    }
}
