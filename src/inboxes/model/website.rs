//! The channel of a website.

use serde_json::json;

use super::change::ChannelChange;
use super::channel::{LONGEST, set};
use super::inbox::tree;
use crate::accounts::too_long;
use crate::base::{Changes, FieldError, text, token};

/// What a website may switch on, in the order in which it is shown.
const FEATURES: [&str; 5] =
    ["attachments", "emoji_picker", "end_conversation", "use_inbox_avatar_for_bot", "allow_mobile_webview"];
/// How many of them are on at first.
const ON_AT_FIRST: usize = 3;

/// When a website says that somebody will answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyTime {
    InAFewMinutes = 0,
    InAFewHours = 1,
    InADay = 2,
}

impl ReplyTime {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ReplyTime::InAFewMinutes => "in_a_few_minutes",
            ReplyTime::InAFewHours => "in_a_few_hours",
            ReplyTime::InADay => "in_a_day",
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        match number {
            1 => ReplyTime::InAFewHours,
            2 => ReplyTime::InADay,
            _ => ReplyTime::InAFewMinutes,
        }
    }
}

/// A row of `channel_web_widgets`.
#[derive(Debug, Clone, PartialEq)]
pub struct Website {
    pub website_url: String,
    pub website_token: String,
    pub hmac_token: String,
    pub hmac_mandatory: bool,
    pub widget_color: String,
    pub welcome_title: Option<String>,
    pub welcome_tagline: Option<String>,
    pub reply_time: ReplyTime,
    pub pre_chat_form_enabled: bool,
    /// A JSON object as text.
    pub pre_chat_form_options: String,
    pub continuity_via_email: bool,
    /// The sites that may show the widget, with commas between them; everybody while it is empty.
    pub allowed_domains: Option<String>,
    pub feature_flags: Vec<String>,
}

impl Website {
    pub(super) fn blank() -> Self {
        Website {
            website_url: String::new(),
            website_token: token::secure(),
            hmac_token: token::secure(),
            hmac_mandatory: false,
            widget_color: "#1f93ff".to_owned(),
            welcome_title: None,
            welcome_tagline: None,
            reply_time: ReplyTime::InAFewMinutes,
            pre_chat_form_enabled: false,
            pre_chat_form_options: "{}".to_owned(),
            continuity_via_email: true,
            allowed_domains: None,
            feature_flags: FEATURES.iter().take(ON_AT_FIRST).map(|&name| name.to_owned()).collect(),
        }
    }

    pub(super) fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.website_url.trim().is_empty() {
            errors.push(FieldError::new("website_url", "Website url can't be blank", "blank"));
        }
        errors.extend(too_long("website_url", "Website url", &self.website_url, LONGEST));
        errors.extend(too_long("widget_color", "Widget color", &self.widget_color, LONGEST));
        let (title, tagline) = (self.welcome_title.as_deref(), self.welcome_tagline.as_deref());
        errors.extend(too_long("welcome_title", "Welcome title", title.unwrap_or_default(), LONGEST));
        errors.extend(too_long("welcome_tagline", "Welcome tagline", tagline.unwrap_or_default(), LONGEST));
        errors
    }

    pub(super) fn apply(&mut self, change: ChannelChange) {
        if let Some(url) = change.website_url {
            self.website_url = url;
        }
        if let Some(color) = text::presence(change.widget_color) {
            self.widget_color = color;
        }
        set(&mut self.welcome_title, change.welcome_title);
        set(&mut self.welcome_tagline, change.welcome_tagline);
        set(&mut self.allowed_domains, change.allowed_domains);
        self.reply_time = change.reply_time.unwrap_or(self.reply_time);
        self.hmac_mandatory = change.hmac_mandatory.unwrap_or(self.hmac_mandatory);
        self.pre_chat_form_enabled = change.pre_chat_form_enabled.unwrap_or(self.pre_chat_form_enabled);
        self.continuity_via_email = change.continuity_via_email.unwrap_or(self.continuity_via_email);
        if let Some(options) = change.pre_chat_form_options {
            self.pre_chat_form_options = options;
        }
        if let Some(wanted) = change.selected_feature_flags {
            let known = FEATURES.iter().filter(|name| wanted.iter().any(|flag| flag == *name));
            self.feature_flags = known.map(|&name| name.to_owned()).collect();
        }
    }

    pub(super) fn note_changes(&self, after: &Website, changes: &mut Changes) {
        changes.note("website_url", self.website_url.as_str(), after.website_url.as_str());
        changes.note("widget_color", self.widget_color.as_str(), after.widget_color.as_str());
        changes.note("welcome_title", self.welcome_title.as_deref(), after.welcome_title.as_deref());
        changes.note("welcome_tagline", self.welcome_tagline.as_deref(), after.welcome_tagline.as_deref());
        changes.note("allowed_domains", self.allowed_domains.as_deref(), after.allowed_domains.as_deref());
        changes.note("reply_time", self.reply_time.name(), after.reply_time.name());
        changes.note("hmac_mandatory", self.hmac_mandatory, after.hmac_mandatory);
        changes.note("pre_chat_form_enabled", self.pre_chat_form_enabled, after.pre_chat_form_enabled);
        changes.note("continuity_via_email", self.continuity_via_email, after.continuity_via_email);
        let options = |site: &Website| tree(&site.pre_chat_form_options);
        changes.note("pre_chat_form_options", options(self), options(after));
        changes.note("selected_feature_flags", json!(self.feature_flags), json!(after.feature_flags));
    }
}
