//! A contact, its addresses, and the rules they obey (contract 3.1).

use serde_json::{Map, Value};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, BlobId, ContactId, ContactInboxId, InboxId};
use crate::base::{Changes, FieldError, Millis, text};

/// The longest short text, in characters.
const LONGEST: usize = 255;

/// A row of `contacts`.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    pub id: ContactId,
    pub account: AccountId,
    pub name: Option<String>,
    /// Lower-case.
    pub email: Option<String>,
    pub phone_number: Option<String>,
    /// The contact's id in an outside system.
    pub identifier: Option<String>,
    pub blocked: bool,
    /// A JSON object as text.
    pub additional_attributes: String,
    /// A JSON object as text.
    pub custom_attributes: String,
    pub avatar: Option<BlobId>,
    /// The address of the picture, empty without one.
    pub avatar_url: String,
    /// Where a picture is to be fetched from.
    pub avatar_source_url: Option<String>,
    pub last_activity_at: Option<Millis>,
    pub conversations_count: i64,
    /// Whether the contact's widget showed a sign of life lately.
    pub is_online: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Contact {
    /// A contact that is not stored yet, with the defaults.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Contact {
            id: ContactId(0),
            account,
            name: Some(String::new()),
            email: None,
            phone_number: None,
            identifier: None,
            blocked: false,
            additional_attributes: "{}".to_owned(),
            custom_attributes: "{}".to_owned(),
            avatar: None,
            avatar_url: String::new(),
            avatar_source_url: None,
            last_activity_at: None,
            conversations_count: 0,
            is_online: false,
            created_at: now,
            updated_at: now,
        }
    }

    /// The name as it is sorted and searched.
    pub(super) fn name_key(&self) -> String {
        self.name.as_deref().unwrap_or_default().to_lowercase()
    }

    /// `lead` for whoever can be reached or is known elsewhere, else `visitor`.
    pub fn contact_type(&self) -> &'static str {
        let is_known = self.email.is_some() || self.phone_number.is_some() || self.identifier.is_some();
        if is_known { "lead" } else { "visitor" }
    }

    /// This contact with what only the other one has.
    pub(super) fn completed_by(mut self, other: Contact) -> Self {
        let complete = |mine: Option<String>, theirs| text::presence(mine).or(theirs);
        self.name = complete(self.name, other.name);
        self.email = complete(self.email, other.email);
        self.phone_number = complete(self.phone_number, other.phone_number);
        self.identifier = complete(self.identifier, other.identifier);
        self.avatar = self.avatar.or(other.avatar);
        self.avatar_source_url = self.avatar_source_url.or(other.avatar_source_url);
        self.last_activity_at = self.last_activity_at.max(other.last_activity_at);
        for (mine, theirs) in [
            (&mut self.additional_attributes, other.additional_attributes),
            (&mut self.custom_attributes, other.custom_attributes),
        ] {
            let mut both = object(mine);
            fill_up(&mut both, object(&theirs));
            *mine = Value::Object(both).to_string();
        }
        self
    }

    /// All rules that are broken, in the order in which Chatwoot names them.
    pub(super) fn errors(&self, taken: Taken) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let long = |attribute, label, text: &Option<String>| {
            text.as_deref().and_then(|text| too_long(attribute, label, text, LONGEST))
        };
        let mut refuse = |is_wrong: bool, attribute: &'static str, message: &str, code| {
            if is_wrong {
                errors.push(FieldError::new(attribute, message, code));
            }
        };
        refuse(taken.email, "email", "Email has already been taken", "taken");
        let is_email = self.email.as_deref().is_none_or(text::is_email);
        refuse(!is_email, "email", "Email Invalid email", "invalid");
        refuse(taken.identifier, "identifier", "Identifier has already been taken", "taken");
        refuse(taken.phone_number, "phone_number", "Phone number has already been taken", "taken");
        let is_phone = self.phone_number.as_deref().is_none_or(text::is_e164);
        refuse(!is_phone, "phone_number", "Phone number should be in e164 format", "invalid");
        errors.extend(long("name", "Name", &self.name));
        errors.extend(long("email", "Email", &self.email));
        errors.extend(long("identifier", "Identifier", &self.identifier));
        errors
    }

    /// What differs between this contact and its later state, as far as it is shown.
    pub(super) fn changes_to(&self, after: &Contact) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_deref(), after.name.as_deref());
        changes.note("email", self.email.as_deref(), after.email.as_deref());
        changes.note("phone_number", self.phone_number.as_deref(), after.phone_number.as_deref());
        changes.note("identifier", self.identifier.as_deref(), after.identifier.as_deref());
        changes.note("blocked", self.blocked, after.blocked);
        for (attribute, before, after) in [
            ("additional_attributes", &self.additional_attributes, &after.additional_attributes),
            ("custom_attributes", &self.custom_attributes, &after.custom_attributes),
        ] {
            if before != after {
                changes.note(attribute, object(before), object(after));
            }
        }
        changes.note("avatar_url", self.avatar_url.as_str(), after.avatar_url.as_str());
        changes
    }
}

