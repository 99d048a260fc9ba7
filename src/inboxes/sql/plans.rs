//! No statement may scan a table: each is asked for its plan.

use rusqlite::Connection;

use super::{channels, hours, members, removal, rows};

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    // parameters nobody bound are null
    explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
}

#[test]
fn only_what_came_with_the_request_is_scanned() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../../../schema.sql")).unwrap();
    let list = rows::list_sql();
    for sql in [
        list.as_str(),
        hours::OF_INBOXES,
        channels::BY_WEBSITE_TOKEN,
        channels::BY_IDENTIFIER,
        members::COMMON,
        members::CANDIDATES,
        removal::ANY_CONVERSATION,
        removal::ADDRESSES_GONE,
        removal::COUNTERS_GONE,
    ] {
        let plan = plan(&conn, sql);
        assert!(plan.iter().any(|line| line.starts_with("SEARCH")), "{sql}\n{plan:#?}");
        let scans = plan.iter().filter(|line| line.starts_with("SCAN"));
        let others: Vec<_> = scans.filter(|line| !line.starts_with("SCAN page")).collect();
        assert!(others.is_empty(), "{sql}\n{plan:#?}");
    }
}
