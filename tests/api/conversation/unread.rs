//! What an agent has not seen yet.

use serde_json::json;

use super::list;
use crate::support::Talk;
use crate::support::json::{any_time, merged};

#[test]
fn incoming_messages_are_unread_until_an_agent_looks() {
    let talk = Talk::new();
    for text in ["one", "two"] {
        talk.hear(text);
    }
    talk.say(&talk.bob, "An answer does not count as a look");
    talk.post(&talk.bob, json!({"content": "nor a note", "private": true})).ok();
    assert_eq!(talk.show()["unread_count"], 2);
    let mut events = talk.events();
    let before = talk.show();
    let answer = talk.bob.post(&talk.path("/update_last_seen"), ());
    // what the message shows of its conversation follows
    let mut expected = merged(before, json!({"unread_count": 0, "agent_last_seen_at": any_time()}));
    for message in ["/messages/0", "/last_non_activity_message"] {
        expected.pointer_mut(message).unwrap()["conversation"]["unread_count"] = json!(0);
    }
    answer.assert(200, expected);
    events.assert_none();
    assert_eq!(list(&talk, &talk.ada, "").ok()["data"]["payload"][0]["unread_count"], 0);
    talk.hear("three");
    assert_eq!(talk.show()["unread_count"], 1);
}

#[test]
fn the_look_of_the_assignee_is_kept_on_its_own() {
    let talk = Talk::new();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let seen = talk.ada.post(&talk.path("/update_last_seen"), ()).ok();
    assert!(seen["agent_last_seen_at"].as_i64().unwrap() > 0);
    assert_eq!(seen["assignee_last_seen_at"], 0);
    let seen = talk.bob.post(&talk.path("/update_last_seen"), json!({})).ok();
    assert!(seen["assignee_last_seen_at"].as_i64().unwrap() >= seen["agent_last_seen_at"].as_i64().unwrap());
}

#[test]
fn no_more_than_ten_are_counted() {
    let talk = Talk::new();
    for n in 0..11 {
        talk.hear(&n.to_string());
    }
    let shown = talk.show();
    assert_eq!(
        (&shown["unread_count"], &shown["messages"][0]["conversation"]["unread_count"]),
        (&json!(10), &json!(10))
    );
    talk.ada.post(&talk.path("/update_last_seen"), ()).ok();
    assert_eq!(talk.show()["unread_count"], 0);
}

#[test]
fn only_who_sees_a_conversation_may_look() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    talk.hear("Hello");
    let path = talk.path("/update_last_seen");
    talk.agent("Cleo").post(&path, ()).assert_not_allowed();
    theirs.ada.post(&path, ()).assert_error(401, "You are not authorized to access this account");
    talk.bot("Robo").post(&path, ()).assert_error(401, "Access to this endpoint is not authorized for bots");
    talk.server.nobody().post(&path, ()).assert_sign_in_first();
    talk.bob.post(&talk.at("/conversations/2/update_last_seen"), ()).assert_not_found();
    assert_eq!(talk.show()["unread_count"], 1);
}

#[test]
fn what_was_seen_can_be_taken_back() {
    let talk = Talk::new();
    let path = talk.path("/unread");
    let mut events = talk.events();
    let never = talk.bob.post(&path, ()).ok();
    assert_eq!((&never["unread_count"], &never["agent_last_seen_at"]), (&json!(0), &json!(0)));
    events.assert_none();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.hear("one");
    talk.server
        .alter(&format!("update messages set created_at = created_at - 60000 where account_id = {}", talk.company.id));
    let heard = talk.hear("two");
    talk.say(&talk.bob, "Yes?");
    talk.bob.post(&talk.path("/update_last_seen"), ()).ok();
    let mut events = talk.events();
    let back = talk.bob.post(&path, ()).ok();
    events.assert_none();
    assert_eq!(back["unread_count"], 1, "{back}");
    let seen = back["agent_last_seen_at"].as_i64().unwrap();
    assert_eq!(back["assignee_last_seen_at"].as_i64().unwrap(), seen);
    let list = talk.bob.get(&talk.path("/messages")).ok();
    let at = list["payload"].as_array().unwrap().iter().find(|message| message["id"] == heard).unwrap();
    let at = at["created_at"].as_i64().unwrap();
    assert!((at - 1..=at).contains(&(seen + 1)), "{seen} {at}");
    talk.bob.post(&talk.path("/update_last_seen"), ()).ok();
    assert_eq!(talk.show()["unread_count"], 0);
    talk.server.command(&["check"]);
}
