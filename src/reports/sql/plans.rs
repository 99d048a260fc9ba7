//! Every statement finds its rows by an index, and a year of everything costs no more than a few hundred rows.

use rusqlite::{Connection, StatementStatus, named_params};

use super::{facts, live, names, rollups};
use crate::conversations::Status;

fn database() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
    conn
}

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
}

#[test]
fn every_statement_is_answered_by_an_index() {
    let conn = database();
    let built = [
        rollups::take_sql(),
        rollups::turn_sql(Status::Open, Status::Resolved),
        rollups::sum_sql(),
        rollups::group_sql(),
    ];
    let fixed = [
        rollups::FORGET,
        facts::FACTS,
        facts::LABELS,
        facts::POSTED,
        facts::LABEL_IDS,
        facts::HANDED,
        live::OF_ACCOUNT,
        live::OF_TEAM,
        live::UNATTENDED,
        live::OPEN_BY_ASSIGNEE,
        live::UNATTENDED_BY_ASSIGNEE,
        live::OPEN_BY_TEAM,
        live::UNATTENDED_BY_TEAM,
        names::INBOXES,
        names::TEAMS,
    ];
    for sql in built.iter().map(String::as_str).chain(fixed) {
        let plan = plan(&conn, sql);
        let allowed = ["SCAN json_each", "SCAN 2-ROW VALUES CLAUSE"];
        let is_scan = |line: &&String| line.starts_with("SCAN") && !allowed.iter().any(|start| line.starts_with(start));
        assert!(!plan.iter().any(|line| is_scan(&line)), "{sql}\n{plan:#?}");
        let groups = sql.contains("group by");
        assert!(groups || !plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
    }
    // what waits for an answer is counted in its index alone
    for sql in [live::UNATTENDED, live::UNATTENDED_BY_ASSIGNEE, live::UNATTENDED_BY_TEAM] {
        let plan = plan(&conn, sql);
        assert!(plan.iter().any(|line| line.contains("conversations_unattended")), "{sql}\n{plan:#?}");
    }
    let range = "SEARCH reporting_rollups USING PRIMARY KEY (account_id=? AND dimension=? AND dimension_id=? AND span=? AND slot>? AND slot<?)";
    for sql in [rollups::sum_sql(), rollups::group_sql()] {
        assert_eq!(plan(&conn, &sql)[0], range);
    }
    let row = "SEARCH reporting_rollups USING PRIMARY KEY (account_id=? AND dimension=? AND dimension_id=? AND span=? AND slot=?)";
    assert_eq!(plan(&conn, &rollups::take_sql())[0], row);
}

#[test]
fn a_year_without_a_pause_is_few_rows() {
    let conn = database();
    conn.execute_batch(
        "insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0);
         with recursive n(i) as (select 0 union all select i + 1 from n where i < 366 * 96 - 1)
         insert into reporting_rollups(account_id, dimension, dimension_id, span, slot, conversations_count)
             select 1, 0, 0, 0, i, 1 from n;
         insert into reporting_rollups(account_id, dimension, dimension_id, span, slot, conversations_count)
             select 1, 0, 0, 1, slot / 96, sum(1) from reporting_rollups group by slot / 96;",
    )
    .unwrap();
    // the year of a time zone: a part of a day, whole days, a part of a day
    let year = crate::reports::model::Range { from: 22, until: 365 * 96 + 22 };
    let (before, days, after) = year.parts();
    let mut sum = conn.prepare(&rollups::sum_sql()).unwrap();
    let mut total = 0;
    for (span, part) in [(0, before), (1, days), (0, after)] {
        let params = named_params! {":account": 1, ":dimension": 0, ":id": 0, ":span": span, ":from": part.from,
        ":until": part.until};
        total += sum.query_row(params, |row| row.get::<_, i64>(0)).unwrap();
    }
    assert_eq!(total, 365 * 96);
    let rows = (before.until - before.from) + (days.until - days.from) + (after.until - after.from);
    assert_eq!(rows, 74 + 364 + 22);
    // some sixty steps of SQLite's machine for each row that is read
    assert!(sum.get_status(StatementStatus::VmStep) < 100 * rows as i32, "more rows were read");
    let params = named_params! {":account": 1, ":dimension": 0, ":id": 0, ":span": 0, ":from": year.from,
    ":until": year.until, ":ahead": 0, ":size": 96};
    let mut group = conn.prepare(&rollups::group_sql()).unwrap();
    assert_eq!(group.query_map(params, |row| row.get::<_, i64>(0)).unwrap().count(), 366);
}
