//! Who a visitor says they are: they may turn out to be somebody who is known already (realtime-and-widget 2.6).

use serde_json::{Map, Value};

use super::model::{Contact, ContactChange};
use super::{merging, names, service, sql};
use crate::base::ids::{AccountId, ContactId};
use crate::base::text::{is_e164, is_email, is_http_url, presence};
use crate::base::{Actor, Result};
use crate::store::{Db, Tx};

/// What is said of a contact. Blank texts say nothing.
#[derive(Debug, Clone, Default)]
pub struct Identification {
    /// The contact's id in an outside system.
    pub identifier: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub name: Option<String>,
    /// Where a picture can be fetched from.
    pub avatar_url: Option<String>,
    pub additional_attributes: Map<String, Value>,
    pub custom_attributes: Map<String, Value>,
    /// Whether a name that is there stays.
    pub keeps_name: bool,
}

impl Identification {
    /// Without blank texts, and without addresses that cannot be any.
    fn cleaned(self) -> Self {
        let email = presence(self.email).map(|email| email.trim().to_lowercase());
        Identification {
            identifier: presence(self.identifier),
            email: email.filter(|email| is_email(email)),
            phone_number: presence(self.phone_number).filter(|number| is_e164(number)),
            name: presence(self.name),
            avatar_url: presence(self.avatar_url).filter(|url| is_http_url(url)),
            ..self
        }
    }

    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        let said = self.clone().cleaned();
        let texts = [said.identifier, said.email, said.phone_number, said.name, said.avatar_url];
        texts.iter().all(Option::is_none) && said.additional_attributes.is_empty() && said.custom_attributes.is_empty()
    }
}

/// Finds out who this is, and notes what was said of them. The current contact is merged into whoever has the identifier, the
/// e-mail address or the phone number already; without a current one that contact is it, or a new one.
///
/// An address stays with its owner when they are somebody else: when they have another identifier than was given or the current
/// contact has, or, for a phone number, another e-mail address than was given.
pub fn identify(
    tx: &Tx,
    account: AccountId,
    current: Option<ContactId>,
    said: Identification,
    by: Actor,
) -> Result<Contact> {
    let mut said = said.cleaned();
    let mut current = current.map(|id| sql::find(tx, account, id)).transpose()?;
    let known_as = said.identifier.clone().or_else(|| current.as_ref()?.identifier.clone());
    let is_other = |owner: &Contact| owner.identifier.is_some() && known_as.is_some() && owner.identifier != known_as;

    if let Some(identifier) = &said.identifier {
        let owner = sql::by_identifier(tx, account, identifier)?;
        current = join(tx, current, owner, by)?;
    }
    if let Some(email) = &said.email {
        match sql::by_email(tx, account, email)? {
            Some(owner) if is_other(&owner) => said.email = None,
            owner => current = join(tx, current, owner, by)?,
        }
    }
    if let Some(number) = &said.phone_number {
        let has_other_email =
            |owner: &Contact| owner.email.is_some() && said.email.is_some() && owner.email != said.email;
        match sql::by_phone_number(tx, account, number)? {
            Some(owner) if is_other(&owner) || has_other_email(&owner) => said.phone_number = None,
            owner => current = join(tx, current, owner, by)?,
        }
    }
    match current {
        Some(contact) => service::update(tx, account, contact.id, change(said, Some(&contact)), by),
        None => {
            said.name.get_or_insert_with(names::random);
            service::create(tx, account, change(said, None), by)
        }
    }
}

/// Whom of the account's contacts this describes, changing nothing: the owner of the identifier, the e-mail address or the phone
/// number, unless the identifier says that they are somebody else.
pub fn recognise(db: &Db, account: AccountId, said: &Identification) -> Result<Option<Contact>> {
    let said = said.clone().cleaned();
    let may_be = |owner: &Contact| said.identifier.is_none() || owner.identifier.is_none();
    if let Some(identifier) = &said.identifier
        && let Some(owner) = sql::by_identifier(db, account, identifier)?
    {
        return Ok(Some(owner));
    }
    if let Some(email) = &said.email
        && let Some(owner) = sql::by_email(db, account, email)?.filter(may_be)
    {
        return Ok(Some(owner));
    }
    match &said.phone_number {
        Some(number) => Ok(sql::by_phone_number(db, account, number)?.filter(may_be)),
        None => Ok(None),
    }
}

/// The current contact and the owner of what was said are one.
fn join(tx: &Tx, current: Option<Contact>, owner: Option<Contact>, by: Actor) -> Result<Option<Contact>> {
    match (current, owner) {
        (Some(current), Some(owner)) if current.id != owner.id => {
            merging::merge(tx, owner.account, owner.id, current.id, by).map(Some)
        }
        (current, owner) => Ok(owner.or(current)),
    }
}

/// What was said, as a change of the contact.
fn change(said: Identification, contact: Option<&Contact>) -> ContactChange {
    let has_name = contact.and_then(|c| c.name.as_deref()).is_some_and(|name| !name.trim().is_empty());
    let has_picture = contact.is_some_and(|c| c.avatar.is_some());
    let stored = |text: fn(&Contact) -> &String| contact.map(text).and_then(|t| serde_json::from_str(t).ok());
    let mut additional: Map<String, Value> = stored(|c| &c.additional_attributes).unwrap_or_default();
    let mut custom: Map<String, Value> = stored(|c| &c.custom_attributes).unwrap_or_default();
    lay_over(&mut additional, said.additional_attributes);
    lay_over(&mut custom, said.custom_attributes);
    ContactChange {
        name: said.name.filter(|_| !(said.keeps_name && has_name)).map(Some),
        email: said.email.map(Some),
        phone_number: said.phone_number.map(Some),
        identifier: said.identifier.map(Some),
        additional_attributes: additional,
        custom_attributes: custom,
        avatar_source_url: said.avatar_url.filter(|_| !has_picture),
        ..ContactChange::default()
    }
}

/// Lays values over others, objects within objects too.
fn lay_over(below: &mut Map<String, Value>, values: Map<String, Value>) {
    for (key, value) in values {
        match (below.get_mut(&key), value) {
            (Some(Value::Object(inner)), Value::Object(values)) => lay_over(inner, values),
            (_, value) => drop(below.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_laid_over_at_any_depth() {
        let mut below = json!({"a": {"x": 1, "y": {"z": 1}}, "b": 1}).as_object().cloned().unwrap();
        let above = json!({"a": {"y": {"w": 2}, "x": null}, "c": {"d": 3}}).as_object().cloned().unwrap();
        lay_over(&mut below, above);
        assert_eq!(Value::Object(below), json!({"a": {"x": null, "y": {"z": 1, "w": 2}}, "b": 1, "c": {"d": 3}}));
    }

    #[test]
    fn blank_and_impossible_values_say_nothing() {
        let said = |email: &str, phone: &str| Identification {
            email: Some(email.into()),
            phone_number: Some(phone.into()),
            name: Some(" ".into()),
            ..Identification::default()
        };
        assert!(said("ada", "0123").is_empty());
        assert!(!said("ada@x", "").is_empty());
        assert_eq!(said(" Ada@X.test", "").cleaned().email.as_deref(), Some("ada@x.test"));
    }
}
