//! The verbs of canned responses: create, update, delete.

use super::model::{CannedResponse, CannedResponseChange};
use super::sql;
use crate::base::ids::{AccountId, CannedResponseId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Creates a response. 422 naming all rules that are broken, or `Short code has already been taken`.
pub fn create(tx: &Tx, account: AccountId, new: CannedResponseChange, by: Actor) -> Result<CannedResponse> {
    let response = new.apply(CannedResponse::blank(account, tx.now));
    response.check()?;
    let id = sql::insert(tx, &response)?;
    tx.emit(Event::new(account, EventKind::CannedResponseCreated, id.0, by))?;
    sql::find(tx, account, id)
}

/// Changes a response; no event when nothing changed. 422 as [`create`].
pub fn update(
    tx: &Tx,
    account: AccountId,
    id: CannedResponseId,
    change: CannedResponseChange,
    by: Actor,
) -> Result<CannedResponse> {
    let before = sql::find(tx, account, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(account, EventKind::CannedResponseUpdated, id.0, by).with_changes(changes))?;
    sql::find(tx, account, id)
}

/// Deletes a response.
pub fn delete(tx: &Tx, account: AccountId, id: CannedResponseId, by: Actor) -> Result<()> {
    let response = sql::find(tx, account, id)?;
    sql::delete(tx, account, id)?;
    let mut event = Event::new(account, EventKind::CannedResponseDeleted, id.0, by);
    event.snapshot = Some(response.snapshot());
    tx.emit(event)?;
    Ok(())
}
