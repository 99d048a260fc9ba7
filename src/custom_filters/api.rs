//! The endpoints of kept filters. Everybody has their own.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::FilterType;
use super::wire::{self, CustomFilterRoot};
use super::{service, sql};
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::CustomFilterId;
use crate::http::wire::Text;
use crate::http::{Answer, Fast, NoContent, Params, Query};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// The caller's own filters.
pub struct CustomFiltersApi {
    pub store: Store,
}

#[OpenApi]
impl CustomFiltersApi {
    /// List the caller's own filters of a type, oldest first.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_filters",
        method = "get",
        operation_id = "list-all-filters",
        tag = "Tag::CustomFilters"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// `conversation` (default), `contact` or `report`.
        filter_type: Query<Option<Text>>,
    ) -> Answer<Vec<wire::CustomFilter>> {
        let (account, user) = (account_id.account, account_id.user);
        let asked = filter_type.0.filter(|name| !name.trim().is_empty());
        let Some(wanted) = asked.map_or(Some(FilterType::Conversation), |name| FilterType::parse(name.trim())) else {
            return Ok(Fast(Vec::new()));
        };
        let list = self.store.read(move |db| sql::list(db, account, user, wanted)).await?;
        Ok(Fast(list.into_iter().map(Into::into).collect()))
    }

    /// Keep a filter, up to a thousand of them.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_filters",
        method = "post",
        operation_id = "create-a-custom-filter",
        tag = "Tag::CustomFilters"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::CustomFilterChange, CustomFilterRoot>,
    ) -> Answer<wire::CustomFilter> {
        let (agent, new) = (account_id.0, params.into_inner().read()?);
        Ok(Fast(self.store.write(move |tx| service::create(tx, &agent, new)).await?.into()))
    }

    /// Show one of the caller's filters.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_filters/:id",
        method = "get",
        operation_id = "get-details-of-a-single-custom-filter",
        tag = "Tag::CustomFilters"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<CustomFilterId>) -> Answer<wire::CustomFilter> {
        let (account, user) = (account_id.account, account_id.user);
        Ok(Fast(self.store.read(move |db| sql::find(db, account, user, id.0)).await?.into()))
    }

    /// Change one of the caller's filters.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_filters/:id",
        method = "patch",
        operation_id = "update-a-custom-filter",
        tag = "Tag::CustomFilters"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<CustomFilterId>,
        params: Params<wire::CustomFilterChange, CustomFilterRoot>,
    ) -> Answer<wire::CustomFilter> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let write = move |tx: &Tx| {
            sql::find(tx, agent.account, agent.user, id.0)?;
            service::update(tx, &agent, id.0, sent.read()?)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Forget one of the caller's filters.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_filters/:id",
        method = "delete",
        operation_id = "delete-a-custom-filter",
        tag = "Tag::CustomFilters"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<CustomFilterId>) -> Result<NoContent> {
        let agent = account_id.0;
        self.store.write(move |tx| service::delete(tx, &agent, id.0)).await?;
        Ok(NoContent)
    }
}
