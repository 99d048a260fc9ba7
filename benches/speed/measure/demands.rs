//! What may take only so long in the large file, however much there is.

use super::{Plan, ask};
use crate::Outcome;
use crate::figures::{Results, Sample, Side, Spread};
use crate::load::{self, Ask, Crew};
use crate::process::Server;
use crate::seed::{self, COMMON_WORDS, LABEL, Large, RARE_WORD};

/// What a demand is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Search,
    Filter,
    Report,
    /// Both requests that open one.
    Conversation,
}

/// Something that is asked.
pub struct Demand {
    pub subject: Subject,
    pub name: &'static str,
    ask: fn(&Plan) -> Ask,
}

const fn demand(subject: Subject, name: &'static str, ask: fn(&Plan) -> Ask) -> Demand {
    Demand { subject, name, ask }
}

/// All of them.
pub const DEMANDS: [Demand; 12] = [
    demand(Subject::Search, "message search, rare word", |_| search(RARE_WORD)),
    demand(Subject::Search, "message search, common word", |_| search(COMMON_WORDS[0])),
    demand(Subject::Search, "message search, two common words", |_| search(&COMMON_WORDS.join("%20"))),
    demand(Subject::Filter, "filter: resolved, of an inbox, with a label", |_| {
        ask::filter(&[RESOLVED, IN_AN_INBOX, ("labels", "equal_to", LABEL)])
    }),
    demand(Subject::Filter, "filter: resolved, of an agent, with a value of a custom attribute", |_| {
        ask::filter(&[RESOLVED, ("assignee_id", "equal_to", "2"), ("plan", "equal_to", seed::PLAN)])
    }),
    demand(Subject::Filter, "filter: resolved, of an inbox, created more than 80 days ago", |_| {
        ask::filter(&[RESOLVED, IN_AN_INBOX, ("created_at", "days_before", "80")])
    }),
    demand(Subject::Report, "report of 12 months, a number for each month", |_| {
        ask::report("reports?metric=conversations_count&type=account&group_by=month&")
    }),
    demand(Subject::Report, "report of 12 months, a number for each day", |_| {
        ask::report("reports?metric=avg_first_response_time&type=account&group_by=day&")
    }),
    demand(Subject::Report, "report of 12 months, all numbers, and of 12 months before", |_| {
        ask::report("reports/summary?type=account&")
    }),
    demand(Subject::Report, "report of 12 months, a line for each agent", |_| ask::report("summary_reports/agent?")),
    demand(Subject::Conversation, "the conversation of 11,000 messages", |plan| {
        ask::path(&format!("conversations/{}", Large::longest(plan.big)))
    }),
    demand(Subject::Conversation, "its newest messages", |plan| ask::newest_of(Large::longest(plan.big))),
];

const RESOLVED: (&str, &str, &str) = ("status", "equal_to", "resolved");
const IN_AN_INBOX: (&str, &str, &str) = ("inbox_id", "equal_to", "1");

fn search(words: &str) -> Ask {
    ask::path(&format!("search/messages?q={words}"))
}

/// One caller at a time. Sides are named as the demands.
pub fn measure(plan: &Plan, server: &Server) -> Outcome<Results> {
    let sides = DEMANDS.iter().map(|demand| {
        let crews = [Crew { callers: 1, ask: (demand.ask)(plan) }];
        Side::new(demand.name, move || {
            server.settle()?;
            let before = server.processor()?;
            let seen = load::drive(server.address, plan.read, &crews)?;
            Ok(Sample::new(seen.first().ok_or("no crew")?, plan.read, server.processor()? - before))
        })
    });
    Results::measure(plan.rounds, sides.collect())
}

/// The p99 of a subject: of its slowest request; of the two that open a conversation, their sum.
pub fn slowest(results: &Results, subject: Subject) -> Spread {
    let about = DEMANDS.iter().filter(|demand| demand.subject == subject);
    let times = about.map(|demand| results.spread(demand.name, |s| s.p99));
    match subject {
        Subject::Conversation => times.fold(Spread::default(), |sum, time| Spread {
            median: sum.median + time.median,
            low: sum.low + time.low,
            high: sum.high + time.high,
        }),
        _ => times.max_by(|one, other| one.median.total_cmp(&other.median)).unwrap_or_default(),
    }
}
