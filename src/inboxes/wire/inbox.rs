//! An inbox as it is shown.

use poem_openapi::Object;
use serde::Serialize;

use super::channel::{ApiShown, EmailShown, WebsiteShown};
use crate::base::ids::{ChannelId, InboxId};
use crate::http::wire::Json;
use crate::inboxes::model::{self, Channel, Day};

/// An entry point of an account.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox")]
pub struct Inbox {
    pub id: InboxId,
    /// The address of the picture, empty without one.
    pub avatar_url: String,
    /// The id among the channels of its type.
    pub channel_id: ChannelId,
    pub name: String,
    /// `Channel::WebWidget`, `Channel::Api` or `Channel::Email`.
    pub channel_type: String,
    /// Whether new conversations are greeted.
    pub greeting_enabled: bool,
    pub greeting_message: Option<String>,
    pub working_hours_enabled: bool,
    /// Whether contacts without an e-mail address are asked for it.
    pub enable_email_collect: bool,
    pub csat_survey_enabled: bool,
    /// How satisfaction is asked for.
    pub csat_config: Json,
    /// Whether open conversations are given to whoever is online and waited longest.
    pub enable_auto_assignment: bool,
    pub auto_assignment_config: Json,
    /// What is answered outside the working hours.
    pub out_of_office_message: Option<String>,
    /// Seven days, Sunday first.
    pub working_hours: Vec<WorkingHour>,
    /// A name of the IANA time zone database.
    pub timezone: String,
    /// Always null.
    pub callback_webhook_url: Option<String>,
    /// Whether a contact may write on in a resolved conversation.
    pub allow_messages_after_resolved: bool,
    /// Whether a contact has one conversation for ever.
    pub lock_to_single_conversation: bool,
    /// `friendly` or `professional`.
    pub sender_name_type: String,
    pub business_name: Option<String>,
    #[oai(flatten)]
    #[serde(flatten)]
    pub website: WebsiteShown,
    #[oai(flatten)]
    #[serde(flatten)]
    pub api: ApiShown,
    #[oai(flatten)]
    #[serde(flatten)]
    pub email: EmailShown,
    /// Always null.
    pub messaging_service_sid: Option<String>,
    /// Always null.
    pub phone_number: Option<String>,
    /// Always null.
    pub provider: Option<String>,
    /// Always null.
    pub page_id: Option<String>,
}

impl Inbox {
    /// An inbox as members of its account see it; administrators also see secrets.
    pub fn new(inbox: model::Inbox, base_url: &str, with_secrets: bool) -> Self {
        let channel_type = inbox.channel.type_name().to_owned();
        let (mut website, mut api, mut email) = Default::default();
        match inbox.channel {
            Channel::Website(site) => website = WebsiteShown::new(site, base_url, with_secrets),
            Channel::Api(program) => {
                (website.hmac_mandatory, website.hmac_token) =
                    (Some(program.hmac_mandatory), with_secrets.then(|| program.hmac_token.clone()));
                api = ApiShown::from(program);
            }
            Channel::Email(mail) => email = EmailShown::new(mail, with_secrets),
        }
        Inbox {
            id: inbox.id,
            avatar_url: inbox.avatar_url,
            channel_id: inbox.channel_id,
            name: inbox.name,
            channel_type,
            greeting_enabled: inbox.greeting_enabled,
            greeting_message: inbox.greeting_message,
            working_hours_enabled: inbox.working_hours_enabled,
            enable_email_collect: inbox.enable_email_collect,
            csat_survey_enabled: inbox.csat_survey_enabled,
            csat_config: inbox.csat_config.into(),
            enable_auto_assignment: inbox.enable_auto_assignment,
            auto_assignment_config: inbox.auto_assignment_config.into(),
            out_of_office_message: inbox.out_of_office_message,
            working_hours: inbox.hours.days.into_iter().map(Into::into).collect(),
            timezone: inbox.hours.timezone,
            callback_webhook_url: None,
            allow_messages_after_resolved: inbox.allow_messages_after_resolved,
            lock_to_single_conversation: inbox.lock_to_single_conversation,
            sender_name_type: inbox.sender_name_type.name().to_owned(),
            business_name: inbox.business_name,
            website,
            api,
            email,
            messaging_service_sid: None,
            phone_number: None,
            provider: None,
            page_id: None,
        }
    }
}

/// The hours of a day.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "working_hour")]
pub struct WorkingHour {
    /// 0 is Sunday.
    pub day_of_week: i64,
    pub closed_all_day: bool,
    pub open_hour: Option<i64>,
    pub open_minutes: Option<i64>,
    pub close_hour: Option<i64>,
    pub close_minutes: Option<i64>,
    pub open_all_day: bool,
}

impl From<Day> for WorkingHour {
    fn from(day: Day) -> Self {
        WorkingHour {
            day_of_week: day.day_of_week,
            closed_all_day: day.closed_all_day,
            open_hour: day.open_hour,
            open_minutes: day.open_minutes,
            close_hour: day.close_hour,
            close_minutes: day.close_minutes,
            open_all_day: day.open_all_day,
        }
    }
}

/// The answer to a deletion.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox_deleted")]
pub struct InboxDeleted {
    pub message: String,
}
