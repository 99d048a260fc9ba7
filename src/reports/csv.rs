//! Tables as CSV files. Pure.

use super::model::Kind;
use super::tables::Line;
use crate::base::cells;

/// The first columns of a table.
fn titles(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Account => &["Account"],
        Kind::Inbox => &["Inbox name", "Inbox type"],
        Kind::Agent => &["Agent name"],
        Kind::Team => &["Team name"],
        Kind::Label => &["Label"],
    }
}

/// The columns that all tables have. Times are whole seconds, empty where there was nothing to take an average of.
const NUMBERS: [&str; 5] =
    ["Conversations", "Resolutions", "Avg first response time (s)", "Avg resolution time (s)", "Avg reply time (s)"];

/// The file: a line of titles, then a line for each.
pub fn file(kind: Kind, lines: &[Line], business_hours: bool) -> Vec<u8> {
    let mut file = cells::line(titles(kind).iter().chain(&NUMBERS).map(|title| (*title).into()));
    for line in lines {
        let totals = &line.totals;
        let times = [totals.first_responses, totals.resolutions, totals.replies]
            .map(|timed| timed.average(business_hours).map(|seconds| seconds.round().to_string()).unwrap_or_default());
        let counts = [totals.conversations, totals.resolutions.count].map(|n| n.to_string());
        let texts = std::iter::once(line.name.clone()).chain(line.channel_type.clone());
        file.extend(cells::line(texts.chain(counts).chain(times).map(Into::into)));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::super::model::{Timed, Totals};
    use super::*;

    #[test]
    fn a_file_has_titles_and_runs_nothing() {
        let resolutions = Timed { count: 2, seconds: 61, business: 10 };
        let totals = Totals { conversations: 3, resolutions, ..Totals::default() };
        let line = Line { id: 1, name: "=Sum, A".into(), channel_type: Some("Channel::Api".into()), totals };
        let text = |business| String::from_utf8(file(Kind::Inbox, std::slice::from_ref(&line), business)).unwrap();
        assert_eq!(
            text(false),
            "Inbox name,Inbox type,Conversations,Resolutions,Avg first response time (s),Avg resolution time (s),\
             Avg reply time (s)\n\"'=Sum, A\",Channel::Api,3,2,,31,\n"
        );
        assert!(text(true).ends_with(",3,2,,5,\n"));
        assert!(file(Kind::Team, &[], false).starts_with(b"Team name,Conversations,"));
    }
}
