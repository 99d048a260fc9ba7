//! The verbs of teams: create and update.

use super::model::{Team, TeamChange};
use super::sql;
use crate::base::ids::{AccountId, TeamId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Creates a team nobody is in yet. 422 naming all rules that are broken, or `Name has already been taken`.
pub fn create(tx: &Tx, account: AccountId, new: TeamChange, by: Actor) -> Result<Team> {
    let team = new.apply(Team::blank(account, tx.now));
    team.check()?;
    let id = sql::insert(tx, &team)?;
    let team = sql::find(tx, account, id)?;
    let told = team.snapshot(&sql::member_ids(tx, account, id)?);
    tx.emit(Event::new(account, EventKind::TeamCreated, id.0, by).with_audited(told))?;
    Ok(team)
}

/// Changes a team; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, account: AccountId, id: TeamId, change: TeamChange, by: Actor) -> Result<Team> {
    let before = sql::find(tx, account, id)?;
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(account, EventKind::TeamUpdated, id.0, by).with_changes(changes))?;
    sql::find(tx, account, id)
}
