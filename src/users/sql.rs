//! Every statement on users, and on users as members of an account.

use rusqlite::{OptionalExtension, Row, named_params};

use super::model::{AgentView, User};
use crate::access::{Availability, Role};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Error, Result};
use crate::files;
use crate::store::{Db, Tx, unique_violation};

const USER: &str = "select u.id, u.name, u.display_name, u.email, u.confirmed_at, u.pubsub_token, u.message_signature,
    u.ui_settings, u.custom_attributes, u.avatar_blob_id, b.key, b.filename, u.created_at, u.updated_at
    from users u left join blobs b on b.id = u.avatar_blob_id";

fn user_from(db: &Db, row: &Row) -> rusqlite::Result<User> {
    // Columns of JSON hold what was written as JSON: the schema checks it.
    let json = |i: usize| Ok::<_, rusqlite::Error>(serde_json::from_str(&row.get::<_, String>(i)?).unwrap_or_default());
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        display_name: row.get(2)?,
        email: row.get(3)?,
        confirmed_at: row.get(4)?,
        pubsub_token: row.get(5)?,
        message_signature: row.get(6)?,
        ui_settings: json(7)?,
        custom_attributes: json(8)?,
        avatar: row.get(9)?,
        avatar_url: picture(db, row.get(10)?, row.get(11)?),
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
    })
}

fn picture(db: &Db, key: Option<String>, filename: Option<String>) -> String {
    key.zip(filename).map(|(key, filename)| files::url(db.env.base_url(), &key, &filename)).unwrap_or_default()
}

/// The user; 404 when there is none. Users belong to no account: show them only to themselves, to platform apps they are
/// granted to, and through [`agent`].
pub fn find(db: &Db, id: UserId) -> Result<User> {
    let mut find = db.prepare_cached(&format!("{USER} where u.id = ?"))?;
    Ok(find.query_row([id], |row| user_from(db, row))?)
}

/// The user with this address, in any spelling of it.
pub fn find_by_email(db: &Db, email: &str) -> Result<Option<User>> {
    let mut find = db.prepare_cached(&format!("{USER} where u.email = ?"))?;
    Ok(find.query_row([super::normal_email(email)], |row| user_from(db, row)).optional()?)
}

/// Whether there is any user.
pub fn any(db: &Db) -> Result<bool> {
    Ok(db.prepare_cached("select 1 from users limit 1")?.exists([])?)
}

