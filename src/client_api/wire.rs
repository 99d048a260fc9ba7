//! What clients of API inboxes send and are told (realtime-and-widget 3).

use poem_openapi::Object;
use serde::Serialize;
use serde_json::Value;

use super::service::Proof;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::{AccountId, ContactId, ConversationId, DisplayId, InboxId, MessageId, UserId};
use crate::contacts::Identification;
use crate::conversations::{Conversation, CsatResponse};
use crate::http::wire::{Json, Upload};
use crate::inboxes::wire::WorkingHour;
use crate::inboxes::{Api, Inbox};
use crate::widget::wire::{ContactRow, Message, fields};
use crate::widget::{Here, Written};

/// An API inbox.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "public_inbox")]
pub struct PublicInbox {
    pub identifier: String,
    /// Whether contacts must prove who they are.
    pub identity_validation_enabled: bool,
    pub name: String,
    pub timezone: String,
    pub working_hours: Vec<WorkingHour>,
    pub working_hours_enabled: bool,
    pub csat_survey_enabled: bool,
    pub greeting_enabled: bool,
}

impl PublicInbox {
    /// An inbox with its channel.
    pub fn new(inbox: Inbox, api: Api) -> Self {
        PublicInbox {
            identifier: api.identifier,
            identity_validation_enabled: api.hmac_mandatory,
            name: inbox.name,
            timezone: inbox.hours.timezone,
            working_hours: inbox.hours.days.into_iter().map(Into::into).collect(),
            working_hours_enabled: inbox.working_hours_enabled,
            csat_survey_enabled: inbox.csat_survey_enabled,
            greeting_enabled: inbox.greeting_enabled,
        }
    }
}

/// A contact in their session.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "public_contact")]
pub struct PublicContact {
    /// Stands for the contact in the addresses of this API.
    pub source_id: String,
    /// With which the contact listens to live events.
    pub pubsub_token: String,
    pub id: ContactId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
}

impl From<Here> for PublicContact {
    fn from(here: Here) -> Self {
        PublicContact {
            source_id: here.session.source_id,
            pubsub_token: here.session.pubsub_token,
            id: here.contact.id,
            name: here.contact.name,
            email: here.contact.email,
            phone_number: here.contact.phone_number,
        }
    }
}

/// What is said of a contact.
#[derive(Debug, Object)]
#[oai(rename = "public_contact_update")]
pub struct ContactUpdate {
    /// The contact's id in an outside system. A change leaves it as it is.
    pub identifier: Option<String>,
    /// The HMAC-SHA256 of the identifier under the inbox's `hmac_token`, in lower-case hexadecimal.
    pub identifier_hash: Option<String>,
    /// Passed over when it cannot be one; as the phone number.
    pub email: Option<String>,
    pub name: Option<String>,
    pub phone_number: Option<String>,
    /// Where a picture can be fetched from.
    pub avatar_url: Option<String>,
    /// Merged into what is there.
    pub custom_attributes: Option<Json>,
}

impl ContactUpdate {
    /// Who it is, and what proves it.
    pub fn read(self) -> (Identification, Proof) {
        let proof = Proof { identifier: self.identifier.clone(), hash: self.identifier_hash };
        let said = Identification {
            identifier: self.identifier,
            email: self.email,
            phone_number: self.phone_number,
            name: self.name,
            avatar_url: self.avatar_url,
            custom_attributes: fields(self.custom_attributes),
            ..Identification::default()
        };
        (said, proof)
    }
}

/// A contact that opens a session.
#[derive(Debug, Object)]
#[oai(rename = "public_contact_create")]
pub struct ContactCreate {
    /// Made up when it is left out. A session that has it already is answered as it is.
    pub source_id: Option<String>,
    #[oai(flatten)]
    pub contact: ContactUpdate,
}

/// A conversation as its contact sees it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "public_conversation")]
pub struct PublicConversation {
    /// The conversation's number within its account.
    pub id: DisplayId,
    pub uuid: String,
    pub inbox_id: InboxId,
    /// Unix seconds, 0 for never; as the next.
    pub contact_last_seen_at: i64,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: String,
    pub agent_last_seen_at: i64,
    /// The newest 20, oldest first.
    pub messages: Vec<Message>,
    pub contact: ContactRow,
}

