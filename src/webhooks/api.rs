//! The endpoints of webhooks.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::Webhook;
use super::wire::{self, WebhookRoot};
use super::{service, sql};
use crate::access::{Administrator, scoped};
use crate::base::Result;
use crate::base::ids::WebhookId;
use crate::http::wire::Payload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Who hears what happens.
pub struct WebhooksApi {
    pub store: Store,
}

impl WebhooksApi {
    async fn answer(
        &self,
        work: impl FnOnce(&Tx) -> Result<Webhook> + Send + 'static,
    ) -> Answer<Payload<wire::OneWebhook>> {
        let webhook = self.store.write(work).await?.into();
        Ok(Fast(Payload { payload: wire::OneWebhook { webhook } }))
    }
}

#[OpenApi]
impl WebhooksApi {
    /// List all webhooks of the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/webhooks",
        method = "get",
        operation_id = "list-all-webhooks",
        tag = "Tag::Webhooks"
    )]
    async fn list(&self, account_id: scoped::Path<Administrator>) -> Answer<Payload<wire::Webhooks>> {
        let account = account_id.account;
        let list = self.store.read(move |db| sql::list(db, account)).await?;
        Ok(Fast(Payload { payload: wire::Webhooks { webhooks: list.into_iter().map(Into::into).collect() } }))
    }

    /// Create a webhook. Its address and events are kept; nothing is sent to it yet.
    #[oai(
        path = "/api/v1/accounts/:account_id/webhooks",
        method = "post",
        operation_id = "create-a-webhook",
        tag = "Tag::Webhooks"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::WebhookChange, WebhookRoot>,
    ) -> Answer<Payload<wire::OneWebhook>> {
        let new = params.into_inner().into();
        self.answer(move |tx| service::create(tx, &account_id, new)).await
    }

    /// Change a webhook.
    #[oai(
        path = "/api/v1/accounts/:account_id/webhooks/:webhook_id",
        method = "patch",
        operation_id = "update-a-webhook",
        tag = "Tag::Webhooks"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        webhook_id: Path<WebhookId>,
        params: Params<wire::WebhookChange, WebhookRoot>,
    ) -> Answer<Payload<wire::OneWebhook>> {
        let change = params.into_inner().into();
        self.answer(move |tx| service::update(tx, &account_id, webhook_id.0, change)).await
    }

    /// Delete a webhook.
    #[oai(
        path = "/api/v1/accounts/:account_id/webhooks/:webhook_id",
        method = "delete",
        operation_id = "delete-a-webhook",
        tag = "Tag::Webhooks"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, webhook_id: Path<WebhookId>) -> Done {
        self.store.write(move |tx| service::delete(tx, &account_id, webhook_id.0)).await?;
        Ok(Empty)
    }
}
