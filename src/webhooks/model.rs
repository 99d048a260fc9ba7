//! A webhook and the rules it obeys (contract 7.10).

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, InboxId, WebhookId};
use crate::base::text::{is_http_url, presence};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest name, in characters.
const LONGEST: usize = 255;
/// The longest address, in characters.
const LONGEST_URL: usize = 2048;

/// What a webhook hears of when its maker does not say.
const USUAL: [&str; 8] = [
    "conversation_status_changed",
    "conversation_updated",
    "conversation_created",
    "contact_created",
    "contact_updated",
    "message_created",
    "message_updated",
    "webwidget_triggered",
];
/// What else there is to hear of.
const MORE: [&str; 4] = ["inbox_created", "inbox_updated", "conversation_typing_on", "conversation_typing_off"];

/// A row of `webhooks`, with the name of its inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub account: AccountId,
    /// The only inbox it hears of; without one, of all.
    pub inbox: Option<InboxId>,
    pub inbox_name: Option<String>,
    pub name: Option<String>,
    pub url: String,
    /// Names of events.
    pub subscriptions: Vec<String>,
    /// What its receiver knows a call of ours by.
    pub secret: String,
    pub created_at: Millis,
}

impl Webhook {
    /// One that is not stored yet.
    pub(super) fn blank(account: AccountId, secret: String, now: Millis) -> Self {
        Webhook {
            id: WebhookId(0),
            account,
            inbox: None,
            inbox_name: None,
            name: None,
            url: String::new(),
            subscriptions: USUAL.map(str::to_owned).to_vec(),
            secret,
            created_at: now,
        }
    }

    /// All rules at once, but for the address being taken.
    pub(super) fn check(&self) -> Result<()> {
        let mut errors: Vec<FieldError> = Vec::new();
        if !is_http_url(&self.url) || self.url.chars().nth(LONGEST_URL).is_some() {
            errors.push(FieldError::new("url", "Url is invalid", "invalid"));
        }
        errors.extend(too_long("name", "Name", self.name.as_deref().unwrap_or_default(), LONGEST));
        let is_event = |name: &String| USUAL.contains(&name.as_str()) || MORE.contains(&name.as_str());
        if self.subscriptions.is_empty() || !self.subscriptions.iter().all(is_event) {
            errors.push(FieldError::new("subscriptions", "Subscriptions Invalid events", "invalid"));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this webhook and its later state.
    pub(super) fn changes_to(&self, after: &Webhook) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.clone(), after.name.clone());
        changes.note("url", self.url.as_str(), after.url.as_str());
        changes.note("inbox_id", json!(self.inbox), json!(after.inbox));
        changes.note("subscriptions", self.subscriptions.as_slice(), after.subscriptions.as_slice());
        changes
    }

    /// What is told of a webhook that was made or goes: all but its secret.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "inbox_id": self.inbox, "name": self.name, "url": self.url,
            "subscriptions": self.subscriptions})
    }
}

/// What a caller wants a webhook to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    pub url: Option<String>,
    pub name: Option<Option<String>>,
    pub inbox: Option<Option<InboxId>>,
    pub subscriptions: Option<Vec<String>>,
}

impl WebhookChange {
    /// The webhook as it is to be. An event named twice is heard once.
    pub(super) fn apply(self, mut webhook: Webhook) -> Webhook {
        webhook.url = self.url.map_or(webhook.url, |url| url.trim().to_owned());
        webhook.name = self.name.map_or(webhook.name, presence);
        webhook.inbox = self.inbox.unwrap_or(webhook.inbox);
        if let Some(named) = self.subscriptions {
            webhook.subscriptions.clear();
            for name in named {
                if !webhook.subscriptions.contains(&name) {
                    webhook.subscriptions.push(name);
                }
            }
        }
        webhook
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook(url: &str, subscriptions: &[&str]) -> Webhook {
        let subscriptions = Some(subscriptions.iter().map(|name| (*name).to_owned()).collect());
        let change = WebhookChange { url: Some(url.to_owned()), subscriptions, ..WebhookChange::default() };
        change.apply(Webhook::blank(AccountId(1), "s".into(), Millis(0)))
    }

    #[test]
    fn an_address_and_known_events_are_needed() {
        let fine =
            webhook(" https://x.example.com/hook ", &["message_created", "conversation_typing_on", "message_created"]);
        assert!(fine.check().is_ok());
        assert_eq!((fine.url.as_str(), fine.subscriptions.len()), ("https://x.example.com/hook", 2));
        for (url, events, said) in [
            ("ftp://x", &["message_created"][..], "Url is invalid"),
            ("", &["message_created"], "Url is invalid"),
            ("https://x.example.com", &[], "Subscriptions Invalid events"),
            ("https://x.example.com", &["message_created", "x"], "Subscriptions Invalid events"),
        ] {
            assert_eq!(webhook(url, events).check().unwrap_err().to_string(), said, "{url} {events:?}");
        }
        let long = Webhook { name: Some("x".repeat(256)), ..fine };
        assert_eq!(long.check().unwrap_err().to_string(), "Name is too long (maximum is 255 characters)");
    }

    #[test]
    fn its_secret_is_told_nobody() {
        assert!(!webhook("https://x", &[]).snapshot().to_string().contains("secret"));
    }
}
