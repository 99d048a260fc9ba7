//! What a widget is told at its start.

use poem_openapi::Object;
use serde::Serialize;

use super::super::views::Described;
use crate::base::ids::{ContactId, UserId};
use crate::contacts::Contact;
use crate::http::wire::Json;
use crate::inboxes::wire::WorkingHour;
use crate::users::AgentView;

/// A website as its widget needs to know it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_channel_config")]
pub struct ChannelConfig {
    pub allow_messages_after_resolved: bool,
    /// The server's own address.
    pub api_host: String,
    /// A fresh token of the visitor's session.
    pub auth_token: String,
    /// Empty without a picture.
    pub avatar_url: String,
    pub csat_survey_enabled: bool,
    pub disable_branding: bool,
    /// Out of `attachments`, `emoji_picker`, `end_conversation`, `use_inbox_avatar_for_bot`, `allow_mobile_webview`.
    pub enabled_features: Vec<String>,
    /// `[{name, iso_639_1_code}]`
    pub enabled_languages: Json,
    /// The account's.
    pub locale: String,
    pub out_of_office_message: Option<String>,
    /// Always null.
    pub portal: Option<Json>,
    pub pre_chat_form_enabled: bool,
    pub pre_chat_form_options: Json,
    /// `in_a_few_minutes`, `in_a_few_hours` or `in_a_day`.
    pub reply_time: String,
    pub timezone: String,
    /// `+05:30`
    pub utc_off_set: String,
    pub website_name: String,
    pub website_token: String,
    pub welcome_tagline: Option<String>,
    pub welcome_title: Option<String>,
    pub widget_color: String,
    pub working_hours: Vec<WorkingHour>,
    pub working_hours_enabled: bool,
}

impl ChannelConfig {
    pub(in crate::widget) fn new(of: Described, auth_token: String, base_url: &str) -> Self {
        let Described { inbox, site, locale, utc_offset, languages, .. } = of;
        ChannelConfig {
            allow_messages_after_resolved: inbox.allow_messages_after_resolved,
            api_host: base_url.to_owned(),
            auth_token,
            avatar_url: inbox.avatar_url,
            csat_survey_enabled: inbox.csat_survey_enabled,
            disable_branding: false,
            enabled_features: site.feature_flags,
            enabled_languages: languages.into(),
            locale,
            out_of_office_message: inbox.out_of_office_message,
            portal: None,
            pre_chat_form_enabled: site.pre_chat_form_enabled,
            pre_chat_form_options: site.pre_chat_form_options.into(),
            reply_time: site.reply_time.name().to_owned(),
            timezone: inbox.hours.timezone,
            utc_off_set: utc_offset,
            website_name: inbox.name,
            website_token: site.website_token,
            welcome_tagline: site.welcome_tagline,
            welcome_title: site.welcome_title,
            widget_color: site.widget_color,
            working_hours: inbox.hours.days.into_iter().map(Into::into).collect(),
            working_hours_enabled: inbox.working_hours_enabled,
        }
    }
}

/// The visitor; all but the token is null as long as they are nobody yet.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_config_contact")]
pub struct ConfigContact {
    pub email: Option<String>,
    pub id: Option<ContactId>,
    pub identifier: Option<String>,
    pub name: Option<String>,
    pub phone_number: Option<String>,
    /// With which the session listens to live events.
    pub pubsub_token: String,
}

impl ConfigContact {
    pub(in crate::widget) fn new(contact: Option<Contact>, pubsub_token: String) -> Self {
        let id = contact.as_ref().map(|c| c.id);
        let (email, identifier, name, phone_number) =
            contact.map(|c| (c.email, c.identifier, c.name, c.phone_number)).unwrap_or_default();
        ConfigContact { email, id, identifier, name, phone_number, pubsub_token }
    }
}

/// Everything a widget asks for at its start.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_config")]
pub struct Config {
    pub website_channel_config: ChannelConfig,
    pub contact: ConfigContact,
    pub global_config: Json,
}

/// Somebody who may answer.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_inbox_member")]
pub struct InboxMember {
    pub id: UserId,
    /// The display name if there is one, else the name.
    pub name: String,
    /// Empty without a picture.
    pub avatar_url: String,
    /// `online`, `offline` or `busy`.
    pub availability_status: String,
}

impl From<AgentView> for InboxMember {
    fn from(agent: AgentView) -> Self {
        InboxMember {
            id: agent.id,
            name: agent.available_name().to_owned(),
            avatar_url: agent.avatar_url,
            availability_status: agent.availability_status.to_owned(),
        }
    }
}

/// Those who may answer.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_inbox_members")]
pub struct InboxMembers {
    pub payload: Vec<InboxMember>,
}
