//! How SQLite answers the statements.

use rusqlite::Connection;

use super::{erasures, events, rules};

#[test]
fn every_statement_is_answered_by_an_index() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
    let statements = [
        (erasures::CONVERSATIONS.to_owned(), "conversations USING INDEX conversations_contact"),
        (erasures::ATTACHMENTS.to_owned(), "a USING COVERING INDEX attachments_conversation"),
        (erasures::NOTES.to_owned(), "notes USING INDEX notes_contact"),
        (erasures::list_sql(), "e USING INDEX contact_erasures_account"),
        (events::EMPTY.to_owned(), "outbox USING INDEX outbox_seq (account_id=? AND seq>? AND seq<?)"),
        (events::FIRST.to_owned(), "outbox USING COVERING INDEX outbox_seq"),
        (rules::due_sql(), "r USING INDEX retention_rules_due"),
        (rules::CONVERSATIONS.to_owned(), "conversations USING INDEX conversations_inbox (inbox_id=? AND id>?)"),
        (rules::OLD.to_owned(), "COVERING INDEX conversations_list (account_id=? AND status=? AND last_activity_at<?)"),
        (rules::CONTACTS.to_owned(), "c USING INDEX contacts_account (account_id=? AND id>?)"),
        ("select id from contact_erasures where status = 1 order by id".to_owned(), "INDEX contact_erasures_removed"),
    ];
    for (sql, expected) in statements {
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.map(|line| line.unwrap()).collect::<Vec<_>>().join("\n");
        let is_scanned =
            plan.lines().any(|line| line.starts_with("SCAN") && !line.contains("contact_erasures_removed"));
        assert!(plan.contains(expected) && !is_scanned && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}
