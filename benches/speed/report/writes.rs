//! New messages, and pages of them beside the floor.

use super::Report;
use crate::figures::Spread;
use crate::measure::writes::{CALLERS, MANY};
use crate::table::{Table, number, pair, spread};

impl Report<'_> {
    pub(super) fn messages(&self) {
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
        let unindexed = |n: usize| (n == MANY).then(|| number(cpu(&format!("unindexed {n}")).median));
        row("processor per message in µs, `store` without the search index", &|n| unindexed(n).unwrap_or_default());
        row("messages of one commit, `store`", &|n| number(w.spread(&format!("store {n}"), |s| s.group).median));
        let told = |n: usize| (n == MANY).then(|| spread(w.spread(&format!("told {n}"), |s| s.rate)));
        row("`http` in the conversation of a colleague, who is notified", &|n| told(n).unwrap_or_default());
        let with_json = |n: usize| (n == MANY).then(|| spread(w.spread(&format!("json {n}"), |s| s.rate)));
        row("`json`: the framework with typed JSON", &|n| with_json(n).unwrap_or_default());
        row("`http` / `floor`", &|n| spread(self.share("http", "floor", n)));
        let to_json = |n: usize| (n == MANY).then(|| spread(self.share("http", "json", n)));
        row("`http` / `json`", &|n| to_json(n).unwrap_or_default());
        row("`http` / `store`", &|n| spread(self.share("http", "store", n)));
        row("`store` / `limit`", &|n| spread(w.ratio(&format!("store {n}"), "limit", |s| s.rate)));
        table.print("Messages created per second, each durable before it is answered");
    }

    pub(super) fn disks(&self) {
        let Some(disk) = &self.disk else { return };
        let mut table = Table::new(&["the storage alone, 64 callers", "messages/s"]);
        for (name, side) in [
            ("every commit waits for this disk", "own"),
            ("for one that takes 3 ms longer", "slow"),
            (
                "for checkpoints only (`synchronous = normal`): the last messages would not survive a power cut",
                "normal",
            ),
        ] {
            table.row([name.to_owned(), spread(disk.spread(side, |s| s.rate))]);
        }
        table.print("What the disk costs");
    }

    pub(super) fn share(&self, side: &str, other: &str, callers: usize) -> Spread {
        self.writes.ratio(&format!("{side} {callers}"), &format!("{other} {callers}"), |s| s.rate)
    }

    /// What a message costs with the search index against what it costs without.
    pub(super) fn indexing(&self) -> Spread {
        self.writes.ratio(&format!("store {MANY}"), &format!("unindexed {MANY}"), |s| s.cpu)
    }

    pub(super) fn pages(&self) {
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
}
