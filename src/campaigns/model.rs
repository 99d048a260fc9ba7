//! A campaign and the rules it obeys.

use serde_json::{Map, Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, CampaignId, InboxId, UserId};
use crate::base::text::is_http_url;
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest title, in characters.
const LONGEST: usize = 255;
/// The longest message and description, in characters.
const LONGEST_TEXT: usize = 20_000;
/// Bytes of the trigger rules at most.
const LARGEST_RULES: usize = 10_000;

/// A row of `campaigns`.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    pub id: CampaignId,
    pub account: AccountId,
    /// The number within the account, by which everybody outside knows it.
    pub display_id: i64,
    pub inbox: Option<InboxId>,
    /// In whose name the message is sent; nobody's without one.
    pub sender: Option<UserId>,
    pub title: String,
    pub description: Option<String>,
    pub message: String,
    pub enabled: bool,
    /// On which pages (`url`, with stars) and after how many seconds (`time_on_page`) the message shows.
    pub trigger_rules: Map<String, Value>,
    pub trigger_only_during_business_hours: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Campaign {
    /// One that is not stored yet.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Campaign {
            id: CampaignId(0),
            account,
            display_id: 0,
            inbox: None,
            sender: None,
            title: String::new(),
            description: None,
            message: String::new(),
            enabled: true,
            trigger_rules: Map::new(),
            trigger_only_during_business_hours: false,
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules about the campaign alone; those about its inbox and its sender are asked of the database.
    pub(super) fn errors(&self) -> Vec<FieldError> {
        let blank = |text: &str, attribute: &'static str, label: &str| {
            text.trim().is_empty().then(|| FieldError::new(attribute, format!("{label} can't be blank"), "blank"))
        };
        let description = self.description.as_deref().unwrap_or_default();
        let url = match self.trigger_rules.get("url") {
            None | Some(Value::Null) => true,
            Some(url) => url.as_str().is_some_and(is_http_url),
        };
        let size = Value::Object(self.trigger_rules.clone()).to_string().len();
        let large = || FieldError::new("trigger_rules", "Trigger rules are too large", "too_long");
        [
            blank(&self.title, "title", "Title"),
            too_long("title", "Title", &self.title, LONGEST),
            blank(&self.message, "message", "Message"),
            too_long("message", "Message", &self.message, LONGEST_TEXT),
            too_long("description", "Description", description, LONGEST_TEXT),
            (!url).then(|| FieldError::new("url", "Url invalid", "invalid")),
            (size > LARGEST_RULES).then(large),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What differs between this campaign and its later state.
    pub(super) fn changes_to(&self, after: &Campaign) -> Changes {
        let mut changes = Changes::default();
        changes.note("inbox_id", json!(self.inbox), json!(after.inbox));
        changes.note("sender_id", json!(self.sender), json!(after.sender));
        changes.note("title", self.title.as_str(), after.title.as_str());
        changes.note("description", self.description.as_deref(), after.description.as_deref());
        changes.note("message", self.message.as_str(), after.message.as_str());
        changes.note("enabled", self.enabled, after.enabled);
        changes.note("trigger_rules", self.trigger_rules.clone(), after.trigger_rules.clone());
        let hours = (self.trigger_only_during_business_hours, after.trigger_only_during_business_hours);
        changes.note("trigger_only_during_business_hours", hours.0, hours.1);
        changes
    }

    /// What is told of a campaign that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.display_id, "account_id": self.account, "inbox_id": self.inbox, "title": self.title})
    }
}

/// Several broken rules as one error.
pub(super) fn refused(errors: Vec<FieldError>) -> Result<()> {
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// What a caller wants a campaign to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct CampaignChange {
    pub inbox: Option<Option<InboxId>>,
    pub sender: Option<Option<UserId>>,
    pub title: Option<String>,
    pub description: Option<Option<String>>,
    pub message: Option<String>,
    pub enabled: Option<bool>,
    pub trigger_rules: Option<Map<String, Value>>,
    pub trigger_only_during_business_hours: Option<bool>,
}

impl CampaignChange {
    /// The campaign as it is to be.
    pub(super) fn apply(self, before: Campaign) -> Campaign {
        Campaign {
            inbox: self.inbox.unwrap_or(before.inbox),
            sender: self.sender.unwrap_or(before.sender),
            title: self.title.unwrap_or(before.title),
            description: self.description.unwrap_or(before.description),
            message: self.message.unwrap_or(before.message),
            enabled: self.enabled.unwrap_or(before.enabled),
            trigger_rules: self.trigger_rules.unwrap_or(before.trigger_rules),
            trigger_only_during_business_hours: self
                .trigger_only_during_business_hours
                .unwrap_or(before.trigger_only_during_business_hours),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let blank = Campaign::blank(AccountId(1), Millis(0));
        let texts = |campaign: &Campaign| campaign.errors().into_iter().map(|e| e.message).collect::<Vec<_>>();
        assert_eq!(texts(&blank), ["Title can't be blank", "Message can't be blank"]);
        let change = |url: Value| CampaignChange {
            title: Some("Hi".into()),
            message: Some("Hello".into()),
            trigger_rules: json!({"url": url, "time_on_page": 10}).as_object().cloned(),
            ..CampaignChange::default()
        };
        for (url, expected) in [
            (json!("https://shop.example.com/*"), vec![]),
            (json!(null), vec![]),
            (json!("/pricing"), vec!["Url invalid"]),
            (json!(3), vec!["Url invalid"]),
        ] {
            assert_eq!(texts(&change(url).apply(blank.clone())), expected);
        }
        let long = json!({"url": null, "x": "x".repeat(10_000)}).as_object().cloned();
        let long = CampaignChange { trigger_rules: long, ..change(json!(null)) };
        assert_eq!(texts(&long.apply(blank)), ["Trigger rules are too large"]);
    }
}
