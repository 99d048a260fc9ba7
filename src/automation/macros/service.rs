//! The verbs of macros: create, update, delete.

use super::model::{Macro, MacroChange};
use crate::access::Agent;
use crate::automation::files::{self, Owner};
use crate::automation::sql;
use crate::base::ids::MacroId;
use crate::base::{Event, EventKind, Result};
use crate::store::{Db, Tx};

/// The macro, for whoever may use it: 404 without it, 401 for somebody else's own.
pub fn find(db: &Db, agent: &Agent, id: MacroId) -> Result<Macro> {
    let found = sql::find_macro(db, agent.account, id)?;
    found.require_use(agent)?;
    Ok(found)
}

/// Creates a macro. 422 naming all that is wrong.
pub fn create(tx: &Tx, by: &Agent, mut new: MacroChange) -> Result<Macro> {
    new.actions = new.actions.map(|sent| files::resolved(tx, by.account, sent, &[])).transpose()?;
    let made = new.apply(Macro::blank(by), by);
    made.check()?;
    let id = sql::insert_macro(tx, &made)?;
    files::keep(tx, by.account, Owner::Macro(id), &made.actions)?;
    let made = sql::find_macro(tx, by.account, id)?;
    let event = Event::new(by.account, EventKind::MacroCreated, id.0, by.actor());
    tx.emit(event.with_audited(made.snapshot()))?;
    Ok(made)
}

/// Changes a macro; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, by: &Agent, id: MacroId, mut change: MacroChange) -> Result<Macro> {
    let before = sql::find_macro(tx, by.account, id)?;
    before.require_change(by)?;
    if let Some(sent) = change.actions.take() {
        let kept = sql::files_of(tx, by.account, &[Owner::Macro(id)])?;
        change.actions = Some(files::resolved(tx, by.account, sent, &kept)?);
    }
    let after = change.apply(before.clone(), by);
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save_macro(tx, &after)?;
    files::keep(tx, by.account, Owner::Macro(id), &after.actions)?;
    tx.emit(Event::new(by.account, EventKind::MacroUpdated, id.0, by.actor()).with_changes(changes))?;
    Ok(after)
}

/// Deletes a macro and its files.
pub fn delete(tx: &Tx, by: &Agent, id: MacroId) -> Result<()> {
    let gone = sql::find_macro(tx, by.account, id)?;
    gone.require_deletion(by)?;
    sql::delete_macro(tx, by.account, id)?;
    let mut event = Event::new(by.account, EventKind::MacroDeleted, id.0, by.actor());
    event.snapshot = Some(gone.snapshot());
    tx.emit(event)?;
    Ok(())
}
