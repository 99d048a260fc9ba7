//! The endpoints of labels.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::wire::{self, LabelRoot};
use super::{service, sql};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::LabelId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// The account's list of labels.
pub struct LabelsApi {
    pub store: Store,
}

#[OpenApi]
impl LabelsApi {
    /// List all labels of the account, by title.
    #[oai(
        path = "/api/v1/accounts/:account_id/labels",
        method = "get",
        operation_id = "list-all-labels",
        tag = "Tag::Labels"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<wire::LabelList> {
        let account = account_id.account;
        let labels = self.store.read(move |db| sql::list(db, account)).await?;
        Ok(Fast(wire::LabelList { payload: labels.into_iter().map(Into::into).collect() }))
    }

    /// Create a label.
    #[oai(
        path = "/api/v1/accounts/:account_id/labels",
        method = "post",
        operation_id = "create-a-label",
        tag = "Tag::Labels"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::LabelChange, LabelRoot>,
    ) -> Answer<wire::Label> {
        let (account, by, new) = (account_id.account, account_id.actor(), params.into_inner().into());
        Ok(Fast(self.store.write(move |tx| service::create(tx, account, new, by)).await?.into()))
    }

    /// Show a label.
    #[oai(
        path = "/api/v1/accounts/:account_id/labels/:id",
        method = "get",
        operation_id = "get-details-of-a-single-label",
        tag = "Tag::Labels"
    )]
    async fn show(&self, account_id: scoped::Path<Administrator>, id: Path<LabelId>) -> Answer<wire::Label> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| sql::find(db, account, id.0)).await?.into()))
    }

    /// Change a label. Conversations and contacts that carry it follow a new title soon after.
    #[oai(
        path = "/api/v1/accounts/:account_id/labels/:id",
        method = "patch",
        operation_id = "update-a-label",
        tag = "Tag::Labels"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<LabelId>,
        params: Params<wire::LabelChange, LabelRoot>,
    ) -> Answer<wire::Label> {
        let (account, by, change) = (account_id.account, account_id.actor(), params.into_inner().into());
        Ok(Fast(self.store.write(move |tx| service::update(tx, account, id.0, change, by)).await?.into()))
    }

    /// Delete a label. Conversations and contacts keep its text.
    #[oai(
        path = "/api/v1/accounts/:account_id/labels/:id",
        method = "delete",
        operation_id = "delete-a-label",
        tag = "Tag::Labels"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<LabelId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| service::delete(tx, account, id.0, by)).await?;
        Ok(Empty)
    }
}
