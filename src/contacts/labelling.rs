//! Labels of a contact: the whole set at once.

use super::sql;
use crate::base::ids::{AccountId, ContactId};
use crate::base::{Actor, Changes, Event, EventKind, Result};
use crate::labels::label_set;
use crate::store::{Db, Tx};

/// The labels of a contact, by name. 404 when the account has none such.
pub fn labels(db: &Db, account: AccountId, id: ContactId) -> Result<Vec<String>> {
    sql::find(db, account, id)?;
    sql::labels_of(db, account, id)
}

/// Replaces the labels; no event when they are the same. Answers the new set, by name.
pub fn replace(tx: &Tx, account: AccountId, id: ContactId, labels: &[String], by: Actor) -> Result<Vec<String>> {
    let before = self::labels(tx, account, id)?;
    let after = label_set(labels)?;
    let mut changes = Changes::default();
    if changes.note("label_list", before.clone(), after.clone()) {
        sql::replace_labels(tx, account, id, &after)?;
        tx.emit(Event::new(account, EventKind::ContactUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(after)
}
