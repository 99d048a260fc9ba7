//! The verbs of accounts: create, update, delete, and the members a platform app puts there.

use serde_json::json;

use super::model::{Account, AccountChange};
use super::sql;
use crate::access::{self, Membership, NewMembership, Owner, PlatformApp, Role};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Actor, Error, Event, EventKind, Result};
use crate::store::{Db, Tx};

/// Creates an account without members.
pub fn create(tx: &Tx, new: AccountChange, by: Actor) -> Result<Account> {
    let account = new.apply(Account::blank(tx.now))?;
    account.check()?;
    let id = sql::insert(tx, &account)?;
    tx.emit(Event::new(id, EventKind::AccountCreated, id.0, by))?;
    sql::find(tx, id)
}

/// Changes an account.
pub fn update(tx: &Tx, id: AccountId, change: AccountChange, by: Actor) -> Result<Account> {
    let before = sql::find(tx, id)?;
    let after = change.apply(before.clone())?;
    after.check()?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    // Its name and status are part of what was proven of its members.
    tx.access_changed();
    tx.emit(Event::new(id, EventKind::AccountUpdated, id.0, by).with_changes(changes))?;
    sql::find(tx, id)
}

/// Hides an account, ends its memberships and its bots' tokens; everything else goes in a job.
pub fn delete(tx: &Tx, id: AccountId, by: Actor) -> Result<()> {
    let account = sql::find(tx, id)?;
    let members = sql::delete_memberships(tx, id)?;
    sql::hide(tx, id)?;
    access::revoke_grants(tx, "Account", id.0)?;
    for bot in sql::bots(tx, id)? {
        access::delete_tokens(tx, Owner::AgentBot(bot))?;
        access::revoke_grants(tx, "AgentBot", bot.0)?;
    }
    tx.access_changed();
    let mut event = Event::new(id, EventKind::AccountDeleted, id.0, by);
    event.snapshot = Some(json!({"id": id, "name": account.name, "user_ids": members}));
    tx.emit(event)?;
    tx.enqueue("delete_account", json!({"account_id": id}))
}

/// The account, when this app may touch it: 404 before 401.
pub(super) fn permitted(db: &Db, app: &PlatformApp, id: AccountId) -> Result<Account> {
    let account = sql::find(db, id)?;
    access::require_grant(db, app.id, "Account", id.0)?;
    Ok(account)
}

/// Makes the user a member, or changes their role when one is given.
pub(super) fn put_member(
    tx: &Tx,
    account: AccountId,
    user: Option<UserId>,
    role: Option<Role>,
    by: Actor,
) -> Result<Membership> {
    let nobody = || Error::invalid("user", "User must exist", "required");
    let user = user.ok_or_else(nobody)?;
    access::user_name(tx, user)?.ok_or_else(nobody)?;
    match access::membership(tx, account, user)? {
        Some(member) => {
            let role = role.unwrap_or(member.role);
            access::update_membership(tx, &Membership { role, ..member }, by)
        }
        None => access::admit(tx, account, user, NewMembership::of(role.unwrap_or(Role::Agent)), by),
    }
}
