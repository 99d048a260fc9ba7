//! Runs jobs: one step of each that is due, in turn, until none is; then sleeps until something changes or is due.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::sleep;

use super::jobs::{self, Step, Way};
use super::scrubbing::Scrubbing;
use super::sql::{self, Job};
use crate::base::{Error, Millis, Result};
use crate::store::{Db, Store, Tx};

/// Jobs read at a time.
const PAGE: i64 = 64;
/// The longest sleep: a clock that was set must not delay a job for long.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// The shortest: every change of the domain wakes us, and few leave a job.
const CALM: Duration = Duration::from_millis(20);
/// The first pause after a failure; it doubles with each more, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: i64 = 1000;
const LONGEST_PAUSE: i64 = 3_600_000;

/// Runs jobs until it is told to stop, or until the store is closed.
pub(super) async fn run(store: Store, mut stopping: watch::Receiver<bool>) {
    let mut changed = store.changed();
    let mut runner = Runner::new(store);
    while !*stopping.borrow() {
        // What changes from here on wakes us even if this round misses it.
        changed.mark_unchanged();
        let pause = match runner.round(&stopping).await {
            Ok(true) => continue,
            Ok(false) => runner.until_next().await,
            Err(error) => Err(error),
        };
        let pause = pause.unwrap_or_else(|error| {
            tracing::error!(%error, "cannot read the jobs");
            LONGEST_SLEEP
        });
        let awaited = async {
            sleep(CALM).await;
            tokio::select! {
                Ok(()) = changed.changed() => {}
                () = sleep(pause) => {}
            }
        };
        tokio::select! {
            _ = stopping.changed() => return,
            () = awaited => {}
        }
    }
}

/// Goes round the jobs.
pub(super) struct Runner {
    store: Store,
    /// Jobs that were logged because nobody here knows what they are.
    unknown: HashSet<i64>,
    scrubbing: Scrubbing,
}

impl Runner {
    pub fn new(store: Store) -> Self {
        Runner { store, unknown: HashSet::new(), scrubbing: Scrubbing::default() }
    }

    /// Takes one step of each due job; says whether one of them has more to do.
    pub async fn round(&mut self, stopping: &watch::Receiver<bool>) -> Result<bool> {
        let (mut after, mut more) = ((Millis(i64::MIN), 0), false);
        let mut going_on: HashSet<(String, Option<i64>)> = HashSet::new();
        loop {
            let page = self.store.read(move |db: &Db| sql::due(db, after, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(more) };
            after = (last.run_at, last.id);
            for job in page {
                if *stopping.borrow() {
                    return Ok(false);
                }
                let row = (job.name.clone(), job.payload.get("account_id").and_then(Value::as_i64));
                if going_on.contains(&row) {
                    continue;
                }
                let keeps_order = jobs::keeps_order(&job.name);
                let has_more = self.advance(job).await?;
                if has_more && keeps_order {
                    going_on.insert(row);
                }
                more |= has_more;
            }
        }
    }

    /// Takes one step; says whether the job has more to do at once.
    async fn advance(&mut self, job: Job) -> Result<bool> {
        let Some(way) = jobs::way(&job.name) else {
            if self.unknown.insert(job.id) {
                tracing::error!(job.id, job.name, "nobody knows this job; it stays for another version");
            }
            return Ok(false);
        };
        let stepping = job.clone();
        let outcome = match way {
            Way::Steps(step) => self.store.write(move |tx: &Tx| work(tx, &stepping, step)).await,
            Way::Scrubbing => self.scrubbing.advance(&self.store, job.id).await,
        };
        match outcome {
            Ok(more) => Ok(more),
            Err(error) => self.postpone(job, error).await.map(|()| false),
        }
    }

    async fn postpone(&self, job: Job, error: Error) -> Result<()> {
        let pause = pause_after(job.attempts);
        tracing::error!(job.id, job.name, %error, pause, "a job failed and is tried again later");
        self.store.write(move |tx: &Tx| sql::postpone(tx, job.id, tx.now.plus(pause), &error)).await
    }

    /// How long to sleep when nothing changes.
    async fn until_next(&self) -> Result<Duration> {
        let left = |db: &Db| Ok(sql::next_run_at(db)?.map(|at| at.0.saturating_sub(db.now.0)));
        let left = self.store.read(left).await?.and_then(|left| u64::try_from(left).ok());
        Ok(left.map_or(LONGEST_SLEEP, |left| Duration::from_millis(left).min(LONGEST_SLEEP)))
    }
}

/// One step and, with the last, the job's end: together or not at all.
fn work(tx: &Tx, job: &Job, step: Step) -> Result<bool> {
    // another server on this file may have been faster
    if !sql::exists(tx, job.id)? {
        return Ok(false);
    }
    let more = step(tx, &job.payload)?;
    if !more {
        sql::finish(tx, job.id)?;
    } else if job.attempts > 0 {
        sql::recovered(tx, job.id)?;
    }
    Ok(more)
}

/// Milliseconds to wait after a failure that so many went before.
fn pause_after(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts).unwrap_or(0).min(20);
    FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!([0, 1, 2].map(pause_after), [1000, 2000, 4000]);
        assert_eq!(pause_after(30), 3_600_000);
    }
}
