//! No statement may scan messages or attachments: every one of them is asked for its plan.

use rusqlite::Connection;

use super::super::sql::Window;
use super::{attachments, page, questions, rows};
use crate::base::ids::MessageId;

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    // parameters nobody bound are null
    explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
}

fn database() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../../../schema.sql")).unwrap();
    conn
}

#[track_caller]
fn assert_searches(conn: &Connection, sql: &str) -> Vec<String> {
    let plan = plan(conn, sql);
    for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
        let allowed = ["SCAN wanted VIRTUAL TABLE", "SCAN oldest", "SCAN newest", "SCAN json_each"];
        assert!(allowed.iter().any(|start| line.starts_with(start)), "{line}\n{sql}\n{plan:#?}");
    }
    plan
}

#[test]
fn pages_follow_the_index_in_its_order() {
    let conn = database();
    for before in [None, Some(MessageId(9))] {
        for after in [None, Some(MessageId(3))] {
            for only_public in [false, true] {
                let sql = page::sql(&Window { before, after, only_public });
                let plan = assert_searches(&conn, &sql);
                let wanted = "INDEX messages_page (conversation_id=? AND id>? AND id<?)";
                assert!(plan.iter().any(|line| line.ends_with(wanted)), "{sql}\n{plan:#?}");
                assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}\n{plan:#?}");
            }
        }
    }
}

#[test]
fn statements_search() {
    let conn = database();
    let by_ids = format!("select {} {}", rows::COLUMNS, rows::BY_IDS);
    let by_echo = format!("select {} from messages m where {}", rows::COLUMNS, rows::BY_ECHO);
    let find = format!("select {} from messages m where {}", rows::COLUMNS, rows::FIND);
    let (of_messages, of_conversation) = (attachments::of_messages_sql(), attachments::of_conversation_sql());
    let statements = [
        by_ids.as_str(),
        &find,
        &by_echo,
        rows::UNREAD,
        &of_messages,
        &of_conversation,
        attachments::COUNT,
        attachments::ATTACHED_BEFORE,
        attachments::PICTURES,
        questions::TEMPLATE,
        questions::LATEST,
        questions::OLDEST,
        questions::TEMPLATE_SINCE,
        questions::OUTGOING_SINCE,
        questions::NTH_NEWEST,
        questions::LATEST_PUBLIC,
        questions::ANSWERED,
        questions::ANSWERED_EXTERNALLY,
        "delete from attachments where message_id = 1 and account_id = 1 returning blob_id",
    ];
    for sql in statements {
        let plan = assert_searches(&conn, sql);
        let sorts = |line: &&String| line.contains("TEMP B-TREE") && !sql.contains("json_each");
        assert_eq!(plan.iter().find(sorts), None, "{sql}\n{plan:#?}");
    }
}

#[test]
fn an_external_id_is_found_by_its_index() {
    let plan = plan(&database(), questions::ANSWERED_EXTERNALLY);
    assert!(plan.iter().all(|line| line.contains("messages_source")), "{plan:#?}");
}

#[test]
fn the_nth_newest_is_counted_inside_an_index() {
    let plan = plan(&database(), questions::NTH_NEWEST);
    assert!(plan.iter().any(|line| line.contains("COVERING INDEX messages_page")), "{plan:#?}");
}

#[test]
fn attachments_of_a_conversation_are_counted_inside_an_index() {
    let plan = plan(&database(), attachments::COUNT);
    assert!(plan.iter().all(|line| line.contains("COVERING INDEX attachments_conversation")), "{plan:#?}");
}
