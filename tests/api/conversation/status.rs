//! The status of a conversation, as people and bots set it.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::body::form;
use crate::support::json::{any_id, any_text, at_least};

fn toggled(talk: &Talk, status: &str, snoozed_until: Value) -> Value {
    json!({
        "meta": {},
        "payload": {
            "success": true, "conversation_id": talk.id, "current_status": status, "snoozed_until": snoozed_until,
        },
    })
}

#[test]
fn each_change_is_answered_noted_and_told() {
    let talk = Talk::new();
    let mut events = talk.events();
    let actor = json!(["User", talk.ada.id]);
    let waited = json!({"status": ["open", "resolved"], "waiting_since": [any_text(), null]});
    for (status, note, changes) in [
        ("resolved", "Conversation was marked resolved by Ada", waited),
        ("open", "Conversation was reopened by Ada", json!({"status": ["resolved", "open"]})),
        ("pending", "Conversation was marked as pending by Ada", json!({"status": ["open", "pending"]})),
        ("snoozed", "Conversation was snoozed by Ada", json!({"status": ["pending", "snoozed"]})),
        ("bot", "Conversation was marked as pending by Ada", json!({"status": ["snoozed", "pending"]})),
        ("resolved", "Conversation was marked resolved by Ada", json!({"status": ["pending", "resolved"]})),
    ] {
        let answer = talk.ada.post(&talk.path("/toggle_status"), json!({"status": status}));
        answer.assert(200, toggled(&talk, if status == "bot" { "pending" } else { status }, Value::Null));
        assert_eq!(talk.activities().last().unwrap(), note);
        events.assert(json!([
            {"name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": changes},
            {"name": "message_created", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": {}},
        ]));
        // once more changes nothing
        talk.ada.post(&talk.path("/toggle_status"), json!({"status": status})).ok();
        events.assert_none();
    }
    assert_eq!(talk.activities().len(), 6);
}

#[test]
fn a_note_of_a_change_is_a_message_of_nobodys() {
    let talk = Talk::new();
    talk.set(&talk.bob, "resolved");
    let list = talk.bob.get(&talk.path("/messages")).ok();
    let expected = talk.text(2, "Conversation was marked resolved by Bob");
    crate::support::json::assert_same("messages", &list["payload"], &json!([expected]));
    let shown = talk.show();
    assert_eq!(shown["last_activity_at"], list["payload"][0]["created_at"]);
    assert_eq!((&shown["last_non_activity_message"], &shown["waiting_since"]), (&Value::Null, &json!(0)));
}

#[test]
fn without_a_status_open_and_resolved_take_turns() {
    let talk = Talk::new();
    for (sent, status) in [
        (json!({}), "resolved"),
        (Value::Null, "open"),
        (json!({"status": ""}), "resolved"),
        (json!({"status": null}), "open"),
    ] {
        talk.ada.post(&talk.path("/toggle_status"), sent).assert(200, toggled(&talk, status, Value::Null));
    }
    for from in ["pending", "snoozed"] {
        talk.set(&talk.ada, from);
        talk.ada.post(&talk.path("/toggle_status"), ()).assert(200, toggled(&talk, "open", Value::Null));
    }
}

#[test]
fn a_conversation_sleeps_until_it_is_woken() {
    let talk = Talk::new();
    let path = talk.path("/toggle_status");
    let until = "2031-03-01T10:00:00.000Z";
    for sent in
        [json!(1_930_125_600), json!("1930125600"), json!("2031-03-01T10:00:00Z"), json!("2031-03-01T11:00:00+01:00")]
    {
        let snooze = json!({"status": "snoozed", "snoozed_until": sent});
        talk.ada.post(&path, snooze.clone()).assert(200, toggled(&talk, "snoozed", json!(until)));
        assert_eq!(talk.show()["snoozed_until"], until, "{sent}");
        talk.ada.post(&path, json!({"status": "open"})).assert(200, toggled(&talk, "open", Value::Null));
        assert_eq!(talk.show()["snoozed_until"], Value::Null);
    }
    let mut events = talk.events();
    talk.ada.post(&path, form([("status", "snoozed"), ("snoozed_until", "1930125600")])).ok();
    events.assert(json!([
        at_least(json!({
            "name": "conversation_updated",
            "changes": {"status": ["open", "snoozed"], "snoozed_until": [null, until]},
        })),
        at_least(json!({"name": "message_created"})),
    ]));
}

#[test]
fn what_means_nothing_is_refused() {
    let talk = Talk::new();
    let mut events = talk.events();
    let path = talk.path("/toggle_status");
    talk.bob.post(&path, json!({"status": "closed"})).assert_error(422, "'closed' is not a valid status");
    let soon = talk.bob.post(&path, json!({"status": "snoozed", "snoozed_until": "soon"}));
    soon.assert_error(422, "'soon' is not a valid snoozed_until");
    talk.bob.post(&talk.at("/conversations/2/toggle_status"), json!({"status": "open"})).assert_not_found();
    events.assert_none();
}

#[test]
fn an_agent_who_opens_a_conversation_takes_it() {
    let talk = Talk::new();
    talk.set(&talk.ada, "resolved");
    assert!(talk.show()["meta"].get("assignee").is_none());
    let mut events = talk.events();
    talk.set(&talk.bob, "open");
    assert_eq!(talk.show()["meta"]["assignee"]["id"], talk.bob.id);
    let notes = ["Conversation was reopened by Bob", "Bob self-assigned this conversation"];
    assert_eq!(talk.activities()[1..], notes);
    events.assert(json!([
        at_least(json!({
            "name": "conversation_updated",
            "changes": {"status": ["resolved", "open"], "assignee_id": [null, talk.bob.id]},
        })),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "message_created"})),
    ]));
    // an administrator does not, nor one who closes it
    talk.assign(&talk.ada, json!({"assignee_id": null}));
    talk.set(&talk.bob, "resolved");
    talk.set(&talk.ada, "open");
    assert!(talk.show()["meta"].get("assignee").is_none());
    // open already: an agent takes it all the same
    talk.set(&talk.bob, "open");
    assert_eq!(talk.show()["meta"]["assignee"]["id"], talk.bob.id);
    assert_eq!(talk.activities().last().unwrap(), "Bob self-assigned this conversation");
}

