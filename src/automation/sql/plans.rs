//! Every statement finds its rows by an index, and lists are in its order.

use rusqlite::Connection;

use super::{files, macros, rules, runs};

#[test]
fn every_statement_is_answered_by_an_index() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
    let rows = |from: &str| format!("select * {from}");
    let statements = [
        rows(rules::ONE),
        rows(rules::ALL),
        rows(rules::ACTIVE),
        rows(macros::ONE),
        rows(macros::ALL),
        runs::TRIM.to_owned(),
        runs::PAGE.to_owned(),
        runs::SWEEP.to_owned(),
        runs::FORGET.to_owned(),
    ];
    let listed = ["rule_id", "macro_id"].map(files::list_sql);
    for sql in statements.iter().chain(&listed) {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        // the oldest rows in the order of the table, no more than asked for
        let allowed = ["SCAN wanted", "SCAN json_each", "SCAN (subquery", "SCAN automation_runs"];
        let is_scan = |line: &&String| line.starts_with("SCAN") && !allowed.iter().any(|start| line.starts_with(start));
        assert!(!plan.iter().any(|line| is_scan(&line)), "{sql}\n{plan:#?}");
        assert!(
            sql == runs::SWEEP || !plan.iter().any(|line| line.starts_with("SCAN automation_runs")),
            "{sql}\n{plan:#?}"
        );
        let sorts_files = listed.contains(sql);
        assert!(sorts_files || !plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
}
