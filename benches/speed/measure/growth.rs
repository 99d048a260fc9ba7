//! The same questions to a small company and to a large one: what grows, and how fast?

use super::{Plan, ask};
use crate::figures::{Results, Sample, Side};
use crate::load::{self, Ask, Crew};
use crate::process::Server;
use crate::{Outcome, seed};

/// What is asked, and of how many conversations it may be.
pub struct Question {
    pub name: &'static str,
    ask: fn(i64) -> Ask,
}

/// All of them.
pub const QUESTIONS: [Question; 10] = [
    Question { name: "conversation list, first page of 25", ask: |_| ask::path("conversations?status=open") },
    Question { name: "conversation list, fourth page", ask: |_| ask::path("conversations?status=open&page=4") },
    Question {
        name: "conversation list, mine, resolved",
        ask: |_| ask::path("conversations?status=resolved&assignee_type=me"),
    },
    Question { name: "conversation", ask: ask::conversation },
    Question { name: "page of 20 messages", ask: |n| ask::message_page(n, "") },
    Question { name: "message search, rare word", ask: |_| ask::path(&format!("conversations?q={}", seed::RARE_WORD)) },
    Question { name: "contact list, by name", ask: |_| ask::path("contacts?sort=name") },
    Question { name: RARE, ask: |_| ask::path(&format!("contacts/search?q={}", seed::RARE_NAME)) },
    Question { name: COMMON, ask: |_| ask::path(&format!("contacts/search?q={}", seed::COMMON_PART)) },
    Question { name: NOTHING, ask: |_| ask::path("contacts/search?q=qqqqq") },
];

/// The three searches of the target.
pub const RARE: &str = "contact search, rare part";
pub const COMMON: &str = "contact search, common part";
pub const NOTHING: &str = "contact search, nothing found";

/// One caller at a time. Sides are named by the question, and ` small` or ` big`.
pub fn measure(plan: &Plan, small: &Server, big: &Server) -> Outcome<Results> {
    let mut sides = Vec::new();
    for (size, server, conversations) in [("small", small, plan.small), ("big", big, plan.big)] {
        for question in &QUESTIONS {
            let crews = [Crew { callers: 1, ask: (question.ask)(conversations) }];
            let run = move || {
                server.settle()?;
                let before = server.processor()?;
                let seen = load::drive(server.address, plan.read, &crews)?;
                Ok(Sample::new(seen.first().ok_or("no crew")?, plan.read, server.processor()? - before))
            };
            sides.push(Side::new(format!("{} {size}", question.name), run));
        }
    }
    Results::measure(plan.rounds, sides)
}
