//! No statement of a list may scan a table that grows: every one of them is asked for its plan.

use rusqlite::Connection;

use super::super::conditions;
use super::super::filter::{Assignee, Direction, Filter, Part, Sort, statuses};
use super::{
    audience, counters, csat, drafts, hits, matches, mentions, merging, participants, passing, removal, rows, seen,
    visits, walk,
};
use crate::attributes::filter::{self, Sent};
use crate::attributes::{Definition, Model};
use crate::base::Millis;
use crate::base::ids::{AccountId, InboxId, TeamId, UserId};
use crate::store::{Page, functions};

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
fn what_belongs_to_a_conversation_is_found_by_its_indexes() {
    let conn = database();
    let (by_uuid, hidden, rows) = (csat::by_uuid_sql(), removal::hidden_sql(), rows::rows_sql());
    let by_redirected_uuid = csat::by_redirected_uuid_sql();
    for sql in [
        visits::OF_SESSION,
        visits::OF_VERIFIED,
        csat::RESPONSE,
        &by_uuid,
        participants::PARTICIPANTS,
        drafts::DRAFT,
        seen::NEWEST,
        merging::NEWEST,
        merging::REDIRECTED,
        &by_redirected_uuid,
        "select 1 from conversation_redirects where conversation_id = 1",
        &hidden,
        &rows,
    ] {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        let is_scan = |line: &String| line.starts_with("SCAN") && !line.starts_with("SCAN page VIRTUAL TABLE");
        assert!(!plan.iter().any(is_scan), "{sql}\n{plan:#?}");
    }
}

#[test]
fn what_a_search_found_is_looked_up_message_by_message() {
    let conn = database();
    let mut explain = conn.prepare(&format!("explain query plan {}", matches::matches_sql())).unwrap();
    let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
    assert_no_scan(&plan, &matches::matches_sql());
}

#[test]
fn what_is_moved_is_looked_up_one_by_one() {
    let conn = database();
    for sql in [merging::MOVE].into_iter().chain(merging::BESIDE) {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        assert_no_scan(&plan, sql);
    }
}

fn passing_filter(sent: &[(&str, &str, &str)], joined: &str) -> filter::Filter {
    let sent = sent.iter().map(|(key, operator, value)| Sent {
        attribute_key: (*key).to_owned(),
        filter_operator: (*operator).to_owned(),
        values: value.split(',').map(str::to_owned).collect(),
        query_operator: Some(joined.to_owned()),
        custom_attribute_type: None,
    });
    let plan = Definition { key: "plan".to_owned(), model: Model::Conversation, ..Definition::example() };
    filter::parse(&sent.collect::<Vec<_>>(), &conditions::SCOPE, &[plan], Millis::now()).unwrap()
}

fn everything() -> passing::Visible {
    passing::Visible {
        account: ACCOUNT,
        user: UserId(1),
        inboxes: vec![InboxId(1), InboxId(2)],
        statuses: statuses(Some("all")),
    }
}

/// Conditions that find conversations, each with the index that does it.
const FOUND_BY: [(&str, &str, &str, &str); 11] = [
    ("display_id", "equal_to", "1,2", "conversations_number"),
    ("assignee_id", "equal_to", "7", "conversations_assignee"),
    ("assignee_id", "equal_to", "7,8", "conversations_assignee"),
    ("labels", "equal_to", "vip,old", "conversation_labels_label"),
    ("team_id", "equal_to", "3", "conversations_team"),
    ("priority", "equal_to", "high", "conversations_priority"),
    ("plan", "equal_to", "pro,free", "PRIMARY KEY (account_id=? AND key=? AND value=?)"),
    ("plan", "equal_to", "größe", "conversations_custom"),
    ("plan", "contains", "pro", "conversations_custom"),
    ("created_at", "is_greater_than", "2024-01-01", "conversations_list"),
    ("referer", "contains", "shop", "conversations_number"),
];

fn leads(filter: &filter::Filter) -> Option<Vec<passing::Lead>> {
    filter.groups.iter().map(|group| conditions::sources(group).into_iter().next()).collect()
}

#[test]
fn labels_and_values_are_counted_in_their_index() {
    let conn = database();
    for (key, source) in [("labels", conditions::Source::Label), ("plan", conditions::Source::Value)] {
        let filter = passing_filter(&[(key, "equal_to", "a,b")], "and");
        let query = passing::rare_query(ACCOUNT, source, &filter.groups[0][0]);
        let plan = query.plan(&conn);
        assert_no_scan(&plan, &query.sql);
        assert!(plan.iter().any(|line| line.contains("account_id=?")), "{plan:#?}");
    }
}

#[test]
fn filters_find_conversations_by_an_index() {
    let conn = database();
    functions::add(&conn).unwrap();
    for (key, operator, value, index) in FOUND_BY {
        let filter = passing_filter(&[("inbox_id", "not_equal_to", "9"), (key, operator, value)], "and");
        let query = passing::passing_query(&everything(), &filter, leads(&filter), 10);
        let plan = query.plan(&conn);
        assert_no_scan(&plan, &query.sql);
        assert!(plan.iter().any(|line| line.contains(index)), "{index}\n{}\n{plan:#?}", query.sql);
    }
    let all: Vec<_> = FOUND_BY.iter().map(|(key, operator, value, _)| (*key, *operator, *value)).collect();
    for filter in [passing_filter(&all[..9], "or"), passing_filter(&all, "or"), passing_filter(&all, "and")] {
        let query = passing::passing_query(&everything(), &filter, leads(&filter), 10);
        assert_no_scan(&query.plan(&conn), &query.sql);
    }
}

#[test]
fn pages_of_a_filter_are_walked_in_the_index_of_the_list() {
    let conn = database();
    functions::add(&conn).unwrap();
    let covered = [
        ("status", "not_equal_to", "open"),
        ("inbox_id", "equal_to", "1,2"),
        ("assignee_id", "not_equal_to", "7"),
        ("team_id", "not_equal_to", "3"),
        ("priority", "not_equal_to", "low"),
        ("created_at", "is_less_than", "2024-01-01"),
        ("last_activity_at", "is_greater_than", "2023-01-01"),
    ];
    let filter = passing_filter(&covered, "and");
    for query in [
        passing::page_query(&everything(), &filter, Page::new(Some(3), 25)),
        passing::passing_query(&everything(), &filter, None, 10),
    ] {
        let plan = query.plan(&conn);
        assert_no_scan(&plan, &query.sql);
        let uncovered = |line: &&String| line.contains("conversations") && !line.contains("COVERING");
        assert_eq!(plan.iter().find(uncovered), None, "{}\n{plan:#?}", query.sql);
    }
    let filter = passing_filter(&[covered[0], ("referer", "contains", "shop")], "or");
    let query = passing::page_query(&everything(), &filter, Page::new(None, 25));
    let plan = query.plan(&conn);
    assert_no_scan(&plan, &query.sql);
    // the ranges of the statuses are merged, and nothing else is sorted
    assert_eq!(plan.iter().filter(|line| line.contains("TEMP B-TREE")).count(), 1, "{}\n{plan:#?}", query.sql);
    let counts = passing::counts_query(&everything(), &passing_filter(&covered[..3], "or"));
    assert_no_scan(&counts.plan(&conn), &counts.sql);
    for filter in filters() {
        for part in parts() {
            let query = hits::count_query(ACCOUNT, &Filter { parts: vec![part], ..filter.clone() });
            assert_no_scan(&query.plan(&conn), &query.sql);
        }
    }
}
