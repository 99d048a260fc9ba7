//! The verbs of users: create, update, delete, passwords and tokens.

use super::model::{NewUser, User, UserChange};
use super::sql;
use crate::access::{self, Owner, PlatformApp, sessions};
use crate::base::ids::UserId;
use crate::base::{Actor, Changes, Event, EventKind, Result, token};
use crate::files;
use crate::store::{Db, Tx};

/// Creates a user with a token, in no account yet. 422 naming all that is wrong, or `Email has already been taken`.
pub fn create(tx: &Tx, mut new: NewUser) -> Result<User> {
    let password = new.password.take();
    let user = new.into_user(token::secure(), tx.now);
    user.check(password.as_ref())?;
    let hash = password.and_then(|password| password.hash());
    let id = sql::insert(tx, &user, hash.as_deref())?;
    access::create_token(tx, Owner::User(id))?;
    sql::find(tx, id)
}

/// Changes a user; each of their accounts is told of what others see. A new password ends all sessions and
/// replaces the realtime token.
pub fn update(tx: &Tx, id: UserId, mut change: UserChange, by: Actor) -> Result<User> {
    let before = sql::find(tx, id)?;
    let password = change.password.take();
    let after = change.apply(before.clone(), tx.now);
    after.check(password.as_ref())?;
    if after != before {
        replace_picture(tx, &before, &after)?;
        sql::save(tx, &after)?;
    }
    if let Some(hash) = password.and_then(|password| password.hash()) {
        sql::set_password(tx, id, &hash)?;
        sessions::end_all(tx, id)?;
        sql::set_pubsub_token(tx, id, &token::secure())?;
    }
    let after = sql::find(tx, id)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        // The name is part of what was proven of them, the address of their sessions.
        tx.access_changed();
        tell_accounts(tx, id, &changes, by)?;
    }
    Ok(after)
}

fn replace_picture(tx: &Tx, before: &User, after: &User) -> Result<()> {
    if before.avatar == after.avatar {
        return Ok(());
    }
    if let Some(new) = after.avatar {
        files::link(tx, new, None)?;
    }
    before.avatar.map_or(Ok(()), |old| files::delete(tx, old))
}

fn tell_accounts(tx: &Tx, id: UserId, changes: &Changes, by: Actor) -> Result<()> {
    for membership in access::memberships_of_user(tx, id)? {
        let event = Event::new(membership.account, EventKind::UserUpdated, id.0, by);
        tx.emit(event.with_changes(changes.clone()))?;
    }
    Ok(())
}

/// Deletes a user: they leave all accounts, their token and sessions end. What they wrote stays without a sender.
pub fn delete(tx: &Tx, id: UserId, by: Actor) -> Result<()> {
    let user = sql::find(tx, id)?;
    for membership in access::memberships_of_user(tx, id)? {
        access::dismiss(tx, membership.account, id, by)?;
    }
    access::delete_tokens(tx, Owner::User(id))?;
    access::revoke_grants(tx, "User", id.0)?;
    sql::delete(tx, id)?;
    user.avatar.map_or(Ok(()), |picture| files::delete(tx, picture))
}

/// Sets a password by its hash, confirms the user and ends all their sessions.
pub fn set_password(tx: &Tx, id: UserId, hash: &str) -> Result<()> {
    update(tx, id, UserChange { confirm: true, ..UserChange::default() }, Actor::System)?;
    sql::set_password(tx, id, hash)?;
    sessions::end_all(tx, id)?;
    sql::set_pubsub_token(tx, id, &token::secure())
}

/// The user's `api_access_token`; with `reset` a new one, after which the old one is refused, as is the realtime token.
pub fn token(tx: &Tx, id: UserId, reset: bool) -> Result<String> {
    let owner = Owner::User(id);
    if !reset {
        return access::token_of(tx, owner);
    }
    sql::set_pubsub_token(tx, id, &token::secure())?;
    access::reset_token(tx, owner)
}

/// The user, when this app may touch them: 404 before 401.
pub(super) fn permitted(db: &Db, app: &PlatformApp, id: UserId) -> Result<User> {
    let user = sql::find(db, id)?;
    access::require_grant(db, app.id, "User", id.0)?;
    Ok(user)
}

/// Creates a user for a platform app, or takes the one who has the address, as they are but confirmed. Grants either.
pub(super) fn provide(tx: &Tx, app: &PlatformApp, new: NewUser) -> Result<UserId> {
    let id = match sql::find_by_email(tx, &new.email)? {
        Some(known) if known.confirmed_at.is_some() => known.id,
        Some(known) => {
            let change = UserChange { confirm: true, ..UserChange::default() };
            update(tx, known.id, change, Actor::PlatformApp(app.id))?.id
        }
        None => create(tx, NewUser { is_confirmed: true, ..new })?.id,
    };
    access::grant(tx, app.id, "User", id.0)?;
    Ok(id)
}
