//! A merger is undone: both contacts are there again at once, and what moved goes back in steps.

use serde_json::json;

use super::model::{Merge, Values};
use super::{UNDOABLE, moving};
use crate::base::ids::{AccountId, ContactId, MergeId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::contacts::model::Contact;
use crate::contacts::sql;
use crate::files;
use crate::store::{Db, Tx};

/// Two contacts that were one.
#[derive(Debug)]
pub struct Parted {
    pub contact: Contact,
    /// The one that is back.
    pub restored: Contact,
}

/// Refuses while the contact is being parted from another: until everything is back, it must stay what it is.
pub fn require_settled(db: &Db, account: AccountId, id: ContactId) -> Result<()> {
    if sql::is_parting(db, account, id)? {
        return Err(Error::refused("This contact is being parted from another one, please try again later"));
    }
    Ok(())
}

/// Undoes a merger into the contact, or its last one. 404 when there is none such, or none any more. Values that changed since
/// stay; values that somebody else has by now are lost.
pub fn undo(tx: &Tx, account: AccountId, id: ContactId, merge: Option<MergeId>, by: Actor) -> Result<Parted> {
    let before = sql::find(tx, account, id)?;
    let merge = sql::undoable(tx, account, id, merge, tx.now.plus(-UNDOABLE))?;
    let mut changes = take_labels(tx, &merge)?;
    let parted = Values::of(&before).without_merger(&merge.before, &merge.after);
    let (is_handed_back, last_activity_at) = (parted.avatar != before.avatar, parted.last_activity_at);
    let picture = before.avatar.filter(|_| is_handed_back);
    sql::save(tx, &parted.give(before.clone()))?;
    sql::restore_last_activity(tx, account, id, last_activity_at)?;
    restore(tx, &merge)?;
    if let Some(picture) = picture {
        sql::set_avatar(tx, account, merge.merged, Some(picture))?;
    }
    sql::set_undone(tx, &merge)?;
    if moving::step(tx, account, merge.id)? {
        tx.enqueue("merge_contact", json!({"account_id": account, "merge_id": merge.id}))?;
    }
    let (contact, restored) = (sql::find(tx, account, id)?, sql::find(tx, account, merge.merged)?);
    tx.emit(Event::new(account, EventKind::ContactRestored, restored.id.0, by))?;
    changes.0.extend(before.changes_to(&contact).0);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(Parted { contact, restored })
}

/// Takes the labels back that the survivor was given.
fn take_labels(tx: &Tx, merge: &Merge) -> Result<Changes> {
    let before = sql::labels_of(tx, merge.account, merge.contact)?;
    let after: Vec<String> = before.iter().filter(|label| !merge.labels.contains(label)).cloned().collect();
    let mut changes = Changes::default();
    if changes.note("label_list", before, after.clone()) {
        sql::replace_labels(tx, merge.account, merge.contact, &after)?;
    }
    Ok(changes)
}

/// Shows the merged contact again, without what belongs to somebody else by now.
fn restore(tx: &Tx, merge: &Merge) -> Result<()> {
    let mut contact = sql::find_hidden(tx, merge.account, merge.merged)?;
    let taken = sql::taken(tx, &contact)?;
    contact.email = contact.email.filter(|_| !taken.email);
    contact.phone_number = contact.phone_number.filter(|_| !taken.phone_number);
    contact.identifier = contact.identifier.filter(|_| !taken.identifier);
    sql::save(tx, &contact)?;
    sql::show(tx, merge.account, merge.merged)
}

/// Takes the picture of a contact that goes for good.
pub(super) fn discard_picture(tx: &Tx, account: AccountId, id: ContactId) -> Result<()> {
    let picture = sql::avatar_of_hidden(tx, account, id)?.flatten();
    picture.map_or(Ok(()), |picture| files::delete(tx, picture))
}
