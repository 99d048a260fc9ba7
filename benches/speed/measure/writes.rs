//! New messages, each durable before it is answered, beside the floor and the limit; and pages of messages beside theirs.
//!
//! `http` is the real server. `store` is what it does for each message, handed to the store by tasks of this process; `limit`
//! is the same by one thread, a thousand in one transaction; `unindexed` is `store` where no message can be searched for. Each
//! has a copy of the same file. `floor` and `json` are a server without storage (see `floor`).

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatwoot_lite::store::Store;
use rusqlite::Connection;

use super::tasks::Tasks;
use super::{Plan, ask};
use crate::figures::{Results, Sample, Side};
use crate::load::{self, Ask, Crew};
use crate::process::Server;
use crate::{Outcome, floor, seed};

/// How many ask at a time.
pub const CALLERS: [usize; 4] = [1, 16, 64, 256];
/// The callers of the pages, and of the targets.
pub const MANY: usize = 64;
/// Tasks that read beside them, in process.
pub const READERS: usize = 4;

/// Measures all sides, for all numbers of callers. Sides are named `http 64`, `json 64`, `page` or `limit`.
pub fn measure(plan: &Plan) -> Outcome<Results> {
    let files = ["http.db", "store.db", "limit.db", "unindexed.db"].map(|name| plan.file(name));
    let [for_http, for_store, for_limit, unindexed] = &files;
    seed::file(for_http, plan.middle)?;
    fs::copy(for_http, for_store)?;
    fs::copy(for_http, for_limit)?;
    fs::copy(for_http, unindexed)?;
    index_no_more(unindexed)?;
    let (new, page) = (ask::reply(plan.middle, ""), ask::message_page(plan.middle, ""));
    let http = Server::start(for_http, &ask::example(&page))?;
    fs::write(plan.file(floor::CREATED), load::once(http.address, &ask::example(&new))?)?;
    fs::write(plan.file(floor::PAGE), load::once(http.address, &ask::example(&page))?)?;
    let bare = Server::floor(&plan.folder)?;
    let here = Tasks::new(Store::open(for_store, Arc::default())?, plan.middle)?;
    let limit = Tasks::new(Store::open(for_limit, Arc::default())?, plan.middle)?;
    let unindexed = Tasks::new(Store::open(unindexed, Arc::default())?, plan.middle)?;

    let (tasks, mut sides) = (&here, Vec::new());
    for callers in CALLERS {
        sides.push(Side::new(format!("http {callers}"), asking(&http, &new, callers, plan.write)));
        sides.push(Side::new(format!("floor {callers}"), asking(&bare, &new, callers, plan.write)));
        sides.push(Side::new(format!("store {callers}"), move || tasks.run(callers, plan.write)));
    }
    sides.push(Side::new("reads beside", || here.read_beside(MANY, READERS, plan.write)));
    sides.push(Side::new(format!("unindexed {MANY}"), || unindexed.run(MANY, plan.write)));
    sides.push(Side::new("limit", || limit.in_large_transactions(plan.write)));
    let json = (ask::reply(plan.middle, floor::JSON), ask::message_page(plan.middle, floor::JSON));
    let told = ask::reply_for_a_colleague(plan.middle);
    sides.push(Side::new(format!("told {MANY}"), asking(&http, &told, MANY, plan.write)));
    sides.push(Side::new(format!("json {MANY}"), asking(&bare, &json.0, MANY, plan.write)));
    sides.push(Side::new("page json", asking(&bare, &json.1, MANY, plan.read)));
    sides.push(Side::new("page", asking(&http, &page, MANY, plan.read)));
    sides.push(Side::new("page floor", asking(&bare, &page, MANY, plan.read)));
    let results = Results::measure(plan.rounds, sides)?;
    drop((http, bare, here, limit, unindexed));
    files.iter().try_for_each(fs::remove_file)?;
    Ok(results)
}

/// Has the writer of this file believe that the index reaches beyond all messages to come.
fn index_no_more(file: &Path) -> Outcome<()> {
    Connection::open(file)?.execute("update search_cursor set last = 9000000000000000", [])?;
    Ok(())
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
