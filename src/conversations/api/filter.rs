//! Conversations by conditions, and the counts above the list alone.

use poem_openapi::OpenApi;

use super::super::{filtering, views, wire};
use super::list;
use crate::access::{Agent, scoped};
use crate::attributes::filter::Sent;
use crate::base::Error;
use crate::http::wire::{Int, List, Text};
use crate::http::{Answer, Fast, Params, Query};
use crate::store::{Db, Store};
use crate::tags::Tag;

/// Filters over all conversations of an account.
pub struct FilterApi {
    pub store: Store,
}

#[OpenApi]
impl FilterApi {
    /// List the conversations that meet conditions, 25 a page, latest activity first, with the counts of all of them.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/filter",
        method = "post",
        operation_id = "conversationFilter",
        tag = "Tag::Conversation"
    )]
    async fn filter(
        &self,
        account_id: scoped::Path<Agent>,
        /// From 1.
        page: Query<Option<Int>>,
        params: Params<wire::ConversationFilter>,
    ) -> Answer<wire::ListPage> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let number = page.0.or(sent.page);
        let conditions: Vec<Sent> =
            sent.payload.ok_or_else(|| Error::missing("payload"))?.into_iter().map(Into::into).collect();
        let read = move |db: &Db| {
            let filter = filtering::parse(db, agent.account, &conditions)?;
            let found = filtering::find(db, &agent, &filter, number)?;
            let payload = views::page(db, agent.account, Some(agent.user), &found.ids)?;
            Ok(wire::ListPage { meta: found.counts.into(), payload })
        };
        Ok(Fast(self.store.read(read).await?))
    }

    /// Count the conversations that the list would have, without listing any.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/meta",
        method = "get",
        operation_id = "conversationListMeta",
        tag = "Tag::Conversation"
    )]
    async fn meta(
        &self,
        account_id: scoped::Path<Agent>,
        /// As in the list.
        q: Query<Option<Text>>,
        /// As in the list; the counts are the same for each.
        assignee_type: Query<Option<Text>>,
        /// `open` (default), `resolved`, `pending` (or `bot`), `snoozed` or `all`.
        status: Query<Option<Text>>,
        inbox_id: Query<Option<Int>>,
        /// Conversations with any of these.
        labels: Query<Option<List>>,
        team_id: Query<Option<Int>>,
        /// `mention`, `participating` or `unattended`.
        conversation_type: Query<Option<Text>>,
        /// The contact's address in its inbox.
        source_id: Query<Option<Text>>,
    ) -> Answer<wire::ConversationListMeta> {
        let asked = list::Asked {
            q: q.0,
            assignee_type: assignee_type.0,
            status: status.0,
            inbox_id: inbox_id.0,
            labels: labels.0.unwrap_or_default(),
            team_id: team_id.0,
            conversation_type: conversation_type.0,
            source_id: source_id.0,
            sort_by: None,
            updated_within: None,
        };
        let agent = account_id.0;
        Ok(Fast(self.store.read(move |db| list::count(db, &agent, asked)).await?))
    }
}
