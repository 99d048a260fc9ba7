//! Making one conversation of two.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{merging, require, views, wire};
use crate::access::{Agent, scoped};
use crate::base::Error;
use crate::base::ids::DisplayId;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// The conversation that becomes a part of another one.
#[derive(Debug, Object)]
#[oai(rename = "conversation_merge")]
pub struct Merge {
    /// A number of a conversation of the same contact.
    pub mergee_conversation_id: Option<DisplayId>,
}

pub struct MergeApi {
    pub store: Store,
}

#[OpenApi]
impl MergeApi {
    /// Merge another conversation of the same contact into this one, whose own values win: messages with their files, labels and
    /// those who follow move over. From then on both numbers lead to this one.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/merge",
        method = "post",
        operation_id = "merge-conversations",
        tag = "Tag::Conversation"
    )]
    async fn merge(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<Merge>,
    ) -> Answer<wire::ConversationShow> {
        let (agent, mergee) = (account_id.0, params.into_inner().mergee_conversation_id);
        let merge = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            let mergee = mergee.ok_or(Error::missing("mergee_conversation_id"))?;
            let mergee = require(tx, &agent, mergee)?;
            merging::merge(tx, &mut conversation, &mergee, &(&agent).into())?;
            views::one(tx, agent.account, Some(agent.user), conversation.id)
        });
        Ok(Fast(merge.await?))
    }
}
