//! What people are told of, and where.

use poem_openapi::OpenApi;

use super::wire::{self, SettingsRoot, SubscriptionRoot};
use super::{service, sql};
use crate::access::{Agent, Caller, SignedIn, scoped};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// What a member is told of.
pub struct NotificationSettingsApi {
    pub store: Store,
}

#[OpenApi]
impl NotificationSettingsApi {
    /// Show what the caller is told of in this account.
    #[oai(
        path = "/api/v1/accounts/:account_id/notification_settings",
        method = "get",
        operation_id = "get-notification-settings",
        tag = "Tag::NotificationSettings"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>) -> Answer<wire::Settings> {
        let settings = self.store.read(move |db| sql::settings(db, account_id.account, account_id.user)).await?;
        Ok(Fast(settings.into()))
    }

    /// Choose what to be told of in this account.
    #[oai(
        path = "/api/v1/accounts/:account_id/notification_settings",
        method = "patch",
        operation_id = "update-notification-settings",
        tag = "Tag::NotificationSettings"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::SettingsChange, SettingsRoot>,
    ) -> Answer<wire::Settings> {
        let (who, (email, push)) = (account_id.0, params.into_inner().kinds());
        let settings = self.store.write(move |tx: &Tx| service::choose(tx, &who, email, push)).await?;
        Ok(Fast(settings.into()))
    }
}

/// The devices somebody is told on.
pub struct NotificationSubscriptionsApi {
    pub store: Store,
}

#[OpenApi]
impl NotificationSubscriptionsApi {
    /// Register a device. It is kept; nothing is sent to it yet.
    #[oai(
        path = "/api/v1/notification_subscriptions",
        method = "post",
        operation_id = "create-notification-subscription",
        tag = "Tag::NotificationSettings"
    )]
    async fn create(
        &self,
        caller: Caller<SignedIn>,
        params: Params<wire::SubscriptionCreate, SubscriptionRoot>,
    ) -> Answer<wire::Subscription> {
        let (user, device) = (caller.user, params.into_inner().into());
        let subscription = self.store.write(move |tx: &Tx| service::subscribe(tx, user, &device)).await?;
        Ok(Fast(subscription.into()))
    }

    /// Take a device of the caller's out; one that is not there is no error.
    #[oai(
        path = "/api/v1/notification_subscriptions",
        method = "delete",
        operation_id = "delete-notification-subscription",
        tag = "Tag::NotificationSettings"
    )]
    async fn delete(&self, caller: Caller<SignedIn>, params: Params<wire::SubscriptionDelete>) -> Done {
        let push_token = params.into_inner().push_token.unwrap_or_default();
        self.store.write(move |tx: &Tx| service::unsubscribe(tx, caller.user, &push_token)).await?;
        Ok(Empty)
    }
}
