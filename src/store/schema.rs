//! The schema's life: a new file, an older one, a newer one, and one that is none of ours.
//!
//! A new file is made from `schema.sql` in one transaction. An older one is led forward by [`MIGRATIONS`], each in its own
//! transaction, after a verified copy was laid beside it. Every other file is refused and left as it is.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{backup, connect};
use crate::base::{Error, Result};

/// The whole database, as a new file gets it.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// One step forward: the text of `src/store/migrations/NNNN_name.sql`, without transaction and without `user_version`.
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

/// The steps in order: the first leads from version 1 to version 2.
pub const MIGRATIONS: &[Migration] = &[];

/// The version that `schema.sql` describes.
pub const VERSION: i64 = 1 + MIGRATIONS.len() as i64;

/// Marks our files: `Cwlt`, as in `schema.sql`.
const APPLICATION_ID: i64 = 0x4377_6c74;

/// What a file says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    application_id: i64,
    version: i64,
}

/// Refuses what this version cannot use, without opening it for writing: the file stays as it is, byte for byte.
pub fn inspect(path: &Path) -> Result<()> {
    let shown = path.display();
    let Some(marks) = marks(path).map_err(|why| Error::refused(format!("cannot read {shown}: {why}")))? else {
        return Ok(());
    };
    if marks.application_id != APPLICATION_ID || marks.version < 1 {
        return Err(Error::refused(format!("{shown} is not a database of chatwoot-lite; it was left untouched")));
    }
    if marks.version > VERSION {
        return Err(Error::refused(format!(
            "{shown} was written by a newer chatwoot-lite (schema {}, this one knows {VERSION}); it was left untouched",
            marks.version
        )));
    }
    Ok(())
}

/// Reads the marks; `None` for a file that is not there yet or is empty.
fn marks(path: &Path) -> Result<Option<Marks>> {
    let header = match File::open(path) {
        Ok(file) => header(file)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::internal(error)),
    };
    if header.is_empty() {
        return Ok(None);
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Ok(Some(Marks { application_id: 0, version: 0 }));
    }
    let log = beside(path, "-wal");
    if log.metadata().is_ok_and(|log| log.len() > 0) {
        // a server is running, or was killed: what counts may still be in the log
        return Ok(Some(marks_of(&connect::open_read_only(path)?)?));
    }
    // a closed file is read without SQLite, which would leave a log beside it
    Ok(Some(Marks { version: number_at(&header, 60), application_id: number_at(&header, 68) }))
}

/// The first 100 bytes, fewer when the file is shorter.
fn header(file: File) -> Result<Vec<u8>> {
    let mut header = Vec::with_capacity(100);
    file.take(100).read_to_end(&mut header).map_err(Error::internal)?;
    Ok(header)
}

/// The big-endian number at this place of the header, 0 when it is cut off.
fn number_at(header: &[u8], at: usize) -> i64 {
    let bytes = header.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| i64::from(i32::from_be_bytes(bytes)))
}

fn marks_of(conn: &Connection) -> Result<Marks> {
    let number = |pragma| conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    Ok(Marks { application_id: number("application_id")?, version: number("user_version")? })
}

/// Whether the database is of this version.
pub(super) fn is_current(conn: &Connection) -> Result<bool> {
    Ok(marks_of(conn)?.version == VERSION)
}

/// The path with something added to its last part.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Creates the schema or leads it forward. The file has passed [`inspect`].
pub(super) fn bring_up_to_date(conn: &Connection, path: &Path) -> Result<()> {
    if marks_of(conn)?.version == 0 {
        create(conn)?;
    }
    upgrade(conn, path, MIGRATIONS)
}

/// Keeps a verified copy, `FILE.before-VERSION.bak`, then takes the steps that are left. Does nothing when none is.
fn upgrade(conn: &Connection, path: &Path, steps: &[Migration]) -> Result<()> {
    let goal = steps.iter().zip(2..).map(|(_, version)| version).last().unwrap_or(1);
    if marks_of(conn)?.version >= goal {
        return Ok(());
    }
    let copy = beside(path, &format!(".before-{goal}.bak"));
    backup::replace(path, &copy)?;
    tracing::info!(copy = %copy.display(), "kept a copy from before the migration");
    migrate(conn, steps)
}

/// Runs `schema.sql` in one transaction, unless another process has done so meanwhile.
pub fn create(conn: &Connection) -> Result<()> {
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    let objects: i64 = tx.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if objects == 0 {
        tx.execute_batch(SCHEMA)?;
    }
    Ok(tx.commit()?)
}

/// Takes the steps which the database has not taken yet. Foreign keys are off meanwhile, so that tables can be rebuilt,
/// and checked at the end of each step.
pub fn migrate(conn: &Connection, steps: &[Migration]) -> Result<()> {
    conn.pragma_update(None, "foreign_keys", "off")?;
    for (step, version) in steps.iter().zip(2..) {
        let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
        if marks_of(&tx)?.version >= version {
            continue;
        }
        tracing::info!(step.name, "bringing the database up to date");
        tx.execute_batch(step.sql)?;
        if tx.query_row("select count(*) from pragma_foreign_key_check", [], |row| row.get::<_, i64>(0))? > 0 {
            return Err(Error::refused(format!("migration {} would break references", step.name)));
        }
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(conn.pragma_update(None, "foreign_keys", "on")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_sql_carries_the_marks_of_this_version() {
        let conn = Connection::open_in_memory().unwrap();
        create(&conn).unwrap();
        create(&conn).unwrap();
        assert_eq!(marks_of(&conn).unwrap(), Marks { application_id: APPLICATION_ID, version: VERSION });
    }

    #[test]
    fn steps_are_taken_once_and_in_order_and_a_bad_one_leaves_no_trace() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "create table parents(id integer primary key) strict;
             create table children(parent integer references parents(id)) strict;
             insert into parents values (1); insert into children values (1);
             pragma user_version = 1;",
        )
        .unwrap();
        let steps = [
            Migration { name: "0002_more", sql: "alter table parents add column name text;" },
            Migration { name: "0003_named", sql: "update parents set name = 'Ada';" },
            Migration { name: "0004_orphans", sql: "delete from parents;" },
        ];
        migrate(&conn, &steps[..2]).unwrap();
        migrate(&conn, &steps[..2]).unwrap();
        assert_eq!(marks_of(&conn).unwrap().version, 3);
        assert!(migrate(&conn, &steps).unwrap_err().to_string().contains("0004_orphans"));
        assert_eq!(marks_of(&conn).unwrap().version, 3);
        let name: String = conn.query_row("select name from parents", [], |row| row.get(0)).unwrap();
        assert_eq!(name, "Ada");
    }

    #[test]
    fn an_upgrade_keeps_a_copy_of_what_was_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let conn = connect::open(&path, true).unwrap();
        bring_up_to_date(&conn, &path).unwrap();
        connect::make_writer(&conn).unwrap();
        let copy = folder.path().join("old.db.before-2.bak");
        assert!(!copy.exists(), "nothing to do, nothing to keep");
        let steps = [Migration { name: "0002_gone", sql: "drop table installation;" }];
        upgrade(&conn, &path, &steps).unwrap();
        let before = connect::open_read_only(&copy).unwrap();
        assert_eq!(marks_of(&before).unwrap(), Marks { application_id: APPLICATION_ID, version: 1 });
        before.query_row("select count(*) from installation", [], |_| Ok(())).unwrap();
        assert_eq!(marks_of(&conn).unwrap().version, 2);
        upgrade(&conn, &path, &steps).unwrap();
    }
}
