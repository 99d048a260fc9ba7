//! What the channel of an inbox adds to it: some keys are always there, others only for their kind of channel.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::script;
use crate::http::wire::Json;
use crate::inboxes::model::{Api, Email, Website};

/// What a website has; null, or left out, elsewhere.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "inbox_website")]
pub struct WebsiteShown {
    pub widget_color: Option<String>,
    pub website_url: Option<String>,
    /// Whether visitors must prove who they are. Also of API inboxes.
    pub hmac_mandatory: Option<bool>,
    pub welcome_title: Option<String>,
    pub welcome_tagline: Option<String>,
    /// What to paste into the pages of the website.
    pub web_widget_script: Option<String>,
    pub website_token: Option<String>,
    /// What is switched on: `attachments`, `emoji_picker`, `end_conversation`, `use_inbox_avatar_for_bot`,
    /// `allow_mobile_webview`.
    pub selected_feature_flags: Option<Vec<String>>,
    /// `in_a_few_minutes`, `in_a_few_hours` or `in_a_day`.
    pub reply_time: Option<String>,
    /// The sites that may show the widget, with commas between them.
    pub allowed_domains: Option<String>,
    /// With which visitors prove who they are. Also of API inboxes; administrators only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hmac_token: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_chat_form_enabled: Option<bool>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_chat_form_options: Option<Json>,
    /// Whether unseen answers are sent by mail.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continuity_via_email: Option<bool>,
}

impl WebsiteShown {
    pub(super) fn new(site: Website, base_url: &str, with_secrets: bool) -> Self {
        WebsiteShown {
            widget_color: Some(site.widget_color),
            website_url: Some(site.website_url),
            hmac_mandatory: Some(site.hmac_mandatory),
            welcome_title: site.welcome_title,
            welcome_tagline: site.welcome_tagline,
            web_widget_script: Some(script::embedding(&site.website_token, base_url)),
            website_token: Some(site.website_token),
            selected_feature_flags: Some(site.feature_flags),
            reply_time: Some(site.reply_time.name().to_owned()),
            allowed_domains: site.allowed_domains,
            hmac_token: with_secrets.then_some(site.hmac_token),
            pre_chat_form_enabled: Some(site.pre_chat_form_enabled),
            pre_chat_form_options: Some(site.pre_chat_form_options.into()),
            continuity_via_email: Some(site.continuity_via_email),
        }
    }
}

/// What an API inbox has; left out elsewhere.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "inbox_api")]
pub struct ApiShown {
    /// Where events of the inbox are sent. API inboxes only.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub webhook_url: MaybeUndefined<String>,
    /// Names the inbox in the addresses of the public API. API inboxes only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbox_identifier: Option<String>,
    /// API inboxes only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_attributes: Option<Json>,
}

impl From<Api> for ApiShown {
    fn from(api: Api) -> Self {
        ApiShown {
            webhook_url: api.webhook_url.map_or(MaybeUndefined::Null, MaybeUndefined::Value),
            inbox_identifier: Some(api.identifier),
            additional_attributes: Some(api.additional_attributes.into()),
        }
    }
}

/// What an e-mail inbox has; left out elsewhere, but for one key.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "inbox_email")]
pub struct EmailShown {
    /// E-mail inboxes only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether this server takes mail in; it does not. E-mail inboxes only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarding_enabled: Option<bool>,
    /// Always null.
    pub forward_to_email: Option<String>,
    #[oai(flatten)]
    #[serde(flatten)]
    pub settings: MailSettings,
}

impl EmailShown {
    pub(super) fn new(mail: Email, with_secrets: bool) -> Self {
        let settings = if with_secrets { MailSettings::complete(mail.settings) } else { MailSettings::default() };
        EmailShown { email: Some(mail.email), forwarding_enabled: Some(false), forward_to_email: None, settings }
    }
}

/// How mail of an e-mail inbox is fetched and sent. Shown to administrators only.
#[derive(Debug, Clone, Default, PartialEq, Object, Serialize, Deserialize)]
#[oai(rename = "inbox_mail_settings", skip_serializing_if_is_none)]
#[serde(default)]
pub struct MailSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_port: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_login: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imap_enable_ssl: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_port: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_login: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_enable_ssl_tls: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_enable_starttls_auto: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_openssl_verify_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_authentication: Option<String>,
}

impl MailSettings {
    /// All of them: what was given, and the defaults of the rest.
    fn complete(given: Map<String, Value>) -> Self {
        let given: MailSettings = serde_json::from_value(Value::Object(given)).unwrap_or_default();
        let text = |value: Option<String>, default: &str| value.or_else(|| Some(default.to_owned()));
        MailSettings {
            imap_enabled: given.imap_enabled.or(Some(false)),
            imap_address: text(given.imap_address, ""),
            imap_port: given.imap_port.or(Some(0)),
            imap_login: text(given.imap_login, ""),
            imap_password: text(given.imap_password, ""),
            imap_enable_ssl: given.imap_enable_ssl.or(Some(true)),
            smtp_enabled: given.smtp_enabled.or(Some(false)),
            smtp_address: text(given.smtp_address, ""),
            smtp_port: given.smtp_port.or(Some(0)),
            smtp_login: text(given.smtp_login, ""),
            smtp_password: text(given.smtp_password, ""),
            smtp_domain: text(given.smtp_domain, ""),
            smtp_enable_ssl_tls: given.smtp_enable_ssl_tls.or(Some(false)),
            smtp_enable_starttls_auto: given.smtp_enable_starttls_auto.or(Some(true)),
            smtp_openssl_verify_mode: text(given.smtp_openssl_verify_mode, "none"),
            smtp_authentication: text(given.smtp_authentication, "login"),
        }
    }

    /// Those that were given, by name.
    pub(super) fn given(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }
}
