//! Followers of the outbox: each makes something of what happened, exactly once, in a write of its own after the commit.
//!
//! One task for all. It reads the rows after the last that all followers have passed; those of interest are handled in one
//! transaction with the note that they are. Killed at any moment, the next server goes on with the first row that is not noted.
//! Rows of no interest are passed in memory and noted with the next that is: a message costs no write more than its followers make.

mod counting;
mod sql;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::sleep;

use crate::automation;
use crate::base::{EventKind, Happened, Result};
use crate::notifications;
use crate::store::{Db, Store, Tx};

pub(super) use counting::{Counting, run as count};

/// Who makes something of what happened.
#[derive(Debug, Clone, Copy)]
pub struct Follower {
    /// Its row in `followers`. Another name begins anew, at the newest event.
    pub name: &'static str,
    /// The events it is called for.
    pub kinds: &'static [EventKind],
    /// Which of these are worth a write, by the ids of their rows: asked while reading, before `handle`, for all that were read at
    /// once, and best answered without looking at each. [`always`] where that cannot be said.
    pub wants: fn(&Db, &[&Happened]) -> Result<HashSet<i64>>,
    /// Called in the order of the outbox, in a savepoint of its own. What it emits is followed like everything else.
    pub handle: fn(&Tx, &Happened) -> Result<()>,
}

/// For [`Follower::wants`]: every event of the kinds it cares for.
pub fn always(_: &Db, page: &[&Happened]) -> Result<HashSet<i64>> {
    Ok(page.iter().map(|happened| happened.id).collect())
}

/// All followers there are.
pub const FOLLOWERS: &[Follower] = &[
    Follower { name: "automation", kinds: automation::KINDS, wants: automation::wants, handle: automation::handle },
    Follower {
        name: "notifications",
        kinds: notifications::KINDS,
        wants: notifications::wants,
        handle: notifications::handle,
    },
];

/// Rows read at a time.
const PAGE: i64 = 100;
/// How long a unit of work may go on taking rows: others wait for the writer.
const BUDGET: Duration = Duration::from_millis(10);
/// How long to let rows collect once there are some: under load one transaction serves many.
const CALM: Duration = Duration::from_millis(5);
/// How often what was passed in memory is noted when nothing else is written.
const NOTED_EVERY: Duration = Duration::from_secs(60);
/// How long to wait when the database cannot be read or written.
const PAUSE: Duration = Duration::from_millis(500);
/// How often a row is tried before it is left out.
const TRIES: usize = 2;

/// Follows until it is told to stop.
pub(super) async fn run(mut round: Round, mut stopping: watch::Receiver<bool>) {
    if round.followers.is_empty() {
        return;
    }
    let mut changed = round.store.changed();
    while !*stopping.borrow() {
        // What changes from here on wakes us even if this round misses it.
        changed.mark_unchanged();
        let pause = match round.go().await {
            Ok(true) => continue,
            Ok(false) => NOTED_EVERY,
            Err(error) => {
                tracing::error!(%error, "cannot follow what happened");
                PAUSE
            }
        };
        let awaited = async {
            tokio::select! {
                Ok(()) = changed.changed(), if pause != PAUSE => sleep(CALM).await,
                () = sleep(pause) => {}
            }
        };
        tokio::select! {
            _ = stopping.changed() => {}
            () = awaited => {}
        }
    }
    if let Err(error) = round.note().await {
        tracing::error!(%error, "cannot note how far the followers are");
    }
}

/// Goes through the outbox.
pub(super) struct Round {
    store: Store,
    followers: &'static [Follower],
    /// The last row that everybody is done with.
    passed: i64,
    /// The last of those that is noted in the database, and since when there may be more.
    noted: (i64, Instant),
}

impl Round {
    /// Begins where an earlier run stopped.
    pub fn begin(store: &Store, followers: &'static [Follower]) -> Result<Self> {
        let cursors = store.write_blocking(move |tx| {
            sql::register(tx, followers)?;
            sql::cursors(tx)
        })?;
        let passed = cursors.into_values().min().unwrap_or(0);
        Ok(Round { store: store.clone(), followers, passed, noted: (passed, Instant::now()) })
    }

