//! Searching conversations by what was written in them.

use poem_openapi::OpenApi;

use super::super::{search, wire};
use crate::access::{Agent, scoped};
use crate::http::wire::{Int, MetaPayload, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::Store;
use crate::tags::Tag;

pub struct SearchApi {
    pub store: Store,
}

#[OpenApi]
impl SearchApi {
    /// Find conversations by words of their incoming and outgoing messages, 25 a page, each with the messages that have them.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/search",
        method = "get",
        operation_id = "search-conversations",
        tag = "Tag::Conversation"
    )]
    async fn search(
        &self,
        account_id: scoped::Path<Agent>,
        /// Words, the last one perhaps unfinished. Nothing is found without one.
        q: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<MetaPayload<wire::FoundCounts, Vec<wire::ConversationFound>>> {
        let (agent, text, number) = (account_id.0, q.0.unwrap_or_default(), page.0);
        let (counts, payload) = self.store.read(move |db| search::find(db, &agent, &text, number)).await?;
        Ok(Fast(MetaPayload { meta: counts.into(), payload }))
    }
}
