//! What is read from files of different sizes, and beside writers.

use super::{Report, count};
use crate::figures::{Sample, Spread};
use crate::measure::beside::{READERS, WRITERS};
use crate::measure::demands::DEMANDS;
use crate::measure::growth::QUESTIONS;
use crate::measure::mergers::{self, Mergers};
use crate::seed::MERGED;
use crate::table::{Table, number, pair, spread};

/// One number of a sample.
type Figure = fn(&Sample) -> f64;

impl Report<'_> {
    pub(super) fn questions(&self) {
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

    pub(super) fn growth_of(&self, question: &str) -> Spread {
        self.growth.ratio(&format!("{question} big"), &format!("{question} small"), |s| s.p50)
    }

    pub(super) fn readers(&self) {
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

    pub(super) fn demands(&self) {
        let mut table = Table::new(&["one caller", "p50 / p99 in ms", "processor in µs"]);
        for demand in &DEMANDS {
            let figure = |figure: fn(&Sample) -> f64| self.demands.spread(demand.name, figure);
            let times = pair(figure(|s| s.p50), figure(|s| s.p99));
            table.row([demand.name.to_owned(), times, number(figure(|s| s.cpu).median)]);
        }
        table.print(&format!(
            "Where there is much: {} conversations, ten times as many messages, reports of two years",
            number(count(self.plan.big))
        ));
    }

    pub(super) fn mergers(&self) {
        let Mergers { writers, answered, moved } = &self.mergers;
        let meanwhile = format!("while two contacts of {} conversations are merged", number(count(MERGED)));
        let mut table = Table::new(&[&format!("{} callers who reply", mergers::WRITERS), "alone", &meanwhile]);
        let figures: [(&str, Figure); 4] = [
            ("p50 in ms", |s| s.p50),
            ("p99 in ms", |s| s.p99),
            ("the longest in ms", |s| s.longest),
            ("messages/s", |s| s.rate),
        ];
        for (name, figure) in figures {
            let cells = ["writers alone", "writers beside"].map(|side| spread(writers.spread(side, figure)));
            table.row(std::iter::once(name.to_owned()).chain(cells));
        }
        table.row(["(until the merger is answered, in ms)".to_owned(), String::new(), spread(*answered)]);
        table.row(["(until all has moved, in ms)".to_owned(), String::new(), spread(*moved)]);
        table.print("Writers beside a merger of contacts");
    }
}
