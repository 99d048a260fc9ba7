//! How soon a large file answers, and what the server keeps in memory.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::{Plan, ask};
use crate::Outcome;
use crate::figures::Spread;
use crate::process::Server;

/// Megabytes, and milliseconds.
pub struct Start {
    pub file: f64,
    pub executable: f64,
    pub first_answer: Spread,
    pub idle: f64,
}

/// Starts the server on the large file again and again; leaves the last one running.
pub fn measure(plan: &Plan, database: &Path) -> Outcome<(Start, Server)> {
    let first = ask::example(&ask::path("conversations?status=open"));
    let mut times = Vec::new();
    for _ in 0..plan.rounds.saturating_sub(1) {
        times.push(Server::start(database, &first)?.first_answer);
    }
    let last = Server::start(database, &first)?;
    times.push(last.first_answer);
    thread::sleep(Duration::from_secs(1));
    let start = Start {
        file: size(database)?,
        executable: size(Path::new(env!("CARGO_BIN_EXE_chatwoot-lite")))?,
        first_answer: Spread::of(times.iter().map(|time| time.as_secs_f64() * 1000.0)),
        idle: last.memory()?,
    };
    Ok((start, last))
}

fn size(file: &Path) -> Outcome<f64> {
    Ok(fs::metadata(file)?.len() as f64 / 1e6)
}