    /// Handles what is there, up to a page; says whether there may be more at once.
    pub async fn go(&mut self) -> Result<bool> {
        let after = self.passed;
        let followers = self.followers;
        let page = self.store.read(move |db| Page::read(db, followers, after)).await?;
        let (newest, is_full) = (page.newest, page.is_full);
        if page.wanted.is_empty() {
            self.passed = newest;
            self.note_if_due().await?;
            return Ok(is_full);
        }
        self.passed = self.store.write(move |tx| handle(tx, &page)).await?;
        self.noted = (self.passed, Instant::now());
        Ok(is_full || self.passed < newest)
    }

    /// Notes how far everybody is, so that the outbox can be trimmed.
    pub async fn note(&mut self) -> Result<()> {
        let passed = self.passed;
        if passed > self.noted.0 {
            self.store.write(move |tx| sql::pass(tx, passed)).await?;
        }
        self.noted = (passed, Instant::now());
        Ok(())
    }

    async fn note_if_due(&mut self) -> Result<()> {
        if self.noted.1.elapsed() < NOTED_EVERY {
            return Ok(());
        }
        self.note().await
    }
}

/// What was read at once.
struct Page {
    /// What some follower wants, each with those who do, in order.
    wanted: Vec<(Happened, Vec<&'static Follower>)>,
    /// The last row that was read, wanted or not.
    newest: i64,
    is_full: bool,
}

impl Page {
    fn read(db: &Db, followers: &'static [Follower], after: i64) -> Result<Page> {
        let rows = sql::after(db, after, PAGE)?;
        let is_full = rows.len() as i64 == PAGE;
        let newest = rows.last().map_or(after, |row| row.id);
        let is_cared_for = |kind: EventKind| followers.iter().any(|follower| follower.kinds.contains(&kind));
        let rows = rows.into_iter().filter(|row| row.kind.is_some_and(is_cared_for));
        let happened: Vec<Happened> = rows.filter_map(sql::Unread::read).collect();
        let chosen: Vec<_> = followers.iter().map(|follower| (follower, choice(db, follower, &happened))).collect();
        let with_wanting = |happened: Happened| {
            let wanting = chosen.iter().filter(|(_, ids)| ids.contains(&happened.id));
            let wanting: Vec<&Follower> = wanting.map(|(follower, _)| *follower).collect();
            (!wanting.is_empty()).then_some((happened, wanting))
        };
        let wanted = happened.into_iter().filter_map(with_wanting).collect();
        Ok(Page { wanted, newest, is_full })
    }
}

/// Which of these a follower wants; all that are of its kinds when that cannot be said.
fn choice(db: &Db, follower: &Follower, happened: &[Happened]) -> HashSet<i64> {
    let cares = |happened: &&Happened| follower.kinds.contains(&happened.kind);
    let page: Vec<&Happened> = happened.iter().filter(cares).collect();
    if page.is_empty() {
        return HashSet::new();
    }
    (follower.wants)(db, &page).unwrap_or_else(|error| {
        tracing::error!(%error, follower.name, "cannot say what is wanted");
        page.iter().map(|happened| happened.id).collect()
    })
}

/// Handles what is wanted, in order, for as long as the budget lasts, one row at least; answers the last that is done.
fn handle(tx: &Tx, page: &Page) -> Result<i64> {
    let start = Instant::now();
    // another server on this file may have been faster
    let cursors = sql::cursors(tx)?;
    let mut last = page.newest;
    for (happened, wanting) in &page.wanted {
        for follower in wanting {
            let is_done = cursors.get(follower.name).is_none_or(|passed| *passed >= happened.id);
            if !is_done {
                tell(tx, follower, happened)?;
            }
        }
        if start.elapsed() > BUDGET {
            last = happened.id;
            break;
        }
    }
    sql::pass(tx, last)?;
    Ok(last)
}

/// Calls a follower. What it cannot handle is left out: the rest must not wait for ever.
fn tell(tx: &Tx, follower: &Follower, happened: &Happened) -> Result<()> {
    for attempt in 1..=TRIES {
        match tx.attempt(|tx| (follower.handle)(tx, happened))? {
            Ok(()) => return Ok(()),
            Err(error) => tracing::error!(%error, follower.name, happened.id, attempt, "a follower failed"),
        }
    }
    Ok(())
}
