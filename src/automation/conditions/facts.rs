//! What a conversation is at the moment a rule looks at it.

use serde_json::Value;

use super::{Condition, Custom};
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::base::{Changes, Happened, Millis, Result};
use crate::contacts::{self, Contact};
use crate::conversations::{self, Conversation, Priority, Status};
use crate::messages::{self, Message, MessageType};
use crate::store::Db;

/// A conversation with what belongs to it.
#[derive(Debug, Clone)]
pub struct Facts {
    pub conversation: Conversation,
    labels: Vec<String>,
    contact: Contact,
    message: Option<Message>,
    changes: Changes,
}

/// A value as conditions compare it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fact {
    /// Lower-case. None when there is no value.
    Texts(Vec<String>),
    Time(Millis),
}

impl Facts {
    /// As things stand after what happened.
    pub fn load(
        db: &Db,
        account: AccountId,
        id: ConversationId,
        happened: &Happened,
        message: Option<MessageId>,
    ) -> Result<Self> {
        let conversation = conversations::find_by_id(db, account, id)?;
        Ok(Facts {
            labels: conversations::labels_of(db, account, id)?,
            contact: contacts::find(db, account, conversation.contact)?,
            message: message.map(|id| messages::by_id(db, account, id)).transpose()?,
            changes: happened.changes.clone(),
            conversation,
        })
    }

    /// What the condition is about.
    pub(super) fn fact(&self, condition: &Condition) -> Fact {
        match condition.custom {
            Some(Custom::Conversation) => custom(&self.conversation.custom_attributes, &condition.key),
            Some(Custom::Contact) => custom(&self.contact.custom_attributes, &condition.key),
            None => self.standard(&condition.key),
        }
    }

    /// What the event changed it from and to, when it did.
    pub(super) fn change(&self, condition: &Condition) -> Option<(Vec<String>, Vec<String>)> {
        let (before, after) = match condition.custom {
            Some(Custom::Contact) => return None,
            Some(Custom::Conversation) => {
                let (before, after) = self.changes.of("custom_attributes")?;
                (before.get(&condition.key)?, after.get(&condition.key)?)
            }
            None if condition.key == "labels" => self.changes.of("label_list")?,
            None => self.changes.of(&condition.key)?,
        };
        (before != after).then(|| (list(before), list(after)))
    }

    fn standard(&self, key: &str) -> Fact {
        let (c, contact) = (&self.conversation, &self.contact);
        let id = |id: Option<i64>| texts(id.map(|id| id.to_string()));
        let message = self.message.as_ref();
        match key {
            "status" => texts(Some(Status::name(c.status))),
            "priority" => texts(c.priority.map(Priority::name)),
            "assignee_id" => id(c.assignee.map(|user| user.0)),
            "team_id" => id(c.team.map(|team| team.0)),
            "inbox_id" => id(Some(c.inbox.0)),
            "display_id" => id(Some(c.display_id.0)),
            "labels" => Fact::Texts(self.labels.iter().map(|label| label.to_lowercase()).collect()),
            "created_at" => Fact::Time(c.created_at),
            "last_activity_at" => Fact::Time(c.last_activity_at),
            "name" => texts(contact.name.as_deref()),
            "email" => texts(contact.email.as_deref()),
            "phone_number" => texts(contact.phone_number.as_deref()),
            "identifier" => texts(contact.identifier.as_deref()),
            "country_code" | "city" => custom(&contact.additional_attributes, key),
            "company" => custom(&contact.additional_attributes, "company_name"),
            "blocked" => texts(Some(contact.blocked.to_string())),
            "content" => texts(message.and_then(|m| m.content.as_deref())),
            "message_type" => texts(message.map(|m| type_name(m.message_type))),
            "content_type" => texts(message.map(|m| m.content_type.name())),
            "private_note" => texts(message.map(|m| m.private.to_string())),
            // browser_language, conversation_language, referer, mail_subject, campaign_id
            _ => custom(&c.additional_attributes, key),
        }
    }
}

fn type_name(message_type: MessageType) -> &'static str {
    match message_type {
        MessageType::Incoming => "incoming",
        MessageType::Outgoing => "outgoing",
        MessageType::Activity => "activity",
        MessageType::Template => "template",
    }
}

fn texts<T: AsRef<str>>(text: Option<T>) -> Fact {
    let text = text.map(|text| text.as_ref().trim().to_lowercase()).filter(|text| !text.is_empty());
    Fact::Texts(text.into_iter().collect())
}

/// A value of an object that is stored as its text.
fn custom(stored: &str, key: &str) -> Fact {
    let object: Value = serde_json::from_str(stored).unwrap_or_default();
    Fact::Texts(object.get(key).map(list).unwrap_or_default())
}

/// A value's texts: none for null and the empty text, several for a list.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::Array(items) => items.iter().flat_map(list).collect(),
        Value::String(text) => vec![text.trim().to_lowercase()],
        other => vec![other.to_string()],
    }
}
