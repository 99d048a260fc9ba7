//! `cargo bench`: how fast is the server, how far is that from what the machine can do, and what grows with the data?
//!
//! The real executable runs on files of a real file system, and the load comes from this process. All sides of a comparison
//! take turns, in an order that changes with each round, and only their ratios can be compared between machines. Prints
//! Markdown; says on standard error what it is doing. `cargo bench -- --quick` takes a quarter of the time.

mod client;
mod figures;
mod floor;
mod load;
mod machine;
mod measure;
mod process;
mod reply;
mod report;
mod seed;
mod socket;
mod table;

use std::env;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use measure::{Plan, ask, beside, demands, disk, growth, mergers, sockets, start, writes};
use process::Server;
use report::Report;

type Failure = Box<dyn std::error::Error + Send + Sync>;
type Outcome<T> = Result<T, Failure>;

/// The server's own allocator, since the storage and the floor run in this executable.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [flag, folder] if *flag == floor::FLAG => floor::run(Path::new(folder)),
        [flag, file, conversations, time] if *flag == disk::FLAG => disk::run(Path::new(file), conversations, time),
        options if options.contains(&"--bench") => bench(options.contains(&"--quick")),
        _ => {
            eprintln!("this is run by `cargo bench`"); // and not by `cargo test --benches`
            Ok(())
        }
    }
}

fn bench(is_quick: bool) -> Outcome<()> {
    let (began, taken) = (Instant::now(), process::machine()?);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let time = |quick, full| Duration::from_millis(if is_quick { quick } else { full });
    let plan = Plan {
        folder: folder.path().to_owned(),
        small: 1000,
        middle: 25_000,
        big: 100_000,
        rounds: 5,
        write: time(400, 2000),
        read: time(150, 1000),
    };
    let head = machine::describe(folder.path())?;
    let writes = writes::measure(&plan)?;
    eprintln!("disk");
    let disk = disk::measure(&plan)?;
    let (small, big) = (plan.file("small.db"), plan.file("big.db"));
    seed::file(&small, plan.small)?;
    seed::large(&big, &seed::Large { conversations: plan.big, pairs: i64::try_from(plan.rounds)? })?;
    eprintln!("start");
    let file = big;
    let (start, big) = start::measure(&plan, &file)?;
    let small = Server::start(&small, &ask::example(&ask::path("conversations")))?;
    eprintln!("reads");
    let growth = growth::measure(&plan, &small, &big)?;
    eprintln!("what may take only so long");
    let demands = demands::measure(&plan, &big)?;
    eprintln!("sockets");
    let sockets = sockets::measure(&plan, &small)?;
    drop(small);
    let after_reads = big.memory()?;
    eprintln!("reads beside writers");
    let beside = beside::measure(&plan, &big)?;
    let after_writes = big.memory()?;
    eprintln!("writers beside mergers");
    let mergers = mergers::measure(&plan, &file, &big)?;
    drop(big);

    // what this process and its ended children did not take was taken by others
    let all = began.elapsed().as_secs_f64() * figures::float(thread::available_parallelism()?.get());
    let others = (process::machine()? - taken - process::family()?).max(0.0) / all * 100.0;
    println!(
        "{head} {} rounds of {:.1} s (writes) and {:.2} s (reads) per side, medians with their range; others took {others:.0} % of the \
         machine meanwhile.\n",
        plan.rounds,
        plan.write.as_secs_f64(),
        plan.read.as_secs_f64()
    );
    let report = Report {
        plan: &plan,
        writes,
        disk,
        growth,
        demands,
        beside,
        mergers,
        start,
        sockets,
        after_reads,
        after_writes,
    };
    report.print();
    eprintln!("took {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}
