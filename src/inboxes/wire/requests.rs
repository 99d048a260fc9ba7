//! What clients send about inboxes.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;

use super::channel::MailSettings;
use super::choices::{CsatConfig, ReplyTime, SenderName};
use crate::base::ids::{AgentBotId, InboxId, UserId};
use crate::base::{Error, Result};
use crate::http::Root;
use crate::http::wire::{Json, Upload};
use crate::inboxes::model::{self, ChannelKind};
use crate::users;

/// No root key; the text `null` means nothing, as forms have it.
#[derive(Debug, Clone, Copy)]
pub struct NullTexts;

impl Root for NullTexts {
    const KEY: &'static str = "";
    const REQUIRED: bool = false;
    const NULL_TEXTS: bool = true;
}

/// What an inbox is to be; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "inbox_create_update_payload")]
pub struct InboxChange {
    /// Required to create an inbox.
    pub name: MaybeUndefined<String>,
    /// A picture: PNG, JPEG or GIF, at most 15 MB.
    pub avatar: Option<Upload>,
    /// Required to create an inbox.
    pub channel: Option<ChannelChange>,
    pub greeting_enabled: Option<bool>,
    /// At most 10000 characters.
    pub greeting_message: MaybeUndefined<String>,
    /// Whether contacts of a website without an e-mail address are asked for it.
    pub enable_email_collect: Option<bool>,
    pub csat_survey_enabled: Option<bool>,
    pub csat_config: Option<CsatConfig>,
    /// Whether open conversations are given to whoever is online and waited longest.
    pub enable_auto_assignment: Option<bool>,
    /// Kept as it is.
    pub auto_assignment_config: Option<Json>,
    pub working_hours_enabled: Option<bool>,
    /// What is answered outside the working hours; at most 10000 characters.
    pub out_of_office_message: MaybeUndefined<String>,
    /// A name of the IANA time zone database.
    pub timezone: Option<String>,
    /// Days to change; hours that make no sense are passed over.
    pub working_hours: Option<Vec<WorkingHourChange>>,
    pub allow_messages_after_resolved: Option<bool>,
    pub lock_to_single_conversation: Option<bool>,
    pub portal_id: MaybeUndefined<i64>,
    pub sender_name_type: Option<SenderName>,
    pub business_name: MaybeUndefined<String>,
}

impl InboxChange {
    /// A new inbox, unless the picture is none.
    pub fn into_new(self) -> Result<model::NewInbox> {
        let kind = self.channel.as_ref().and_then(|channel| ChannelKind::parse(channel.kind.as_deref()?));
        Ok(model::NewInbox { kind, change: self.read()? })
    }

    /// What was sent, unless the picture is none.
    pub fn read(self) -> Result<model::InboxChange> {
        let avatar = match self.avatar {
            Some(Upload::Part(picture)) => {
                users::check_picture(&picture)?;
                Some(Some(picture.id))
            }
            Some(Upload::Text(_)) | None => None,
        };
        Ok(model::InboxChange {
            name: blank_or_set(self.name),
            avatar,
            greeting_enabled: self.greeting_enabled,
            greeting_message: self.greeting_message.into(),
            enable_email_collect: self.enable_email_collect,
            csat_survey_enabled: self.csat_survey_enabled,
            csat_config: self.csat_config.map(Into::into),
            enable_auto_assignment: self.enable_auto_assignment,
            auto_assignment_config: text(self.auto_assignment_config),
            working_hours_enabled: self.working_hours_enabled,
            out_of_office_message: self.out_of_office_message.into(),
            timezone: self.timezone,
            working_hours: self.working_hours.unwrap_or_default().into_iter().filter_map(day).collect(),
            allow_messages_after_resolved: self.allow_messages_after_resolved,
            lock_to_single_conversation: self.lock_to_single_conversation,
            sender_name_type: self.sender_name_type.map(Into::into),
            business_name: self.business_name.into(),
            portal_id: self.portal_id.into(),
            channel: self.channel.map(Into::into).unwrap_or_default(),
        })
    }
}

/// Of a text that may not be missing: null is blank, and refused.
fn blank_or_set(sent: MaybeUndefined<String>) -> Option<String> {
    Option::<Option<String>>::from(sent).map(Option::unwrap_or_default)
}

fn text(json: Option<Json>) -> Option<String> {
    json.map(|json| json.as_str().to_owned())
}

