//! How far the counting is.

use crate::base::Result;
use crate::store::{Db, Tx};

/// The last row of the outbox that is counted.
pub fn counted(db: &Db) -> Result<i64> {
    Ok(db.prepare_cached("select last from reporting_cursor")?.query_row([], |row| row.get(0))?)
}

/// Notes that this row and those before it are counted.
pub fn note_counted(tx: &Tx, last: i64) -> Result<()> {
    tx.prepare_cached("update reporting_cursor set last = ?1 where last < ?1")?.execute([last])?;
    Ok(())
}
