//! What a unit of work sees: [`Db`] to read, [`Tx`] to write, and the rows that leave with every change.

use std::cell::Cell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, named_params};

use super::Env;
use super::connect::exec;
use super::errors::panicked;
use super::origin::Origin;
use crate::base::ids::AccountId;
use crate::base::{Error, Event, Millis, Result};

/// A connection inside one unit of work, with its clock. Dereferences to [`Connection`].
pub struct Db<'c> {
    conn: &'c Connection,
    /// Fixed when the unit of work began, so that all rows of one request agree.
    pub now: Millis,
    pub env: &'c Env,
}

impl<'c> Db<'c> {
    pub(super) fn new(conn: &'c Connection, env: &'c Env) -> Self {
        Db { conn, now: Millis::now(), env }
    }
}

impl Deref for Db<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

/// What a write asks the store to do after the commit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wishes {
    /// Cached principals are stale.
    pub access: bool,
    /// There is something to dispatch: an event or a job.
    pub dispatch: bool,
}

impl Wishes {
    pub fn join(&mut self, other: Wishes) {
        self.access |= other.access;
        self.dispatch |= other.dispatch;
    }
}

/// A write transaction. Dereferences to [`Db`], so the same reading functions serve inside and outside.
pub struct Tx<'c> {
    db: Db<'c>,
    wishes: Cell<Wishes>,
    /// The request that it works for.
    origin: Option<Origin>,
}

impl<'c> Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.db
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(conn: &'c Connection, env: &'c Env, origin: Option<Origin>) -> Self {
        Tx { db: Db::new(conn, env), wishes: Cell::default(), origin }
    }

    pub(super) fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The same transaction with wishes of its own and perhaps another clock.
    fn inner(&self, now: Millis) -> Tx<'c> {
        let db = Db { conn: self.db.conn, now, env: self.db.env };
        Tx { db, wishes: Cell::default(), origin: self.origin.clone() }
    }

    pub(super) fn wishes(&self) -> Wishes {
        self.wishes.get()
    }

    fn wish(&self, wish: Wishes) {
        let mut wishes = self.wishes.get();
        wishes.join(wish);
        self.wishes.set(wishes);
    }

    /// Runs `work` in this transaction with another clock, so that a past can be written.
    pub fn at<T>(&self, now: Millis, work: impl FnOnce(&Tx) -> Result<T>) -> Result<T> {
        let then = self.inner(now);
        let outcome = work(&then);
        self.wish(then.wishes());
        outcome
    }

    /// Runs `work` in a savepoint of its own: when it fails or panics, what it wrote is undone and nothing else, and the inner
    /// result says why. An outer error means that the whole transaction is lost.
    pub fn attempt<T>(&self, work: impl FnOnce(&Tx) -> Result<T>) -> Result<Result<T>> {
        exec(self, "savepoint attempt")?;
        let inner = self.inner(self.now);
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&inner))).unwrap_or_else(|payload| Err(panicked(payload)));
        if self.is_autocommit() {
            return Err(Error::internal("SQLite rolled the transaction back"));
        }
        match outcome {
            Ok(_) => self.wish(inner.wishes()),
            Err(_) => exec(self, "rollback to attempt")?,
        }
        exec(self, "release attempt")?;
        Ok(outcome)
    }

    /// Writes the event's row in this transaction, and its lines of the audit log if it has some; answers its sequence number within the account.
    pub fn emit(&self, event: Event) -> Result<i64> {
        let seq = self.next_seq(&event)?;
        event.audits().iter().try_for_each(|line| self.audit(line))?;
        let (actor_type, actor_id) = event.actor.parts();
        let changes = serde_json::to_string(&event.changes.0).map_err(Error::internal)?;
        // by place: names are looked up one by one, and this is written more often than anything else
        self.prepare_cached(
            "insert into outbox (account_id, seq, name, subject_id, conversation_id, actor_type, actor_id, changes,
                                 echo_id, snapshot, created_at)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute((
            event.account,
            seq,
            event.kind.name(),
            event.subject,
            event.conversation,
            actor_type,
            actor_id,
            changes,
            event.echo_id,
            event.snapshot.map(|object| object.to_string()),
            self.now,
        ))?;
        if let Some(list) = event.kind.cached_list() {
            self.stamp_list(event.account, list)?;
        }
        self.wish(Wishes { dispatch: true, ..Wishes::default() });
        Ok(seq)
    }

    /// Gives a list that clients keep a copy of another stamp: the time in seconds, or one more than the last.
    fn stamp_list(&self, account: AccountId, list: &'static str) -> Result<()> {
        self.prepare_cached(&format!(
            "insert into account_cache_keys (account_id, {list}) values (:account, :seconds)
             on conflict do update set {list} = max({list} + 1, excluded.{list})"
        ))?
        .execute(named_params! { ":account": account, ":seconds": self.now.seconds() })?;
        Ok(())
    }

    /// In two statements: SQLite builds a temporary table for what an update returns, for every event.
    fn next_seq(&self, event: &Event) -> Result<i64> {
        self.prepare_cached("update account_counters set last_event_seq = last_event_seq + 1 where account_id = ?")?
            .execute([event.account])?;
        let mut find = self.prepare_cached("select last_event_seq from account_counters where account_id = ?")?;
        Ok(find.query_row([event.account], |row| row.get(0))?)
    }

    /// Queues long work, to be run after the commit. `payload` is the job's own JSON.
    pub fn enqueue(&self, job: &'static str, payload: serde_json::Value) -> Result<()> {
        self.enqueue_at(job, payload, self.now)
    }

    /// Queues work for a later time.
    pub fn enqueue_at(&self, job: &'static str, payload: serde_json::Value, run_at: Millis) -> Result<()> {
        self.prepare_cached(
            "insert into jobs (name, payload, run_at, created_at) values (:name, :payload, :run_at, :now)",
        )?
        .execute(
            named_params! { ":name": job, ":payload": payload.to_string(), ":run_at": run_at, ":now": self.now },
        )?;
        self.wish(Wishes { dispatch: true, ..Wishes::default() });
        Ok(())
    }

    /// Says that tokens, sessions, memberships or roles changed: cached principals are forgotten after the commit.
    pub fn access_changed(&self) {
        self.wish(Wishes { access: true, ..Wishes::default() });
    }
}
