//! The verbs of access: tokens are made and reset, people are admitted to accounts and dismissed.

use serde_json::{Value, json};

use super::model::{Membership, NewMembership, Owner};
use super::sql;
use crate::base::ids::{AccountId, UserId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result, token};
use crate::store::Tx;

/// Gives a new record its one token and answers it.
pub fn create_token(tx: &Tx, owner: Owner) -> Result<String> {
    let fresh = token::secure();
    sql::insert_token(tx, owner, &fresh)?;
    Ok(fresh)
}

/// Replaces the token; the old one is refused from the commit on.
pub fn reset_token(tx: &Tx, owner: Owner) -> Result<String> {
    sql::delete_tokens(tx, owner)?;
    create_token(tx, owner)
}

/// Makes a user a member of the account. The membership must not exist yet.
pub fn admit(tx: &Tx, account: AccountId, user: UserId, new: NewMembership, by: Actor) -> Result<Membership> {
    sql::insert_membership(tx, account, user, &new)?;
    tx.access_changed();
    let membership = sql::membership(tx, account, user)?.ok_or(Error::NotFound)?;
    let mut changes = Changes::default();
    changes.note("role", json!(null), new.role.name());
    let event = Event::new(account, EventKind::AccountUserCreated, user.0, by).with_changes(changes);
    tx.emit(event.with_audited(audited(&membership)))?;
    Ok(membership)
}

/// Stores role, availability and auto_offline of a changed membership; no event when nothing changed.
pub fn update_membership(tx: &Tx, after: &Membership, by: Actor) -> Result<Membership> {
    let before = sql::membership(tx, after.account, after.user)?.ok_or(Error::NotFound)?;
    let mut changes = Changes::default();
    changes.note("role", before.role.name(), after.role.name());
    changes.note("availability", before.availability.name(), after.availability.name());
    changes.note("auto_offline", before.auto_offline, after.auto_offline);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save_membership(tx, after)?;
    tx.access_changed();
    let mut told = Changes::default();
    told.note("role", before.role as i64, after.role as i64);
    told.note("availability", before.availability as i64, after.availability as i64);
    told.0.insert("id".to_owned(), json!(before.id));
    let event = Event::new(after.account, EventKind::AccountUserUpdated, after.user.0, by).with_changes(changes);
    tx.emit(event.with_audited(told.0.into()))?;
    sql::membership(tx, after.account, after.user)?.ok_or(Error::NotFound)
}

/// Makes this the account the user works in; [`Error::NotFound`] when they are no member. No event: nobody else sees it.
pub fn make_active(tx: &Tx, account: AccountId, user: UserId) -> Result<()> {
    if sql::touch_membership(tx, account, user)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Takes a user out of the account; says whether they were a member. Their conversations are unassigned by a job.
pub fn dismiss(tx: &Tx, account: AccountId, user: UserId, by: Actor) -> Result<bool> {
    let Some(membership) = sql::membership(tx, account, user)? else { return Ok(false) };
    sql::delete_membership(tx, account, user)?;
    tx.access_changed();
    tx.enqueue("unassign_user", json!({"account_id": account, "user_id": user}))?;
    let event = Event::new(account, EventKind::AccountUserDeleted, user.0, by);
    tx.emit(event.with_audited(audited(&membership)))?;
    Ok(true)
}

/// What the audit log says of a membership that was made or goes; it names role and availability by number.
fn audited(membership: &Membership) -> Value {
    json!({"id": membership.id, "account_id": membership.account, "user_id": membership.user,
        "role": membership.role as i64, "availability": membership.availability as i64, "inviter_id": membership.inviter})
}
