//! What the tables of an account list besides its people and labels.

use rusqlite::named_params;

use crate::base::Result;
use crate::base::ids::{AccountId, InboxId, TeamId};
use crate::store::Db;

pub(super) const INBOXES: &str = "select id, name, channel_type from inboxes
    where account_id = :account and deleted_at is null order by id";

/// All inboxes with their names and the types of their channels.
pub fn inboxes(db: &Db, account: AccountId) -> Result<Vec<(InboxId, String, String)>> {
    let mut list = db.prepare_cached(INBOXES)?;
    let rows =
        list.query_map(named_params! {":account": account}, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) const TEAMS: &str =
    "select id, name from teams where account_id = :account and deleted_at is null order by id";

/// All teams with their names.
pub fn teams(db: &Db, account: AccountId) -> Result<Vec<(TeamId, String)>> {
    let mut list = db.prepare_cached(TEAMS)?;
    let rows = list.query_map(named_params! {":account": account}, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
