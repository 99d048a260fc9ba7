//! Who is in a team: add, replace, remove. Only members of the account.

use std::collections::BTreeSet;

use serde_json::json;

use super::sql;
use crate::access;
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::store::Tx;

/// Adds these users; answers those who were not in the team before.
pub fn add(tx: &Tx, account: AccountId, team: TeamId, users: &[UserId], by: Actor) -> Result<Vec<UserId>> {
    let (before, after) = change(tx, account, team, users, by, |before, users| before | users)?;
    Ok(after.difference(&before).copied().collect())
}

/// Makes these users, and nobody else, the members of the team.
pub fn replace(tx: &Tx, account: AccountId, team: TeamId, users: &[UserId], by: Actor) -> Result<Vec<UserId>> {
    let (_, after) = change(tx, account, team, users, by, |_, users| users.clone())?;
    Ok(after.into_iter().collect())
}

/// Takes these users out of the team; those who are not in it are no error.
pub fn remove(tx: &Tx, account: AccountId, team: TeamId, users: &[UserId], by: Actor) -> Result<()> {
    change(tx, account, team, users, by, |before, users| before - users)?;
    Ok(())
}

type Users = BTreeSet<UserId>;

/// Moves from the members there are to those there shall be, and tells of it once; answers both.
fn change(
    tx: &Tx,
    account: AccountId,
    team: TeamId,
    users: &[UserId],
    by: Actor,
    wanted: fn(&Users, &Users) -> Users,
) -> Result<(Users, Users)> {
    sql::find(tx, account, team)?;
    let users = known(tx, account, users)?;
    let before = sql::member_ids(tx, account, team)?;
    let after = wanted(&before, &users);
    for user in after.difference(&before) {
        sql::insert_member(tx, account, team, *user)?;
    }
    for user in before.difference(&after) {
        sql::delete_member(tx, account, team, *user)?;
    }
    let mut changes = Changes::default();
    if changes.note("user_ids", json!(before), json!(after)) {
        tx.emit(Event::new(account, EventKind::TeamMembersChanged, team.0, by).with_changes(changes))?;
    }
    Ok((before, after))
}

/// These users without repetitions; refuses all of them when one is no member of the account.
fn known(tx: &Tx, account: AccountId, users: &[UserId]) -> Result<Users> {
    let everybody: Users = access::memberships_of_account(tx, account)?.into_iter().map(|m| m.user).collect();
    if users.iter().all(|user| everybody.contains(user)) {
        return Ok(users.iter().copied().collect());
    }
    Err(Error::Forbidden("Invalid User IDs".into()))
}
