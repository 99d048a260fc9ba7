//! New messages, each durable before it is answered, beside the floor and the limit; and pages of messages beside theirs.
//!
//! `http` is the real server. `store` is what it does for each message, handed to the store by tasks of this process; `limit`
//! is the same by one thread, a thousand in one transaction. Each has a copy of the same file. `floor` and `json` are a server
//! without storage (see `floor`).

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chatwoot_lite::store::Store;
use rand::rngs::StdRng;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::{Plan, ask};
use crate::figures::{Results, Sample, Side, float};
use crate::load::{self, Ask, Crew, Seen};
use crate::process::{self, Server};
use crate::reply::reply;
use crate::{Outcome, floor, seed};

/// How many ask at a time.
pub const CALLERS: [usize; 4] = [1, 16, 64, 256];
/// The callers of the pages, and of the targets.
pub const MANY: usize = 64;

/// Messages of one transaction of `limit`.
const AT_ONCE: usize = 1000;

/// Measures all sides, for all numbers of callers. Sides are named `http 64`, `json 64`, `page` or `limit`.
pub fn measure(plan: &Plan) -> Outcome<Results> {
    let files = ["http.db", "store.db", "limit.db"].map(|name| plan.file(name));
    let [for_http, for_store, for_limit] = &files;
    seed::file(for_http, plan.middle)?;
    fs::copy(for_http, for_store)?;
    fs::copy(for_http, for_limit)?;
    let (new, page) = (ask::reply(plan.middle, ""), ask::message_page(plan.middle, ""));
    let http = Server::start(for_http, &ask::example(&page))?;
    fs::write(plan.file(floor::CREATED), load::once(http.address, &ask::example(&new))?)?;
    fs::write(plan.file(floor::PAGE), load::once(http.address, &ask::example(&page))?)?;
    let bare = Server::floor(&plan.folder)?;
    let here = Tasks::new(Store::open(for_store, Arc::default())?, plan.middle)?;
    let limit = Tasks::new(Store::open(for_limit, Arc::default())?, plan.middle)?;

    let (tasks, mut sides) = (&here, Vec::new());
    for callers in CALLERS {
        sides.push(Side::new(format!("http {callers}"), asking(&http, &new, callers, plan.write)));
        sides.push(Side::new(format!("floor {callers}"), asking(&bare, &new, callers, plan.write)));
        sides.push(Side::new(format!("store {callers}"), move || tasks.run(callers, plan.write)));
    }
    sides.push(Side::new("limit", || limit.in_large_transactions(plan.write)));
    let json = (ask::reply(plan.middle, floor::JSON), ask::message_page(plan.middle, floor::JSON));
    sides.push(Side::new(format!("json {MANY}"), asking(&bare, &json.0, MANY, plan.write)));
    sides.push(Side::new("page json", asking(&bare, &json.1, MANY, plan.read)));
    sides.push(Side::new("page", asking(&http, &page, MANY, plan.read)));
    sides.push(Side::new("page floor", asking(&bare, &page, MANY, plan.read)));
    let results = Results::measure(plan.rounds, sides)?;
    drop((http, bare, here, limit));
    files.iter().try_for_each(fs::remove_file)?;
    Ok(results)
}

/// One crew on a server, once it rests.
fn asking<'a>(
    server: &'a Server,
    ask: &Ask,
    callers: usize,
    time: Duration,
) -> impl FnMut() -> Outcome<Sample> + use<'a> {
    let crews = [Crew { callers, ask: ask.clone() }];
    move || {
        server.settle()?;
        let before = server.processor()?;
        let seen = load::drive(server.address, time, &crews)?;
        let taken = server.processor()? - before;
        Ok(Sample::new(seen.first().ok_or("no crew")?, time, taken))
    }
}

/// Tasks of this process that write through the store.
struct Tasks {
    store: Store,
    runtime: Runtime,
    conversations: i64,
}

impl Tasks {
    fn new(store: Store, conversations: i64) -> Outcome<Tasks> {
        Ok(Tasks { store, runtime: Builder::new_multi_thread().enable_all().build()?, conversations })
    }

    fn run(&self, callers: usize, time: Duration) -> Outcome<Sample> {
        process::settle("self")?;
        let (before, commits) = (process::processor("self")?, self.store.commits());
        let (store, conversations) = (&self.store, self.conversations);
        let seen = self.runtime.block_on(async {
            let deadline = Instant::now() + time;
            let mut tasks = JoinSet::new();
            for _ in 0..callers {
                tasks.spawn(caller(store.clone(), conversations, deadline));
            }
            let mut seen = Seen::default();
            while let Some(ended) = tasks.join_next().await {
                seen.join(ended??);
            }
            seen.latencies.sort_unstable();
            Ok::<_, crate::Failure>(seen)
        })?;
        let commits = usize::try_from(self.store.commits() - commits)?;
        let mut sample = Sample::new(&seen, time, process::processor("self")? - before);
        sample.group = float(seen.latencies.len()) / float(commits.max(1));
        Ok(sample)
    }

    fn in_large_transactions(&self, time: Duration) -> Outcome<Sample> {
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

async fn caller(store: Store, conversations: i64, deadline: Instant) -> Outcome<Seen> {
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
