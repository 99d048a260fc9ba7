//! Housekeeping: every few minutes, what is no longer needed is removed in short steps, and what nobody touches any more is
//! resolved.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::sql;
use crate::access::sessions;
use crate::automation;
use crate::base::Result;
use crate::conversations;
use crate::files;
use crate::idempotency;
use crate::notifications;
use crate::retention;
use crate::store::{Store, Tx};

/// How often.
const EVERY: Duration = Duration::from_secs(300);
/// How long events are kept, in milliseconds: seven days.
const EVENTS_LAST: i64 = 7 * 24 * 3_600_000;
/// Events of one step.
const EVENTS: i64 = 500;

/// One step of a chore; says whether there is more.
type Chore = fn(&Tx) -> Result<bool>;

/// The chores, each with what is logged when it fails.
const CHORES: [(&str, Chore); 8] = [
    ("sweep files", |tx| files::sweep(tx, tx.now)),
    ("trim the outbox", |tx| sql::trim_outbox(tx, tx.now.plus(-EVENTS_LAST), EVENTS)),
    ("forget runs of rules", automation::sweep),
    ("forget notifications", notifications::sweep),
    ("end sessions", |tx| sessions::sweep(tx)),
    ("forget requests", |tx| idempotency::sweep(tx)),
    ("resolve idle conversations", conversations::idle::resolve_step),
    ("carry out retention rules", retention::sweep),
];

/// Keeps house until it is told to stop.
pub(super) async fn run(store: Store, mut stopping: watch::Receiver<bool>) {
    loop {
        all(&store, &stopping).await;
        tokio::select! {
            _ = stopping.changed() => return,
            () = sleep(EVERY) => {}
        }
    }
}

/// Does each chore once.
pub(super) async fn all(store: &Store, stopping: &watch::Receiver<bool>) {
    for (name, chore) in CHORES {
        if let Err(error) = to_its_end(store, chore, stopping).await {
            tracing::error!(%error, "could not {name}");
        }
    }
}

/// Takes a chore's steps until there is no more to do, or no more time.
async fn to_its_end(store: &Store, chore: Chore, stopping: &watch::Receiver<bool>) -> Result<()> {
    while !*stopping.borrow() && store.write(chore).await? {}
    Ok(())
}
