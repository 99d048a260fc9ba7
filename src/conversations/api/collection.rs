//! All conversations of an account: the list, and new ones. One struct, since the document has one entry for their path.

use poem_openapi::OpenApi;

use super::super::{creation, views, wire};
use super::create::ConversationCreate;
use super::list;
use crate::access::{Agent, AgentOrBot, scoped};
use crate::http::wire::{Int, List, Text};
use crate::http::{Answer, Fast, Params, Query};
use crate::store::Store;
use crate::tags::Tag;

pub struct CollectionApi {
    pub store: Store,
}

#[OpenApi]
impl CollectionApi {
    /// List conversations, 25 a page, with the counts of the whole list.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations",
        method = "get",
        operation_id = "conversationSearch",
        tag = "Tag::Conversation"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// Words, the last one perhaps unfinished, of incoming or outgoing messages; `status` then does not matter.
        q: Query<Option<Text>>,
        /// `me`, `unassigned`, `assigned` or `all` (default).
        assignee_type: Query<Option<Text>>,
        /// `open` (default), `resolved`, `pending` (or `bot`), `snoozed` or `all`.
        status: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
        inbox_id: Query<Option<Int>>,
        /// Conversations with any of these.
        labels: Query<Option<List>>,
        team_id: Query<Option<Int>>,
        /// `mention`, `participating` or `unattended`.
        conversation_type: Query<Option<Text>>,
        /// The contact's address in its inbox.
        source_id: Query<Option<Text>>,
        /// `last_activity_at_desc` (default), or `last_activity_at`, `created_at`, `priority`, `waiting_since` with `_asc` or
        /// `_desc`.
        sort_by: Query<Option<Text>>,
        /// Only with activity in so many seconds, and then all on one page.
        updated_within: Query<Option<Int>>,
    ) -> Answer<wire::ConversationList> {
        let asked = list::Asked {
            q: q.0,
            assignee_type: assignee_type.0,
            status: status.0,
            inbox_id: inbox_id.0,
            labels: labels.0.unwrap_or_default(),
            team_id: team_id.0,
            conversation_type: conversation_type.0,
            source_id: source_id.0,
            sort_by: sort_by.0,
            updated_within: updated_within.0,
        };
        let (agent, number) = (account_id.0, page.0);
        let list = self.store.read(move |db| list::show(db, &agent, asked, number)).await?;
        Ok(Fast(list))
    }

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
