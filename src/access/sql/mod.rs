//! Every statement about tokens, memberships, grants, visibility and second factors.

pub mod mfa;
pub mod one_time;

use rusqlite::{OptionalExtension, Row, named_params};

use super::model::{Agent, Availability, Membership, NewMembership, Owner, PlatformApp, Role};
use crate::base::ids::{AccountId, AgentBotId, InboxId, PlatformAppId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx};

/// Whom this token belongs to, if anybody.
pub fn owner_of(db: &Db, token: &str) -> Result<Option<Owner>> {
    let mut find = db.prepare_cached("select owner_type, owner_id from access_tokens where token = ?")?;
    let found = find.query_row([token], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).optional()?;
    Ok(found.map(|(kind, id)| match kind.as_str() {
        "User" => Owner::User(UserId(id)),
        "AgentBot" => Owner::AgentBot(AgentBotId(id)),
        _ => Owner::PlatformApp(PlatformAppId(id)),
    }))
}

/// The `api_access_token` of its owner.
pub fn token_of(db: &Db, owner: Owner) -> Result<String> {
    let (kind, id) = owner.parts();
    let mut find = db.prepare_cached("select token from access_tokens where owner_type = ? and owner_id = ?")?;
    Ok(find.query_row((kind, id), |row| row.get(0))?)
}

pub(super) fn insert_token(tx: &Tx, owner: Owner, token: &str) -> Result<()> {
    let (kind, id) = owner.parts();
    tx.prepare_cached("insert into access_tokens(token, owner_type, owner_id, created_at) values (?, ?, ?, ?)")?
        .execute((token, kind, id, tx.now))?;
    Ok(())
}

/// Takes the owner's token away.
pub fn delete_tokens(tx: &Tx, owner: Owner) -> Result<()> {
    let (kind, id) = owner.parts();
    tx.prepare_cached("delete from access_tokens where owner_type = ? and owner_id = ?")?.execute((kind, id))?;
    tx.access_changed();
    Ok(())
}

/// The name of a user that exists.
pub fn user_name(db: &Db, user: UserId) -> Result<Option<String>> {
    Ok(db.prepare_cached("select name from users where id = ?")?.query_row([user], |row| row.get(0)).optional()?)
}

/// A platform app that exists.
pub(super) fn platform_app(db: &Db, id: PlatformAppId) -> Result<Option<PlatformApp>> {
    let mut find = db.prepare_cached("select name from platform_apps where id = ?")?;
    Ok(find.query_row([id], |row| Ok(PlatformApp { id, name: row.get(0)? })).optional()?)
}

