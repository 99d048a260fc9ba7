//! Two conversations that become one.

use serde_json::{Value, json};

use super::{NONE, counts, listed};
use crate::support::Talk;
use crate::support::body::multipart;
use crate::support::json::{any_id, at_least};

#[test]
fn everything_of_the_other_moves_over_in_order() {
    let talk = Talk::new();
    let other = talk.conversation(talk.inbox, talk.contact);
    let there = |rest: &str| talk.at(&format!("/conversations/{other}{rest}"));
    let first = talk.hear("one");
    let incoming = json!({"content": "two", "message_type": "incoming", "echo_id": "same"});
    let second = talk.ada.post(&there("/messages"), incoming).id();
    let third = talk.post(&talk.bob, json!({"content": "three", "echo_id": "mine"})).id();
    let file = multipart().text("content", "four").text("echo_id", "mine").file(
        "attachments[]",
        "a.txt",
        "text/plain",
        b"text",
    );
    let fourth = talk.bob.post(&there("/messages"), file).id();
    let note = format!("[@Ada](mention://user/{}/Ada) look", talk.ada.id);
    let fifth = talk.bob.post(&there("/messages"), json!({"content": note, "private": true})).id();
    talk.bob.post(&talk.path("/labels"), json!({"labels": ["kept", "both"]})).ok();
    talk.bob.post(&there("/labels"), json!({"labels": ["both", "moved"]})).ok();
    talk.bob.post(&there("/participants"), json!({"user_ids": [talk.bob.id]})).ok();
    talk.bob.patch(&there("/draft_messages"), json!({"message": "Dear"})).assert_empty();
    talk.bob.post(&there("/toggle_priority"), json!({"priority": "high"})).assert_empty();
    talk.bob.post(&there("/custom_attributes"), json!({"custom_attributes": {"order": 7}})).ok();
    talk.set(&talk.ada, "resolved");
    let uuid = talk.bob.get(&there("")).ok()["uuid"].clone();
    let mut events = talk.events();
    let merged = talk.bob.post(&talk.path("/merge"), json!({"mergee_conversation_id": other})).ok();
    let merges = events.take();
    let told = merges.as_array().unwrap().iter().find(|event| event["name"] == "conversation_merged").unwrap();
    let expected = json!({
        "name": "conversation_merged", "subject_id": any_id(), "conversation": 1, "actor": ["User", talk.bob.id],
        "changes": {"mergee_conversation_id": [null, other]},
    });
    crate::support::json::assert_same("event", told, &expected);
    let expected = at_least(json!({
        "id": talk.id, "status": "open", "labels": ["both", "kept", "moved"], "priority": "high",
        "custom_attributes": {"order": 7}, "unread_count": 2,
    }));
    crate::support::json::assert_same("merged", &merged, &expected);
    // all messages are there, the oldest first
    let list = talk.bob.get(&talk.path("/messages?after=0")).ok();
    let messages = list["payload"].as_array().unwrap();
    let ids: Vec<i64> = messages.iter().map(|message| message["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for (id, text) in [(first, "one"), (second, "two"), (third, "three"), (fourth, "four"), (fifth, note.as_str())] {
        let found = messages.iter().find(|message| message["id"] == id).unwrap_or_else(|| panic!("{text} is lost"));
        assert_eq!((&found["content"], &found["conversation_id"]), (&json!(text), &json!(talk.id)));
    }
    let last = messages.last().unwrap();
    assert_eq!(last["content"], format!("Bob merged conversation #{other} into this one"));
    assert!(talk.activities().contains(&"Conversation was reopened by Bob".to_owned()));
    assert_eq!(talk.bob.get(&talk.path("/attachments")).ok()["meta"], json!({"total_count": 1}));
    assert_eq!(talk.bob.get(&talk.path("/draft_messages")).ok()["message"], "Dear");
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=participating"), [talk.id]);
    assert_eq!(listed(&talk, &talk.ada, "conversation_type=mention"), [talk.id]);
    assert_eq!(listed(&talk, &talk.ada, "q=two"), [talk.id]);
    // both numbers, and the long id, lead to the one
    let shown = talk.show();
    assert_eq!(talk.ada.get(&there("")).ok(), shown);
    talk.ada
        .post(&there("/messages"), json!({"content": "more"}))
        .assert(200, at_least(json!({"conversation_id": talk.id})));
    let survey =
        |uuid: &Value| talk.server.nobody().get(&format!("/public/api/v1/csat_survey/{}", uuid.as_str().unwrap()));
    assert_eq!(survey(&uuid).status, survey(&shown["uuid"]).status);
    assert_eq!((listed(&talk, &talk.ada, "status=all"), counts(&talk, &talk.ada, "status=all")[3]), (vec![talk.id], 1));
    let of_contact = talk.ada.get(&talk.at(&format!("/contacts/{}/conversations", talk.contact))).ok();
    assert_eq!(of_contact["payload"].as_array().unwrap().len(), 1);
    talk.server.command(&["check"]);
    // and so they do when that becomes a part of a third, and are gone when that is deleted
    let third = talk.conversation(talk.inbox, talk.contact);
    let merge = talk.at(&format!("/conversations/{third}/merge"));
    talk.ada.post(&merge, json!({"mergee_conversation_id": other})).assert(200, at_least(json!({"id": third})));
    for number in [talk.id, other, third] {
        assert_eq!(talk.ada.get(&talk.at(&format!("/conversations/{number}"))).ok()["id"], third);
    }
    talk.server.command(&["check"]);
    talk.ada.delete(&there(""), ()).assert_empty();
    for number in [talk.id, other, third] {
        talk.ada.get(&talk.at(&format!("/conversations/{number}"))).assert_not_found();
    }
    talk.server.wait_until(&format!("select count(*) from messages where account_id = {}", talk.company.id), 0);
    let redirects = format!("select count(*) from conversation_redirects where account_id = {}", talk.company.id);
    talk.server.wait_until(&redirects, 0);
    assert_eq!(listed(&talk, &talk.ada, "status=all"), NONE);
    talk.server.command(&["check"]);
}

#[test]
fn a_large_conversation_moves_in_steps() {
    let talk = Talk::new();
    let other = talk.conversation(talk.inbox, talk.contact);
    talk.hear("first");
    let incoming = json!({"content": "template", "message_type": "incoming"});
    talk.ada.post(&talk.at(&format!("/conversations/{other}/messages")), incoming).ok();
    // as many as would take minutes to say
    let rows = 1999;
    talk.server.alter(&format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows}),
              old as (select m.* from messages m join conversations c on c.id = m.conversation_id
                       where c.account_id = {account} and c.display_id = {other})
         insert into messages(account_id, inbox_id, conversation_id, message_type, content, sender_type, sender_id, created_at, updated_at)
         select account_id, inbox_id, conversation_id, 0, 'n' || i, sender_type, sender_id, created_at, updated_at from old, n;
         update conversations set messages_count = messages_count + {rows}, unread_count = unread_count + {rows},
             last_message_id = (select max(id) from messages where conversation_id = conversations.id),
             last_non_activity_message_id = (select max(id) from messages where conversation_id = conversations.id)
          where account_id = {account} and display_id = {other}",
        account = talk.company.id
    ));
    talk.server.command(&["check"]);
    let merged = talk.bob.post(&talk.path("/merge"), json!({"mergee_conversation_id": other})).ok();
    assert_eq!((&merged["id"], &merged["unread_count"]), (&json!(talk.id), &json!(10)));
    // what is newest is there at once
    let list = talk.bob.get(&talk.path("/messages")).ok();
    assert_eq!(list["payload"].as_array().unwrap()[18]["content"], format!("n{rows}"));
    let all = format!("select count(*) from conversations where account_id = {}", talk.company.id);
    talk.server.wait_until(&all, 1);
    let kept = format!("select messages_count from conversations where account_id = {}", talk.company.id);
    // and the two of before, and the line about it
    talk.server.wait_until(&kept, rows + 3);
    talk.server.command(&["check"]);
}

