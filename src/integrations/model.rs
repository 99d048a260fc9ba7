//! A hook: what connects an account or an inbox to an integration.

use serde_json::{Map, Value, json};

use super::catalogue::App;
use super::settings;
use crate::base::ids::{AccountId, HookId, InboxId};
use crate::base::{Changes, Error, FieldError, Result};

/// What a hook is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookType {
    Account,
    Inbox,
}

impl HookType {
    /// `account` or `inbox`.
    pub fn name(self) -> &'static str {
        match self {
            HookType::Account => "account",
            HookType::Inbox => "inbox",
        }
    }

    /// From the stored name.
    pub fn from_name(name: &str) -> Self {
        if name == "inbox" { HookType::Inbox } else { HookType::Account }
    }
}

/// Reads whether a hook is to work: by the words of requests, the flag of answers, or the number of the database.
pub fn is_enabled(status: &str) -> Result<bool> {
    match status {
        "enabled" | "true" | "1" => Ok(true),
        "disabled" | "false" | "0" => Ok(false),
        other => Err(Error::not_a_valid(&other.chars().take(40).collect::<String>(), "status")),
    }
}

/// A row of `integrations_hooks`, with the name of its inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    pub id: HookId,
    pub account: AccountId,
    /// Not necessarily one of the catalogue.
    pub app_id: String,
    pub inbox: Option<InboxId>,
    pub inbox_name: Option<String>,
    pub is_enabled: bool,
    pub hook_type: HookType,
    /// A JSON object as text. Holds secrets: for administrators only.
    pub settings: String,
    pub reference_id: Option<String>,
}

impl Hook {
    /// What differs between this hook and its later state.
    pub(super) fn changes_to(&self, after: &Hook) -> Changes {
        let mut changes = Changes::default();
        changes.note("status", self.is_enabled, after.is_enabled);
        if self.settings != after.settings {
            // That they changed is told, not how: they hold secrets.
            changes.0.insert("settings".to_owned(), json!([null, null]));
        }
        changes
    }
}

/// What a new hook starts with.
#[derive(Debug, Clone, Default)]
pub struct NewHook {
    pub app_id: String,
    pub inbox: Option<InboxId>,
    pub settings: Map<String, Value>,
    pub is_enabled: bool,
}

/// What is to change about a hook; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct HookChange {
    /// Replaces the object.
    pub settings: Option<Map<String, Value>>,
    pub is_enabled: Option<bool>,
}

/// The settings as they are stored, by the rules of the app. What no catalogue knows may be told anything.
pub(super) fn settings(app: Option<&App>, sent: Map<String, Value>) -> Result<String, FieldError> {
    let wrong = || FieldError::new("settings", "Settings : Invalid settings data", "invalid");
    let settings = match app.and_then(|app| app.settings) {
        Some(properties) => settings::checked(properties, sent).ok_or_else(wrong)?,
        None => sent,
    };
    Ok(Value::Object(settings).to_string())
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::{self, CATALOGUE};
    use super::*;

    #[test]
    fn a_status_is_a_word_or_a_flag() {
        for (status, enabled) in [("enabled", true), ("true", true), ("disabled", false), ("0", false)] {
            assert_eq!(is_enabled(status).unwrap(), enabled, "{status}");
        }
        assert_eq!(is_enabled("on").unwrap_err().to_string(), "'on' is not a valid status");
    }

    #[test]
    fn the_catalogue_is_the_contracts() {
        let inbox: Vec<&str> = CATALOGUE.iter().filter(|a| a.hook_type == HookType::Inbox).map(|a| a.id).collect();
        assert_eq!(inbox, ["dialogflow"]);
        let multiple: Vec<&str> = CATALOGUE.iter().filter(|a| a.allow_multiple_hooks).map(|a| a.id).collect();
        assert_eq!(multiple, ["webhook", "dashboard_apps", "dialogflow"]);
        for (app, good) in [
            ("dialogflow", json!({"project_id": "p", "credentials": {}, "region": "eu"})),
            ("google_translate", json!({"project_id": "p", "credentials": {}})),
            ("dyte", json!({"api_key": "k", "organization_id": "o"})),
            ("openai", json!({"api_key": "k"})),
            ("openai", json!({"api_key": "k", "label_suggestion": true})),
            ("webhook", json!({"anything": [1]})),
            ("unheard_of", json!({"anything": [1]})),
        ] {
            let Value::Object(sent) = good.clone() else { panic!("no object") };
            assert_eq!(settings(catalogue::find(app), sent).unwrap(), good.to_string(), "{app}");
        }
        assert!(settings(catalogue::find("openai"), Map::new()).is_err());
    }

    #[test]
    fn secrets_are_not_told() {
        let hook = Hook {
            id: HookId(1),
            account: AccountId(1),
            app_id: "openai".into(),
            inbox: None,
            inbox_name: None,
            is_enabled: true,
            hook_type: HookType::Account,
            settings: "{}".into(),
            reference_id: None,
        };
        let after = Hook { settings: "{\"api_key\":\"k\"}".into(), is_enabled: false, ..hook.clone() };
        assert_eq!(json!(hook.changes_to(&after).0), json!({"status": [true, false], "settings": [null, null]}));
        assert!(hook.changes_to(&hook.clone()).is_empty());
    }
}
