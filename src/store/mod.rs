//! SQLite, and only SQLite: one writer with group commit, a pool of readers, the schema, backups.
//!
//! Everybody else sees [`Store::read`] and [`Store::write`] with closures over [`Db`] and [`Tx`]. A closure is one unit
//! of work; it must be short (a millisecond), since a slow one delays every other write: hash passwords, parse bodies and
//! talk to the network outside. No deferred constraints: one would fail the commit of the whole group.

mod audit;
pub mod backup;
mod bound;
mod checkpoint;
mod companion;
mod connect;
mod db;
mod errors;
pub mod functions;
mod group;
mod ids;
mod job;
mod origin;
mod page;
pub mod presence;
pub mod schema;
pub mod scrub;
mod secret;
#[cfg(test)]
mod tests;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot, watch};

use crate::base::{Error, Result};
pub use bound::Bound;
use checkpoint::Checkpoints;
pub use companion::{Companion, accompanied};
use connect::exec;
pub use db::{Db, Tx};
use errors::closed;
pub use errors::unique_violation;
pub use job::Pending;
use job::{Answer, Job, Reading, Writing};
pub use origin::{Origin, coming_from, origin};
pub use page::Page;
pub use presence::Presence;
use writer::{Order, Signals, Writer};

/// What every unit of work may ask besides the database.
#[derive(Debug, Default)]
pub struct Env {
    /// Where the world reaches this server, without a trailing slash. Set once, before the first request.
    pub base_url: OnceLock<String>,
    /// Who is here.
    pub presence: Presence,
    /// The installation's own secret. Set when the database is opened.
    secret: OnceLock<String>,
}

impl Env {
    /// The base URL, empty until it is known.
    pub fn base_url(&self) -> &str {
        self.base_url.get().map_or("", String::as_str)
    }

    /// What signs the tokens that are not stored: the same as long as the database lives.
    pub fn secret(&self) -> &str {
        self.secret.get().map_or("", String::as_str)
    }
}

/// Writes that may wait for the writer at a time; further callers wait for their place.
const MAX_WAITING: usize = 1024;

