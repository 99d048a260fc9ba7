//! Teams as one viewer sees them.

use std::collections::HashMap;

use super::{sql, wire};
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::Db;

/// These teams, by id; those the account does not have are left out. One statement for a whole page. Nobody in particular
/// (`None`) is in no team.
pub fn views(
    db: &Db,
    account: AccountId,
    viewer: Option<UserId>,
    ids: &[TeamId],
) -> Result<HashMap<TeamId, wire::Team>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(sql::seen(db, account, viewer, ids)?.into_iter().map(|seen| (seen.team.id, seen.into())).collect())
}

/// One team; 404 when the account has none such.
pub(super) fn one(db: &Db, account: AccountId, viewer: UserId, id: TeamId) -> Result<wire::Team> {
    let seen = sql::seen(db, account, Some(viewer), &[id])?.pop();
    Ok(seen.ok_or(Error::NotFound)?.into())
}

/// All teams of the account, by id.
pub(super) fn all(db: &Db, account: AccountId, viewer: UserId) -> Result<Vec<wire::Team>> {
    Ok(sql::all_seen(db, account, viewer)?.into_iter().map(Into::into).collect())
}
