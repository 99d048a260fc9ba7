//! Readers while others write.

use super::{Plan, ask};
use crate::Outcome;
use crate::figures::{Results, Sample, Side};
use crate::load::{self, Ask, Crew};
use crate::process::Server;

/// How many write.
pub const WRITERS: usize = 64;
/// How many read meanwhile.
pub const READERS: usize = 4;

/// Sides: `list alone`, `list beside`, `page alone`, `page beside`, `writers alone`.
pub fn measure(plan: &Plan, server: &Server) -> Outcome<Results> {
    let list = ask::path("conversations?status=open");
    let page = ask::message_page(plan.big, "");
    let writers = Crew { callers: WRITERS, ask: ask::reply(plan.big, "") };
    let mut sides = Vec::new();
    for (name, ask) in [("list", &list), ("page", &page)] {
        let readers = Crew { callers: READERS, ask: Ask::clone(ask) };
        let alone = vec![readers.clone()];
        let beside = vec![readers, writers.clone()];
        sides.push(Side::new(format!("{name} alone"), move || run(plan, server, &alone)));
        sides.push(Side::new(format!("{name} beside"), move || run(plan, server, &beside)));
    }
    let crews = vec![writers];
    sides.push(Side::new("writers alone", move || run(plan, server, &crews)));
    Results::measure(plan.rounds, sides)
}

/// What the first crew saw.
fn run(plan: &Plan, server: &Server, crews: &[Crew]) -> Outcome<Sample> {
    server.settle()?;
    let before = server.processor()?;
    let seen = load::drive(server.address, plan.write, crews)?;
    Ok(Sample::new(seen.first().ok_or("no crew")?, plan.write, server.processor()? - before))
}
