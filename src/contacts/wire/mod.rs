//! How contacts look on the wire (contract 2.1, 2.2, 2.11), and what clients send about them.

mod labels;
mod merges;
mod notes;
mod transfers;

use std::sync::Arc;

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::{Map, Value};

use super::model::{Contact, ContactChange};
use crate::attributes::filter::wire::Condition;
use crate::base::ids::{ContactId, InboxId};
use crate::base::{Result, text};
use crate::http::wire::{Json, Upload};
use crate::inboxes::wire::{Inbox, InboxRecord};
use crate::users;
pub use labels::{AttributesRemoval, ContactLabels, ContactLabelsChange, ContactPayload};
pub use merges::{MergeList, MergeRequest, MergeShown, MergeUndo, PartedContacts, PartedPayload};
pub use notes::{NoteChange, NoteRoot, NoteShown};
pub use transfers::{ExportList, ExportRequest, ExportShown, ImportList, ImportPayload, ImportRequest, ImportShown};

crate::root_key!(ContactRoot, "contact", optional);

/// A customer.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact")]
pub struct ContactShown {
    /// Free; common keys are `city`, `country`, `company_name`, `description`, `social_profiles`.
    pub additional_attributes: Json,
    /// `online` or `offline`: whether the contact's widget is open.
    pub availability_status: String,
    /// Lower-case.
    pub email: Option<String>,
    pub id: ContactId,
    pub name: Option<String>,
    pub phone_number: Option<String>,
    /// Conversations of a blocked contact are muted.
    pub blocked: bool,
    /// The contact's id in an outside system.
    pub identifier: Option<String>,
    /// The address of the picture, empty without one.
    pub thumbnail: String,
    pub custom_attributes: Json,
    /// Unix seconds; left out while the contact never did anything.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_activity_at: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// Where the contact can be reached; left out inside conversations.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_inboxes: Option<Vec<ContactInbox>>,
    /// In lists only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversations_count: Option<i64>,
}

impl From<Contact> for ContactShown {
    fn from(c: Contact) -> Self {
        ContactShown {
            additional_attributes: Json::from(c.additional_attributes),
            availability_status: if c.is_online { "online" } else { "offline" }.to_owned(),
            email: c.email,
            id: c.id,
            name: c.name,
            phone_number: c.phone_number,
            blocked: c.blocked,
            identifier: c.identifier,
            thumbnail: c.avatar_url,
            custom_attributes: Json::from(c.custom_attributes),
            last_activity_at: c.last_activity_at.map(|at| at.seconds()),
            created_at: c.created_at.seconds(),
            contact_inboxes: None,
            conversations_count: None,
        }
    }
}

/// An address of a contact in an inbox.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_inboxes")]
pub struct ContactInbox {
    /// The contact's address in the inbox.
    pub source_id: String,
    pub inbox: Arc<Inbox>,
}

/// A contact as the sender of a message.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_sender")]
pub struct ContactSender {
    pub additional_attributes: Json,
    pub custom_attributes: Json,
    pub email: Option<String>,
    pub id: ContactId,
    pub identifier: Option<String>,
    pub name: Option<String>,
    pub phone_number: Option<String>,
    /// The address of the picture, empty without one.
    pub thumbnail: String,
    pub blocked: bool,
    /// Always `contact`.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    pub kind: String,
}

impl From<Contact> for ContactSender {
    fn from(c: Contact) -> Self {
        ContactSender {
            additional_attributes: Json::from(c.additional_attributes),
            custom_attributes: Json::from(c.custom_attributes),
            email: c.email,
            id: c.id,
            identifier: c.identifier,
            name: c.name,
            phone_number: c.phone_number,
            thumbnail: c.avatar_url,
            blocked: c.blocked,
            kind: "contact".to_owned(),
        }
    }
}

/// A contact, under `payload` and once more beside it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "extended_contact")]
pub struct OneContact {
    pub payload: ContactShown,
    #[oai(flatten)]
    #[serde(flatten)]
    pub contact: ContactShown,
}

impl From<ContactShown> for OneContact {
    fn from(contact: ContactShown) -> Self {
        OneContact { payload: contact.clone(), contact }
    }
}

/// A changed contact, under `payload` and once more beside it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_base")]
pub struct ChangedContact {
    pub payload: ContactShown,
    #[oai(flatten)]
    #[serde(flatten)]
    pub contact: ContactShown,
}

impl From<ContactShown> for ChangedContact {
    fn from(contact: ContactShown) -> Self {
        ChangedContact { payload: contact.clone(), contact }
    }
}