#[test]
fn only_what_belongs_together_is_merged() {
    let talk = Talk::new();
    let path = talk.path("/merge");
    let before = talk.show();
    let mut events = talk.events();
    talk.bob.post(&path, json!({"mergee_conversation_id": talk.id})).assert(200, before);
    events.assert_none();
    talk.bob.post(&path, ()).assert_error(422, "param is missing or the value is empty: mergee_conversation_id");
    talk.bob.post(&path, json!({"mergee_conversation_id": 99})).assert_not_found();
    let joe = talk.contact("Joe");
    let of_joe = talk.conversation(talk.inbox, joe);
    let refused = talk.bob.post(&path, json!({"mergee_conversation_id": of_joe}));
    refused.assert_error(422, "Only conversations of the same contact can be merged");
    // of two inboxes by who sees both
    let hidden = talk.inbox("Other")["id"].as_i64().unwrap();
    let hidden = talk.conversation(hidden, talk.contact);
    talk.bob.post(&path, json!({"mergee_conversation_id": hidden})).assert_not_allowed();
    talk.message(&talk.ada, hidden, "from elsewhere");
    talk.ada.post(&path, json!({"mergee_conversation_id": hidden})).ok();
    let list = talk.bob.get(&talk.path("/messages")).ok();
    let moved = list["payload"].as_array().unwrap().iter().find(|message| message["content"] == "from elsewhere");
    assert_eq!(moved.unwrap()["inbox_id"], talk.inbox);
    talk.server.command(&["check"]);
}
