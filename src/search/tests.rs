//! The plans of the statements, and that both writers of an answer agree.

use rusqlite::Connection;

use super::sql;
use super::wire::{SearchAgent, SearchContact, SearchConversation, SearchInbox, SearchResults};
use crate::base::ids::{AccountId, ChannelId, ContactId, DisplayId, InboxId, UserId};
use crate::http::wire::{Json, assert_same_json};

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    // parameters nobody bound are null
    explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
}

#[test]
fn no_statement_scans_a_table_that_grows() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
    let allowed =
        ["SCAN json_each", "SCAN f VIRTUAL TABLE INDEX", "SCAN found", "SCAN (subquery", "SCAN wanted VIRTUAL TABLE"];
    for sql in [sql::messages_sql(), sql::said_in_sql(), sql::of_contacts_sql(), sql::by_number_sql()] {
        let plan = plan(&conn, &sql);
        for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
            assert!(allowed.iter().any(|start| line.starts_with(start)), "{line}\n{sql}\n{plan:#?}");
        }
    }
    let messages = plan(&conn, &sql::messages_sql());
    // the index hands them out newest first: a page costs what lies before its end
    assert!(!messages.iter().any(|line| line.contains("TEMP B-TREE")), "{messages:#?}");
    let by_number = plan(&conn, &sql::by_number_sql());
    assert!(by_number[0].contains("(account_id=? AND display_id=?)"), "{by_number:#?}");
}

#[test]
fn what_is_documented_is_written() {
    let contact = SearchContact {
        id: ContactId(1),
        name: Some("Jane".into()),
        email: None,
        phone_number: None,
        identifier: None,
        additional_attributes: Json::empty(),
        last_activity_at: None,
    };
    let inbox = SearchInbox { id: InboxId(1), channel_id: ChannelId(1), name: "App".into(), channel_type: "x".into() };
    let agent = SearchAgent {
        id: UserId(1),
        available_name: "Ada".into(),
        email: "a@x".into(),
        name: "Ada".into(),
        role: "agent".into(),
    };
    let bare = SearchConversation {
        id: DisplayId(1),
        account_id: AccountId(1),
        created_at: 0,
        message: None,
        contact: None,
        inbox: None,
        agent: None,
        additional_attributes: None,
    };
    let full = SearchConversation {
        contact: Some(contact.clone()),
        inbox: Some(inbox),
        agent: Some(agent),
        additional_attributes: Some(Json::empty()),
        ..bare.clone()
    };
    assert_same_json(&SearchResults {
        conversations: Some(vec![bare, full]),
        contacts: Some(vec![contact]),
        messages: Some(Vec::new()),
        articles: None,
    });
}
