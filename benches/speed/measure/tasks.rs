//! Tasks of this process that use the store as the server does, without HTTP.

use std::time::{Duration, Instant};

use chatwoot_lite::store::Store;
use rand::rngs::StdRng;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::ask;
use crate::Outcome;
use crate::figures::{Sample, float};
use crate::load::Seen;
use crate::process;
use crate::reply::{page, reply};

/// Messages of one transaction of `limit`.
const AT_ONCE: usize = 1000;

/// A store, and who uses it.
pub struct Tasks {
    store: Store,
    runtime: Runtime,
    conversations: i64,
}

impl Tasks {
    pub fn new(store: Store, conversations: i64) -> Outcome<Tasks> {
        Ok(Tasks { store, runtime: Builder::new_multi_thread().enable_all().build()?, conversations })
    }

    /// So many write, each again as soon as its message is on the disk.
    pub fn run(&self, callers: usize, time: Duration) -> Outcome<Sample> {
        process::settle("self")?;
        let (before, commits) = (process::processor("self")?, self.store.commits());
        let seen = self.runtime.block_on(self.crowd(callers, 0, time))?.0;
        let commits = usize::try_from(self.store.commits() - commits)?;
        let mut sample = Sample::new(&seen, time, process::processor("self")? - before);
        sample.group = float(seen.latencies.len()) / float(commits.max(1));
        Ok(sample)
    }

    /// What some who read pages of messages see beside those who write.
    pub fn read_beside(&self, writers: usize, readers: usize, time: Duration) -> Outcome<Sample> {
        process::settle("self")?;
        let seen = self.runtime.block_on(self.crowd(writers, readers, time))?.1;
        Ok(Sample::new(&seen, time, 0.0))
    }

    /// Those who write and those who read, at once.
    async fn crowd(&self, writers: usize, readers: usize, time: Duration) -> Outcome<(Seen, Seen)> {
        let deadline = Instant::now() + time;
        let (mut writing, mut reading) = (JoinSet::new(), JoinSet::new());
        for _ in 0..writers {
            writing.spawn(writer(self.store.clone(), self.conversations, deadline));
        }
        for _ in 0..readers {
            reading.spawn(reader(self.store.clone(), self.conversations, deadline));
        }
        Ok((all(writing).await?, all(reading).await?))
    }

    pub fn in_large_transactions(&self, time: Duration) -> Outcome<Sample> {
        process::settle("self")?;
        let (before, began) = (process::processor("self")?, Instant::now());
        let (mut done, mut rng) = (0_usize, rand::make_rng::<StdRng>());
        while began.elapsed() < time {
            let ids: Vec<i64> = (0..AT_ONCE).map(|_| ask::answered(&mut rng, self.conversations)).collect();
            self.store.write_blocking(move |tx| ids.into_iter().try_for_each(|id| reply(tx, id).map(drop)))?;
            done = done.saturating_add(AT_ONCE);
        }
        let cpu = (process::processor("self")? - before) * 1e6 / float(done);
        Ok(Sample {
            rate: float(done) / began.elapsed().as_secs_f64(),
            cpu,
            group: float(AT_ONCE),
            ..Sample::default()
        })
    }
}

async fn all(mut tasks: JoinSet<Outcome<Seen>>) -> Outcome<Seen> {
    let mut seen = Seen::default();
    while let Some(ended) = tasks.join_next().await {
        seen.join(ended??);
    }
    seen.latencies.sort_unstable();
    Ok(seen)
}

async fn writer(store: Store, conversations: i64, deadline: Instant) -> Outcome<Seen> {
    let (mut rng, mut seen) = (rand::make_rng::<StdRng>(), Seen::default());
    loop {
        let id = ask::answered(&mut rng, conversations);
        let began = Instant::now();
        if began >= deadline {
            return Ok(seen);
        }
        store.write(move |tx| reply(tx, id)).await?;
        seen.add(began, deadline);
    }
}

async fn reader(store: Store, conversations: i64, deadline: Instant) -> Outcome<Seen> {
    let (mut rng, mut seen) = (rand::make_rng::<StdRng>(), Seen::default());
    loop {
        let id = ask::answered(&mut rng, conversations);
        let began = Instant::now();
        if began >= deadline {
            return Ok(seen);
        }
        store.read(move |db| page(db, id)).await?;
        seen.add(began, deadline);
    }
}
