//! SQLite, and only SQLite: one writer with group commit, a pool of readers, the schema.

mod ids;
pub mod presence;

use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rusqlite::Connection;

use crate::base::{Error, Event, Millis, Result};
pub use presence::Presence;

/// What every unit of work may ask besides the database.
#[derive(Debug, Default)]
pub struct Env {
    /// Where the world reaches this server, without a trailing slash. Set once, before the first request.
    pub base_url: OnceLock<String>,
    /// Who is here.
    pub presence: Presence,
}

impl Env {
    /// The base URL, empty until it is known.
    pub fn base_url(&self) -> &str {
        self.base_url.get().map_or("", String::as_str)
    }
}

/// A connection inside one unit of work, with its clock. Dereferences to [`Connection`].
pub struct Db<'c> {
    conn: &'c Connection,
    /// Fixed when the unit of work began, so that all rows of one request agree.
    pub now: Millis,
    pub env: &'c Env,
}

impl Deref for Db<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

/// A write transaction. Dereferences to [`Db`], so the same reading functions serve inside and outside.
pub struct Tx<'c> {
    db: Db<'c>,
}

impl<'c> Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.db
    }
}

impl Tx<'_> {
    /// Writes the event's row in this transaction; answers its sequence number within the account.
    pub fn emit(&self, _event: Event) -> Result<i64> {
        Err(Error::internal("skeleton"))
    }

    /// Queues long work, to be run after the commit. `payload` is the job's own JSON.
    pub fn enqueue(&self, _job: &'static str, _payload: serde_json::Value) -> Result<()> {
        Err(Error::internal("skeleton"))
    }

    /// Says that tokens, sessions, memberships or roles changed: cached principals are forgotten after the commit.
    pub fn access_changed(&self) {}
}

/// The database.
#[derive(Clone)]
pub struct Store {
    env: Arc<Env>,
}

impl Store {
    /// Opens or creates the file, bringing its schema up to date.
    pub fn open(_path: &Path, env: Arc<Env>) -> Result<Store> {
        Ok(Store { env })
    }

    pub fn env(&self) -> &Env {
        &self.env
    }

    /// Grows with every change of tokens, sessions, memberships and roles, by us or by another process.
    pub fn access_epoch(&self) -> u64 {
        0
    }

    /// Runs `work` on the writer thread in its own savepoint; resolves once it is on disk.
    pub async fn write<T, F>(&self, _work: F) -> Result<T>
    where
        F: FnOnce(&Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Err(Error::internal("skeleton"))
    }

    /// Runs `work` on a pooled read-only connection, all of it on one snapshot.
    pub async fn read<T, F>(&self, _work: F) -> Result<T>
    where
        F: FnOnce(&Db) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Err(Error::internal("skeleton"))
    }
}

impl From<rusqlite::Error> for Error {
    /// A row that is not there is the caller's 404; everything else is ours.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Error::NotFound,
            other => Error::Internal(Box::new(other)),
        }
    }
}
