//! Endpoints of integrations and hooks (contract 5.12).

use poem_openapi::OpenApi;

use super::catalogue::CATALOGUE;
use super::{service, sql, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::dashboard_apps;
use crate::http::wire::Payload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;

/// Integrations and their hooks.
pub struct IntegrationsApi {
    pub store: Store,
}

#[OpenApi]
impl IntegrationsApi {
    /// List the integrations there are, each with the account's hooks. Administrators see how they are set up.
    #[oai(
        path = "/api/v1/accounts/:account_id/integrations/apps",
        method = "get",
        operation_id = "get-details-of-all-integrations",
        tag = "Tag::Integrations"
    )]
    async fn apps(&self, account_id: scoped::Path<Agent>) -> Answer<Payload<Vec<wire::IntegrationApp>>> {
        let (account, to_administrator) = (account_id.account, account_id.is_administrator());
        let read = move |db: &Db| Ok((sql::list(db, account)?, dashboard_apps::any(db, account)?));
        let (hooks, has_dashboard_apps) = self.store.read(read).await?;
        let shown = CATALOGUE.iter().map(|app| {
            let hooks = hooks.iter().filter(|hook| hook.app_id == app.id);
            let hooks = hooks.map(|hook| wire::Hook::new(hook.clone(), to_administrator)).collect();
            let mut shown = wire::IntegrationApp::new(app, hooks, to_administrator);
            shown.enabled |= has_dashboard_apps && app.id == "dashboard_apps";
            shown
        });
        Ok(Fast(Payload { payload: shown.collect() }))
    }

    /// Connect the account, or one of its inboxes, to an integration.
    #[oai(
        path = "/api/v1/accounts/:account_id/integrations/hooks",
        method = "post",
        operation_id = "create-an-integration-hook",
        tag = "Tag::Integrations"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::HookCreate, wire::NewHookRoot>,
    ) -> Answer<wire::Hook> {
        let new = params.into_inner().read()?;
        let hook = self.store.write(move |tx| service::create(tx, &account_id, new)).await?;
        Ok(Fast(wire::Hook::new(hook, true)))
    }

    /// Change a hook. Its ID may stand behind the path, in the query string or in the body.
    #[oai(
        path = "/api/v1/accounts/:account_id/integrations/hooks",
        method = "patch",
        operation_id = "update-an-integrations-hook",
        tag = "Tag::Integrations"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::HookUpdate, wire::HookRoot>,
    ) -> Answer<wire::Hook> {
        let (id, change) = (params.which.id()?, params.into_inner().read()?);
        let hook = self.store.write(move |tx| service::update(tx, &account_id, id, change)).await?;
        Ok(Fast(wire::Hook::new(hook, true)))
    }

    /// Delete a hook. Its ID may stand behind the path, in the query string or in the body.
    #[oai(
        path = "/api/v1/accounts/:account_id/integrations/hooks",
        method = "delete",
        operation_id = "delete-an-integration-hook",
        tag = "Tag::Integrations"
    )]
    async fn delete(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::WhichHook, wire::HookRoot>,
    ) -> Done {
        let id = params.id()?;
        self.store.write(move |tx| service::delete(tx, &account_id, id)).await?;
        Ok(Empty)
    }
}
