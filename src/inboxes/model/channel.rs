//! What an inbox is connected to.

use serde_json::{Map, Value};

use super::change::ChannelChange;
use super::inbox::tree;
use super::website::Website;
use crate::accounts::too_long;
use crate::base::{Changes, FieldError, text, token};

/// The longest short text, in characters.
pub(super) const LONGEST: usize = 255;
/// The longest address of a program, in characters.
const LONGEST_URL: usize = 2048;
/// The kinds of channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    Website,
    Api,
    Email,
}

impl ChannelKind {
    /// From the name that clients send; `None` for any other.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "web_widget" => Some(ChannelKind::Website),
            "api" => Some(ChannelKind::Api),
            "email" => Some(ChannelKind::Email),
            _ => None,
        }
    }
}

/// A row of `channel_api`.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    pub identifier: String,
    pub hmac_token: String,
    pub hmac_mandatory: bool,
    pub webhook_url: Option<String>,
    /// A JSON object as text.
    pub additional_attributes: String,
}

/// A row of `channel_email`.
#[derive(Debug, Clone, PartialEq)]
pub struct Email {
    /// Lower-case.
    pub email: String,
    pub forward_to_email: String,
    /// The `imap_…` and `smtp_…` values that were given.
    pub settings: Map<String, Value>,
}

/// The channel of an inbox.
#[derive(Debug, Clone, PartialEq)]
pub enum Channel {
    Website(Website),
    Api(Api),
    Email(Email),
}

impl Channel {
    /// A channel that is not stored yet, with fresh secrets and the defaults.
    pub(in crate::inboxes) fn blank(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::Website => Channel::Website(Website::blank()),
            ChannelKind::Api => Channel::Api(Api {
                identifier: token::secure(),
                hmac_token: token::secure(),
                hmac_mandatory: false,
                webhook_url: None,
                additional_attributes: "{}".to_owned(),
            }),
            ChannelKind::Email => Channel::Email(Email {
                email: String::new(),
                forward_to_email: format!("{}@inbound", token::hex(16)),
                settings: Map::new(),
            }),
        }
    }

    /// The stored name: `Channel::WebWidget` and so on.
    pub fn type_name(&self) -> &'static str {
        match self {
            Channel::Website(_) => "Channel::WebWidget",
            Channel::Api(_) => "Channel::Api",
            Channel::Email(_) => "Channel::Email",
        }
    }

    /// All rules that are broken.
    pub(super) fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        match self {
            Channel::Website(site) => errors.extend(site.errors()),
            Channel::Api(api) => {
                let url = api.webhook_url.as_deref().unwrap_or_default();
                errors.extend(too_long("webhook_url", "Webhook url", url, LONGEST_URL));
            }
            Channel::Email(mail) if mail.email.is_empty() => {
                errors.push(FieldError::new("email", "Email can't be blank", "blank"));
            }
            Channel::Email(mail) => {
                if !text::is_email(&mail.email) {
                    errors.push(FieldError::new("email", "Email is invalid", "invalid"));
                }
                errors.extend(too_long("email", "Email", &mail.email, LONGEST));
            }
        }
        errors
    }

    /// Applies what belongs to this kind of channel.
    pub(super) fn apply(&mut self, change: ChannelChange) {
        match self {
            Channel::Website(site) => site.apply(change),
            Channel::Api(api) => {
                api.hmac_mandatory = change.hmac_mandatory.unwrap_or(api.hmac_mandatory);
                set(&mut api.webhook_url, change.webhook_url);
                if let Some(attributes) = change.additional_attributes {
                    api.additional_attributes = attributes;
                }
            }
            Channel::Email(mail) => {
                if let Some(email) = change.email {
                    mail.email = email.trim().to_lowercase();
                }
                mail.settings.extend(change.mail_settings);
            }
        }
    }

    /// Notes what differs between this channel and its later state, but for passwords.
    pub(super) fn note_changes(&self, after: &Channel, changes: &mut Changes) {
        match (self, after) {
            (Channel::Website(before), Channel::Website(after)) => before.note_changes(after, changes),
            (Channel::Api(before), Channel::Api(after)) => {
                changes.note("hmac_mandatory", before.hmac_mandatory, after.hmac_mandatory);
                changes.note("webhook_url", before.webhook_url.as_deref(), after.webhook_url.as_deref());
                let attributes = |api: &Api| tree(&api.additional_attributes);
                changes.note("additional_attributes", attributes(before), attributes(after));
            }
            (Channel::Email(before), Channel::Email(after)) => {
                changes.note("email", before.email.as_str(), after.email.as_str());
                for (name, value) in after.settings.iter().filter(|(name, _)| !name.ends_with("_password")) {
                    changes.note(name, before.settings.get(name).cloned().unwrap_or_default(), value.clone());
                }
            }
            _ => {}
        }
    }
}

/// Blank clears.
pub(super) fn set(text: &mut Option<String>, change: Option<Option<String>>) {
    if let Some(change) = change {
        *text = text::presence(change);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changed(kind: ChannelKind, change: ChannelChange) -> Channel {
        let mut channel = Channel::blank(kind);
        channel.apply(change);
        channel
    }

    #[test]
    fn a_channel_takes_what_is_its_own() {
        let change = || ChannelChange {
            website_url: Some("https://shop.test".into()),
            email: Some(" Help@Shop.TEST".into()),
            webhook_url: Some(Some(" ".into())),
            widget_color: Some(String::new()),
            selected_feature_flags: Some(vec!["allow_mobile_webview".into(), "attachments".into(), "x".into()]),
            ..ChannelChange::default()
        };
        let Channel::Website(site) = changed(ChannelKind::Website, change()) else { panic!("no website") };
        assert_eq!((site.website_url.as_str(), site.widget_color.as_str()), ("https://shop.test", "#1f93ff"));
        assert_eq!(site.feature_flags, ["attachments", "allow_mobile_webview"]);
        let Channel::Email(mail) = changed(ChannelKind::Email, change()) else { panic!("no mail") };
        assert_eq!(mail.email, "help@shop.test");
        let Channel::Api(api) = changed(ChannelKind::Api, change()) else { panic!("no program") };
        assert_eq!(api.webhook_url, None);
    }

    #[test]
    fn a_channel_names_its_errors() {
        let errors = |kind, change| crate::base::error::join(&changed(kind, change).errors());
        assert_eq!(errors(ChannelKind::Website, ChannelChange::default()), "Website url can't be blank");
        assert_eq!(errors(ChannelKind::Email, ChannelChange::default()), "Email can't be blank");
        let change = ChannelChange { email: Some("help".into()), ..ChannelChange::default() };
        assert_eq!(errors(ChannelKind::Email, change), "Email is invalid");
        let change = ChannelChange { webhook_url: Some(Some("h".repeat(2049))), ..ChannelChange::default() };
        assert_eq!(errors(ChannelKind::Api, change), "Webhook url is too long (maximum is 2048 characters)");
    }

    #[test]
    fn passwords_are_told_to_nobody() {
        let settings = json!({"imap_login": "help", "imap_password": "secret"});
        let mail_settings = settings.as_object().cloned().unwrap();
        let after = changed(ChannelKind::Email, ChannelChange { mail_settings, ..ChannelChange::default() });
        let mut changes = Changes::default();
        Channel::blank(ChannelKind::Email).note_changes(&after, &mut changes);
        assert_eq!(Value::Object(changes.0), json!({"imap_login": [null, "help"]}));
    }
}
