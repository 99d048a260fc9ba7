//! The verbs of kept filters: create, update, delete. They are of the caller alone.

use super::model::{CustomFilter, CustomFilterChange};
use super::sql;
use crate::access::Agent;
use crate::base::ids::CustomFilterId;
use crate::base::{Error, Event, EventKind, Result};
use crate::store::Tx;

/// Filters of one person in one account.
const MOST: i64 = 1000;
const TOO_MANY: &str =
    "Account Limit reached. The maximum number of allowed custom filters for a user per account is 1000.";

/// Keeps a filter. 422 naming all rules that are broken, or that there are enough.
pub fn create(tx: &Tx, who: &Agent, new: CustomFilterChange) -> Result<CustomFilter> {
    let filter = new.apply(CustomFilter::blank(who.account, who.user, tx.now));
    filter.check()?;
    if sql::count(tx, who.account, who.user)? >= MOST {
        return Err(Error::invalid("account_id", TOO_MANY, "limit"));
    }
    let id = sql::insert(tx, &filter)?;
    tx.emit(Event::new(who.account, EventKind::CustomFilterCreated, id.0, who.actor()))?;
    sql::find(tx, who.account, who.user, id)
}

/// Changes a filter; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, who: &Agent, id: CustomFilterId, change: CustomFilterChange) -> Result<CustomFilter> {
    let before = sql::find(tx, who.account, who.user, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(who.account, EventKind::CustomFilterUpdated, id.0, who.actor()).with_changes(changes))?;
    sql::find(tx, who.account, who.user, id)
}

/// Forgets a filter.
pub fn delete(tx: &Tx, who: &Agent, id: CustomFilterId) -> Result<()> {
    let filter = sql::find(tx, who.account, who.user, id)?;
    sql::delete(tx, &filter)?;
    let mut event = Event::new(who.account, EventKind::CustomFilterDeleted, id.0, who.actor());
    event.snapshot = Some(filter.snapshot());
    tx.emit(event)?;
    Ok(())
}
