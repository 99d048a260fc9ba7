//! The installation's secret: made once, kept in its database.

use rusqlite::{Connection, OptionalExtension};

use crate::base::{Result, token};

/// Its name in the table.
const NAME: &str = "secret";
/// Its length, in bytes.
const BYTES: usize = 32;

/// The secret of this database, made if there is none yet.
pub fn of(conn: &Connection) -> Result<String> {
    if let Some(known) = read(conn)? {
        return Ok(known);
    }
    // another process may make one at the same time: the first counts
    conn.execute("insert or ignore into installation(name, value) values (?, ?)", (NAME, token::hex(BYTES)))?;
    Ok(read(conn)?.unwrap_or_default())
}

fn read(conn: &Connection) -> Result<Option<String>> {
    Ok(conn.query_row("select value from installation where name = ?", [NAME], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        let secret = of(&conn).unwrap();
        assert_eq!((secret.len(), of(&conn).unwrap()), (2 * BYTES, secret.clone()));
        let other = Connection::open_in_memory().unwrap();
        other.execute_batch(include_str!("../../schema.sql")).unwrap();
        assert_ne!(of(&other).unwrap(), secret);
    }
}
