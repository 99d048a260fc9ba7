//! The verbs of labels: create, update, delete.

use serde_json::json;

use super::model::{Label, LabelChange};
use super::sql;
use crate::base::ids::{AccountId, LabelId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Creates a label. 422 naming all rules that are broken, or `Title has already been taken`.
pub fn create(tx: &Tx, account: AccountId, new: LabelChange, by: Actor) -> Result<Label> {
    let label = new.apply(Label::blank(account, tx.now));
    label.check()?;
    let id = sql::insert(tx, &label)?;
    tx.emit(Event::new(account, EventKind::LabelCreated, id.0, by))?;
    sql::find(tx, account, id)
}

/// Changes a label; no event when nothing changed. Conversations and contacts follow a new title in a job. 422 as [`create`].
pub fn update(tx: &Tx, account: AccountId, id: LabelId, change: LabelChange, by: Actor) -> Result<Label> {
    let before = sql::find(tx, account, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(account, EventKind::LabelUpdated, id.0, by).with_changes(changes))?;
    if after.title != before.title {
        let payload = json!({"account_id": account, "from": before.title, "to": after.title});
        tx.enqueue("rename_label", payload)?;
    }
    sql::find(tx, account, id)
}

/// Takes a label off the account's list; conversations and contacts keep the text.
pub fn delete(tx: &Tx, account: AccountId, id: LabelId, by: Actor) -> Result<()> {
    let label = sql::find(tx, account, id)?;
    sql::delete(tx, account, id)?;
    let mut event = Event::new(account, EventKind::LabelDeleted, id.0, by);
    event.snapshot = Some(label.snapshot());
    tx.emit(event)?;
    Ok(())
}
