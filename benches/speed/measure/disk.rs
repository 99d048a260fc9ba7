//! The disk: what a slow one costs, and what it costs that every commit waits for it.
//!
//! The storage alone, in a process of its own with a small library before it (`sync.c`, which the system's C compiler makes), so that
//! a sync takes three milliseconds more, or nothing. Where there is no compiler or no Linux, nothing is measured.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chatwoot_lite::store::Store;

use super::Plan;
use super::tasks::Tasks;
use super::writes::MANY;
use crate::figures::{Results, Sample, Side};
use crate::{Outcome, seed};

/// The argument that makes this executable the storage alone.
pub const FLAG: &str = "--store";
/// The three disks: their name, and the microseconds of each sync besides its own; `never` leaves it out.
const DISKS: [(&str, &str); 3] = [("slow", "3000"), ("own", "0"), ("none", "never")];

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/speed/measure/sync.c");

/// Messages per second from 64 callers on each disk; `None` where that cannot be measured.
pub fn measure(plan: &Plan) -> Outcome<Option<Results>> {
    let Some(library) = library(plan) else { return Ok(None) };
    let file = plan.file("disk.db");
    seed::file(&file, plan.middle)?;
    let sides = DISKS.into_iter().map(|(name, sync)| {
        let (library, file, time) = (library.clone(), file.clone(), plan.write);
        Side::new(name, move || ask(&library, sync, &file, plan.middle, time))
    });
    let results = Results::measure(plan.rounds, sides.collect())?;
    fs::remove_file(file)?;
    Ok(Some(results))
}

fn library(plan: &Plan) -> Option<PathBuf> {
    let library = plan.file("sync.so");
    let mut compile = Command::new("cc");
    compile.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&library).args([SOURCE, "-ldl"]);
    (cfg!(target_os = "linux") && compile.status().is_ok_and(|status| status.success())).then_some(library)
}

fn ask(library: &Path, sync: &str, file: &Path, conversations: i64, time: Duration) -> Outcome<Sample> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(FLAG).arg(file).args([conversations.to_string(), time.as_millis().to_string()]);
    let output = command.env("LD_PRELOAD", library).env("SPEED_SYNC", sync).output()?;
    let said = String::from_utf8(output.stdout)?;
    let rate = said.trim().parse().map_err(|_| format!("no number in {said:?}"))?;
    Ok(Sample { rate, ..Sample::default() })
}

/// Writes as the parent says, and prints how many messages it were each second.
pub fn run(file: &Path, conversations: &str, milliseconds: &str) -> Outcome<()> {
    let store = Store::open(file, Arc::default())?;
    let tasks = Tasks::new(store, conversations.parse()?)?;
    let sample = tasks.run(MANY, Duration::from_millis(milliseconds.parse()?))?;
    println!("{}", sample.rate);
    Ok(())
}