#[test]
fn a_bot_hands_over() {
    let talk = Talk::new();
    talk.at_work(&talk.bob);
    let robo = talk.bot("Robo");
    talk.set(&robo, "pending");
    let mut events = talk.events();
    let answer = robo.post(&talk.path("/toggle_status"), json!({"status": "open"}));
    answer.assert(200, toggled(&talk, "open", Value::Null));
    let notes =
        ["Conversation was marked as pending by Robo", "Conversation was reopened by Robo", "Assigned to Bob by Robo"];
    assert_eq!(talk.activities(), notes);
    let actor = json!(["AgentBot", robo.id]);
    events.assert(json!([
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"status": ["pending", "open"], "assignee_id": [null, talk.bob.id]},
        },
        at_least(json!({"name": "message_created", "actor": actor})),
        at_least(json!({"name": "message_created", "actor": actor})),
    ]));
}

#[test]
fn only_who_sees_a_conversation_may_change_it() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let mut events = talk.events();
    let path = talk.path("/toggle_status");
    let resolve = json!({"status": "resolved"});
    let cleo = talk.agent("Cleo");
    events.take();
    cleo.post(&path, resolve.clone()).assert_not_allowed();
    theirs.ada.post(&path, resolve.clone()).assert_error(401, "You are not authorized to access this account");
    let foreign = "Bot is not authorized to access this account";
    theirs.bot("Robo").post(&path, resolve.clone()).assert_error(401, foreign);
    talk.server.nobody().post(&path, resolve).assert_sign_in_first();
    events.assert_none();
    assert_eq!(talk.show()["status"], "open");
}
