//! The verbs of dashboard apps: create, update, delete.

use super::model::{DashboardApp, DashboardAppChange};
use super::sql;
use crate::access::Agent;
use crate::base::ids::DashboardAppId;
use crate::base::{Event, EventKind, Result};
use crate::store::Tx;

/// Creates an app. 422 naming all rules that are broken.
pub fn create(tx: &Tx, by: &Agent, new: DashboardAppChange) -> Result<DashboardApp> {
    let app = new.apply(DashboardApp::blank(by.account, by.user, tx.now));
    app.check()?;
    let id = sql::insert(tx, &app)?;
    tx.emit(Event::new(by.account, EventKind::DashboardAppCreated, id.0, by.actor()))?;
    sql::find(tx, by.account, id)
}

/// Changes an app; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, by: &Agent, id: DashboardAppId, change: DashboardAppChange) -> Result<DashboardApp> {
    let before = sql::find(tx, by.account, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        sql::save(tx, &after)?;
        tx.emit(Event::new(by.account, EventKind::DashboardAppUpdated, id.0, by.actor()).with_changes(changes))?;
    }
    Ok(after)
}

/// Deletes an app.
pub fn delete(tx: &Tx, by: &Agent, id: DashboardAppId) -> Result<()> {
    let app = sql::find(tx, by.account, id)?;
    sql::delete(tx, by.account, id)?;
    let mut event = Event::new(by.account, EventKind::DashboardAppDeleted, id.0, by.actor());
    event.snapshot = Some(app.snapshot());
    tx.emit(event)?;
    Ok(())
}