/// The database. Cheap to clone; the last clone to go closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    env: Arc<Env>,
    signals: Arc<Signals>,
    orders: Sender<Order>,
    waiting: Arc<Semaphore>,
    /// Gone once the store is closed, as is the thread.
    readers: RwLock<Option<r2d2::Pool<SqliteConnectionManager>>>,
    reading: Arc<Semaphore>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens or creates the file, bringing its schema up to date. Another process may have it open, too.
    pub fn open(path: &Path, env: Arc<Env>) -> Result<Store> {
        schema::inspect(path)?;
        let conn = connect::open(path, true)?;
        schema::bring_up_to_date(&conn, path)?;
        connect::make_writer(&conn)?;
        let secret = secret::of(&conn)?;
        env.secret.get_or_init(|| secret);
        let size = thread::available_parallelism().map_or(4, |cores| cores.get().saturating_mul(2).max(4));
        let readers = connect::readers(path, u32::try_from(size).unwrap_or(u32::MAX))?;
        let signals = Arc::new(Signals::default());
        let (orders, queue) = mpsc::channel();
        let checkpoints = Checkpoints::start(path, &conn)?;
        let writer = Writer::new(conn, env.clone(), signals.clone(), checkpoints, queue)?;
        let writer = thread::Builder::new().name("sqlite-writer".into()).spawn(move || writer.run());
        let inner = Inner {
            env,
            signals,
            orders,
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
            readers: RwLock::new(Some(readers)),
            reading: Arc::new(Semaphore::new(size)),
            writer: Mutex::new(Some(writer.map_err(Error::internal)?)),
        };
        Ok(Store { inner: Arc::new(inner) })
    }

    pub fn env(&self) -> &Env {
        &self.inner.env
    }

    /// Grows with every change of tokens, sessions, memberships and roles, by us or by another process.
    pub fn access_epoch(&self) -> u64 {
        self.inner.signals.access_epoch.load(Ordering::Acquire)
    }

    /// Wakes whoever dispatches events and runs jobs: changes after each commit that left some, and after each commit of
    /// another process. Several commits may show as one change.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.inner.signals.changed.subscribe()
    }

    /// How many groups of writes have been committed.
    pub fn commits(&self) -> u64 {
        self.inner.signals.commits.load(Ordering::Relaxed)
    }

    /// Runs `work` on the writer thread in its own savepoint; resolves once it is on disk. An error or a panic undoes
    /// what this `work` wrote and nothing else (see [`accompanied`] for what may be written along). Dropping the future does not stop a write that is under way.
    pub fn write<T, F>(&self, work: F) -> Pending<T>
    where
        F: FnOnce(&Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Pending::new(self.clone().submit(job::writing(work)))
    }

    async fn submit(self, work: Writing) -> Result<Answer> {
        let work = companion::with_companion(work);
        let from = origin();
        let place = self.inner.waiting.clone().acquire_owned().await.map_err(|_| closed())?;
        let (reply, answer) = oneshot::channel();
        let job = Job::new(work, from, move |outcome| {
            drop(place);
            let _ = reply.send(outcome); // the caller may have gone away: the write stays
        });
        self.inner.orders.send(Order::Work(job)).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// [`Store::write`] for threads of their own and the command line: blocks until the write is on disk.
    pub fn write_blocking<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        job::unpack(self.submit_blocking(job::writing(work))?)
    }

    fn submit_blocking(&self, work: Writing) -> Result<Answer> {
        let (reply, answer) = mpsc::channel();
        let job = Job::new(work, None, move |outcome| {
            let _ = reply.send(outcome);
        });
        self.inner.orders.send(Order::Work(job)).map_err(|_| closed())?;
        answer.recv().unwrap_or_else(|_| Err(closed()))
    }

    /// Empties the log into the file between two groups of writes, so that no earlier state of a page is left in either, where
    /// [`scrub`] has been; `rewriting` the whole file before takes the place of that. False when something is in the way for now.
    pub async fn empty_log(&self, rewriting: bool) -> Result<bool> {
        let (reply, answer) = oneshot::channel();
        self.inner.orders.send(Order::Empty { rewriting, reply }).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Runs `work` on a pooled read-only connection, all of it on one snapshot.
    pub fn read<T, F>(&self, work: F) -> Pending<T>
    where
        F: FnOnce(&Db) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Pending::new(self.clone().fetch(job::reading(work)))
    }

    async fn fetch(self, work: Reading) -> Result<Answer> {
        let slot = self.inner.reading.clone().acquire_owned().await.map_err(|_| closed())?;
        let reading = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            self.read_blocking(work)
        });
        reading.await.unwrap_or_else(|_| Err(closed()))
    }

    /// [`Store::read`] for threads of their own and the command line.
    pub fn read_blocking<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&Db) -> Result<T>,
    {
        let (mut work, mut found) = (Some(work), None);
        self.inner.read(&mut |db| {
            found = work.take().map(|work| work(db)).transpose()?;
            Ok(())
        })?;
        found.ok_or_else(closed)
    }

    /// Lets the writes finish which were asked for so far, empties the log into the file and closes it. Later reads and
    /// writes are refused. Blocks; the last clone does the same when it is dropped.
    pub fn close(&self) {
        self.inner.close();
    }
}

impl Inner {
    fn read(&self, work: &mut dyn FnMut(&Db) -> Result<()>) -> Result<()> {
        let pool = self.readers.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(closed)?;
        let conn = pool.get().map_err(Error::internal)?;
        let snapshot = Snapshot::take(&conn)?;
        let db = Db::new(snapshot.0, &self.env);
        catch_unwind(AssertUnwindSafe(|| work(&db))).unwrap_or_else(|payload| Err(errors::panicked(payload)))
    }

    fn close(&self) {
        self.reading.close();
        // the readers go first, so that the writer is the last to close the file and can remove its log
        self.readers.write().unwrap_or_else(PoisonError::into_inner).take();
        let _ = self.orders.send(Order::Stop);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        // a unit of work may own the last clone, and then this is the writer's own thread
        if let Some(writer) = writer.filter(|writer| writer.thread().id() != thread::current().id()) {
            let _ = writer.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

/// A read transaction that ends with its scope, whichever way that is left.
struct Snapshot<'c>(&'c Connection);

impl<'c> Snapshot<'c> {
    fn take(conn: &'c Connection) -> Result<Self> {
        exec(conn, "begin")?;
        Ok(Snapshot(conn))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        let _ = exec(self.0, "rollback");
    }
}
