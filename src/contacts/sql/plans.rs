//! No statement of the list may scan contacts: every one of them is asked for its plan.

use rusqlite::Connection;

use super::super::conditions::{SCOPE, Source as Found, sources};
use super::super::order::Order;
use super::list::{Source, count_sql, hits_sql, identifiers_sql, in_order_sql, sorted_sql, walk_sql};
use super::passing::{page_query, passing_query};
use super::{active, exports, imports, merges, moving, notes};
use crate::attributes::filter::{Filter, Sent, parse};
use crate::attributes::{Definition, Model};
use crate::base::Millis;
use crate::base::ids::{AccountId, ContactId};
use crate::store::{Page, functions};

const SORTS: [&str; 8] = ["", "name", "email", "phone_number", "last_activity_at", "company", "city", "country"];

fn database() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../../../schema.sql")).unwrap();
    conn
}

fn orders() -> Vec<Order> {
    SORTS
        .into_iter()
        .flat_map(|sort| [sort.to_owned(), format!("-{sort}")])
        .map(|sort| Order::parse(Some(&sort)))
        .collect()
}

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    // parameters nobody bound are null
    explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
}

/// Fails on a scan of a table; lists that came with the request, search hits and parts of the same plan may be scanned.
#[track_caller]
fn assert_no_scan(plan: &[String], sql: &str) {
    for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
        let allowed = ["SCAN json_each", "SCAN contacts_fts VIRTUAL TABLE", "SCAN found", "SCAN (subquery"];
        assert!(allowed.iter().any(|start| line.starts_with(start)), "{line}\n{sql}\n{plan:#?}");
    }
}

