//! The tables, and the targets beside what was reached.

use crate::figures::{Results, Spread};
use crate::measure::Plan;
use crate::measure::beside::{READERS, WRITERS};
use crate::measure::growth::{COMMON, NOTHING, QUESTIONS, RARE};
use crate::measure::sockets::{IDLE, LISTENERS, RETURNING, Sockets};
use crate::measure::start::Start;
use crate::measure::writes::{CALLERS, MANY};
use crate::table::{Table, number, pair, spread};

/// Everything that was measured.
pub struct Report<'a> {
    pub plan: &'a Plan,
    pub writes: Results,
    /// `None` where it cannot be measured.
    pub disk: Option<Results>,
    pub growth: Results,
    pub beside: Results,
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
        self.readers();
        self.beginning();
        self.listeners();
        self.targets();
    }

    fn messages(&self) {
        let w = &self.writes;
        let mut table = Table::new(&["callers at a time", "1", "16", "64", "256"]);
        let mut row = |name: &str, cell: &dyn Fn(usize) -> String| {
            table.row(std::iter::once(name.to_owned()).chain(CALLERS.map(cell)));
        };
        let rate = |side: &'static str| move |n| spread(w.spread(&format!("{side} {n}"), |s| s.rate));
        row("**`http`**: the server, each", &rate("http"));
        row("`floor`: the web framework alone", &rate("floor"));
        row("`store`: the storage alone", &rate("store"));
        row("`limit`: one thread, 1000 per transaction", &|_| spread(w.spread("limit", |s| s.rate)));
        row("`http`, p50 / p99 in ms", &|n| {
            let side = format!("http {n}");
            pair(w.spread(&side, |s| s.p50), w.spread(&side, |s| s.p99))
        });
        row("`store`, p50 / p99 in ms", &|n| {
            let side = format!("store {n}");
            pair(w.spread(&side, |s| s.p50), w.spread(&side, |s| s.p99))
        });
        let cpu = |side: &str| w.spread(side, |s| s.cpu);
        row("processor per message, `http` / `floor` in µs", &|n| {
            pair(cpu(&format!("http {n}")), cpu(&format!("floor {n}")))
        });
        row("processor per message, `store` / `limit` in µs", &|n| pair(cpu(&format!("store {n}")), cpu("limit")));
        row("messages of one commit, `store`", &|n| number(w.spread(&format!("store {n}"), |s| s.group).median));
        let with_json = |n: usize| (n == MANY).then(|| spread(w.spread(&format!("json {n}"), |s| s.rate)));
        row("`json`: the framework with typed JSON", &|n| with_json(n).unwrap_or_default());
        row("`http` / `floor`", &|n| spread(self.share("http", "floor", n)));
        let to_json = |n: usize| (n == MANY).then(|| spread(self.share("http", "json", n)));
        row("`http` / `json`", &|n| to_json(n).unwrap_or_default());
        row("`http` / `store`", &|n| spread(self.share("http", "store", n)));
        row("`store` / `limit`", &|n| spread(w.ratio(&format!("store {n}"), "limit", |s| s.rate)));
        table.print("Messages created per second, each durable before it is answered");
    }

    fn disks(&self) {
        let Some(disk) = &self.disk else { return };
        let mut table = Table::new(&["the storage alone, 64 callers", "messages/s"]);
        for (name, side) in [
            ("every commit waits for this disk", "own"),
            ("for one that takes 3 ms longer", "slow"),
            ("for none: nothing would survive a power cut", "none"),
        ] {
            table.row([name.to_owned(), spread(disk.spread(side, |s| s.rate))]);
        }
        table.print("What the disk costs");
    }

    fn share(&self, side: &str, other: &str, callers: usize) -> Spread {
        self.writes.ratio(&format!("{side} {callers}"), &format!("{other} {callers}"), |s| s.rate)
    }

    fn pages(&self) {
        let w = &self.writes;
        let mut table = Table::new(&["side", "pages/s", "p50 / p99 in ms", "processor per page in µs"]);
        for (name, side) in [
            ("**`http`**", "page"),
            ("`floor`: the web framework alone, the same bytes", "page floor"),
            ("`json`: the framework with typed JSON", "page json"),
        ] {
            table.row([
                name.to_owned(),
                spread(w.spread(side, |s| s.rate)),
                pair(w.spread(side, |s| s.p50), w.spread(side, |s| s.p99)),
                number(w.spread(side, |s| s.cpu).median),
            ]);
        }
        for (name, side) in [("`http` / `floor`", "page floor"), ("`http` / `json`", "page json")] {
            let ratio = spread(w.ratio("page", side, |s| s.rate));
            table.row([name.to_owned(), ratio, String::new(), String::new()]);
        }
        table.print(&format!("Pages of 20 messages, {MANY} callers"));
    }

    fn questions(&self) {
        let sizes = [self.plan.small, self.plan.big].map(|n| format!("{} conversations", number(count(n))));
        let [small, big] = &sizes;
        let mut table = Table::new(&["p50 / p99 in ms", small, big, "growth of p50"]);
        for question in &QUESTIONS {
            let sides = [format!("{} small", question.name), format!("{} big", question.name)];
            let [small, big] = sides
                .each_ref()
                .map(|side| pair(self.growth.spread(side, |s| s.p50), self.growth.spread(side, |s| s.p99)));
            table.row([question.name.to_owned(), small, big, format!("×{}", spread(self.growth_of(question.name)))]);
        }
        table.print("Reads, one caller");
    }

    fn growth_of(&self, question: &str) -> Spread {
        self.growth.ratio(&format!("{question} big"), &format!("{question} small"), |s| s.p50)
    }

    fn readers(&self) {
        let b = &self.beside;
        let mut table = Table::new(&["p50 / p99 in ms", "alone", &format!("beside {WRITERS} writers")]);
        for (name, side) in [("conversation list", "list"), ("page of 20 messages", "page")] {
            let cells = ["alone", "beside"].map(|state| {
                let side = format!("{side} {state}");
                pair(b.spread(&side, |s| s.p50), b.spread(&side, |s| s.p99))
            });
            table.row(std::iter::once(name.to_owned()).chain(cells));
        }
        let writers = b.spread("writers alone", |s| s.p50);
        table.row([
            "(a message, without readers)".to_owned(),
            String::new(),
            pair(writers, b.spread("writers alone", |s| s.p99)),
        ]);
        table.print(&format!("{READERS} readers over HTTP, {} conversations", number(count(self.plan.big))));
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

    fn targets(&self) {
        let mut table = Table::new(&["target", "must reach", "reached", "met"]);
        let mut target = |name: &str, goal: Goal, reached: Spread, unit: &str| {
            let (sign, bound, met) = match goal {
                Goal::AtLeast(bound) => ("≥", bound, reached.median >= bound),
                Goal::AtMost(bound) => ("≤", bound, reached.median <= bound),
            };
            let met = if met { "yes" } else { "**no**" };
            table.row([name.to_owned(), format!("{sign} {}{unit}", number(bound)), spread(reached), met.to_owned()]);
        };
        let http = format!("http {MANY}");
        let store = self.writes.ratio(&format!("store {MANY}"), "limit", |s| s.rate);
        let tail = Spread::of([self.writes.spread(&http, |s| s.p99 / s.p50.max(f64::MIN_POSITIVE)).median]);
        let all = QUESTIONS.iter().map(|question| question.name).filter(|name| ![RARE, COMMON, NOTHING].contains(name));
        let growth = Spread::of(all.map(|name| self.growth_of(name).median));
        let search = [RARE, COMMON, NOTHING].map(|name| self.growth.spread(&format!("{name} big"), |s| s.p50).median);
        target("new message, 64 callers: `store` / `limit`", Goal::AtLeast(0.4), store, "");
        target("the same: `http` / `store`", Goal::AtLeast(0.5), self.share("http", "store", MANY), "");
        target("the same: `http` / `json`", Goal::AtLeast(0.15), self.share("http", "json", MANY), "");
        target("the same: messages per second", Goal::AtLeast(6000.0), self.writes.spread(&http, |s| s.rate), "");
        target("the same: p99 / p50", Goal::AtMost(4.0), tail, "");
        if let Some(disk) = &self.disk {
            let slow = disk.spread("slow", |s| s.rate);
            target("the storage with 3 ms more for each sync: messages per second", Goal::AtLeast(4000.0), slow, "");
            target("durable / without any sync", Goal::AtLeast(0.9), disk.ratio("own", "none", |s| s.rate), "");
        }
        let beside = self.writes.spread("reads beside", |s| s.p99);
        target("a page of messages beside 64 writers, in process, p99", Goal::AtMost(3.0), beside, " ms");
        target(
            "page of 20 messages: `http` / `json`",
            Goal::AtLeast(0.25),
            self.writes.ratio("page", "page json", |s| s.rate),
            "",
        );
        target("growth of a read, the worst of all but searches of contacts", Goal::AtMost(1.5), worst(growth), "");
        target("contact search in the large file, the worst", Goal::AtMost(5.0), worst(Spread::of(search)), " ms");
        target("start to first answer", Goal::AtMost(100.0), self.start.first_answer, " ms");
        target("resident memory, idle", Goal::AtMost(30.0), Spread::of([self.start.idle]), " MB");
        target("resident memory after the reads", Goal::AtMost(80.0), Spread::of([self.after_reads]), " MB");
        let one = |value| Spread::of([value]);
        target("a message at the last of 1,000 sockets, p99", Goal::AtMost(30.0), one(self.sockets.last_p99), " ms");
        target("memory of an idle socket", Goal::AtMost(10.0), one(self.sockets.idle), " KiB");
        target("5,000 sockets back at once", Goal::AtMost(5.0), self.sockets.back, " s");
        target("executable", Goal::AtMost(15.0), Spread::of([self.start.executable]), " MB");
        table.print("Targets");
    }
}

enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// The same with the largest value in the middle.
fn worst(spread: Spread) -> Spread {
    Spread { median: spread.high, ..spread }
}

fn count(n: i64) -> f64 {
    n as f64
}
