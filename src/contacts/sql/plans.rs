//! No statement of the list may scan contacts: every one of them is asked for its plan.

use rusqlite::Connection;

use super::super::order::Order;
use super::list::{Source, count_sql, hits_sql, identifiers_sql, in_order_sql, sorted_sql, walk_sql};
use super::{active, exports, imports, merges, moving, notes};

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
