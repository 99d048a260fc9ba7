//! Writers while two contacts with many conversations become one: nobody may wait for what moves over.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::time::{sleep, timeout};

use super::{Plan, ask};
use crate::Outcome;
use crate::client::Client;
use crate::figures::{Results, Sample, Side, Spread};
use crate::load::{self, Crew};
use crate::process::Server;
use crate::seed::Large;

/// How many write.
pub const WRITERS: usize = 8;
/// How often is looked whether all has moved.
const EVERY: Duration = Duration::from_millis(10);
/// How long a merger may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was measured.
pub struct Mergers {
    /// Sides: `writers alone`, `writers beside`.
    pub writers: Results,
    /// Milliseconds until a merger is answered.
    pub answered: Spread,
    /// Milliseconds until all has moved.
    pub moved: Spread,
}

/// One pair of contacts in each round; `database` is the server's.
pub fn measure(plan: &Plan, database: &Path, server: &Server) -> Outcome<Mergers> {
    let looking = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let crew = Crew { callers: WRITERS, ask: ask::reply(plan.big, "") };
    let (mut answered, mut moved, mut pairs) = (Vec::new(), Vec::new(), 0..);
    let alone = || {
        server.settle()?;
        let before = server.processor()?;
        let seen = load::drive(server.address, plan.read, std::slice::from_ref(&crew))?;
        Ok(Sample::new(seen.first().ok_or("no crew")?, plan.read, server.processor()? - before))
    };
    let beside = || {
        let contacts = pairs.next().map(Large::pair).ok_or("no more contacts")?;
        server.settle()?;
        let (seen, (first, all)) = load::during(server.address, &crew, merge(server, &looking, contacts))?;
        answered.push(first.as_secs_f64() * 1000.0);
        moved.push(all.as_secs_f64() * 1000.0);
        Ok(Sample::new(&seen, all, 0.0))
    };
    let sides = vec![Side::new("writers alone", alone), Side::new("writers beside", beside)];
    let writers = Results::measure(plan.rounds, sides)?;
    Ok(Mergers { writers, answered: Spread::of(answered), moved: Spread::of(moved) })
}

/// Merges two contacts; answers how long it took to be answered, and until all has moved.
async fn merge(server: &Server, looking: &Connection, contacts: [i64; 2]) -> Outcome<(Duration, Duration)> {
    let mut client = Client::connect(server.address).await?;
    let request = ask::example(&ask::merge(contacts));
    let began = Instant::now();
    client.send(&request).await?;
    let answered = began.elapsed();
    let mut left = looking.prepare("select exists (select 1 from contact_merges where rest is not null)")?;
    timeout(PATIENCE, async {
        while left.query_row([], |row| row.get::<_, bool>(0))? {
            sleep(EVERY).await;
        }
        Ok::<_, rusqlite::Error>(())
    })
    .await??;
    Ok((answered, began.elapsed()))
}
