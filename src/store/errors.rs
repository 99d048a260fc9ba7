//! What SQLite's errors mean to the rest of the program.

use rusqlite::ffi;

use crate::base::Error;

impl From<rusqlite::Error> for Error {
    /// A row that is not there is the caller's 404; everything else is ours.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Error::NotFound,
            other => Error::Internal(Box::new(other)),
        }
    }
}

/// The columns of the unique constraint that refused a row, as SQLite names them
/// (`contacts.account_id, contacts.email`); `None` for every other error.
pub fn unique_violation(error: &rusqlite::Error) -> Option<&str> {
    let rusqlite::Error::SqliteFailure(failure, Some(message)) = error else { return None };
    let unique = [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_ROWID];
    let columns = message.strip_prefix("UNIQUE constraint failed: ")?;
    unique.contains(&failure.extended_code).then_some(columns)
}

/// The answer to everyone who comes after [`super::Store::close`].
pub(super) fn closed() -> Error {
    Error::internal("the database is closed")
}

/// A panic inside a unit of work, as an error.
pub(super) fn panicked(payload: Box<dyn std::any::Any + Send>) -> Error {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    Error::internal(format!("a unit of work panicked: {text}"))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn unique_violations_name_their_columns() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "create table t(id integer primary key, a, b, c not null, unique (a, b));
             create unique index t_c on t(c) where c > 0;
             insert into t values (1, 1, 1, 1);",
        )
        .unwrap();
        let refused = |sql: &str| conn.execute(sql, []).unwrap_err();
        assert_eq!(unique_violation(&refused("insert into t values (2, 1, 1, 2)")), Some("t.a, t.b"));
        assert_eq!(unique_violation(&refused("insert into t values (2, 2, 2, 1)")), Some("t.c"));
        assert_eq!(unique_violation(&refused("insert into t values (1, 2, 2, 2)")), Some("t.id"));
        assert_eq!(unique_violation(&refused("insert into t values (2, 2, 2, null)")), None);
        assert_eq!(unique_violation(&rusqlite::Error::QueryReturnedNoRows), None);
    }
}
