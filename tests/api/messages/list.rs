//! The list of messages, which is read from its end.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::json::{any_iso_time, any_time, assert_same, merged};
use crate::support::shapes::{contact_sender, user_sender};

const NONE: [i64; 0] = [];

fn ids(talk: &Talk, query: &str) -> Vec<i64> {
    let list = talk.bob.get(&talk.path(&format!("/messages?{query}"))).ok();
    list["payload"].as_array().unwrap().iter().map(|message| message["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_list_shows_messages_and_whom_they_are_with() {
    let talk = Talk::new();
    let meta = json!({
        "labels": [], "additional_attributes": {}, "contact": contact_sender(talk.contact, "Jane"),
        "agent_last_seen_at": null, "assignee_last_seen_at": null,
    });
    let path = talk.path("/messages");
    talk.bob.get(&path).assert(200, json!({"meta": meta, "payload": []}));
    talk.hear("Hello");
    talk.say(&talk.bob, "Hi");
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.ada.post(&talk.path("/labels"), json!({"labels": ["vip"]})).ok();
    talk.bob.post(&talk.path("/update_last_seen"), ()).ok();
    let seen = json!({
        "labels": ["vip"], "assignee": user_sender(&talk.bob), "agent_last_seen_at": any_iso_time(),
        "assignee_last_seen_at": any_iso_time(),
    });
    let payload = json!([
        merged(talk.text(0, "Hello"), json!({"sender": contact_sender(talk.contact, "Jane")})),
        merged(talk.text(1, "Hi"), json!({"sender": user_sender(&talk.bob)})),
        talk.text(2, "Assigned to Bob by Ada"),
        talk.text(2, "Ada added vip"),
    ]);
    talk.bob.get(&path).assert(200, json!({"meta": merged(meta, seen), "payload": payload}));
}

#[test]
fn a_bot_is_no_assignee_of_a_list() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    talk.assign(&talk.ada, json!({"assignee_id": robo.id, "assignee_type": "AgentBot"}));
    assert_eq!(talk.bob.get(&talk.path("/messages")).ok()["meta"].get("assignee"), None);
}

#[test]
fn the_newest_twenty_and_on_from_there() {
    let talk = Talk::new();
    let all: Vec<i64> = (0..45).map(|n| talk.hear(&n.to_string())).collect();
    // of another conversation in between: none of these
    let other = talk.conversation(talk.inbox, talk.contact);
    talk.message(&talk.bob, other, "elsewhere");
    assert_eq!(ids(&talk, ""), all[25..]);
    assert_eq!(ids(&talk, &format!("before={}", all[25])), all[5..25]);
    assert_eq!(ids(&talk, &format!("before={}", all[5])), all[..5]);
    assert_eq!(ids(&talk, &format!("before={}", all[0])), NONE);
    assert_eq!(ids(&talk, &format!("after={}", all[4])), all[5..]);
    assert_eq!(ids(&talk, &format!("after={}", all[44])), NONE);
    // from the one, to the other
    assert_eq!(ids(&talk, &format!("after={}&before={}", all[5], all[40])), all[5..40]);
    assert_eq!(ids(&talk, &format!("after={}&before={}", all[40], all[5])), NONE);
    assert_eq!(ids(&talk, "before=9223372036854775807"), all[25..]);
    assert_eq!(ids(&talk, "before="), all[25..]);
}

#[test]
fn a_place_that_is_no_number_is_before_all() {
    let talk = Talk::new();
    let all: Vec<i64> = (0..25).map(|n| talk.hear(&n.to_string())).collect();
    for none in ["c3c48404b7f", "-7f", "0", "%20x"] {
        assert_eq!(ids(&talk, &format!("after={none}")), all, "{none}");
        assert_eq!(ids(&talk, &format!("before={none}")), NONE, "{none}");
    }
    assert_eq!(ids(&talk, &format!("after={}c3c", all[4])), all);
    assert_eq!(ids(&talk, "before=99999999999999999999"), all[5..]);
    assert_eq!(ids(&talk, "after=99999999999999999999"), NONE);
    for none in ["before=", "after=%20"] {
        assert_eq!(ids(&talk, none), all[5..], "{none}");
    }
    let refused = talk.bob.get(&talk.path("/messages?after[a]=1"));
    refused.assert_invalid(&[("after", "After must be a text")]);
}

#[test]
fn no_more_than_a_hundred_come_after_one() {
    let talk = Talk::new();
    let all: Vec<i64> = (0..105).map(|n| talk.hear(&n.to_string())).collect();
    assert_eq!(ids(&talk, "after=0"), all[..100]);
    assert_eq!(ids(&talk, &format!("after={}&before={}", all[0], i64::MAX)), all);
}

#[test]
fn the_team_may_be_left_out() {
    let talk = Talk::new();
    let said = [talk.hear("Hello"), talk.say(&talk.bob, "Hi")];
    talk.post(&talk.bob, json!({"content": "note", "private": true})).ok();
    talk.set(&talk.ada, "resolved");
    for value in ["true", "false", "1"] {
        assert_eq!(ids(&talk, &format!("filter_internal_messages={value}")), said);
    }
    assert_eq!(ids(&talk, &format!("filter_internal_messages=true&after={}", said[0])), said[1..]);
    assert_eq!(ids(&talk, "").len(), 4);
}

#[test]
fn who_is_gone_is_not_named() {
    let talk = Talk::new();
    talk.post(&talk.bot("Robo"), json!({"content": "beep"})).ok();
    let robo = talk.show()["messages"][0]["sender_id"].as_i64().unwrap();
    talk.ada.delete(&talk.at(&format!("/agent_bots/{robo}")), ()).assert_empty();
    let list = talk.bob.get(&talk.path("/messages")).ok();
    assert_same("messages", &list["payload"], &json!([talk.text(1, "beep")]));
}

#[test]
fn who_was_deleted_leaves_their_messages() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    talk.let_in(talk.inbox, &[&cleo]);
    talk.say(&cleo, "Hi");
    talk.assign(&cleo, json!({"assignee_id": cleo.id}));
    talk.platform.delete(&format!("/platform/api/v1/users/{}", cleo.id), ()).assert_empty();
    let list = talk.bob.get(&talk.path("/messages")).ok();
    assert_same("messages", &list["payload"][0], &talk.text(1, "Hi"));
    assert_eq!((list["meta"].get("assignee"), talk.show()["meta"].get("assignee")), (None, None));
}

