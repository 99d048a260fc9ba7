//! Webhooks on the wire (contract 7.10), and what administrators send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model;
use crate::base::ids::{AccountId, InboxId, WebhookId};

crate::root_key!(WebhookRoot, "webhook");

/// The inbox that a webhook hears of.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "webhook_inbox")]
pub struct WebhookInbox {
    pub id: InboxId,
    pub name: String,
}

/// An address of another program that wants to hear what happens.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "webhook")]
pub struct Webhook {
    pub id: WebhookId,
    pub name: Option<String>,
    pub url: String,
    pub account_id: AccountId,
    /// Names of events.
    pub subscriptions: Vec<String>,
    /// Left out when it hears of all inboxes.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbox: Option<WebhookInbox>,
    /// What calls are signed with.
    pub secret: String,
}

impl From<model::Webhook> for Webhook {
    fn from(webhook: model::Webhook) -> Self {
        let inbox = webhook.inbox.zip(webhook.inbox_name).map(|(id, name)| WebhookInbox { id, name });
        Webhook {
            id: webhook.id,
            name: webhook.name,
            url: webhook.url,
            account_id: webhook.account,
            subscriptions: webhook.subscriptions,
            inbox,
            secret: webhook.secret,
        }
    }
}

/// All of an account.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "webhook_list")]
pub struct Webhooks {
    pub webhooks: Vec<Webhook>,
}

/// One of them.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "webhook_answer")]
pub struct OneWebhook {
    pub webhook: Webhook,
}

/// What a webhook is to be.
#[derive(Debug, Object)]
#[oai(rename = "webhook_create_update_payload")]
pub struct WebhookChange {
    /// Required to create one, and unique in the account.
    pub url: MaybeUndefined<String>,
    pub name: MaybeUndefined<String>,
    /// The only inbox to hear of; null for all.
    pub inbox_id: MaybeUndefined<InboxId>,
    /// Names of events; one at least.
    pub subscriptions: MaybeUndefined<Vec<String>>,
}

impl From<WebhookChange> for model::WebhookChange {
    fn from(sent: WebhookChange) -> Self {
        model::WebhookChange {
            url: Option::<Option<String>>::from(sent.url).map(Option::unwrap_or_default),
            name: sent.name.into(),
            inbox: sent.inbox_id.into(),
            subscriptions: Option::<Option<Vec<String>>>::from(sent.subscriptions).map(Option::unwrap_or_default),
        }
    }
}
