//! Settings and subscriptions on the wire (contract 7.13).

use poem_openapi::{Enum, Object};
use serde::Serialize;

use super::model::{self, Kinds};
use crate::base::ids::{AccountId, UserId};
use crate::http::wire::Json;

crate::root_key!(SettingsRoot, "notification_settings");
crate::root_key!(SubscriptionRoot, "notification_subscription");

const EMAIL: &str = "email_";
const PUSH: &str = "push_";

/// What a member is told of.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "notification_settings")]
pub struct Settings {
    pub id: i64,
    pub user_id: UserId,
    pub account_id: AccountId,
    /// What there is: `email_conversation_creation` and the like.
    pub all_email_flags: Vec<String>,
    pub selected_email_flags: Vec<String>,
    /// What there is: `push_conversation_creation` and the like.
    pub all_push_flags: Vec<String>,
    pub selected_push_flags: Vec<String>,
}

impl From<model::Settings> for Settings {
    fn from(settings: model::Settings) -> Self {
        let all = |prefix: &str| model::Kind::ALL.iter().map(|kind| format!("{prefix}{}", kind.name())).collect();
        Settings {
            id: settings.id,
            user_id: settings.user,
            account_id: settings.account,
            all_email_flags: all(EMAIL),
            selected_email_flags: settings.email.names(EMAIL),
            all_push_flags: all(PUSH),
            selected_push_flags: settings.push.names(PUSH),
        }
    }
}

/// What a member wants to be told of. Names that are not known are nothing.
#[derive(Debug, Object)]
#[oai(rename = "notification_settings_payload")]
pub struct SettingsChange {
    pub selected_email_flags: Option<Vec<String>>,
    pub selected_push_flags: Option<Vec<String>>,
}

impl SettingsChange {
    /// The two choices.
    pub fn kinds(self) -> (Option<Kinds>, Option<Kinds>) {
        let kinds = |prefix: &str, names: Option<Vec<String>>| names.map(|names| Kinds::named(prefix, &names));
        (kinds(EMAIL, self.selected_email_flags), kinds(PUSH, self.selected_push_flags))
    }
}

/// What a device is reached by.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "subscription_type", rename_all = "snake_case")]
pub enum SubscriptionType {
    BrowserPush,
    Fcm,
}

/// A device to be told on.
#[derive(Debug, Object)]
#[oai(rename = "notification_subscription_payload")]
pub struct SubscriptionCreate {
    /// `browser_push` by default.
    pub subscription_type: Option<SubscriptionType>,
    /// What the device's system gives: `device_id` and `push_token` of a mobile app, `endpoint` and keys of a browser.
    pub subscription_attributes: Option<Json>,
}

impl From<SubscriptionCreate> for model::Device {
    fn from(sent: SubscriptionCreate) -> Self {
        let kind = match sent.subscription_type {
            Some(SubscriptionType::Fcm) => "fcm",
            Some(SubscriptionType::BrowserPush) | None => "browser_push",
        };
        model::Device { kind, attributes: sent.subscription_attributes.unwrap_or_default().to_value() }
    }
}

/// A device to be told on no more.
#[derive(Debug, Object)]
#[oai(rename = "notification_subscription_removal")]
pub struct SubscriptionDelete {
    pub push_token: Option<String>,
}

/// A device that is told on.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "notification_subscription")]
pub struct Subscription {
    pub id: i64,
    pub user_id: UserId,
    /// `browser_push` or `fcm`.
    pub subscription_type: String,
    pub subscription_attributes: Json,
    /// What makes it this device and no other.
    pub identifier: String,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
}

impl From<model::Subscription> for Subscription {
    fn from(subscription: model::Subscription) -> Self {
        Subscription {
            id: subscription.id,
            user_id: subscription.user,
            subscription_type: subscription.kind,
            subscription_attributes: subscription.attributes.into(),
            identifier: subscription.identifier,
            created_at: subscription.created_at.iso(),
            updated_at: subscription.updated_at.iso(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Millis;
    use crate::http::wire::assert_same_json;

    #[test]
    fn poem_and_serde_agree() {
        let (account, user) = (AccountId(1), UserId(2));
        let settings = model::Settings { id: 3, account, user, email: Kinds(2), push: Kinds(0) };
        assert_same_json(&Settings::from(settings));
        let subscription = model::Subscription {
            id: 1,
            user,
            kind: "fcm".into(),
            identifier: "d".into(),
            attributes: "{}".into(),
            created_at: Millis(0),
            updated_at: Millis(0),
        };
        assert_same_json(&Subscription::from(subscription));
    }
}
