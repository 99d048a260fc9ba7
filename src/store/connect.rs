//! How connections are opened: flags and pragmas. The only place that names either.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::functions;
use crate::base::{Error, Result};

/// Prepared statements kept per connection: more than the server has.
const STATEMENTS: usize = 256;
/// How long a connection waits for another process's lock.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Bytes of a page of a new file. A message changes one row or two in some ten pages and each is written whole: with half of
/// SQLite's own 4096 bytes the writer needs a tenth less time for it.
const PAGE: u32 = 2048;

/// What only the writer needs, once the schema is there. `wal_autocheckpoint` is 0 because `checkpoint` does that work.
const WRITER: &str = "
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma temp_store = memory;
    pragma cache_size = -16384;
    pragma mmap_size = 0;
    pragma wal_autocheckpoint = 0;
    pragma journal_size_limit = 67108864;";

const READER: &str = "
    pragma temp_store = memory;
    pragma cache_size = -2000;
    pragma mmap_size = 0;
    pragma query_only = on;";

/// What every connection needs: to wait for locks, functions of ours, and plans that do not depend on the values bound. Without the latter a
/// database that has statistics gets its statements compiled again for nearly every value.
fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    functions::add(conn)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Opens the file for writing, creating it when asked to; changes nothing in it.
pub(super) fn open(path: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let conn = Connection::open_with_flags(path, flags)?;
    settle(&conn)?;
    conn.pragma_update(None, "page_size", PAGE)?; // says nothing to a file that has pages
    Ok(conn)
}

/// Opens the file so that it cannot be changed through this connection.
pub(super) fn open_read_only(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, reader_flags())?;
    settle(&conn)?;
    Ok(conn)
}

fn reader_flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Makes a connection whose schema is up to date the writer: write-ahead log, durable commits.
pub(super) fn make_writer(conn: &Connection) -> Result<()> {
    if use_log(conn)? != "wal" {
        return Err(Error::refused("this file system cannot hold the database's write-ahead log"));
    }
    conn.execute_batch(WRITER)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Asks for the write-ahead log; answers the mode there is. SQLite does not wait for locks here, so that several
/// processes which open a new file at once would refuse each other.
fn use_log(conn: &Connection) -> rusqlite::Result<String> {
    let start = Instant::now();
    loop {
        match conn.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && start.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(5));
            }
            outcome => return outcome,
        }
    }
}

/// A pool of read-only connections, all of them open from the start.
pub(super) fn readers(path: &Path, size: u32) -> Result<r2d2::Pool<SqliteConnectionManager>> {
    let manager = SqliteConnectionManager::file(path).with_flags(reader_flags()).with_init(|conn| {
        settle(conn)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.execute_batch(READER)
    });
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(size))
        .max_lifetime(None)
        .idle_timeout(None)
        .connection_timeout(PATIENCE)
        .test_on_check_out(false)
        .build(manager)
        .map_err(Error::internal)
}

/// Writes the whole file anew, of what is in it. Whoever wants to write waits for the end of it. The new one is put together in a
/// temporary file, since it may be larger than the memory.
pub(super) fn rewrite(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("pragma temp_store = file; vacuum; pragma temp_store = memory;")
}

/// Runs one cached statement without parameters.
pub(super) fn exec(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([]).map(drop)
}
