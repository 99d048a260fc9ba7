//! Live events: rows of the outbox, in order, to whoever is subscribed; and whoever lost a right loses the socket.
//!
//! One task for all. It begins where the outbox ends when the server starts: what came before is asked for by those who missed it.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::sleep;

use super::broadcasts::{self, Row};
use super::cable::rights;
use crate::base::Result;
use crate::hub::{Frame, Hub};
use crate::store::{Db, Store};

/// Rows of one round.
const PAGE: i64 = 200;
/// How often tokens and memberships are looked at when only the access epoch says that something changed.
const WATCH: Duration = Duration::from_millis(250);
/// How long to wait when the database cannot be read.
const PAUSE: Duration = Duration::from_millis(500);
/// How often a row is tried before it is left out.
const TRIES: u32 = 5;

/// Dispatches until it is told to stop.
pub(super) async fn run(mut dispatcher: Dispatcher, mut stopping: watch::Receiver<bool>) {
    let mut changed = dispatcher.store.changed();
    while !*stopping.borrow() {
        // What changes from here on wakes us even if this round misses it.
        changed.mark_unchanged();
        if dispatcher.round().await {
            continue;
        }
        let pause = if dispatcher.failures > 0 { PAUSE } else { WATCH };
        tokio::select! {
            _ = stopping.changed() => return,
            Ok(()) = changed.changed(), if dispatcher.failures == 0 => {}
            () = sleep(pause) => {}
        }
    }
}

/// How far it is.
pub(super) struct Dispatcher {
    store: Store,
    hub: Hub,
    /// The last row that was published.
    cursor: i64,
    /// The access epoch of the last review of everybody, and when that was.
    reviewed: (u64, Instant),
    /// Rounds in a row that failed.
    failures: u32,
}

/// What a round came to.
struct Round {
    cursor: i64,
    more: bool,
}

impl Dispatcher {
    /// Begins after the newest row. From here on sockets may subscribe.
    pub fn new(store: &Store, hub: &Hub) -> Result<Self> {
        let epoch = store.access_epoch();
        let cursor = store.read_blocking(broadcasts::newest)?;
        hub.begin(cursor);
        let reviewed = (epoch, Instant::now());
        Ok(Dispatcher { store: store.clone(), hub: hub.clone(), cursor, reviewed, failures: 0 })
    }

    /// Publishes what is there, up to a page; says whether there may be more at once.
    async fn round(&mut self) -> bool {
        let epoch = self.store.access_epoch();
        let is_due = epoch != self.reviewed.0 && self.reviewed.1.elapsed() >= WATCH;
        let (hub, cursor) = (self.hub.clone(), self.cursor);
        // after a failure one at a time, to find the row that cannot be shown
        let page = if self.failures > 0 { 1 } else { PAGE };
        let is_hopeless = self.failures >= TRIES;
        match self.store.read(move |db| round(db, &hub, cursor, page, is_due, is_hopeless)).await {
            Ok(done) => {
                if is_due {
                    self.reviewed = (epoch, Instant::now());
                }
                (self.cursor, self.failures) = (done.cursor, 0);
                done.more
            }
            Err(error) => {
                tracing::error!(%error, "cannot tell what happened");
                self.failures = self.failures.saturating_add(1);
                false
            }
        }
    }
}

fn round(db: &Db, hub: &Hub, cursor: i64, page: i64, is_due: bool, is_hopeless: bool) -> Result<Round> {
    if is_due {
        rights::review(db, hub, None)?;
    }
    let newest = broadcasts::newest(db)?.max(cursor);
    if hub.skip_to(newest) {
        return Ok(Round { cursor: newest, more: false });
    }
    let mut rows = broadcasts::after(db, cursor, page)?;
    let found = rows.len();
    // what came before a change of rights is for those who had them, what came after for those who have
    if let Some(next) = rows.iter().skip(1).position(changes_rights) {
        rows.truncate(next.saturating_add(1));
    }
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(Round { cursor, more: false }) };
    if let Some(change) = rows.first().filter(|row| changes_rights(row)) {
        rights::review(db, hub, Some(&[change.account]))?;
    }
    hub.begin(last);
    let more = found > rows.len() || found as i64 == page;
    rows.retain(|row| hub.listens(row.account));
    match broadcasts::frames(db, &rows, &|room| hub.is_occupied(room)) {
        Ok(placed) => hub.publish(&placed.into_iter().map(|placed| placed.frame).collect::<Vec<Frame>>()),
        Err(error) if is_hopeless => tracing::error!(%error, row = last, "left out what cannot be shown"),
        Err(error) => return Err(error),
    }
    Ok(Round { cursor: last, more })
}

/// Whether who may see what changed: before anything later is told, everybody of the account is looked at again.
fn changes_rights(row: &Row) -> bool {
    matches!(
        row.name.as_str(),
        "account_updated"
            | "account_deleted"
            | "account_user_created"
            | "account_user_updated"
            | "account_user_deleted"
            | "inbox_members_changed"
            | "inbox_deleted"
            | "contact_deleted"
    )
}