/// Which of a contact's values belong to another contact of the account.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken {
    pub email: bool,
    pub phone_number: bool,
    pub identifier: bool,
}

/// What a caller wants a contact to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    pub name: Option<Option<String>>,
    /// Blank means none, as for the next two.
    pub email: Option<Option<String>>,
    pub phone_number: Option<Option<String>>,
    pub identifier: Option<Option<String>>,
    pub blocked: Option<bool>,
    /// Laid over what is there, key by key; as are the next.
    pub additional_attributes: Map<String, Value>,
    pub custom_attributes: Map<String, Value>,
    /// An upload that nothing uses yet.
    pub avatar: Option<BlobId>,
    pub avatar_source_url: Option<String>,
}

impl ContactChange {
    /// The contact as it is to be.
    pub(super) fn apply(self, mut contact: Contact) -> Contact {
        let email = |email: Option<String>| text::presence(email).map(|email| email.to_lowercase());
        contact.name = self.name.unwrap_or(contact.name);
        contact.email = self.email.map_or(contact.email, email);
        contact.phone_number = self.phone_number.map_or(contact.phone_number, text::presence);
        contact.identifier = self.identifier.map_or(contact.identifier, text::presence);
        contact.blocked = self.blocked.unwrap_or(contact.blocked);
        merge(&mut contact.additional_attributes, self.additional_attributes);
        merge(&mut contact.custom_attributes, self.custom_attributes);
        contact.avatar = self.avatar.or(contact.avatar);
        contact.avatar_source_url = self.avatar_source_url.or(contact.avatar_source_url);
        contact
    }
}

/// A column of JSON as a tree: it holds what was written as JSON, the schema checks it.
fn object(stored: &str) -> Map<String, Value> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// Adds values that are missing, objects within objects too.
fn fill_up(own: &mut Map<String, Value>, others: Map<String, Value>) {
    for (key, value) in others {
        match (own.get_mut(&key), value) {
            (Some(Value::Object(own)), Value::Object(others)) => fill_up(own, others),
            (Some(_), _) => {}
            (None, value) => drop(own.insert(key, value)),
        }
    }
}

/// Lays values over those of a stored object.
fn merge(stored: &mut String, values: Map<String, Value>) {
    if values.is_empty() {
        return;
    }
    let mut merged = object(stored);
    merged.extend(values);
    *stored = Value::Object(merged).to_string();
}

/// A row of `contact_inboxes`: a contact's address in an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactInbox {
    pub id: ContactInboxId,
    pub account: AccountId,
    pub contact: ContactId,
    pub inbox: InboxId,
    /// Unique within the inbox.
    pub source_id: String,
    /// Whether the contact's identity was proven.
    pub hmac_verified: bool,
    pub pubsub_token: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// What decides how the addresses of an inbox look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    Website,
    Api,
    Email,
}

impl Channel {
    /// From the stored channel type.
    pub fn of(channel_type: &str) -> Self {
        match channel_type {
            "Channel::Email" => Channel::Email,
            "Channel::WebWidget" => Channel::Website,
            _ => Channel::Api,
        }
    }
}

#[cfg(test)]
mod tests;