/// What the channel of an inbox is to be; each kind takes what is its own.
#[derive(Debug, Object)]
#[oai(rename = "inbox_channel_payload")]
pub struct ChannelChange {
    /// `web_widget`, `api` or `email`. Required to create an inbox, later without effect.
    #[oai(rename = "type")]
    pub kind: Option<String>,
    /// URL at which the widget will be loaded. Required for a website.
    pub website_url: MaybeUndefined<String>,
    /// Welcome title to be displayed on the widget
    pub welcome_title: MaybeUndefined<String>,
    /// Welcome tagline to be displayed on the widget
    pub welcome_tagline: MaybeUndefined<String>,
    /// Accepted and without effect: see `out_of_office_message`.
    #[oai(deprecated)]
    pub agent_away_message: Option<String>,
    /// A Hex-color string used to customize the widget
    pub widget_color: Option<String>,
    pub reply_time: Option<ReplyTime>,
    pub pre_chat_form_enabled: Option<bool>,
    /// `pre_chat_message` and `pre_chat_fields`.
    pub pre_chat_form_options: Option<Json>,
    /// Whether unseen answers are sent by mail.
    pub continuity_via_email: Option<bool>,
    /// The sites that may show the widget, with commas between them.
    pub allowed_domains: MaybeUndefined<String>,
    /// Of `attachments`, `emoji_picker`, `end_conversation`, `use_inbox_avatar_for_bot`, `allow_mobile_webview`: what is to be on.
    pub selected_feature_flags: Option<Vec<String>>,
    /// Whether contacts of a website or an API inbox must prove who they are.
    pub hmac_mandatory: Option<bool>,
    /// Where events of an API inbox are sent.
    pub webhook_url: MaybeUndefined<String>,
    /// Of an API inbox; `agent_reply_time_window` is the number of hours in which a contact can be answered.
    pub additional_attributes: Option<Json>,
    /// Required for an e-mail inbox.
    pub email: MaybeUndefined<String>,
    #[oai(flatten)]
    pub mail: MailSettings,
}

impl From<ChannelChange> for model::ChannelChange {
    fn from(sent: ChannelChange) -> Self {
        model::ChannelChange {
            website_url: blank_or_set(sent.website_url),
            widget_color: sent.widget_color,
            welcome_title: sent.welcome_title.into(),
            welcome_tagline: sent.welcome_tagline.into(),
            reply_time: sent.reply_time.map(Into::into),
            pre_chat_form_enabled: sent.pre_chat_form_enabled,
            pre_chat_form_options: text(sent.pre_chat_form_options),
            continuity_via_email: sent.continuity_via_email,
            allowed_domains: sent.allowed_domains.into(),
            selected_feature_flags: sent.selected_feature_flags,
            hmac_mandatory: sent.hmac_mandatory,
            webhook_url: sent.webhook_url.into(),
            additional_attributes: text(sent.additional_attributes),
            email: blank_or_set(sent.email),
            mail_settings: sent.mail.given(),
        }
    }
}

/// What the hours of a day are to be; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "working_hour_payload")]
pub struct WorkingHourChange {
    /// Which day: 0 is Sunday.
    pub day_of_week: Option<i64>,
    pub closed_all_day: Option<bool>,
    pub open_hour: MaybeUndefined<i64>,
    pub open_minutes: MaybeUndefined<i64>,
    pub close_hour: MaybeUndefined<i64>,
    pub close_minutes: MaybeUndefined<i64>,
    pub open_all_day: Option<bool>,
}

/// A day without its number is passed over.
fn day(sent: WorkingHourChange) -> Option<model::DayChange> {
    Some(model::DayChange {
        day_of_week: sent.day_of_week?,
        closed_all_day: sent.closed_all_day,
        open_hour: sent.open_hour.into(),
        open_minutes: sent.open_minutes.into(),
        close_hour: sent.close_hour.into(),
        close_minutes: sent.close_minutes.into(),
        open_all_day: sent.open_all_day,
    })
}

/// People of an inbox.
#[derive(Debug, Object)]
#[oai(rename = "inbox_members_payload")]
pub struct MemberChange {
    pub inbox_id: Option<InboxId>,
    /// Members of the account. Required, though it may be empty.
    pub user_ids: Option<Vec<UserId>>,
}

impl MemberChange {
    /// Whom the body names; one without any is refused, so that none empties an inbox by accident.
    pub fn users(self) -> Result<Vec<UserId>> {
        self.user_ids.ok_or_else(|| Error::missing("user_ids"))
    }
}

/// The bot an inbox is to have.
#[derive(Debug, Object)]
#[oai(rename = "inbox_agent_bot_payload")]
pub struct BotChange {
    /// Agent bot ID; null or absent leaves the inbox without a bot.
    pub agent_bot: Option<AgentBotId>,
}
