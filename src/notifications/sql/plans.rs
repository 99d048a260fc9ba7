//! Every statement is answered by an index.

use super::*;

fn plan(db: &rusqlite::Connection, sql: &str) -> String {
    let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
    let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
    lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ")
}

#[test]
fn every_statement_is_answered_by_an_index() {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(crate::store::schema::SCHEMA).unwrap();
    let (one, by_ids, hidden) = (one(), by_ids_sql(), hidden());
    for sql in [
        COUNTS,
        &one,
        &by_ids,
        LATEST,
        UNREAD,
        OF_CONVERSATION,
        DELETED,
        &hidden,
        OLD,
        EAGER,
        PARTICIPANTS,
        CONCERNS,
        "delete from users where id = 1",
        "delete from conversations where id = 1",
    ] {
        let plan = plan(&db, sql);
        assert!(!plan.replace("SCAN page", "").contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
    for read in [false, true] {
        for snoozed in [false, true] {
            for is_ascending in [false, true] {
                let plan = plan(&db, &page_sql(Includes { read, snoozed }, is_ascending));
                assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}");
                let index = if read || snoozed { "notifications_list" } else { "notifications_unread" };
                assert!(plan.contains(index), "{index}: {plan}");
            }
        }
    }
}
