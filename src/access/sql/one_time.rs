//! Every statement on `one_time_tokens`, but their sweeping.

use rusqlite::{OptionalExtension, named_params};

use super::super::one_time::Purpose;
use crate::base::ids::UserId;
use crate::base::{Millis, Result};
use crate::store::{Db, Tx};

pub fn insert(tx: &Tx, digest: &str, user: UserId, purpose: Purpose, expires_at: Millis) -> Result<()> {
    tx.prepare_cached(
        "insert into one_time_tokens(token_digest, user_id, purpose, expires_at)
         values (:digest, :user, :purpose, :expires_at)",
    )?
    .execute(named_params! {":digest": digest, ":user": user, ":purpose": purpose.name(), ":expires_at": expires_at})?;
    Ok(())
}

pub fn owner(db: &Db, digest: &str, purpose: Purpose) -> Result<Option<UserId>> {
    let mut find = db.prepare_cached(
        "select user_id from one_time_tokens where token_digest = :digest and purpose = :purpose and expires_at > :now",
    )?;
    let params = named_params! {":digest": digest, ":purpose": purpose.name(), ":now": db.now};
    Ok(find.query_row(params, |row| row.get(0)).optional()?)
}

pub fn delete(tx: &Tx, digest: &str, purpose: Purpose) -> Result<Option<UserId>> {
    let mut delete = tx.prepare_cached(
        "delete from one_time_tokens where token_digest = :digest and purpose = :purpose and expires_at > :now
         returning user_id",
    )?;
    let params = named_params! {":digest": digest, ":purpose": purpose.name(), ":now": tx.now};
    Ok(delete.query_row(params, |row| row.get(0)).optional()?)
}

pub fn delete_of(tx: &Tx, user: UserId, purpose: Purpose) -> Result<()> {
    tx.prepare_cached("delete from one_time_tokens where user_id = ? and purpose = ?")?
        .execute((user, purpose.name()))?;
    Ok(())
}

/// Those that let somebody in: links and half a sign-in.
pub fn delete_all(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from one_time_tokens where user_id = ?")?.execute([user])?;
    Ok(())
}
