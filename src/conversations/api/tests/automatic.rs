//! What the server says by itself.

use super::*;
use crate::base::ids::{AccountId, DisplayId};
use crate::conversations::{Performer, find, post};
use crate::messages::{Draft, MessageType};

const CLOSED: &str = "update inboxes set working_hours_enabled = 1, out_of_office_message = 'Closed';
    insert into working_hours(inbox_id, day_of_week, closed_all_day) select i.id, d.value, 1
      from inboxes i, json_each('[0,1,2,3,4,5,6]') d;";
const GREETING: &str =
    "update inboxes set greeting_enabled = 1, greeting_message = 'Hi {{contact.name}}{{agent.name}}';";

#[tokio::test]
async fn the_first_words_are_greeted_once() {
    let server = Server::start();
    server.execute(GREETING);
    server.say(APP, json!({"content": "note", "private": true})).await;
    server.hear("no greeting after an answer").await;
    server.execute("delete from messages; update conversations set messages_count = 0, last_incoming_at = null");
    server.hear("one").await;
    server.hear("two").await;
    assert_eq!(server.log(APP), [(0, "one".into()), (3, "Hi Jane Doe".into()), (0, "two".into())]);
    let list = server.list(APP, "").await;
    let greeting = &list["payload"][1];
    assert_eq!((greeting.get("sender"), &greeting["message_type"]), (None, &json!(3)));
    let authors = "select count(*) from outbox where name = 'message_created' and actor_type = 'System'";
    assert_eq!(server.number(authors), 1);
    assert_eq!(server.number("select messages_count = 3 and unread_count = 3 from conversations where id = 2"), 1);
}

#[tokio::test]
async fn events_come_in_their_order() {
    let server = Server::start();
    server.execute(GREETING);
    server.execute("update conversations set waiting_since = null");
    server.hear("one").await;
    let expected = [
        "message_created",
        "conversation_updated waiting_since",
        "message_created",
        "contact_updated last_activity_at",
    ];
    assert_eq!(server.new_events(), expected);
}

#[tokio::test]
async fn outside_its_hours_an_inbox_says_so_once_a_day() {
    let server = Server::start();
    server.execute(CLOSED);
    server.execute(GREETING);
    server.hear("one").await;
    server.hear("two").await;
    assert_eq!(server.log(APP), [(0, "one".into()), (3, "Closed".into()), (0, "two".into())]);
    server.execute("update messages set created_at = created_at - 86400000");
    server.hear("three").await;
    assert_eq!(server.log(APP)[4], (3, "Closed".into()));
    server.execute("update messages set created_at = created_at - 86400000");
    server.say(APP, json!({"content": "we are here"})).await;
    server.hear("four").await;
    assert_eq!(server.log(APP).len(), 7);
    server.execute("update messages set created_at = created_at - 300001");
    server.hear("five").await;
    assert_eq!(server.log(APP)[8], (3, "Closed".into()));
}

#[tokio::test]
async fn an_open_inbox_greets() {
    let server = Server::start();
    server.execute(CLOSED);
    server.execute(GREETING);
    server.execute("update working_hours set closed_all_day = 0, open_all_day = 1");
    server.hear("one").await;
    assert_eq!(server.log(APP)[1], (3, "Hi Jane Doe".into()));
}

#[tokio::test]
async fn what_a_contact_said_reopens_in_the_name_of_who_brought_it() {
    let server = Server::start();
    server.execute("update conversations set status = 3");
    server.hear("one").await;
    server.execute("update conversations set status = 1");
    server.hear("two").await;
    server.execute(
        "update conversations set status = 1;
         insert into agent_bot_inboxes(inbox_id, agent_bot_id, account_id, created_at) values (2, 1, 1, 0)",
    );
    server.hear("three").await;
    let is_about_status = |(kind, text): &(i64, String)| *kind == 2 && !text.starts_with("Assigned");
    let texts: Vec<String> = server.log(APP).into_iter().filter(is_about_status).map(|(_, text)| text).collect();
    assert_eq!(
        texts,
        [
            "Conversation was reopened by ada byron",
            "System reopened the conversation due to a new incoming message.",
            "Conversation was marked as pending by ada byron",
        ]
    );
}

#[tokio::test]
async fn a_survey_knows_its_contact() {
    let server = Server::start();
    server.execute(
        "update inboxes set csat_survey_enabled = 1, csat_config = json('{\"message\":\"Well, {{contact.name}}?\"}')",
    );
    let resolve = json!({"status": "resolved"});
    server.ask(&server.ada, Method::POST, "1/conversations/2/toggle_status", resolve).await;
    assert_eq!(server.log(APP)[1], (3, "Well, Jane Doe?".into()));
}

#[tokio::test]
async fn a_visitor_without_address_is_asked_for_one() {
    let server = Server::start();
    server.execute("update inboxes set enable_email_collect = 1; update contacts set email = 'j@x'");
    let contact = |text: &'static str| {
        server.store.write_blocking(move |tx| {
            let mut conversation = find(tx, AccountId(1), DisplayId(WEB))?;
            let by = Performer::Contact { id: conversation.contact, name: "jane".into() };
            let draft = Draft { message_type: MessageType::Incoming, ..Draft::outgoing(text) };
            post::post_as(tx, &by, &mut conversation, draft)
        })
    };
    contact("known").unwrap();
    server.execute("update contacts set email = null");
    contact("unknown").unwrap();
    contact("again").unwrap();
    let log = [
        (0, "known".into()),
        (0, "unknown".into()),
        (3, "Give the team a way to reach you.".into()),
        (3, "Get notified by email".into()),
        (0, "again".into()),
    ];
    assert_eq!(server.log(WEB), log);
    assert_eq!(server.number("select count(*) from messages where content_type = 3"), 1);
}

#[tokio::test]
async fn campaigns_and_answers_bring_nothing_about() {
    let server = Server::start();
    server.execute(GREETING);
    server.say(WEB, json!({"content": "hello"})).await;
    server.execute("update conversations set additional_attributes = '{\"campaign_id\":1}' where id = 2");
    server.hear("hello").await;
    assert_eq!((server.log(WEB).len(), server.log(APP).len()), (1, 1));
}
