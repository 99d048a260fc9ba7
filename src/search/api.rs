//! The endpoints of the search.

use poem_openapi::OpenApi;

use super::model::Asked;
use super::{views, wire};
use crate::access::{Agent, scoped};
use crate::http::wire::{Int, Payload, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::Store;
use crate::tags::Tag;

type Results = Payload<wire::SearchResults>;

/// The search.
pub struct SearchApi {
    pub store: Store,
}

#[OpenApi]
impl SearchApi {
    /// Search conversations, contacts and messages at once, 15 of each a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/search",
        method = "get",
        operation_id = "search-everything",
        tag = "Tag::Search"
    )]
    async fn everything(
        &self,
        account_id: scoped::Path<Agent>,
        /// Nothing is found without it.
        q: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<Results> {
        let (who, asked) = (account_id.0, Asked::new(q.as_deref(), page.0));
        let payload = self.store.read(move |db| views::everything(db, &who, &asked)).await?;
        Ok(Fast(Payload { payload }))
    }

    /// Search conversations: by number, by the contact's name or address, by words of their messages; newest first.
    #[oai(
        path = "/api/v1/accounts/:account_id/search/conversations",
        method = "get",
        operation_id = "search-all-conversations",
        tag = "Tag::Search"
    )]
    async fn conversations(
        &self,
        account_id: scoped::Path<Agent>,
        /// Nothing is found without it.
        q: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<Results> {
        let (who, asked) = (account_id.0, Asked::new(q.as_deref(), page.0));
        let payload = self
            .store
            .read(move |db| {
                Ok(wire::SearchResults {
                    conversations: views::conversations(db, &who, &asked, true)?,
                    ..Default::default()
                })
            })
            .await?;
        Ok(Fast(Payload { payload }))
    }

    /// Search the contacts as their own search does, whoever was here last first.
    #[oai(
        path = "/api/v1/accounts/:account_id/search/contacts",
        method = "get",
        operation_id = "search-contacts",
        tag = "Tag::Search"
    )]
    async fn contacts(
        &self,
        account_id: scoped::Path<Agent>,
        /// Nothing is found without it.
        q: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<Results> {
        let (who, asked) = (account_id.0, Asked::new(q.as_deref(), page.0));
        let payload = self
            .store
            .read(move |db| {
                Ok(wire::SearchResults { contacts: views::contacts(db, &who, &asked)?, ..Default::default() })
            })
            .await?;
        Ok(Fast(Payload { payload }))
    }

    /// Search what was said, newest first: every word, the last one as the beginning of a word.
    #[oai(
        path = "/api/v1/accounts/:account_id/search/messages",
        method = "get",
        operation_id = "search-messages",
        tag = "Tag::Search"
    )]
    async fn messages(
        &self,
        account_id: scoped::Path<Agent>,
        /// Nothing is found without it.
        q: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<Results> {
        let (who, asked) = (account_id.0, Asked::new(q.as_deref(), page.0));
        let payload = self
            .store
            .read(move |db| {
                Ok(wire::SearchResults { messages: views::messages(db, &who, &asked)?, ..Default::default() })
            })
            .await?;
        Ok(Fast(Payload { payload }))
    }

    /// Search the articles of the help centre, of which there are none.
    #[oai(
        path = "/api/v1/accounts/:account_id/search/articles",
        method = "get",
        operation_id = "search-articles",
        tag = "Tag::Search"
    )]
    async fn articles(&self, _account_id: scoped::Path<Agent>) -> Answer<Results> {
        Ok(Fast(Payload { payload: wire::SearchResults { articles: Some(Vec::new()), ..Default::default() } }))
    }
}