/// Where a new contact was put; both are null when no inbox was named.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "new_contact_inbox")]
pub struct NewPlace {
    pub inbox: Option<InboxRecord>,
    pub source_id: Option<String>,
}

/// A new contact with its first address.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "new_contact")]
pub struct NewContact {
    pub contact: ContactShown,
    pub contact_inbox: NewPlace,
}

/// A new contact, under `payload` and once more beside it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "created_contact")]
pub struct CreatedContact {
    pub payload: NewContact,
    #[oai(flatten)]
    #[serde(flatten)]
    pub contact: ContactShown,
}

/// Which page this is, and of how many contacts.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_list_meta")]
pub struct ListMeta {
    /// All contacts that match; exact up to ten thousand where something is searched for.
    pub count: i64,
    pub current_page: i64,
}

/// A page of contacts.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_list")]
pub struct ContactList {
    pub meta: ListMeta,
    pub payload: Vec<ContactShown>,
}

/// Which contacts are wanted.
#[derive(Debug, Object)]
#[oai(rename = "contact_filter")]
pub struct ContactFilter {
    /// On `name`, `phone_number`, `email`, `identifier`, `country_code`, `city`, `company`, `labels`, `created_at`,
    /// `last_activity_at`, `blocked` or a custom attribute; the first of their values counts. None for all contacts.
    pub payload: Option<Vec<Condition>>,
    /// From 1.
    pub page: Option<i64>,
    /// As in the list.
    pub sort: Option<String>,
    /// `true` (default) shows where the contacts can be reached.
    pub include_contact_inboxes: Option<String>,
}

/// An address whose contact is wanted.
#[derive(Debug, Object)]
#[oai(rename = "contact_inbox_filter")]
pub struct ContactInboxFilter {
    pub inbox_id: Option<InboxId>,
    /// The contact's address in the inbox.
    pub source_id: Option<String>,
}

/// Where a contact could be written to.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contactable_inboxes")]
pub struct ContactableInboxes {
    pub payload: Vec<ContactInbox>,
}

/// A new contact.
#[derive(Debug, Object)]
#[oai(rename = "contact_create")]
pub struct ContactCreate {
    /// An inbox to put the contact into.
    pub inbox_id: Option<InboxId>,
    /// The contact's address there; made up when it is left out.
    pub source_id: Option<String>,
    #[oai(flatten)]
    pub contact: ContactUpdate,
}

/// What a contact is to be; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "contact_update")]
pub struct ContactUpdate {
    name: MaybeUndefined<String>,
    /// Unique in the account.
    email: MaybeUndefined<String>,
    /// `+` and up to 15 digits; unique in the account.
    phone_number: MaybeUndefined<String>,
    /// The contact's id in an outside system; unique in the account.
    identifier: MaybeUndefined<String>,
    blocked: Option<bool>,
    /// Merged into what is there.
    additional_attributes: Option<Json>,
    /// Merged into what is there.
    custom_attributes: Option<Json>,
    /// A picture: PNG, JPEG or GIF, at most 15 MB.
    avatar: Option<Upload>,
    /// Where to fetch a picture from.
    avatar_url: Option<String>,
}

impl ContactUpdate {
    /// What was sent, unless the picture is none.
    pub fn read(self) -> Result<ContactChange> {
        let avatar = match self.avatar {
            Some(Upload::Part(picture)) => {
                users::check_picture(&picture)?;
                Some(picture.id)
            }
            Some(Upload::Text(_)) | None => None,
        };
        Ok(ContactChange {
            name: self.name.into(),
            email: self.email.into(),
            phone_number: self.phone_number.into(),
            identifier: self.identifier.into(),
            blocked: self.blocked,
            additional_attributes: fields(self.additional_attributes),
            custom_attributes: fields(self.custom_attributes),
            avatar,
            avatar_source_url: self.avatar_url.filter(|url| avatar.is_none() && text::is_http_url(url)),
        })
    }
}

fn fields(json: Option<Json>) -> Map<String, Value> {
    match json.map(|json| json.to_value()) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// An inbox that a contact is to be reached in.
#[derive(Debug, Object)]
#[oai(rename = "contact_inbox_create")]
pub struct ContactInboxCreate {
    pub inbox_id: Option<InboxId>,
    /// The contact's address there; made up when it is left out.
    pub source_id: Option<String>,
    /// Whether the contact's identity was proven.
    pub hmac_verified: Option<bool>,
}