#[test]
fn what_the_contact_shows_follows_them() {
    let talk = Talk::new();
    talk.hear("Hello");
    let change = json!({"name": "Jane Doe", "custom_attributes": {"plan": "pro"}});
    talk.ada.patch(&talk.at(&format!("/contacts/{}", talk.contact)), change).ok();
    let sender = merged(contact_sender(talk.contact, "Jane Doe"), json!({"custom_attributes": {"plan": "pro"}}));
    let list = talk.bob.get(&talk.path("/messages")).ok();
    assert_same("sender", &list["payload"][0]["sender"], &sender);
    assert_same("meta", &list["meta"]["contact"], &sender);
    assert_same("created_at", &list["payload"][0]["created_at"], &any_time());
}

#[test]
fn only_who_sees_a_conversation_may_read_it() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.path("/messages");
    talk.agent("Cleo").get(&path).assert_not_allowed();
    theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
    talk.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    talk.server.nobody().get(&path).assert_sign_in_first();
    talk.ada.get(&talk.at("/conversations/2/messages")).assert_not_found();
    talk.ada.get(&talk.at("/conversations/x/messages")).assert_not_found();
    let id = theirs.hear("secret");
    let all: Vec<Value> =
        talk.ada.get(&format!("{path}?before={}", id + 1)).ok()["payload"].as_array().unwrap().clone();
    assert_eq!(all, Vec::<Value>::new());
}
