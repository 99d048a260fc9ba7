//! An inbox as it is stored: beside a new contact (contract 5.6, operation 24).

use poem_openapi::Object;
use serde::Serialize;

use crate::base::ids::{AccountId, ChannelId, InboxId};
use crate::http::wire::Json;
use crate::inboxes::model::Inbox;

/// A row of the inboxes.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox_record")]
pub struct InboxRecord {
    pub id: InboxId,
    pub channel_id: ChannelId,
    pub account_id: AccountId,
    pub name: String,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
    pub channel_type: String,
    pub enable_auto_assignment: bool,
    pub greeting_enabled: bool,
    pub greeting_message: Option<String>,
    /// Always null.
    pub email_address: Option<String>,
    pub working_hours_enabled: bool,
    pub out_of_office_message: Option<String>,
    pub timezone: String,
    pub enable_email_collect: bool,
    pub csat_survey_enabled: bool,
    pub allow_messages_after_resolved: bool,
    pub auto_assignment_config: Json,
    pub lock_to_single_conversation: bool,
    pub portal_id: Option<i64>,
    /// `friendly` or `professional`.
    pub sender_name_type: String,
    pub business_name: Option<String>,
    pub csat_config: Json,
}

impl From<Inbox> for InboxRecord {
    fn from(inbox: Inbox) -> Self {
        InboxRecord {
            id: inbox.id,
            channel_id: inbox.channel_id,
            account_id: inbox.account,
            name: inbox.name,
            created_at: inbox.created_at.iso(),
            updated_at: inbox.updated_at.iso(),
            channel_type: inbox.channel.type_name().to_owned(),
            enable_auto_assignment: inbox.enable_auto_assignment,
            greeting_enabled: inbox.greeting_enabled,
            greeting_message: inbox.greeting_message,
            email_address: None,
            working_hours_enabled: inbox.working_hours_enabled,
            out_of_office_message: inbox.out_of_office_message,
            timezone: inbox.hours.timezone,
            enable_email_collect: inbox.enable_email_collect,
            csat_survey_enabled: inbox.csat_survey_enabled,
            allow_messages_after_resolved: inbox.allow_messages_after_resolved,
            auto_assignment_config: inbox.auto_assignment_config.into(),
            lock_to_single_conversation: inbox.lock_to_single_conversation,
            portal_id: inbox.portal_id,
            sender_name_type: inbox.sender_name_type.name().to_owned(),
            business_name: inbox.business_name,
            csat_config: inbox.csat_config.into(),
        }
    }
}
