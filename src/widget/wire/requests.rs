//! What widgets send.

use poem_openapi::Object;
use serde_json::{Map, Value};

use super::super::service::Written;
use crate::contacts::Identification;
use crate::http::wire::{Json, Upload};

/// The fields of an object; none for anything else.
pub fn fields(json: Option<Json>) -> Map<String, Value> {
    match json.map(|json| json.to_value()) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// What a visitor writes.
#[derive(Debug, Object)]
#[oai(rename = "widget_message")]
pub struct MessageText {
    pub content: Option<String>,
    /// The time the browser tells.
    pub timestamp: Option<Value>,
    /// The page the visitor looks at.
    pub referer_url: Option<String>,
    /// The id of the message it answers.
    pub reply_to: Option<Value>,
    /// The client's own id of the message: sent again, it is the same message.
    pub echo_id: Option<String>,
    /// Files of a multipart body, or signed ids of files that were uploaded before.
    pub attachments: Option<Vec<Upload>>,
}

impl From<MessageText> for Written {
    fn from(sent: MessageText) -> Self {
        let (mut files, mut uploads) = (Vec::new(), Vec::new());
        for file in sent.attachments.unwrap_or_default() {
            match file {
                Upload::Part(stored) => files.push(stored),
                // what a form sends for a file that nobody chose
                Upload::Text(text) if text.trim().is_empty() => {}
                Upload::Text(signed_id) => uploads.push(signed_id),
            }
        }
        Written {
            content: sent.content,
            timestamp: sent.timestamp.unwrap_or_default(),
            referer_url: sent.referer_url,
            reply_to: Some(sent.reply_to.unwrap_or_default()),
            echo_id: sent.echo_id,
            files,
            uploads,
            campaign: None,
        }
    }
}

/// A message, and what its conversation is to have if it is the first.
#[derive(Debug, Object)]
#[oai(rename = "widget_message_create")]
pub struct MessageCreate {
    pub message: MessageText,
    /// Of the conversation that begins with this message.
    pub custom_attributes: Option<Json>,
    /// Of the conversation that begins with this message: those that the account has.
    pub labels: Option<Vec<String>>,
}

/// Who the visitor says they are, in a form.
#[derive(Debug, Default, Object)]
#[oai(rename = "widget_form_contact")]
pub struct FormContact {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    /// Merged into what is there, objects within objects too.
    pub custom_attributes: Option<Json>,
}

/// A conversation that begins with a filled form.
#[derive(Debug, Object)]
#[oai(rename = "widget_conversation_create")]
pub struct ConversationCreate {
    pub contact: Option<FormContact>,
    pub message: Option<MessageText>,
    pub custom_attributes: Option<Json>,
}

impl ConversationCreate {
    /// Who the visitor is, what they write, and the attributes.
    pub fn read(self) -> (Identification, Written, Map<String, Value>) {
        let contact = self.contact.unwrap_or_default();
        let said = Identification {
            name: contact.name,
            email: contact.email,
            phone_number: contact.phone_number,
            custom_attributes: fields(contact.custom_attributes),
            keeps_name: true,
            ..Identification::default()
        };
        (said, self.message.map(Into::into).unwrap_or_default(), fields(self.custom_attributes))
    }
}

/// Whether the visitor is writing.
#[derive(Debug, Object)]
#[oai(rename = "typing_toggle")]
pub struct TypingToggle {
    /// `on` or `off`; anything else tells nobody anything.
    pub typing_status: Option<String>,
}

impl TypingToggle {
    /// Whether they began; nothing when that is not said.
    pub fn is_on(&self) -> Option<bool> {
        match self.typing_status.as_deref() {
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => None,
        }
    }
}

/// What the visitor's conversation is to have.
#[derive(Debug, Object)]
#[oai(rename = "widget_conversation_attributes")]
pub struct AttributesSet {
    /// In place of all that are there.
    pub custom_attributes: Option<Json>,
}

/// What the visitor's conversation is to lose.
#[derive(Debug, Object)]
#[oai(rename = "widget_conversation_attributes_drop")]
pub struct ConversationDropped {
    /// Names of attributes.
    pub custom_attribute: Option<Vec<String>>,
}

/// What the visitor is to lose.
#[derive(Debug, Object)]
#[oai(rename = "widget_contact_attributes_drop")]
pub struct AttributesDropped {
    /// Names of attributes.
    pub custom_attributes: Option<Vec<String>>,
}

/// What is said of the visitor.
#[derive(Debug, Object)]
#[oai(rename = "widget_contact_update")]
pub struct ContactChange {
    pub name: Option<String>,
    /// Passed over when it cannot be one, as the next.
    pub email: Option<String>,
    pub phone_number: Option<String>,
    /// Where a picture can be fetched from.
    pub avatar_url: Option<String>,
    /// The contact's id in an outside system; passed over where it has to be proven.
    pub identifier: Option<String>,
    /// Merged into what is there, objects within objects too; as the next.
    pub custom_attributes: Option<Json>,
    pub additional_attributes: Option<Json>,
}

impl From<ContactChange> for Identification {
    fn from(sent: ContactChange) -> Self {
        Identification {
            identifier: sent.identifier,
            email: sent.email,
            phone_number: sent.phone_number,
            name: sent.name,
            avatar_url: sent.avatar_url,
            additional_attributes: fields(sent.additional_attributes),
            custom_attributes: fields(sent.custom_attributes),
            keeps_name: false,
        }
    }
}

/// Who the website says the visitor is.
#[derive(Debug, Object)]
#[oai(rename = "widget_user_set")]
pub struct UserIdentity {
    #[oai(flatten)]
    pub contact: ContactChange,
    /// The HMAC-SHA256 of the identifier under the inbox's `hmac_token`, in lower-case hexadecimal.
    pub identifier_hash: Option<String>,
    /// Kept in `additional_attributes`; as the next four.
    pub company_name: Option<Value>,
    pub city: Option<Value>,
    pub country_code: Option<Value>,
    pub description: Option<Value>,
    pub social_profiles: Option<Value>,
}

impl UserIdentity {
    /// Who it is, and the hash that proves it.
    pub fn read(self) -> (Identification, Option<String>) {
        let mut said = Identification::from(self.contact);
        let beside = [
            ("company_name", self.company_name),
            ("city", self.city),
            ("country_code", self.country_code),
            ("description", self.description),
            ("social_profiles", self.social_profiles),
        ];
        for (name, value) in beside {
            if let Some(value) = value {
                said.additional_attributes.entry(name).or_insert(value);
            }
        }
        (said, self.identifier_hash)
    }
}

/// The e-mail address that is asked for.
#[derive(Debug, Default, Object)]
#[oai(rename = "widget_answer_contact")]
pub struct AnswerContact {
    pub email: Option<String>,
    pub name: Option<String>,
}

/// The values that are asked for.
#[derive(Debug, Default, Object)]
#[oai(rename = "widget_answer_message")]
pub struct AnswerMessage {
    /// A list of `{title, value}` or `{name, value}`; for a survey `{csat_survey_response: {rating, feedback_message}}`.
    pub submitted_values: Option<Value>,
}

/// What the visitor answers to a message that asks something.
#[derive(Debug, Object)]
#[oai(rename = "widget_answer")]
pub struct Answer {
    pub contact: Option<AnswerContact>,
    pub message: Option<AnswerMessage>,
}

/// Something that happened on the page.
#[derive(Debug, Object)]
#[oai(rename = "widget_event")]
pub struct EventReport {
    /// `webwidget.triggered`, when the visitor opens the widget.
    pub name: Option<String>,
    pub event_info: Option<Json>,
}

/// A label of the account.
#[derive(Debug, Object)]
#[oai(rename = "widget_label")]
pub struct LabelSet {
    pub label: Option<String>,
}
