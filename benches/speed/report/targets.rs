//! The targets beside what was reached.

use super::{Report, count};
use crate::figures::Spread;
use crate::measure::demands::{Subject, slowest};
use crate::measure::growth::{COMMON, NOTHING, QUESTIONS, RARE};
use crate::measure::writes::MANY;
use crate::seed::MOST_MESSAGES;
use crate::table::{Table, number, spread};

impl Report<'_> {
    pub(super) fn targets(&self) {
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
        let index = self.indexing();
        target("the same: processor, `store` / without the search index", Goal::AtMost(1.25), index, "");
        if let Some(disk) = &self.disk {
            let slow = disk.spread("slow", |s| s.rate);
            target("the storage with 3 ms more for each sync: messages per second", Goal::AtLeast(4000.0), slow, "");
            target("`full` / `normal`", Goal::AtLeast(0.9), disk.ratio("own", "normal", |s| s.rate), "");
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
        let demand = |subject| slowest(&self.demands, subject);
        target("message search in the large file, the worst, p99", Goal::AtMost(10.0), demand(Subject::Search), " ms");
        target("a filter of three conditions, the worst, p99", Goal::AtMost(20.0), demand(Subject::Filter), " ms");
        target("a report of 12 months, the worst, p99", Goal::AtMost(50.0), demand(Subject::Report), " ms");
        let opened = demand(Subject::Conversation);
        target(
            &format!("opening {} messages, p99 of both requests", number(count(MOST_MESSAGES))),
            Goal::AtMost(5.0),
            opened,
            " ms",
        );
        let merging = self.mergers.writers.spread("writers beside", |s| s.p99);
        target("a message of 8 callers while contacts are merged, p99", Goal::AtMost(20.0), merging, " ms");
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
