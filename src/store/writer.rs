//! The writer thread: it owns the only connection that writes.
//!
//! It takes the waiting jobs, runs each in its own savepoint, commits once for all, and answers them after that commit.
//! No timers: while one group is being synced, the next one collects.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::Env;
use super::checkpoint::Checkpoints;
use super::connect::{self, exec};
use super::db::{Tx, Wishes};
use super::group::Size;
use super::job::Job;
use crate::base::{Error, Result};

/// How often an idle writer looks for other processes' commits.
const IDLE: Duration = Duration::from_millis(250);
/// How often the planner's statistics are refreshed: those of a small table mislead once it has grown.
const UPKEEP: Duration = Duration::from_secs(3600);
/// How long an emptying of the log waits for readers.
const MOMENT: Duration = Duration::from_millis(20);
/// How long a closing store waits for other processes.
const FAREWELL: Duration = Duration::from_millis(200);

/// What travels to the writer.
pub(super) enum Order {
    Work(Job),
    /// Empty the log between two groups, after rewriting the whole file if that is asked for; answers whether it was possible now.
    Empty {
        rewriting: bool,
        reply: oneshot::Sender<Result<bool>>,
    },
    /// Finish what came before, then end.
    Stop,
}

/// What the writer tells everybody.
#[derive(Debug, Default)]
pub(super) struct Signals {
    /// Grows when principals may have changed.
    pub access_epoch: AtomicU64,
    /// Grows when there may be something to dispatch.
    pub changed: watch::Sender<u64>,
    /// Groups committed.
    pub commits: AtomicU64,
}

impl Signals {
    fn send(&self, wishes: Wishes) {
        if wishes.access {
            self.access_epoch.fetch_add(1, Ordering::AcqRel);
        }
        if wishes.dispatch {
            self.changed.send_modify(|n| *n = n.wrapping_add(1));
        }
    }
}

pub(super) struct Writer {
    conn: Connection,
    env: Arc<Env>,
    signals: Arc<Signals>,
    checkpoints: Checkpoints,
    queue: Receiver<Order>,
    /// `pragma data_version` when last looked at: it changes with other connections' commits only.
    data_version: i64,
    last_upkeep: Instant,
    stopping: bool,
    size: Size,
    /// When the writer was done with the last group.
    idle_since: Instant,
    /// The log is to be emptied next.
    emptying: Option<(bool, oneshot::Sender<Result<bool>>)>,
}

impl Writer {
    pub fn new(
        conn: Connection,
        env: Arc<Env>,
        signals: Arc<Signals>,
        checkpoints: Checkpoints,
        queue: Receiver<Order>,
    ) -> Result<Self> {
        let data_version = data_version(&conn)?;
        Ok(Writer {
            conn,
            env,
            signals,
            checkpoints,
            queue,
            data_version,
            last_upkeep: Instant::now(),
            stopping: false,
            size: Size::new(),
            idle_since: Instant::now(),
            emptying: None,
        })
    }

    /// Works until it is told to stop, or until nobody is left who could write.
    pub fn run(mut self) {
        while !self.stopping {
            match self.queue.recv_timeout(IDLE) {
                Ok(Order::Work(first)) => self.serve(first),
                Ok(Order::Empty { rewriting, reply }) => self.emptying = Some((rewriting, reply)),
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => self.stopping = true,
                Err(RecvTimeoutError::Timeout) => self.look_around(),
            }
            if let Some((rewriting, reply)) = self.emptying.take() {
                let _ = reply.send(self.empty(rewriting)); // whoever asked may have gone away
            }
            if self.last_upkeep.elapsed() > UPKEEP {
                self.last_upkeep = Instant::now();
                self.tidy("pragma optimize(0x10012)"); // all tables, in short samples
            }
        }
        self.finish();
    }

    /// One group: its transaction, the signals, the answers, and what the log needs.
    fn serve(&mut self, first: Job) {
        self.size.waited(self.idle_since.elapsed());
        let mut done = Vec::new();
        let lost = match self.group(first, &mut done) {
            Ok(wishes) => {
                self.signals.send(wishes);
                None
            }
            Err(error) => {
                if !self.conn.is_autocommit() {
                    let _ = self.conn.execute_batch("rollback");
                }
                tracing::error!(%error, jobs = done.len(), "a group of writes was lost");
                Some(error)
            }
        };
        for job in done {
            job.answer(lost.as_ref());
        }
        self.checkpoints.after_group(&self.conn);
        self.idle_since = Instant::now();
    }

