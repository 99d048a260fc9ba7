//! The store's own tests: what is kept, who is told, what lies on disk.

mod files;
mod scrubbing;
mod search;
mod signals;
mod statements;
mod writes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{Db, Env, Store, Tx};
use crate::base::ids::AccountId;
use crate::base::{Actor, Event, EventKind, Result};

/// A store with one account, in a folder of its own.
struct Bench {
    store: Store,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
        store
            .write_blocking(|tx| {
                Ok(tx
                    .execute_batch("insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0)")?)
            })
            .unwrap();
        Bench { store, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.store.read_blocking(|db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    /// A connection as another process would have it.
    fn stranger(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

/// A row that costs nothing to write.
fn note(tx: &Tx, name: &str) -> Result<()> {
    tx.execute("insert into installation values (?1, '')", [name])?;
    Ok(())
}

fn names(db: &Db) -> Result<Vec<String>> {
    let mut rows = db.prepare("select name from installation where name <> 'secret' order by name")?;
    let rows = rows.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn event() -> Event {
    Event::new(AccountId(1), EventKind::AccountUpdated, 1, Actor::System)
}

/// Waits until the condition holds, at most five seconds.
fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(5), "waited too long");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn env() -> Arc<Env> {
    Arc::default()
}
