//! Deleting a team: hidden at once, its row removed when no conversation has it any more.

use serde_json::json;

use super::sql;
use crate::base::ids::{AccountId, TeamId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Conversations of one step: a few milliseconds.
const ROWS: usize = 500;

/// Deletes a team with its memberships. Its conversations keep their assignee; those beyond the first few hundred lose the
/// team in a job.
pub fn delete(tx: &Tx, account: AccountId, id: TeamId, by: Actor) -> Result<()> {
    let team = sql::find(tx, account, id)?;
    let mut event = Event::new(account, EventKind::TeamDeleted, id.0, by);
    event.snapshot = Some(team.snapshot(&sql::member_ids(tx, account, id)?));
    sql::hide(tx, account, id)?;
    tx.emit(event)?;
    if deletion_step(tx, account, id)? {
        tx.enqueue("delete_team", json!({"account_id": account, "team_id": id}))?;
    }
    Ok(())
}

/// One step of removing a hidden team; says whether more is to be done. The last step takes the team's own row.
pub fn deletion_step(tx: &Tx, account: AccountId, id: TeamId) -> Result<bool> {
    if sql::detach(tx, account, id, ROWS)? == ROWS {
        return Ok(true);
    }
    sql::remove(tx, account, id)?;
    Ok(false)
}
