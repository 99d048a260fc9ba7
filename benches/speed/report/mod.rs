//! The tables, and the targets beside what was reached.

mod reads;
mod targets;
mod writes;

use crate::figures::Results;
use crate::measure::Plan;
use crate::measure::beside::WRITERS;
use crate::measure::mergers::Mergers;
use crate::measure::sockets::{IDLE, LISTENERS, RETURNING, Sockets};
use crate::measure::start::Start;
use crate::table::{Table, number, spread};

/// Everything that was measured.
pub struct Report<'a> {
    pub plan: &'a Plan,
    pub writes: Results,
    /// `None` where it cannot be measured.
    pub disk: Option<Results>,
    pub growth: Results,
    pub demands: Results,
    pub beside: Results,
    pub mergers: Mergers,
    pub start: Start,
    pub sockets: Sockets,
    /// Resident memory in MB after the reads.
    pub after_reads: f64,
    /// The same after the writes beside them.
    pub after_writes: f64,
}

impl Report<'_> {
    pub fn print(&self) {
        self.messages();
        self.disks();
        self.pages();
        self.questions();
        self.demands();
        self.readers();
        self.mergers();
        self.beginning();
        self.listeners();
        self.targets();
    }

    fn beginning(&self) {
        let start = &self.start;
        let mut table = Table::new(&["start and size", ""]);
        table.row(["database file".to_owned(), format!("{} MB", number(start.file))]);
        table.row([
            "from start to first answer, a conversation list".to_owned(),
            format!("{} ms", spread(start.first_answer)),
        ]);
        table.row(["resident memory, idle".to_owned(), format!("{} MB", number(start.idle))]);
        table.row(["resident memory after the reads".to_owned(), format!("{} MB", number(self.after_reads))]);
        table.row([format!("resident memory after {WRITERS} writers"), format!("{} MB", number(self.after_writes))]);
        table.row(["executable".to_owned(), format!("{} MB", number(start.executable))]);
        table.print("Start, memory, size");
    }

    fn listeners(&self) {
        let s = &self.sockets;
        let mut table = Table::new(&["websockets", ""]);
        let last = format!("a message, from its sending to the last of {LISTENERS} sockets, p50");
        table.row([last, format!("{} ms", spread(s.last))]);
        table.row(["the same, p99".to_owned(), format!("{} ms", number(s.last_p99))]);
        table.row([format!("memory of an idle socket, among {IDLE}"), format!("{} KiB", number(s.idle))]);
        table.row([format!("{RETURNING} sockets that come at once, all live"), format!("{} s", spread(s.back))]);
        table.print("Live");
    }
}

fn count(n: i64) -> f64 {
    n as f64
}
