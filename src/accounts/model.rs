//! An account and the rules it obeys.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::settings::{self, SettingsChange};

use crate::base::ids::AccountId;
use crate::base::{Changes, Error, FieldError, Millis, Result, text};

/// The longest short text, in characters.
const LONGEST: usize = 255;
/// The longest domain, in characters.
const LONGEST_DOMAIN: usize = 100;

/// What a new account starts with: they steer what the dashboard shows.
const FEATURES: [&str; 14] = [
    "agent_bots",
    "agent_management",
    "automations",
    "campaigns",
    "canned_responses",
    "channel_website",
    "crm",
    "custom_attributes",
    "inbox_management",
    "integrations",
    "labels",
    "macros",
    "reports",
    "team_management",
];

/// Whether anybody may use the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Active = 0,
    Suspended = 1,
}

impl Status {
    /// `active` or `suspended`.
    pub fn name(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Suspended => "suspended",
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        if number == 1 { Status::Suspended } else { Status::Active }
    }
}

/// A row of `accounts`.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    /// `en`, `pt_BR`, …
    pub locale: String,
    pub domain: Option<String>,
    pub support_email: Option<String>,
    pub status: Status,
    /// The features that are switched on, by name; all values are true.
    pub features: BTreeMap<String, bool>,
    /// A JSON object.
    pub limits: Value,
    /// A JSON object.
    pub custom_attributes: Value,
    /// A JSON object.
    pub settings: Value,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Account {
    /// An account that is not stored yet, with the defaults.
    pub(super) fn blank(now: Millis) -> Self {
        Account {
            id: AccountId(0),
            name: String::new(),
            locale: "en".to_owned(),
            domain: None,
            support_email: None,
            status: Status::Active,
            features: FEATURES.iter().map(|name| ((*name).to_owned(), true)).collect(),
            limits: json!({}),
            custom_attributes: json!({}),
            settings: json!({}),
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules at once.
    pub(super) fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        if self.name.trim().is_empty() {
            errors.push(FieldError::new("name", "Name can't be blank", "blank"));
        }
        errors.extend(too_long("name", "Name", &self.name, LONGEST));
        if let Some(domain) = &self.domain {
            errors.extend(too_long("domain", "Domain", domain, LONGEST_DOMAIN));
        }
        if let Some(address) = &self.support_email {
            if !text::is_email(address) {
                errors.push(FieldError::new("support_email", "Support email is invalid", "invalid"));
            }
            errors.extend(too_long("support_email", "Support email", address, LONGEST));
        }
        errors.extend(settings::errors(&self.settings));
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this account and its later state.
    pub(super) fn changes_to(&self, after: &Account) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("locale", self.locale.as_str(), after.locale.as_str());
        changes.note("domain", self.domain.as_deref(), after.domain.as_deref());
        changes.note("support_email", self.support_email.as_deref(), after.support_email.as_deref());
        changes.note("status", self.status.name(), after.status.name());
        changes.note("features", json!(self.features), json!(after.features));
        changes.note("limits", self.limits.clone(), after.limits.clone());
        changes.note("custom_attributes", self.custom_attributes.clone(), after.custom_attributes.clone());
        changes.note("settings", self.settings.clone(), after.settings.clone());
        changes
    }
}

/// What a caller wants an account to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    pub name: Option<String>,
    pub locale: Option<String>,
    pub domain: Option<Option<String>>,
    pub support_email: Option<Option<String>>,
    pub status: Option<Status>,
    /// Features to switch on or off; others keep their state.
    pub features: BTreeMap<String, bool>,
    /// Replaces the object.
    pub limits: Option<Value>,
    /// Replaces the object.
    pub custom_attributes: Option<Value>,
    /// Laid over the object.
    pub more_attributes: Map<String, Value>,
    pub settings: SettingsChange,
}

impl AccountChange {
    /// An account of this name, everything else at its default.
    pub fn named(name: impl Into<String>) -> Self {
        AccountChange { name: Some(name.into()), ..AccountChange::default() }
    }

    /// The account as it is to be. Refuses a locale that cannot be one; everything else is [`Account::check`]'s.
    pub(super) fn apply(self, mut account: Account) -> Result<Account> {
        if let Some(locale) = text::presence(self.locale) {
            account.locale = checked_locale(locale)?;
        }
        account.name = self.name.unwrap_or(account.name);
        account.domain = self.domain.map_or(account.domain, text::presence);
        account.support_email = self.support_email.map_or(account.support_email, text::presence);
        account.status = self.status.unwrap_or(account.status);
        account.limits = self.limits.unwrap_or(account.limits);
        account.custom_attributes = self.custom_attributes.unwrap_or(account.custom_attributes);
        if let Some(attributes) = account.custom_attributes.as_object_mut() {
            attributes.extend(self.more_attributes);
        }
        self.settings.apply(&mut account.settings);
        account.features.extend(self.features);
        account.features.retain(|_, is_on| *is_on);
        Ok(account)
    }
}

/// When the lists changed last that clients keep copies of, in seconds; 0 for never.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheKeys {
    pub label: i64,
    pub inbox: i64,
    pub team: i64,
}

/// A language with perhaps a region: `en`, `pt_BR`, `zh-CN`.
fn checked_locale(locale: String) -> Result<String> {
    let fits = (2..=10).contains(&locale.len())
        && locale.starts_with(|c: char| c.is_ascii_alphabetic())
        && locale.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if fits {
        return Ok(locale);
    }
    let shown: String = locale.chars().take(40).collect();
    Err(Error::not_a_valid(&shown, "locale"))
}

/// The error of a text above so many characters; `label` is the attribute as people read it.
pub fn too_long(attribute: &'static str, label: &str, text: &str, most: usize) -> Option<FieldError> {
    let is_long = text.chars().nth(most).is_some();
    let message = || format!("{label} is too long (maximum is {most} characters)");
    is_long.then(|| FieldError::new(attribute, message(), "too_long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(change: AccountChange) -> Result<Account> {
        change.apply(Account::blank(Millis(0)))
    }

    #[test]
    fn features_are_switched_one_by_one() {
        let on =
            AccountChange { features: [("a".into(), true), ("b".into(), true)].into(), ..AccountChange::default() };
        let off =
            AccountChange { features: [("a".into(), false), ("c".into(), true)].into(), ..AccountChange::default() };
        let mut account = changed(on).unwrap();
        account.features.retain(|name, _| name.len() == 1);
        let account = off.apply(account).unwrap();
        assert_eq!(account.features, [("b".into(), true), ("c".into(), true)].into());
    }

    #[test]
    fn the_rules_collect_all_errors() {
        let account = changed(AccountChange {
            domain: Some(Some("d".repeat(101))),
            support_email: Some(Some("nobody".into())),
            ..AccountChange::default()
        });
        let error = account.unwrap().check().unwrap_err().to_string();
        assert_eq!(
            error,
            "Name can't be blank, Domain is too long (maximum is 100 characters), Support email is invalid"
        );
    }

    #[test]
    fn a_locale_looks_like_one() {
        let of = |locale: &str| changed(AccountChange { locale: Some(locale.into()), ..AccountChange::default() });
        assert_eq!(of("pt_BR").unwrap().locale, "pt_BR");
        assert_eq!(of(" ").unwrap().locale, "en");
        assert_eq!(of("e n").unwrap_err().to_string(), "'e n' is not a valid locale");
    }
}