#[test]
fn pages_are_cut_inside_an_index_that_has_their_order() {
    let conn = database();
    for order in orders() {
        let sql = in_order_sql(order);
        let plan = plan(&conn, &sql);
        assert_no_scan(&plan, &sql);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn walks_follow_an_index_in_its_order() {
    let conn = database();
    for rank in orders().into_iter().flat_map(Order::ranks) {
        let sql = walk_sql(&rank);
        let plan = plan(&conn, &sql);
        assert_no_scan(&plan, &sql);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn hits_are_looked_up_one_by_one() {
    let conn = database();
    let sources = [Source::Words(String::new()), Source::Labels];
    let hits = sources.iter().map(hits_sql).chain([identifiers_sql()]);
    for sql in hits.chain(orders().into_iter().map(sorted_sql)) {
        let plan = plan(&conn, &sql);
        assert_no_scan(&plan, &sql);
        let contact = plan.iter().find(|line| line.starts_with("SEARCH c ")).unwrap();
        assert!(contact.contains("INTEGER PRIMARY KEY"), "{sql}\n{plan:#?}");
    }
}

#[test]
fn what_moves_in_a_merger_is_found_by_an_index_in_its_order() {
    let conn = database();
    let lists = [merges::list_sql(true), merges::list_sql(false)];
    let moved = [moving::CONVERSATIONS, moving::CONVERSATIONS_AT, moving::MESSAGES];
    for sql in lists.iter().map(String::as_str).chain(moved) {
        let plan = plan(&conn, sql);
        assert_no_scan(&plan, sql);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn those_who_are_here_are_looked_up_one_by_one() {
    let conn = database();
    for sql in orders().into_iter().map(active::in_order_sql) {
        let plan = plan(&conn, &sql);
        assert_no_scan(&plan, &sql);
        assert!(plan.iter().any(|line| line.contains("SEARCH c USING INTEGER PRIMARY KEY")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn notes_are_read_in_the_order_of_their_index() {
    let conn = database();
    for sql in [notes::list_sql().as_str(), notes::REMOVE] {
        let plan = plan(&conn, sql);
        assert_no_scan(&plan, sql);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn imports_and_exports_follow_their_indexes() {
    let conn = database();
    let lists = [imports::list_sql(), exports::list_sql()];
    for sql in lists.iter().map(String::as_str).chain([exports::ALL_AFTER, exports::LABELLED_AFTER]) {
        let plan = plan(&conn, sql);
        assert_no_scan(&plan, sql);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn a_common_part_is_counted_in_the_accounts_own_part_of_the_index() {
    let (conn, sql) = (database(), count_sql());
    let plan = plan(&conn, &sql);
    // the letters say which constraints the index itself takes: the words, and a rowid from and up to
    assert!(
        plan.iter().any(|line| line.contains("VIRTUAL TABLE INDEX") && line.contains("M") && line.contains("><")),
        "{plan:#?}"
    );
    assert!(!plan.iter().any(|line| line.contains("SEARCH")), "{plan:#?}");
}

/// What finds contacts, each with the condition that it comes from.
const SOURCES: [(&str, &str, &str); 10] = [
    ("email", "equal_to", "a@b"),
    ("phone_number", "equal_to", "49"),
    ("phone_number", "starts_with", "4930"),
    ("name", "equal_to", "jane"),
    ("name", "contains", "jan"),
    ("identifier", "equal_to", "crm-1"),
    ("company", "contains", "acme"),
    ("labels", "equal_to", "vip"),
    ("last_activity_at", "is_greater_than", "2024-01-01"),
    ("plan", "equal_to", "pro"),
];

fn conditions(sent: &[(&str, &str, &str)], joined: &str) -> Filter {
    let sent = sent.iter().map(|(key, operator, value)| Sent {
        attribute_key: (*key).to_owned(),
        filter_operator: (*operator).to_owned(),
        values: vec![(*value).to_owned()],
        query_operator: Some(joined.to_owned()),
        custom_attribute_type: None,
    });
    let plan = Definition { key: "plan".to_owned(), model: Model::Contact, ..Definition::example() };
    parse(&sent.collect::<Vec<_>>(), &SCOPE, &[plan], Millis::now()).unwrap()
}

#[test]
fn filters_find_contacts_by_an_index_and_in_its_order() {
    let conn = database();
    functions::add(&conn).unwrap();
    let mut filters: Vec<Filter> =
        SOURCES.iter().map(|one| conditions(&[*one, ("blocked", "equal_to", "true")], "and")).collect();
    filters.push(conditions(&SOURCES, "or"));
    for filter in &filters {
        let leads = filter.groups.iter().map(|group| sources(group).into_iter().next());
        let leads: Vec<_> = leads.collect::<Option<_>>().unwrap();
        for leads in [Some(leads), None] {
            let query = passing_query(AccountId(1), filter, leads.clone(), 10);
            let plan = query.plan(&conn);
            assert_no_scan(&plan, &query.sql);
            let sought = plan.iter().filter(|line| line.starts_with("SEARCH c ")).count();
            assert_eq!(sought, leads.map_or(1, |leads| leads.len()), "{}\n{plan:#?}", query.sql);
        }
        for order in orders() {
            let query = page_query(AccountId(1), filter, order, Page::new(Some(2), 15));
            let plan = query.plan(&conn);
            assert_no_scan(&plan, &query.sql);
            assert!(!plan.iter().any(|line| line.contains("ORDER BY")), "{}\n{plan:#?}", query.sql);
        }
    }
}

#[test]
fn words_of_a_condition_are_no_question() {
    let conn = database();
    for text in ["a\" OR name : \"b", "***", "name:x", "NEAR(", "a\" -", "\u{1f600}\u{1f600}\u{1f600}"] {
        let filter = conditions(&[("name", "contains", text)], "and");
        let (Found::Words(words), _) = sources(&filter.groups[0]).remove(0) else { panic!("{text}") };
        let mut find = conn.prepare("select 1 from contacts_fts where contacts_fts match ?").unwrap();
        assert!(!find.exists([words]).unwrap(), "{text}");
    }
    assert!(sources(&conditions(&[("name", "contains", "ab")], "and").groups[0]).is_empty());
}

#[test]
fn an_export_looks_at_its_candidates_one_by_one() {
    let conn = database();
    let query = exports::passing_among_query(AccountId(1), &Filter::default(), &[ContactId(1)]);
    let plan = query.plan(&conn);
    assert_no_scan(&plan, &query.sql);
    assert!(plan.iter().any(|line| line.contains("SEARCH c USING INTEGER PRIMARY KEY")), "{}\n{plan:#?}", query.sql);
}

#[test]
fn who_was_merged_into_somebody_is_found_through_the_survivor() {
    let plan = plan(&database(), merges::MERGED);
    assert!(plan.iter().any(|line| line.starts_with("SEARCH m USING INDEX contact_merges_contact")), "{plan:#?}");
    assert!(!plan.iter().any(|line| line.starts_with("SCAN m")), "{plan:#?}");
}