    /// One transaction for everything that is waiting. All jobs taken from the queue end up in `done`.
    fn group(&mut self, first: Job, done: &mut Vec<Job>) -> Result<Wishes> {
        if let Err(error) = exec(&self.conn, "begin immediate") {
            done.push(first);
            return Err(error.into());
        }
        self.look_around();
        let (mut next, mut wishes) = (Some(first), Wishes::default());
        while let Some(mut job) = next.take() {
            let savepoint = !done.is_empty(); // the first job has the transaction itself as its savepoint
            let kept = run(&self.conn, &self.env, &mut job, savepoint);
            done.push(job);
            match kept? {
                Some(wish) => wishes.join(wish),
                None if savepoint => {}
                None => return Ok(wishes), // nothing was written
            }
            if done.len() < self.size.most {
                next = self.waiting();
            }
        }
        index_messages(&self.conn)?;
        let began = Instant::now();
        exec(&self.conn, "commit")?;
        self.size.committed(done.len(), began.elapsed());
        self.signals.commits.fetch_add(1, Ordering::Relaxed);
        Ok(wishes)
    }

    /// The next job, if one is waiting now.
    fn waiting(&mut self) -> Option<Job> {
        if self.stopping {
            return None;
        }
        match self.queue.try_recv() {
            Ok(Order::Work(job)) => Some(job),
            Ok(Order::Empty { rewriting, reply }) => {
                self.emptying = Some((rewriting, reply)); // after this group
                None
            }
            Err(TryRecvError::Empty) => None,
            Ok(Order::Stop) | Err(TryRecvError::Disconnected) => {
                self.stopping = true;
                None
            }
        }
    }

    /// When another process committed: whatever is cached of this database may be wrong now.
    fn look_around(&mut self) {
        match data_version(&self.conn) {
            Ok(version) if version != self.data_version => {
                self.data_version = version;
                self.signals.send(Wishes { access: true, dispatch: true });
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "cannot look for other processes' changes"),
        }
    }

    /// Leaves nothing in the log, so that nothing of earlier states of pages is anywhere. False when a reader or another process is in the
    /// way: then the next group has waited for no longer than a moment.
    fn empty(&self, rewriting: bool) -> Result<bool> {
        if rewriting {
            connect::rewrite(&self.conn)?;
        }
        self.conn.busy_timeout(MOMENT)?;
        let busy = self.conn.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0));
        self.conn.busy_timeout(connect::PATIENCE)?;
        Ok(busy? == 0)
    }

    /// Leaves one tidy file: statistics refreshed, the log copied back and emptied.
    fn finish(mut self) {
        self.checkpoints.stop();
        let _ = self.conn.busy_timeout(FAREWELL);
        self.tidy("pragma optimize");
        self.tidy("pragma wal_checkpoint(truncate)");
    }

    fn tidy(&self, pragma: &str) {
        if let Err(error) = self.conn.execute_batch(pragma) {
            tracing::warn!(%error, pragma, "could not tidy the database");
        }
    }
}

/// Runs one job; `None` when it failed and what it wrote is undone. An error means that the whole transaction is lost.
fn run(conn: &Connection, env: &Env, job: &mut Job, savepoint: bool) -> Result<Option<Wishes>> {
    if savepoint {
        exec(conn, "savepoint job")?;
    }
    let tx = Tx::new(conn, env, job.origin());
    let keep = job.run(&tx);
    if conn.is_autocommit() {
        // a full disk, an I/O error: SQLite has rolled everything back by itself
        return Err(Error::internal("SQLite rolled the transaction back"));
    }
    match (keep, savepoint) {
        (true, true) => exec(conn, "release job")?,
        (true, false) => {}
        (false, true) => {
            exec(conn, "rollback to job")?;
            exec(conn, "release job")?;
        }
        (false, false) => exec(conn, "rollback")?,
    }
    Ok(keep.then(|| tx.wishes()))
}

/// Takes the group's new messages into the search index: once per group costs a fifth of what a trigger would.
fn index_messages(conn: &Connection) -> rusqlite::Result<()> {
    exec(
        conn,
        "insert into messages_fts(rowid, content)
         select id, content from messages_searched where id > (select last from search_cursor)",
    )?;
    exec(
        conn,
        "update search_cursor set last = (select max(id) from messages) where last < (select max(id) from messages)",
    )
}

fn data_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("pragma data_version")?.query_row([], |row| row.get(0))
}