/// All users, by id.
pub(super) fn all(db: &Db) -> Result<Vec<User>> {
    let mut list = db.prepare_cached(&format!("{USER} order by u.id"))?;
    Ok(list.query_map([], |row| user_from(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// The user with this address and the hash of their password.
pub(super) fn sign_in(db: &Db, email: &str) -> Result<Option<(UserId, Option<String>)>> {
    let mut find = db.prepare_cached("select id, password_hash from users where email = ?")?;
    Ok(find.query_row([email], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The hash of the user's password; `None` when they have none.
pub(super) fn password_hash(db: &Db, id: UserId) -> Result<Option<String>> {
    Ok(db.prepare_cached("select password_hash from users where id = ?")?.query_row([id], |row| row.get(0))?)
}

pub(super) fn insert(tx: &Tx, new: &User, password_hash: Option<&str>) -> Result<UserId> {
    tx.prepare_cached(
        "insert into users(name, display_name, email, password_hash, confirmed_at, pubsub_token, custom_attributes, created_at,
            updated_at)
         values (:name, :display_name, :email, :password_hash, :confirmed_at, :pubsub_token, :custom_attributes, :now, :now)",
    )?
    .execute(named_params! {":name": new.name, ":display_name": new.display_name, ":email": new.email,
        ":password_hash": password_hash, ":confirmed_at": new.confirmed_at, ":pubsub_token": new.pubsub_token,
        ":custom_attributes": new.custom_attributes.to_string(), ":now": tx.now})
    .map_err(taken)?;
    Ok(UserId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, user: &User) -> Result<()> {
    tx.prepare_cached(
        "update users set name = :name, display_name = :display_name, email = :email, confirmed_at = :confirmed_at,
            message_signature = :message_signature, ui_settings = :ui_settings, custom_attributes = :custom_attributes,
            avatar_blob_id = :avatar, updated_at = :now
          where id = :id",
    )?
    .execute(named_params! {":name": user.name, ":display_name": user.display_name, ":email": user.email,
    ":confirmed_at": user.confirmed_at, ":message_signature": user.message_signature,
    ":ui_settings": user.ui_settings.to_string(), ":custom_attributes": user.custom_attributes.to_string(),
    ":avatar": user.avatar, ":now": tx.now, ":id": user.id})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(columns) if columns.contains("users.email") => {
            Error::invalid("email", "Email has already been taken", "taken")
        }
        _ => error.into(),
    }
}

pub(super) fn set_password(tx: &Tx, id: UserId, hash: &str) -> Result<()> {
    tx.prepare_cached("update users set password_hash = ?, updated_at = ? where id = ?")?
        .execute((hash, tx.now, id))?;
    Ok(())
}

/// Replaces the realtime token: sockets that were opened with the old one are closed.
pub(super) fn set_pubsub_token(tx: &Tx, id: UserId, fresh: &str) -> Result<()> {
    tx.prepare_cached("update users set pubsub_token = ?, updated_at = ? where id = ?")?
        .execute((fresh, tx.now, id))?;
    tx.access_changed();
    Ok(())
}

/// Deletes the row, and by its keys sessions and whatever else hangs on the user alone.
pub(super) fn delete(tx: &Tx, id: UserId) -> Result<()> {
    tx.prepare_cached("delete from users where id = ?")?.execute([id])?;
    Ok(())
}

const AGENT: &str = "select u.id, m.account_id, a.name, u.name, u.display_name, u.email, u.confirmed_at is not null,
    u.custom_attributes, b.key, b.filename, m.role, m.availability, m.auto_offline
    from account_users m join users u on u.id = m.user_id join accounts a on a.id = m.account_id
    left join blobs b on b.id = u.avatar_blob_id";

fn agent_from(db: &Db, row: &Row) -> rusqlite::Result<AgentView> {
    let (id, account): (UserId, AccountId) = (row.get(0)?, row.get(1)?);
    let (availability, auto_offline) = (Availability::from_number(row.get(11)?), row.get(12)?);
    Ok(AgentView {
        id,
        account,
        account_name: row.get(2)?,
        name: row.get(3)?,
        display_name: row.get(4)?,
        email: row.get(5)?,
        is_confirmed: row.get(6)?,
        custom_attributes: row.get(7)?,
        avatar_url: picture(db, row.get(8)?, row.get(9)?),
        role: Role::from_number(row.get(10)?),
        availability,
        auto_offline,
        availability_status: availability.shown(auto_offline, db.env.presence.user_is_present(account, id, db.now)),
    })
}

/// A member of the account; 404 when they are none.
pub fn agent(db: &Db, account: AccountId, id: UserId) -> Result<AgentView> {
    let mut find = db.prepare_cached(&format!("{AGENT} where m.account_id = ? and m.user_id = ?"))?;
    Ok(find.query_row((account, id), |row| agent_from(db, row))?)
}

/// These members of the account, by name; who is none is left out. One statement for a whole page.
pub fn agents(db: &Db, account: AccountId, ids: &[UserId]) -> Result<Vec<AgentView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = db.prepare_cached(&format!(
        "{AGENT} where m.account_id = ? and m.user_id in (select value from json_each(?)) order by u.name collate nocase, u.id"
    ))?;
    let ids = serde_json::to_string(ids).map_err(Error::internal)?;
    Ok(list.query_map((account, ids), |row| agent_from(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// All members of the account, by name.
pub fn all_agents(db: &Db, account: AccountId) -> Result<Vec<AgentView>> {
    let mut list =
        db.prepare_cached(&format!("{AGENT} where m.account_id = ? order by u.name collate nocase, u.id"))?;
    Ok(list.query_map([account], |row| agent_from(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// An author of messages: perhaps no member any more.
pub(super) struct Author {
    pub id: UserId,
    pub name: String,
    pub display_name: Option<String>,
    pub avatar_url: String,
    pub availability_status: &'static str,
}

/// Authors of the account's messages; the ids come from such messages.
pub(super) fn authors(db: &Db, account: AccountId, ids: &[UserId]) -> Result<Vec<Author>> {
    let mut list = db.prepare_cached(
        "select u.id, u.name, u.display_name, b.key, b.filename, coalesce(m.availability, 1), coalesce(m.auto_offline, 0)
           from json_each(?) wanted cross join users u on u.id = wanted.value
           left join account_users m on m.account_id = ? and m.user_id = u.id
           left join blobs b on b.id = u.avatar_blob_id",
    )?;
    let list_of_ids = serde_json::to_string(ids).map_err(Error::internal)?;
    let rows = list.query_map((list_of_ids, account), |row| {
        let id = row.get(0)?;
        let is_present = db.env.presence.user_is_present(account, id, db.now);
        Ok(Author {
            id,
            name: row.get(1)?,
            display_name: row.get(2)?,
            avatar_url: picture(db, row.get(3)?, row.get(4)?),
            availability_status: Availability::from_number(row.get(5)?).shown(row.get(6)?, is_present),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
