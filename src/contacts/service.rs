//! The verbs of contacts: create, update, drop_attributes, remove_picture, touch.

use serde_json::{Map, Value, json};

use super::model::{Contact, ContactChange};
use super::sql;
use crate::base::ids::{AccountId, ContactId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Millis, Result};
use crate::files;
use crate::store::Tx;

/// Creates a contact without an address in any inbox. 422 naming all rules that are broken.
pub fn create(tx: &Tx, account: AccountId, new: ContactChange, by: Actor) -> Result<Contact> {
    let id = add(tx, account, new)?;
    tx.emit(Event::new(account, EventKind::ContactCreated, id.0, by))?;
    sql::find(tx, account, id)
}

/// The same, untold.
pub(super) fn add(tx: &Tx, account: AccountId, new: ContactChange) -> Result<ContactId> {
    let contact = new.apply(Contact::blank(account, tx.now));
    check(tx, &contact)?;
    if let Some(picture) = contact.avatar {
        files::link(tx, picture, Some(account))?;
    }
    sql::insert(tx, &contact)
}

/// Changes a contact; no event when nothing that is shown changed. 422 naming all rules that are broken.
pub fn update(tx: &Tx, account: AccountId, id: ContactId, change: ContactChange, by: Actor) -> Result<Contact> {
    let before = sql::find(tx, account, id)?;
    let after = alter(tx, before.clone(), change)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(after)
}

/// The same, untold.
pub(super) fn alter(tx: &Tx, before: Contact, change: ContactChange) -> Result<Contact> {
    let after = change.apply(before.clone());
    if after == before {
        return Ok(before);
    }
    check(tx, &after)?;
    replace_picture(tx, &before, &after)?;
    sql::save(tx, &after)?;
    sql::find(tx, before.account, before.id)
}

/// Takes custom attributes of these names away; no event when there are none.
pub fn drop_attributes(tx: &Tx, account: AccountId, id: ContactId, names: &[String], by: Actor) -> Result<Contact> {
    let before = sql::find(tx, account, id)?;
    let mut attributes: Map<String, Value> = serde_json::from_str(&before.custom_attributes).unwrap_or_default();
    attributes.retain(|name, _| !names.contains(name));
    let after = Contact { custom_attributes: Value::Object(attributes).to_string(), ..before.clone() };
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    sql::find(tx, account, id)
}

/// Takes the picture away, and the address of one that was to be fetched; no event when there is none.
pub fn remove_picture(tx: &Tx, account: AccountId, id: ContactId, by: Actor) -> Result<Contact> {
    let before = sql::find(tx, account, id)?;
    let after = Contact { avatar: None, avatar_source_url: None, ..before.clone() };
    if after == before {
        return Ok(before);
    }
    replace_picture(tx, &before, &after)?;
    sql::save(tx, &after)?;
    let after = sql::find(tx, account, id)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(after)
}

/// Notes that the contact did something: one event, unless it is noted already.
pub fn touch(tx: &Tx, account: AccountId, id: ContactId, at: Millis, by: Actor) -> Result<()> {
    let before = sql::set_last_activity(tx, account, id, at)?;
    let iso = |at: Option<Millis>| at.map_or(Value::Null, |at| json!(at.iso()));
    let mut changes = Changes::default();
    if changes.note("last_activity_at", iso(before), iso(Some(at))) {
        tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(())
}

fn check(tx: &Tx, contact: &Contact) -> Result<()> {
    let errors = contact.errors(sql::taken(tx, contact)?);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn replace_picture(tx: &Tx, before: &Contact, after: &Contact) -> Result<()> {
    if before.avatar == after.avatar {
        return Ok(());
    }
    if let Some(new) = after.avatar {
        files::link(tx, new, Some(after.account))?;
    }
    before.avatar.map_or(Ok(()), |old| files::delete(tx, old))
}