impl PublicConversation {
    /// A conversation with its messages and its contact.
    pub fn new(c: Conversation, messages: Vec<Message>, contact: ContactRow) -> Self {
        PublicConversation {
            id: c.display_id,
            uuid: c.uuid,
            inbox_id: c.inbox,
            contact_last_seen_at: seconds_or_zero(c.contact_last_seen_at),
            status: c.status.name().to_owned(),
            agent_last_seen_at: seconds_or_zero(c.agent_last_seen_at),
            messages,
            contact,
        }
    }
}

/// A conversation to begin.
#[derive(Debug, Object)]
#[oai(rename = "public_conversation_create")]
pub struct ConversationCreate {
    pub custom_attributes: Option<Json>,
}

/// A message to send.
#[derive(Debug, Object)]
#[oai(rename = "public_message_create")]
pub struct MessageCreate {
    pub content: Option<String>,
    /// The client's own id of the message: sent again, it is the same message.
    pub echo_id: Option<String>,
    /// Files of a multipart body, or signed ids of files that were uploaded before.
    pub attachments: Option<Vec<Upload>>,
}

impl From<MessageCreate> for Written {
    fn from(sent: MessageCreate) -> Self {
        let mut written = Written { content: sent.content, echo_id: sent.echo_id, ..Written::default() };
        for file in sent.attachments.unwrap_or_default() {
            match file {
                Upload::Part(stored) => written.files.push(stored),
                // what a form sends for a file that nobody chose
                Upload::Text(text) if text.trim().is_empty() => {}
                Upload::Text(signed_id) => written.uploads.push(signed_id),
            }
        }
        written
    }
}

/// What a contact answers to a message that asks something.
#[derive(Debug, Object)]
#[oai(rename = "public_message_update")]
pub struct MessageUpdate {
    /// A list of `{title, value}` or `{name, value}`; for a survey `{csat_survey_response: {rating, feedback_message}}`.
    pub submitted_values: Option<Value>,
}

/// What a contact answers to a survey.
#[derive(Debug, Object)]
#[oai(rename = "csat_survey_update")]
pub struct SurveyUpdate {
    pub message: MessageUpdate,
}

/// An answer to a survey.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "csat_survey_response")]
pub struct SurveyResponse {
    pub id: i64,
    pub account_id: AccountId,
    /// The row's id, not the number.
    pub conversation_id: ConversationId,
    pub message_id: MessageId,
    /// 1 to 5.
    pub rating: i64,
    pub feedback_message: Option<String>,
    pub contact_id: ContactId,
    pub assigned_agent_id: Option<UserId>,
    /// ISO 8601, as the next.
    pub created_at: String,
    pub updated_at: String,
    /// Always null, as the next two.
    pub csat_review_notes: Option<String>,
    pub review_notes_updated_at: Option<String>,
    pub review_notes_updated_by_id: Option<UserId>,
}

impl From<CsatResponse> for SurveyResponse {
    fn from(r: CsatResponse) -> Self {
        SurveyResponse {
            id: r.id,
            account_id: r.account,
            conversation_id: r.conversation,
            message_id: r.message,
            rating: r.rating,
            feedback_message: r.feedback_message,
            contact_id: r.contact,
            assigned_agent_id: r.assigned_agent,
            created_at: r.created_at.iso(),
            updated_at: r.updated_at.iso(),
            csat_review_notes: None,
            review_notes_updated_at: None,
            review_notes_updated_by_id: None,
        }
    }
}

/// A survey.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "csat_survey")]
pub struct Survey {
    /// The id of the message that asks.
    pub id: MessageId,
    /// Null as long as nothing was answered.
    pub csat_survey_response: Option<SurveyResponse>,
    /// `emoji` or `star`.
    pub display_type: String,
    /// The question.
    pub content: Option<String>,
    /// Empty without a picture.
    pub inbox_avatar_url: String,
    pub inbox_name: String,
    /// The account's.
    pub locale: String,
    /// The row's id, not the number.
    pub conversation_id: ConversationId,
    /// ISO 8601.
    pub created_at: String,
}
