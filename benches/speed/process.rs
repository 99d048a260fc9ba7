//! Processes: the server under test, the floor beside it, and what Linux says about both.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load;

/// Linux counts processor time in hundredths of a second.
const TICK: f64 = 0.01;

/// A server in a process of its own; it ends with this value.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the end of its first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts the real executable on this file and asks it the first thing.
    pub fn start(database: &Path, first: &[u8]) -> Outcome<Server> {
        let began = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatwoot-lite"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--log", "warn", "--db"])
            .arg(database);
        let mut server = Server::listening(&mut command)?;
        load::once(server.address, first)?;
        server.first_answer = began.elapsed();
        Ok(server)
    }

    /// Starts this executable as the floor (see `floor`).
    pub fn floor(folder: &Path) -> Outcome<Server> {
        Server::listening(Command::new(std::env::current_exe()?).arg(crate::floor::FLAG).arg(folder))
    }

    /// Starts a process that says on the first line of its output where it listens: the last word, or an address in it.
    fn listening(command: &mut Command) -> Outcome<Server> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.as_mut() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line
            .split_whitespace()
            .find_map(|word| word.trim_start_matches("http://").trim_end_matches(['/', ',', '.']).parse().ok());
        let mut server = Server { child, address: (Ipv4Addr::LOCALHOST, 0).into(), first_answer: Duration::ZERO };
        server.address = address.ok_or_else(|| format!("no address in {line:?}"))?;
        Ok(server)
    }

    /// Seconds of the processor this process has taken.
    pub fn processor(&self) -> Outcome<f64> {
        processor(&self.child.id().to_string())
    }

    /// Its resident memory, in MB.
    pub fn memory(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib * 1024.0 / 1e6)
    }

    /// Waits until the process has nothing left to do: checkpoints and deliveries go on after the last answer.
    pub fn settle(&self) -> Outcome<()> {
        settle(&self.child.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Seconds of the processor which a process (a number, or `self`) has taken.
pub fn processor(process: &str) -> Outcome<f64> {
    Ok(ticks(process)?.iter().take(2).sum::<f64>() * TICK)
}

/// The same for this process and its children that have ended.
pub fn family() -> Outcome<f64> {
    Ok(ticks("self")?.iter().sum::<f64>() * TICK)
}

/// User and system time, its own and that of its ended children.
fn ticks(process: &str) -> Outcome<Vec<f64>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // the name before the bracket may hold anything; what follows begins with the third field
    let (_, fields) = stat.rsplit_once(')').ok_or("no name in stat")?;
    fields.split_whitespace().skip(11).take(4).map(|ticks| Ok(ticks.parse()?)).collect()
}

/// Waits, three seconds at most, until a process rests.
pub fn settle(process: &str) -> Outcome<()> {
    for _ in 0..60 {
        let before = processor(process)?;
        thread::sleep(Duration::from_millis(50));
        if processor(process)? - before <= TICK * 1.5 {
            break;
        }
    }
    Ok(())
}

/// Seconds of all processors that were not idle since the machine started, and those taken by its host.
pub fn machine() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/stat")?;
    let fields = stat.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8);
    let ticks = fields.map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    // the fourth and the fifth are idle and waiting for the disk
    Ok(ticks.iter().enumerate().filter(|(place, _)| *place != 3 && *place != 4).map(|(_, n)| n).sum::<f64>() * TICK)
}