/// All platform apps by id, each with its token.
pub fn platform_apps(db: &Db) -> Result<Vec<(PlatformApp, String)>> {
    let mut list = db.prepare_cached(
        "select p.id, p.name, t.token from platform_apps p
           join access_tokens t on t.owner_type = 'PlatformApp' and t.owner_id = p.id order by p.id",
    )?;
    let rows = list.query_map([], |row| Ok((PlatformApp { id: row.get(0)?, name: row.get(1)? }, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert_platform_app(tx: &Tx, name: &str) -> Result<PlatformAppId> {
    tx.prepare_cached("insert into platform_apps(name, created_at) values (?, ?)")?.execute((name, tx.now))?;
    Ok(PlatformAppId(tx.last_insert_rowid()))
}

/// Takes the row with its grants; the token is deleted before.
pub(super) fn delete_platform_app(tx: &Tx, id: PlatformAppId) -> Result<()> {
    tx.prepare_cached("delete from platform_apps where id = ?")?.execute([id])?;
    Ok(())
}

/// Whether the account is suspended; `None` when there is no such account.
pub(super) fn account_is_suspended(db: &Db, account: AccountId) -> Result<Option<bool>> {
    let mut find = db.prepare_cached("select status = 1 from accounts where id = ? and deleted_at is null")?;
    Ok(find.query_row([account], |row| row.get(0)).optional()?)
}

/// Refuses what belongs to an account that is suspended (401), or to none (404).
pub fn require_active(db: &Db, account: AccountId) -> Result<()> {
    match account_is_suspended(db, account)? {
        Some(false) => Ok(()),
        Some(true) => Err(Error::Forbidden("Account is suspended".into())),
        None => Err(Error::NotFound),
    }
}

/// The bot's name when it belongs to the account or is attached to one of its inboxes.
pub(super) fn admitted_bot(db: &Db, account: AccountId, bot: AgentBotId) -> Result<Option<String>> {
    let mut find = db.prepare_cached(
        "select coalesce(name, '') from agent_bots where id = :bot and (account_id = :account
            or exists (select 1 from agent_bot_inboxes where agent_bot_id = :bot and account_id = :account))",
    )?;
    Ok(find.query_row(named_params! {":bot": bot, ":account": account}, |row| row.get(0)).optional()?)
}

const MEMBERSHIP: &str = "m.id, m.account_id, a.name, a.status, m.user_id, m.role, m.inviter_id, m.availability, m.auto_offline,
    m.active_at, m.created_at, m.updated_at from account_users m join accounts a on a.id = m.account_id and a.deleted_at is null";

fn membership_from(row: &Row) -> rusqlite::Result<Membership> {
    Ok(Membership {
        id: row.get(0)?,
        account: row.get(1)?,
        account_name: row.get(2)?,
        account_is_suspended: row.get::<_, i64>(3)? == 1,
        user: row.get(4)?,
        role: Role::from_number(row.get(5)?),
        inviter: row.get(6)?,
        availability: Availability::from_number(row.get(7)?),
        auto_offline: row.get(8)?,
        active_at: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// The user's membership in the account, if there is one.
pub fn membership(db: &Db, account: AccountId, user: UserId) -> Result<Option<Membership>> {
    let mut find = db.prepare_cached(&format!("select {MEMBERSHIP} where m.account_id = ? and m.user_id = ?"))?;
    Ok(find.query_row((account, user), membership_from).optional()?)
}

/// All memberships of a user, by account id. For the user's own eyes and the platform's.
pub fn memberships_of_user(db: &Db, user: UserId) -> Result<Vec<Membership>> {
    let mut list = db.prepare_cached(&format!("select {MEMBERSHIP} where m.user_id = ? order by m.account_id"))?;
    Ok(list.query_map([user], membership_from)?.collect::<rusqlite::Result<_>>()?)
}

/// All memberships of an account, by id.
pub fn memberships_of_account(db: &Db, account: AccountId) -> Result<Vec<Membership>> {
    let mut list = db.prepare_cached(&format!("select {MEMBERSHIP} where m.account_id = ? order by m.id"))?;
    Ok(list.query_map([account], membership_from)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert_membership(tx: &Tx, account: AccountId, user: UserId, new: &NewMembership) -> Result<()> {
    tx.prepare_cached(
        "insert into account_users(account_id, user_id, role, inviter_id, availability, auto_offline, created_at, updated_at)
         values (:account, :user, :role, :inviter, :availability, :auto_offline, :now, :now)",
    )?
    .execute(named_params! {":account": account, ":user": user, ":role": new.role as i64, ":inviter": new.inviter,
        ":availability": new.availability as i64, ":auto_offline": new.auto_offline, ":now": tx.now})?;
    tx.prepare_cached("insert or ignore into notification_settings(account_id, user_id) values (?, ?)")?
        .execute((account, user))?;
    Ok(())
}

pub(super) fn save_membership(tx: &Tx, membership: &Membership) -> Result<()> {
    tx.prepare_cached(
        "update account_users set role = :role, availability = :availability, auto_offline = :auto_offline, updated_at = :now
         where account_id = :account and user_id = :user",
    )?
    .execute(named_params! {":role": membership.role as i64, ":availability": membership.availability as i64,
        ":auto_offline": membership.auto_offline, ":now": tx.now, ":account": membership.account, ":user": membership.user})?;
    Ok(())
}

/// Notes that the user works in this account now; says whether they are a member.
pub(super) fn touch_membership(tx: &Tx, account: AccountId, user: UserId) -> Result<bool> {
    let mut touch = tx.prepare_cached("update account_users set active_at = ? where account_id = ? and user_id = ?")?;
    Ok(touch.execute((tx.now, account, user))? > 0)
}

/// Removes the membership and what hangs on it: inbox and team memberships, notification settings, what they follow.
pub(super) fn delete_membership(tx: &Tx, account: AccountId, user: UserId) -> Result<bool> {
    let ours = named_params! {":account": account, ":user": user};
    for statement in [
        "delete from inbox_members where user_id = :user and account_id = :account",
        "delete from team_members where user_id = :user and account_id = :account",
        "delete from notification_settings where user_id = :user and account_id = :account",
        "delete from conversation_participants where user_id = :user and account_id = :account",
        "delete from mentions where user_id = :user and account_id = :account",
    ] {
        tx.prepare_cached(statement)?.execute(ours)?;
    }
    Ok(tx.prepare_cached("delete from account_users where account_id = :account and user_id = :user")?.execute(ours)?
        > 0)
}

/// The inboxes this member may see, by id: all of the account for administrators, those they belong to for agents.
pub fn visible_inboxes(db: &Db, who: &Agent) -> Result<Vec<InboxId>> {
    let statement = if who.is_administrator() {
        "select id from inboxes where account_id = :account and deleted_at is null and :user is not null order by id"
    } else {
        "select i.id from inbox_members m join inboxes i on i.id = m.inbox_id and i.account_id = m.account_id
          where m.user_id = :user and m.account_id = :account and i.deleted_at is null order by i.id"
    };
    let mut list = db.prepare_cached(statement)?;
    let rows = list.query_map(named_params! {":account": who.account, ":user": who.user}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether this member may see an inbox of their account.
pub fn inbox_is_visible(db: &Db, who: &Agent, inbox: InboxId) -> Result<bool> {
    if who.is_administrator() {
        return Ok(true);
    }
    let mut find =
        db.prepare_cached("select 1 from inbox_members where inbox_id = ? and user_id = ? and account_id = ?")?;
    Ok(find.exists((inbox, who.user, who.account))?)
}

/// [`Error::NOT_ALLOWED`] unless this member may see the inbox.
pub fn require_inbox(db: &Db, who: &Agent, inbox: InboxId) -> Result<()> {
    if inbox_is_visible(db, who, inbox)? { Ok(()) } else { Err(Error::NOT_ALLOWED) }
}

/// Whether the user is in the team.
pub fn team_has(db: &Db, account: AccountId, team: TeamId, user: UserId) -> Result<bool> {
    let mut find =
        db.prepare_cached("select 1 from team_members where team_id = ? and user_id = ? and account_id = ?")?;
    Ok(find.exists((team, user, account))?)
}

/// Lets a platform app touch a record: `kind` is `Account`, `User` or `AgentBot`.
pub fn grant(tx: &Tx, app: PlatformAppId, kind: &str, id: i64) -> Result<()> {
    tx.prepare_cached("insert or ignore into platform_app_permissibles values (?, ?, ?)")?.execute((app, kind, id))?;
    Ok(())
}

/// Whether a platform app may touch a record.
pub fn is_granted(db: &Db, app: PlatformAppId, kind: &str, id: i64) -> Result<bool> {
    let mut find = db.prepare_cached(
        "select 1 from platform_app_permissibles where platform_app_id = ? and permissible_type = ? and permissible_id = ?",
    )?;
    Ok(find.exists((app, kind, id))?)
}

/// 401 `Non permissible resource` unless a platform app may touch a record. Look whether the record exists first.
pub fn require_grant(db: &Db, app: PlatformAppId, kind: &str, id: i64) -> Result<()> {
    if is_granted(db, app, kind, id)? { Ok(()) } else { Err(Error::Forbidden("Non permissible resource".into())) }
}

/// Takes a record that is being deleted out of every platform app's reach.
pub fn revoke_grants(tx: &Tx, kind: &str, id: i64) -> Result<()> {
    tx.prepare_cached("delete from platform_app_permissibles where permissible_type = ? and permissible_id = ?")?
        .execute((kind, id))?;
    Ok(())
}
