//! No statement of a list may scan a table that grows: every one of them is asked for its plan.

use rusqlite::Connection;

use super::super::filter::{Assignee, Direction, Filter, Part, Sort, statuses};
use super::{audience, counters, csat, hits, mentions, rows, visits, walk};
use crate::base::Millis;
use crate::base::ids::{AccountId, InboxId, TeamId, UserId};

const ACCOUNT: AccountId = AccountId(1);

fn database() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../../../schema.sql")).unwrap();
    conn
}

fn filters() -> Vec<Filter> {
    use Direction::{Ascending, Descending};
    let mut filters = Vec::new();
    for direction in [Ascending, Descending] {
        for sort in [Sort::LastActivity, Sort::CreatedAt, Sort::Priority, Sort::WaitingSince] {
            for assignee in [Assignee::Anybody, Assignee::Me, Assignee::Nobody, Assignee::Somebody] {
                for status in [None, Some("all")] {
                    filters.push(Filter {
                        user: UserId(1),
                        statuses: statuses(status),
                        inboxes: vec![InboxId(1), InboxId(2)],
                        assignee,
                        parts: Vec::new(),
                        active_since: None,
                        sort: sort(direction),
                    });
                }
            }
        }
    }
    filters
}

fn parts() -> Vec<Part> {
    vec![
        Part::SourceId("x".into()),
        Part::Words("\"x\"*".into()),
        Part::Mentioned,
        Part::Participating,
        Part::Labels(vec!["a".into(), "b".into()]),
        Part::Team(TeamId(1)),
        Part::Unattended,
    ]
}

/// Fails on a scan of a table; lists that came with the request, search hits and parts of the same plan may be scanned.
#[track_caller]
fn assert_no_scan(plan: &[String], sql: &str) {
    for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
        let allowed =
            ["SCAN json_each", "SCAN f VIRTUAL TABLE", "SCAN hit", "SCAN found", "SCAN (subquery", "SCAN CONSTANT ROW"];
        assert!(allowed.iter().any(|start| line.starts_with(start)), "{line}\n{sql}\n{plan:#?}");
    }
}

#[test]
fn walks_follow_an_index_in_its_order() {
    let conn = database();
    for filter in filters() {
        for rank in walk::ranks(&filter) {
            let page = walk::page_query(ACCOUNT, &filter, &rank, (25, 50));
            let plan = page.plan(&conn);
            assert_no_scan(&plan, &page.sql);
            let sorts = plan.iter().filter(|line| line.contains("TEMP B-TREE")).count();
            // merging several statuses sorts what the arms found, and nothing else sorts
            assert!(sorts <= usize::from(filter.statuses.len() > 1), "{}\n{plan:#?}", page.sql);
            let count = walk::count_query(ACCOUNT, &filter, &rank);
            assert_no_scan(&count.plan(&conn), &count.sql);
        }
        let counts = counters::query(ACCOUNT, &filter);
        assert_no_scan(&counts.plan(&conn), &counts.sql);
    }
}

#[test]
fn the_default_page_is_cut_in_a_covering_index() {
    let conn = database();
    for filter in filters().into_iter().filter(|f| matches!(f.sort, Sort::LastActivity(_) | Sort::CreatedAt(_))) {
        let page = walk::page_query(ACCOUNT, &filter, &walk::ranks(&filter)[0], (25, 0));
        let plan = page.plan(&conn);
        let uncovered = |line: &&String| line.contains("conversations") && !line.contains("COVERING");
        assert_eq!(plan.iter().find(uncovered), None, "{}\n{plan:#?}", page.sql);
    }
}

#[test]
fn hits_are_found_through_an_index() {
    let conn = database();
    for filter in filters().into_iter().filter(|f| f.assignee == Assignee::Anybody) {
        let recent = Filter { active_since: Some(Millis(1)), ..filter.clone() };
        let query = hits::query(ACCOUNT, &recent);
        assert_no_scan(&query.plan(&conn), &query.sql);
        for (place, first) in parts().into_iter().enumerate() {
            for second in parts().into_iter().skip(place) {
                let mut chosen = vec![first.clone()];
                if first != second && !(first == Part::Mentioned && second == Part::Participating) {
                    chosen.push(second);
                }
                let query = hits::query(ACCOUNT, &Filter { parts: chosen, ..filter.clone() });
                assert_no_scan(&query.plan(&conn), &query.sql);
            }
        }
    }
}

#[test]
fn the_mentioned_are_looked_up_one_by_one() {
    let conn = database();
    let mut explain = conn.prepare(&format!("explain query plan {}", mentions::MENTIONED)).unwrap();
    let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
    for table in ["m", "t"] {
        assert!(plan.iter().any(|line| line.starts_with(&format!("SEARCH {table} USING"))), "{plan:#?}");
    }
    let scans = plan.iter().filter(|line| line.starts_with("SCAN"));
    assert_eq!(scans.filter(|line| !line.contains("VIRTUAL TABLE") && !line.contains("named")).count(), 0, "{plan:#?}");
}

#[test]
fn audiences_are_looked_up_one_by_one() {
    let conn = database();
    for sql in [audience::AUDIENCES, audience::VERIFIED, &audience::mentioned_sql()] {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        let scans = plan.iter().filter(|line| line.starts_with("SCAN"));
        let tables = scans.filter(|line| !line.contains("VIRTUAL TABLE") && !line.contains("named"));
        assert_eq!(tables.count(), 0, "{sql}\n{plan:#?}");
    }
}

#[test]
fn words_of_a_search_never_break_it() {
    let conn = database();
    conn.execute_batch("insert into messages_fts(rowid, content) values (1, 'Größe der Sendung: 25-30 cm, C++')")
        .unwrap();
    let found = |text: &str| {
        let Some(words) = super::super::filter::match_words(text) else { return false };
        let mut find = conn.prepare("select 1 from messages_fts f where messages_fts match ?").unwrap();
        find.exists([words]).unwrap()
    };
    for text in ["grosse send", "groß", "25-30", "c++", "30 cm", "\"sendung:\"", "größe"] {
        assert_eq!(found(text), text != "grosse send", "{text}");
    }
    for text in ["\"", "*", "a OR", "NEAR(", "content:x", "(", "^x", "\u{16a0}", "a\u{301}", "²", "𞤀"] {
        found(text);
    }
}

#[test]
fn sessions_and_surveys_are_found_by_their_indexes() {
    let conn = database();
    let (by_uuid, rows) = (csat::by_uuid_sql(), rows::rows_sql());
    for sql in [visits::OF_SESSION, visits::OF_VERIFIED, csat::RESPONSE, &by_uuid, &rows] {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        let is_scan = |line: &String| line.starts_with("SCAN") && !line.starts_with("SCAN page VIRTUAL TABLE");
        assert!(!plan.iter().any(is_scan), "{sql}\n{plan:#?}");
    }
}
