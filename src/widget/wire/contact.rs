//! Visitors as they see themselves.

use poem_openapi::Object;
use serde::Serialize;

use crate::base::Millis;
use crate::base::ids::{AccountId, ContactId};
use crate::contacts::Contact;
use crate::http::wire::Json;

/// Everything that is stored of a contact.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_record")]
pub struct ContactRow {
    pub id: ContactId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub account_id: AccountId,
    /// ISO 8601, as the next.
    pub created_at: String,
    pub updated_at: String,
    pub additional_attributes: Json,
    /// The contact's id in an outside system.
    pub identifier: Option<String>,
    pub custom_attributes: Json,
    /// ISO 8601.
    pub last_activity_at: Option<String>,
    /// `visitor` or `lead`.
    pub contact_type: String,
    /// Always empty, as the next three.
    pub middle_name: String,
    pub last_name: String,
    pub location: String,
    pub country_code: String,
    pub blocked: bool,
    /// Always null.
    pub company_id: Option<i64>,
}

impl From<Contact> for ContactRow {
    fn from(c: Contact) -> Self {
        ContactRow {
            contact_type: c.contact_type().to_owned(),
            id: c.id,
            name: c.name,
            email: c.email,
            phone_number: c.phone_number,
            account_id: c.account,
            created_at: c.created_at.iso(),
            updated_at: c.updated_at.iso(),
            additional_attributes: c.additional_attributes.into(),
            identifier: c.identifier,
            custom_attributes: c.custom_attributes.into(),
            last_activity_at: c.last_activity_at.map(Millis::iso),
            middle_name: String::new(),
            last_name: String::new(),
            location: String::new(),
            country_code: String::new(),
            blocked: c.blocked,
            company_id: None,
        }
    }
}

/// What is known of the visitor.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_contact")]
pub struct ContactSeen {
    /// Null as long as the visitor is nobody yet.
    pub id: Option<ContactId>,
    pub has_email: bool,
    pub has_name: bool,
    pub has_phone_number: bool,
    /// The contact's id in an outside system.
    pub identifier: Option<String>,
}

impl From<Option<Contact>> for ContactSeen {
    fn from(contact: Option<Contact>) -> Self {
        let has = |value: fn(&Contact) -> &Option<String>| {
            contact.as_ref().and_then(|c| value(c).as_deref()).is_some_and(|text| !text.is_empty())
        };
        ContactSeen {
            id: contact.as_ref().map(|c| c.id),
            has_email: has(|c| &c.email),
            has_name: has(|c| &c.name),
            has_phone_number: has(|c| &c.phone_number),
            identifier: contact.and_then(|c| c.identifier),
        }
    }
}

/// What is known of a user of the website, and the token of the session that is theirs now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_user")]
pub struct UserSet {
    #[oai(flatten)]
    #[serde(flatten)]
    pub contact: ContactSeen,
    /// Only when the user got another session: the visitor had been somebody else.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget_auth_token: Option<String>,
}
