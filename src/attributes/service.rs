//! The verbs of definitions: create, update, delete.

use super::model::{Definition, DefinitionChange};
use super::sql;
use crate::base::ids::{AccountId, AttributeId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Defines an attribute. 422 naming all rules that are broken, or `Attribute key has already been taken`.
pub fn create(tx: &Tx, account: AccountId, new: DefinitionChange, by: Actor) -> Result<Definition> {
    let definition = new.apply(Definition::blank(account, tx.now));
    definition.check()?;
    let id = sql::insert(tx, &definition)?;
    tx.emit(Event::new(account, EventKind::CustomAttributeCreated, id.0, by))?;
    sql::find(tx, account, id)
}

/// Changes a definition; no event when nothing changed. The values that are there stay as they are. 422 as [`create`].
pub fn update(tx: &Tx, account: AccountId, id: AttributeId, change: DefinitionChange, by: Actor) -> Result<Definition> {
    let before = sql::find(tx, account, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(account, EventKind::CustomAttributeUpdated, id.0, by).with_changes(changes))?;
    sql::find(tx, account, id)
}

/// Takes a definition away; contacts and conversations keep the values.
pub fn delete(tx: &Tx, account: AccountId, id: AttributeId, by: Actor) -> Result<()> {
    let definition = sql::find(tx, account, id)?;
    sql::delete(tx, account, id)?;
    let mut event = Event::new(account, EventKind::CustomAttributeDeleted, id.0, by);
    event.snapshot = Some(definition.snapshot());
    tx.emit(event)?;
    Ok(())
}
