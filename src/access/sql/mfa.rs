//! Every statement on second factors.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::UserId;
use crate::store::{Db, Tx};

/// A row of `mfa_secrets`.
pub struct Secret {
    pub secret: String,
    pub is_enabled: bool,
    pub last_step: i64,
}

pub fn secret(db: &Db, user: UserId) -> Result<Option<Secret>> {
    let mut find =
        db.prepare_cached("select secret, enabled_at is not null, last_step from mfa_secrets where user_id = ?")?;
    let from_row =
        |row: &rusqlite::Row| Ok(Secret { secret: row.get(0)?, is_enabled: row.get(1)?, last_step: row.get(2)? });
    Ok(find.query_row([user], from_row).optional()?)
}

/// Stores a secret that does not count yet, in the place of another such.
pub fn save_secret(tx: &Tx, user: UserId, secret: &str) -> Result<()> {
    tx.prepare_cached("insert or replace into mfa_secrets(user_id, secret) values (?, ?)")?.execute((user, secret))?;
    Ok(())
}

pub fn enable(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("update mfa_secrets set enabled_at = ? where user_id = ?")?.execute((tx.now, user))?;
    Ok(())
}

pub fn use_step(tx: &Tx, user: UserId, step: i64) -> Result<()> {
    tx.prepare_cached("update mfa_secrets set last_step = ? where user_id = ?")?.execute((step, user))?;
    Ok(())
}

pub fn delete_secret(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from mfa_secrets where user_id = ?")?.execute([user])?;
    Ok(())
}

pub fn has_backup_codes(db: &Db, user: UserId) -> Result<bool> {
    Ok(db.prepare_cached("select 1 from mfa_backup_codes where user_id = ? limit 1")?.exists([user])?)
}

pub fn insert_backup_code(tx: &Tx, user: UserId, digest: &str) -> Result<()> {
    tx.prepare_cached("insert or ignore into mfa_backup_codes(user_id, code_digest) values (?, ?)")?
        .execute((user, digest))?;
    Ok(())
}

/// Uses a code up; says whether there was one.
pub fn use_backup_code(tx: &Tx, user: UserId, digest: &str) -> Result<bool> {
    let mut delete =
        tx.prepare_cached("delete from mfa_backup_codes where user_id = :user and code_digest = :digest")?;
    Ok(delete.execute(named_params! {":user": user, ":digest": digest})? > 0)
}

pub fn delete_backup_codes(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from mfa_backup_codes where user_id = ?")?.execute([user])?;
    Ok(())
}
