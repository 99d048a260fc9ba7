//! The endpoints of canned responses.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::wire::{self, CannedResponseRoot};
use super::{model, service, sql};
use crate::access::{Agent, scoped};
use crate::base::ids::CannedResponseId;
use crate::http::wire::Text;
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::Store;
use crate::tags::Tag;

/// Texts by short codes.
pub struct CannedResponsesApi {
    pub store: Store,
}

#[OpenApi]
impl CannedResponsesApi {
    /// List all canned responses of the account by short code, or those in which a text occurs: in the short code first.
    #[oai(
        path = "/api/v1/accounts/:account_id/canned_responses",
        method = "get",
        operation_id = "list-all-canned-responses",
        tag = "Tag::CannedResponses"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// A part of the short code or the text, in any case.
        search: Query<Option<Text>>,
    ) -> Answer<Vec<wire::CannedResponse>> {
        let account = account_id.account;
        let list = self.store.read(move |db| sql::list(db, account)).await?;
        let found = model::found(list, search.as_deref().unwrap_or_default());
        Ok(Fast(found.into_iter().map(Into::into).collect()))
    }

    /// Create a canned response.
    #[oai(
        path = "/api/v1/accounts/:account_id/canned_responses",
        method = "post",
        operation_id = "create-a-canned-response",
        tag = "Tag::CannedResponses"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::CannedResponseChange, CannedResponseRoot>,
    ) -> Answer<wire::CannedResponse> {
        let (account, by, new) = (account_id.account, account_id.actor(), params.into_inner().into());
        Ok(Fast(self.store.write(move |tx| service::create(tx, account, new, by)).await?.into()))
    }

    /// Change a canned response.
    #[oai(
        path = "/api/v1/accounts/:account_id/canned_responses/:id",
        method = "patch",
        operation_id = "update-a-canned-response",
        tag = "Tag::CannedResponses"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<CannedResponseId>,
        params: Params<wire::CannedResponseChange, CannedResponseRoot>,
    ) -> Answer<wire::CannedResponse> {
        let (account, by, change) = (account_id.account, account_id.actor(), params.into_inner().into());
        Ok(Fast(self.store.write(move |tx| service::update(tx, account, id.0, change, by)).await?.into()))
    }

    /// Delete a canned response.
    #[oai(
        path = "/api/v1/accounts/:account_id/canned_responses/:id",
        method = "delete",
        operation_id = "delete-a-canned-response",
        tag = "Tag::CannedResponses"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<CannedResponseId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| service::delete(tx, account, id.0, by)).await?;
        Ok(Empty)
    }
}
