//! An account to its members (contract 7.3).

use std::collections::BTreeMap;

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::Value;

use super::super::model;
use super::super::settings::SettingsChange;
use super::platform::support_address;
use crate::base::ids::AccountId;
use crate::http::wire::{Json, MetaPayload};

/// Stamps of the lists that clients keep copies of: another stamp, another list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "cache_keys")]
pub struct CacheKeys {
    /// Unix seconds as text, ten zeros for never; as are the others.
    pub label: String,
    pub inbox: String,
    pub team: String,
}

impl From<model::CacheKeys> for CacheKeys {
    fn from(keys: model::CacheKeys) -> Self {
        let text = |stamp: i64| format!("{stamp:010}");
        CacheKeys { label: text(keys.label), inbox: text(keys.inbox), team: text(keys.team) }
    }
}

/// What administrators say of their account.
#[derive(Debug, Object)]
#[oai(rename = "account_update_payload")]
pub struct OwnChange {
    name: MaybeUndefined<String>,
    /// The language of the account: `en`, `pt_BR`, …
    locale: Option<String>,
    /// At most 100 characters.
    domain: MaybeUndefined<String>,
    support_email: MaybeUndefined<String>,
    /// Minutes without activity after which an open conversation is resolved, 10 to 1439856; null for never.
    auto_resolve_after: MaybeUndefined<i64>,
    /// What the contact is told then.
    auto_resolve_message: MaybeUndefined<String>,
    /// Whether a conversation stays open whose contact waits for an answer.
    auto_resolve_ignore_waiting: MaybeUndefined<bool>,
    /// A label for conversations that are resolved so.
    auto_resolve_label: MaybeUndefined<String>,
    /// Kept among the custom attributes; as are the next two.
    industry: MaybeUndefined<String>,
    company_size: MaybeUndefined<String>,
    timezone: MaybeUndefined<String>,
}

impl From<OwnChange> for model::AccountChange {
    fn from(sent: OwnChange) -> Self {
        let attributes =
            [("industry", sent.industry), ("company_size", sent.company_size), ("timezone", sent.timezone)];
        let attributes = attributes.into_iter().filter_map(|(name, text)| {
            let text: Option<Option<String>> = text.into();
            Some((name.to_owned(), text?.into()))
        });
        model::AccountChange {
            name: Option::<Option<String>>::from(sent.name).map(Option::unwrap_or_default),
            locale: sent.locale,
            domain: sent.domain.into(),
            support_email: sent.support_email.into(),
            more_attributes: attributes.collect(),
            settings: SettingsChange {
                auto_resolve_after: sent.auto_resolve_after.into(),
                auto_resolve_message: sent.auto_resolve_message.into(),
                auto_resolve_ignore_waiting: sent.auto_resolve_ignore_waiting.into(),
                auto_resolve_label: sent.auto_resolve_label.into(),
            },
            ..model::AccountChange::default()
        }
    }
}

/// An account as its members see it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "account_details")]
pub struct Account {
    /// What the account wants done by itself: `auto_resolve_after` and the like, those that were ever set.
    pub settings: Json,
    /// ISO 8601.
    pub created_at: String,
    /// Left out while there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Json>,
    pub domain: Option<String>,
    /// The features that are switched on.
    pub features: BTreeMap<String, bool>,
    pub id: AccountId,
    pub locale: String,
    pub name: String,
    /// The account's own address, or that of the installation.
    pub support_email: String,
    /// `active` or `suspended`.
    pub status: String,
    pub cache_keys: CacheKeys,
    /// Always null.
    pub latest_chatwoot_version: Option<String>,
}

/// The attributes shown to members: the first four always, the others where they are set.
const SHOWN: [&str; 9] = [
    "plan_name",
    "subscribed_quantity",
    "subscription_status",
    "subscription_ends_on",
    "industry",
    "company_size",
    "timezone",
    "logo",
    "onboarding_step",
];

fn shown(attributes: &Value) -> Option<Json> {
    let attributes = attributes.as_object().filter(|attributes| !attributes.is_empty())?;
    let value = |name: &str| attributes.get(name).cloned().unwrap_or_default();
    let pairs = SHOWN.iter().enumerate().map(|(n, name)| (n, *name, value(name)));
    let kept = pairs.filter(|(n, _, value)| *n < 4 || !value.is_null());
    Some(Value::Object(kept.map(|(_, name, value)| (name.to_owned(), value)).collect()).into())
}

impl Account {
    /// `base_url` is where the world reaches this server.
    pub fn new(account: model::Account, cache_keys: model::CacheKeys, base_url: &str) -> Self {
        Account {
            settings: account.settings.into(),
            created_at: account.created_at.iso(),
            custom_attributes: shown(&account.custom_attributes),
            domain: account.domain,
            features: account.features,
            id: account.id,
            locale: account.locale,
            name: account.name,
            support_email: account.support_email.unwrap_or_else(|| support_address(base_url)),
            status: account.status.name().to_owned(),
            cache_keys: cache_keys.into(),
            latest_chatwoot_version: None,
        }
    }
}

/// Stamps of the lists, alone.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "cache_keys_answer")]
pub struct CacheKeysAnswer {
    pub cache_keys: CacheKeys,
}

/// How many help centres there are.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "portals_meta")]
pub struct PortalsMeta {
    pub current_page: i64,
    /// Always 0.
    pub portals_count: i64,
}

/// The help centres.
pub type Portals = MetaPayload<PortalsMeta, Vec<Json>>;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::Millis;
    use crate::http::wire::assert_same_json;

    #[test]
    fn members_see_some_of_the_attributes() {
        assert_eq!(shown(&json!({})), None);
        let some = shown(&json!({"industry": "toys", "secret": 1, "plan_name": "pro", "logo": null}));
        let expected = json!({"plan_name": "pro", "subscribed_quantity": null, "subscription_status": null,
            "subscription_ends_on": null, "industry": "toys"});
        assert_eq!(some.unwrap().to_value(), expected);
        let account = Account::new(model::Account::blank(Millis(0)), model::CacheKeys::default(), "");
        assert_same_json(&account);
    }
}
