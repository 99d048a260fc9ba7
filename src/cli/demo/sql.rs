//! The mark of a demo: a row of the table installation, and whether a database is empty.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::store::{Db, Tx};

/// The logins of this demo as they were kept, if this is one.
pub fn mark(db: &Db) -> Result<Option<String>> {
    let mut find = db.prepare_cached("select value from installation where name = 'demo'")?;
    Ok(find.query_row([], |row| row.get(0)).optional()?)
}

/// Says that this is a demo, and with which logins.
pub fn set_mark(tx: &Tx, value: &str) -> Result<()> {
    tx.prepare_cached(
        "insert into installation(name, value) values ('demo', :value) on conflict do update set value = :value",
    )?
    .execute(named_params! {":value": value})?;
    Ok(())
}

/// Whether nobody has used this database yet.
pub fn is_empty(db: &Db) -> Result<bool> {
    let mut find =
        db.prepare_cached("select not exists (select 1 from accounts) and not exists (select 1 from users)")?;
    Ok(find.query_row([], |row| row.get(0))?)
}
