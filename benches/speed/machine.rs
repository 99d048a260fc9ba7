//! What the figures were measured on.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::Outcome;
use crate::figures::Spread;

/// One line about the machine and the versions; `folder` is where the databases are.
pub fn describe(folder: &Path) -> Outcome<String> {
    let cores = thread::available_parallelism()?;
    let model = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = line_of("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let disk = said_by("findmnt", &["-n", "-o", "FSTYPE,SOURCE", "-T", &folder.display().to_string()]);
    let commit = said_by("git", &["describe", "--always", "--dirty"]);
    Ok(format!(
        "chatwoot-lite {} ({commit}), {cores} cores of {model}, {:.0} GB of memory, Linux {}, {disk} (one fdatasync {:.2} ms), \
         SQLite {}; the load comes from the same machine.",
        env!("CARGO_PKG_VERSION"),
        memory.unwrap_or_default() * 1024.0 / 1e9,
        kernel.trim(),
        sync_time(folder)?,
        rusqlite::version(),
    ))
}

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// What a program prints, with single spaces; "unknown" without it.
fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { "unknown".to_owned() } else { words.join(" ") }
}

/// Milliseconds to append 4 KiB to a file and have them on disk, the median of 200.
fn sync_time(folder: &Path) -> Outcome<f64> {
    let mut file = File::create(folder.join("sync"))?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let began = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Spread::of(times).median)
}
