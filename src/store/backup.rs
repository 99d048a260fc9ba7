//! Copies of a database that may be in use, and the proof that a database is sound.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use tempfile::{NamedTempFile, TempPath};

use super::{connect, schema};
use crate::base::{Error, Result};

/// Pages copied at a time: 16 MiB.
const STEP: i32 = 4096;

/// Copies the database `from` to the new file `to`, which appears only when the copy is complete and verified. A server
/// may be using `from`; the copy is what it was at one moment.
pub fn backup(from: &Path, to: &Path) -> Result<()> {
    let taken = || Error::refused(format!("{} exists already; choose another name", to.display()));
    if !from.exists() {
        return Err(Error::refused(format!("there is no database at {}", from.display())));
    }
    schema::inspect(from)?;
    if to.exists() {
        return Err(taken());
    }
    let copied = copy(from, to)?;
    copied.persist_noclobber(to).map_err(|failed| if to.exists() { taken() } else { failed.error.into_error(to) })?;
    sync_folder(to)
}

/// The same, replacing a copy of that name.
pub(super) fn replace(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)?.persist(to).map_err(|failed| failed.error.into_error(to))?;
    sync_folder(to)
}

/// A verified copy under a temporary name in the folder of `to`.
fn copy(from: &Path, to: &Path) -> Result<TempPath> {
    let temporary = NamedTempFile::with_prefix_in(".chatwoot-lite-", folder(to)).map_err(|e| e.into_error(to))?;
    let path = temporary.into_temp_path();
    let mut target = connect::open(&path, false)?;
    // nobody else sees the file yet; it is synced once, at the end
    target.execute_batch("pragma journal_mode = off; pragma synchronous = off;")?;
    pour(&connect::open_read_only(from)?, &mut target)?;
    // one file, without a log beside it
    target.execute_batch("pragma journal_mode = delete;")?;
    if let Some(problem) = problems(&target)?.first() {
        return Err(Error::refused(format!("the copy of {} is damaged: {problem}", from.display())));
    }
    drop(target);
    File::open(&path).and_then(|file| file.sync_all()).map_err(|e| e.into_error(to))?;
    Ok(path)
}

/// Copies all pages of one snapshot. Without holding it, each write of a running server would start the copy over.
fn pour(source: &Connection, target: &mut Connection) -> Result<()> {
    let snapshot = source.unchecked_transaction()?;
    snapshot.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
    let pages = Backup::new(&snapshot, target)?;
    loop {
        match pages.step(STEP)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Opens a database to look at it: nothing can be changed through this connection. Of an older version it is refused, since
/// only the server leads it forward.
pub fn examine(path: &Path) -> Result<Connection> {
    schema::inspect(path)?;
    // not read-only, since then a closed file would be left with a log beside it
    let conn = connect::open(path, false)?;
    conn.execute_batch("pragma query_only = on;")?;
    if !schema::is_current(&conn)? {
        return Err(Error::refused(format!(
            "{} is of an older version; start the server to upgrade it",
            path.display()
        )));
    }
    Ok(conn)
}

/// Everything SQLite finds wrong with the file: its structure, its indexes (those of the search, too), its references. Empty when it is sound.
/// Reads the whole file.
pub fn problems(db: &Connection) -> Result<Vec<String>> {
    let mut structure = db.prepare("pragma integrity_check")?;
    let lines = structure.query_map([], |row| row.get::<_, String>(0))?;
    let mut found: Vec<String> = lines.collect::<rusqlite::Result<_>>()?;
    found.retain(|line| line != "ok");
    let mut references = db.prepare("select \"table\", rowid, parent from pragma_foreign_key_check")?;
    let orphans = references.query_map([], |row| {
        let (table, id, parent) = (row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?);
        Ok(format!("{table} {} refers to a missing row of {parent}", id.unwrap_or_default()))
    })?;
    for orphan in orphans {
        found.push(orphan?);
    }
    Ok(found)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the new name survive a power cut. Not every system can sync a folder; the copy itself is safe without.
fn sync_folder(path: &Path) -> Result<()> {
    let _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
    Ok(())
}

trait IntoError {
    /// A sentence that names the file.
    fn into_error(self, path: &Path) -> Error;
}

impl IntoError for std::io::Error {
    fn into_error(self, path: &Path) -> Error {
        Error::refused(format!("cannot write {}: {self}", path.display()))
    }
}
