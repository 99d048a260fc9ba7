//! Who belongs to an inbox: add, replace, remove.

use std::collections::BTreeSet;

use serde_json::json;

use super::sql;
use crate::access;
use crate::base::ids::{AccountId, InboxId, UserId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::store::Tx;

/// Adds these members of the account to the inbox, at the end of its queue.
pub fn add(tx: &Tx, account: AccountId, inbox: InboxId, users: &[UserId], by: Actor) -> Result<()> {
    change(tx, account, inbox, users, by, |before| {
        let new = users.iter().filter(|user| !before.contains(user));
        before.iter().chain(new).copied().collect()
    })
}

/// Makes these members of the account the only ones of the inbox; those who stay keep their place in the queue.
pub fn replace(tx: &Tx, account: AccountId, inbox: InboxId, users: &[UserId], by: Actor) -> Result<()> {
    change(tx, account, inbox, users, by, |_| users.to_vec())
}

/// Takes these members of the account out of the inbox.
pub fn remove(tx: &Tx, account: AccountId, inbox: InboxId, users: &[UserId], by: Actor) -> Result<()> {
    change(tx, account, inbox, users, by, |before| {
        before.iter().filter(|user| !users.contains(user)).copied().collect()
    })
}

/// 404 for an unknown inbox, 401 when somebody named is no member of the account; no event when nothing changes.
fn change(
    tx: &Tx,
    account: AccountId,
    inbox: InboxId,
    named: &[UserId],
    by: Actor,
    change: impl FnOnce(&[UserId]) -> Vec<UserId>,
) -> Result<()> {
    if !sql::exists(tx, account, inbox)? {
        return Err(Error::NotFound);
    }
    let named: BTreeSet<UserId> = named.iter().copied().collect();
    for user in &named {
        access::membership(tx, account, *user)?.ok_or(Error::Forbidden("Invalid User IDs".into()))?;
    }
    let before = sql::members(tx, account, inbox)?;
    let mut after = change(&before);
    after.sort_unstable();
    after.dedup();
    for user in after.iter().filter(|user| !before.contains(user)) {
        sql::add_member(tx, account, inbox, *user)?;
    }
    for user in before.iter().filter(|user| !after.contains(user)) {
        sql::remove_member(tx, account, inbox, *user)?;
    }
    let mut changes = Changes::default();
    if changes.note("user_ids", json!(before), json!(after)) {
        tx.emit(Event::new(account, EventKind::InboxMembersChanged, inbox.0, by).with_changes(changes))?;
    }
    Ok(())
}
