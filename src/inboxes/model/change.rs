//! What callers want an inbox to be.

use serde_json::{Map, Value, json};

use super::channel::ChannelKind;
use super::hours::DayChange;
use super::inbox::{Inbox, SenderName};
use super::website::ReplyTime;
use crate::base::ids::BlobId;
use crate::base::text;

/// A new inbox; without a known kind of channel it is refused.
#[derive(Debug, Clone, Default)]
pub struct NewInbox {
    pub kind: Option<ChannelKind>,
    pub change: InboxChange,
}

/// What a caller wants an inbox to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct InboxChange {
    pub name: Option<String>,
    /// An upload that nothing uses yet; `Some(None)` takes the picture away.
    pub avatar: Option<Option<BlobId>>,
    pub greeting_enabled: Option<bool>,
    pub greeting_message: Option<Option<String>>,
    pub enable_email_collect: Option<bool>,
    pub csat_survey_enabled: Option<bool>,
    pub csat_config: Option<CsatConfig>,
    pub enable_auto_assignment: Option<bool>,
    /// A JSON object as text.
    pub auto_assignment_config: Option<String>,
    pub working_hours_enabled: Option<bool>,
    pub out_of_office_message: Option<Option<String>>,
    pub timezone: Option<String>,
    pub working_hours: Vec<DayChange>,
    pub allow_messages_after_resolved: Option<bool>,
    pub lock_to_single_conversation: Option<bool>,
    pub sender_name_type: Option<SenderName>,
    pub business_name: Option<Option<String>>,
    pub portal_id: Option<Option<i64>>,
    pub channel: ChannelChange,
}

/// What a caller wants a channel to be: each kind takes what is its own.
#[derive(Debug, Clone, Default)]
pub struct ChannelChange {
    pub website_url: Option<String>,
    pub widget_color: Option<String>,
    pub welcome_title: Option<Option<String>>,
    pub welcome_tagline: Option<Option<String>>,
    pub reply_time: Option<ReplyTime>,
    pub pre_chat_form_enabled: Option<bool>,
    /// A JSON object as text.
    pub pre_chat_form_options: Option<String>,
    pub continuity_via_email: Option<bool>,
    pub allowed_domains: Option<Option<String>>,
    pub selected_feature_flags: Option<Vec<String>>,
    /// Of websites and programs.
    pub hmac_mandatory: Option<bool>,
    pub webhook_url: Option<Option<String>>,
    /// A JSON object as text.
    pub additional_attributes: Option<String>,
    pub email: Option<String>,
    /// `imap_…` and `smtp_…` values, laid over what is there.
    pub mail_settings: Map<String, Value>,
}

/// How satisfaction is asked for; what is `None` takes its default.
#[derive(Debug, Clone, Default)]
pub struct CsatConfig {
    /// `emoji` or `star`.
    pub display_type: Option<&'static str>,
    pub message: Option<String>,
    pub button_text: Option<String>,
    pub language: Option<String>,
    /// `contains` or `does_not_contain`.
    pub operator: Option<&'static str>,
    /// Labels.
    pub values: Vec<String>,
}

impl CsatConfig {
    /// The full form, as it is stored.
    fn full(self) -> Value {
        json!({
            "display_type": self.display_type.unwrap_or("emoji"),
            "message": self.message.unwrap_or_default(),
            "survey_rules": {"operator": self.operator.unwrap_or("contains"), "values": self.values},
            "button_text": text::presence(self.button_text).as_deref().unwrap_or("Please rate us"),
            "language": text::presence(self.language).as_deref().unwrap_or("en"),
        })
    }
}

impl InboxChange {
    /// The inbox as it is to be, but for the picture's address.
    pub(in crate::inboxes) fn apply(self, mut inbox: Inbox) -> Inbox {
        inbox.name = self.name.unwrap_or(inbox.name);
        inbox.avatar = self.avatar.unwrap_or(inbox.avatar);
        inbox.greeting_enabled = self.greeting_enabled.unwrap_or(inbox.greeting_enabled);
        inbox.greeting_message = self.greeting_message.map_or(inbox.greeting_message, text::presence);
        inbox.enable_email_collect = self.enable_email_collect.unwrap_or(inbox.enable_email_collect);
        inbox.csat_survey_enabled = self.csat_survey_enabled.unwrap_or(inbox.csat_survey_enabled);
        inbox.csat_config = self.csat_config.map_or(inbox.csat_config, |config| config.full().to_string());
        inbox.enable_auto_assignment = self.enable_auto_assignment.unwrap_or(inbox.enable_auto_assignment);
        inbox.auto_assignment_config = self.auto_assignment_config.unwrap_or(inbox.auto_assignment_config);
        inbox.working_hours_enabled = self.working_hours_enabled.unwrap_or(inbox.working_hours_enabled);
        inbox.out_of_office_message = self.out_of_office_message.map_or(inbox.out_of_office_message, text::presence);
        inbox.hours.timezone = self.timezone.unwrap_or(inbox.hours.timezone);
        inbox.hours.change(&self.working_hours);
        let after_resolved = self.allow_messages_after_resolved;
        inbox.allow_messages_after_resolved = after_resolved.unwrap_or(inbox.allow_messages_after_resolved);
        let single = self.lock_to_single_conversation;
        inbox.lock_to_single_conversation = single.unwrap_or(inbox.lock_to_single_conversation);
        inbox.sender_name_type = self.sender_name_type.unwrap_or(inbox.sender_name_type);
        inbox.business_name = self.business_name.map_or(inbox.business_name, text::presence);
        inbox.portal_id = self.portal_id.unwrap_or(inbox.portal_id);
        inbox.channel.apply(self.channel);
        inbox
    }
}
