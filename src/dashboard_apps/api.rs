//! The endpoints of dashboard apps.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::wire::{self, DashboardAppRoot};
use super::{service, sql};
use crate::access::{Agent, scoped};
use crate::base::ids::DashboardAppId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// Pages in frames.
pub struct DashboardAppsApi {
    pub store: Store,
}

#[OpenApi]
impl DashboardAppsApi {
    /// List all dashboard apps of the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/dashboard_apps",
        method = "get",
        operation_id = "list-all-dashboard-apps",
        tag = "Tag::DashboardApps"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Vec<wire::DashboardApp>> {
        let account = account_id.account;
        let list = self.store.read(move |db| sql::list(db, account)).await?;
        Ok(Fast(list.into_iter().map(Into::into).collect()))
    }

    /// Create a dashboard app.
    #[oai(
        path = "/api/v1/accounts/:account_id/dashboard_apps",
        method = "post",
        operation_id = "create-a-dashboard-app",
        tag = "Tag::DashboardApps"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::DashboardAppChange, DashboardAppRoot>,
    ) -> Answer<wire::DashboardApp> {
        let new = params.into_inner().into();
        Ok(Fast(self.store.write(move |tx| service::create(tx, &account_id, new)).await?.into()))
    }

    /// Show a dashboard app.
    #[oai(
        path = "/api/v1/accounts/:account_id/dashboard_apps/:id",
        method = "get",
        operation_id = "get-details-of-a-single-dashboard-app",
        tag = "Tag::DashboardApps"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<DashboardAppId>) -> Answer<wire::DashboardApp> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| sql::find(db, account, id.0)).await?.into()))
    }

    /// Change a dashboard app.
    #[oai(
        path = "/api/v1/accounts/:account_id/dashboard_apps/:id",
        method = "patch",
        operation_id = "update-a-dashboard-app",
        tag = "Tag::DashboardApps"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<DashboardAppId>,
        params: Params<wire::DashboardAppChange, DashboardAppRoot>,
    ) -> Answer<wire::DashboardApp> {
        let change = params.into_inner().into();
        Ok(Fast(self.store.write(move |tx| service::update(tx, &account_id, id.0, change)).await?.into()))
    }

    /// Delete a dashboard app.
    #[oai(
        path = "/api/v1/accounts/:account_id/dashboard_apps/:id",
        method = "delete",
        operation_id = "delete-a-dashboard-app",
        tag = "Tag::DashboardApps"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<DashboardAppId>) -> Done {
        self.store.write(move |tx| service::delete(tx, &account_id, id.0)).await?;
        Ok(Empty)
    }
}
