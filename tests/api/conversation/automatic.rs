//! What the server does by itself when a conversation is resolved, or somebody writes into one that is.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::json::{any_text, assert_same, at_least, merged};

/// The text with which an API inbox notes that the contact is back.
const REOPENED: &str = "System reopened the conversation due to a new incoming message.";

#[test]
fn the_contact_reopens_a_resolved_conversation() {
    let talk = Talk::new();
    talk.set(&talk.ada, "resolved");
    let mut events = talk.events();
    talk.hear("One more thing");
    let shown = talk.show();
    assert_eq!((&shown["status"], shown["meta"].get("assignee")), (&json!("open"), None));
    assert!(shown["waiting_since"].as_i64().unwrap() > 0);
    assert_eq!(talk.log()[1..], [(0, "One more thing".to_owned()), (2, REOPENED.to_owned())]);
    let changes = json!({"status": ["resolved", "open"], "waiting_since": [null, any_text()]});
    events.assert(json!([
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "conversation_updated", "changes": changes})),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "contact_updated"})),
    ]));
}

#[test]
fn the_contact_wakes_a_snoozed_conversation() {
    let talk = Talk::new();
    let snooze = json!({"status": "snoozed", "snoozed_until": 1_930_125_600});
    talk.ada.post(&talk.path("/toggle_status"), snooze).ok();
    talk.hear("Hello?");
    let shown = talk.show();
    assert_eq!((&shown["status"], &shown["snoozed_until"]), (&json!("open"), &Value::Null));
    // Ada brought the message
    assert_eq!(talk.activities(), ["Conversation was snoozed by Ada", "Conversation was reopened by Ada"]);
}

#[test]
fn a_snooze_ends_by_itself() {
    let talk = Talk::new();
    let mut events = talk.events();
    for until in [1, 2] {
        let snooze = json!({"status": "snoozed", "snoozed_until": until});
        talk.ada.post(&talk.path("/toggle_status"), snooze).ok();
        let open = "select count(*) from conversations where status = 0 and snoozed_until is null and account_id";
        talk.server.wait_until(&format!("{open} = {}", talk.company.id), 1);
    }
    // nobody did it, so nobody is named
    assert_eq!(talk.activities(), ["Conversation was snoozed by Ada"; 2]);
    let told = events.take();
    let last = told.as_array().unwrap().last().unwrap().clone();
    let changes = at_least(json!({"status": ["snoozed", "open"]}));
    let expected = json!({"name": "conversation_updated", "actor": ["System", null], "changes": changes});
    assert_same("event", &last, &at_least(expected));
}

#[test]
fn a_conversation_in_somebodys_hands_stays_as_it_is() {
    let talk = Talk::new();
    for status in ["open", "pending"] {
        talk.set(&talk.ada, status);
        talk.hear("Hello?");
        assert_eq!(talk.show()["status"], status);
    }
    // what the team writes opens nothing
    for status in ["pending", "snoozed", "resolved"] {
        talk.set(&talk.ada, status);
        talk.say(&talk.bob, "Hi");
        talk.post(&talk.bob, json!({"content": "note", "private": true})).ok();
        assert_eq!(talk.show()["status"], status);
    }
}

#[test]
fn a_bot_of_the_inbox_gets_a_resolved_conversation_back() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    talk.set(&talk.ada, "resolved");
    talk.ada.post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": robo.id})).ok();
    talk.hear("One more thing");
    assert_eq!(talk.show()["status"], "pending");
    assert_eq!(talk.activities()[1..], ["Conversation was marked as pending by Ada"]);
    talk.set(&talk.ada, "snoozed");
    talk.hear("Hello?");
    assert_eq!(talk.show()["status"], "open");
}

#[test]
fn a_blocked_contact_reopens_nothing() {
    let talk = Talk::new();
    talk.set(&talk.ada, "resolved");
    talk.ada.patch(&talk.at(&format!("/contacts/{}", talk.contact)), json!({"blocked": true})).ok();
    talk.hear("Let me in");
    assert_eq!(talk.show()["status"], "resolved");
    talk.set(&talk.ada, "snoozed");
    talk.hear("Let me in");
    assert_eq!(talk.show()["status"], "snoozed");
}

#[test]
fn the_next_one_at_work_gets_what_the_contact_reopens() {
    let talk = Talk::new();
    talk.set(&talk.ada, "resolved");
    talk.at_work(&talk.bob);
    talk.hear("One more thing");
    assert_eq!(talk.show()["meta"]["assignee"]["id"], talk.bob.id);
    assert_eq!(talk.activities()[1..], [REOPENED, "Assigned to Bob by Ada"]);
}

#[test]
fn a_resolved_conversation_is_followed_by_one_survey() {
    let talk = Talk::with(json!({"csat_survey_enabled": true}));
    let mut events = talk.events();
    talk.set(&talk.ada, "resolved");
    events.assert_names(&["conversation_updated", "message_created", "message_created"]);
    let list = talk.ada.get(&talk.path("/messages")).ok();
    let survey = json!({"content_type": "input_csat", "content_attributes": {"display_type": "emoji"}});
    let expected = json!([
        talk.text(2, "Conversation was marked resolved by Ada"),
        merged(talk.text(3, "Please rate the conversation"), survey),
    ]);
    assert_same("messages", &list["payload"], &expected);
    talk.set(&talk.ada, "open");
    talk.set(&talk.ada, "resolved");
    assert_eq!(talk.log().iter().filter(|(message_type, _)| *message_type == 3).count(), 1);
}

#[test]
fn a_survey_asks_as_its_inbox_wants() {
    let talk = Talk::with(json!({"csat_survey_enabled": true}));
    let config = json!({
        "display_type": "star", "message": "How was it?", "survey_rules": {"operator": "contains", "values": ["vip"]},
    });
    talk.ada.patch(&talk.at(&format!("/inboxes/{}", talk.inbox)), json!({"csat_config": config})).ok();
    talk.set(&talk.ada, "resolved");
    assert_eq!(talk.log().len(), 1, "no label, no survey");
    talk.ada.post(&talk.path("/labels"), json!({"labels": ["vip"]})).ok();
    talk.set(&talk.ada, "open");
    talk.set(&talk.ada, "resolved");
    let list = talk.ada.get(&talk.path("/messages")).ok();
    let survey = list["payload"].as_array().unwrap().last().unwrap();
    let facts = (&survey["content"], &survey["content_attributes"]);
    assert_eq!(facts, (&json!("How was it?"), &json!({"display_type": "star"})));
}

#[test]
fn a_survey_that_would_not_arrive_is_noted() {
    let window = json!({"type": "api", "additional_attributes": {"agent_reply_time_window": 24}});
    let talk = Talk::with(json!({"csat_survey_enabled": true, "channel": window}));
    talk.set(&talk.ada, "resolved");
    let notes =
        ["Conversation was marked resolved by Ada", "CSAT survey not sent due to outgoing message restrictions"];
    assert_eq!(talk.activities(), notes);
    assert_eq!(talk.log().len(), 2);
}

#[test]
fn the_reply_clocks_run() {
    let talk = Talk::new();
    let clocks = || {
        let shown = talk.show();
        ["first_reply_created_at", "waiting_since"].map(|clock| shown[clock].as_i64().unwrap())
    };
    let [first, waiting] = clocks();
    assert!(first == 0 && waiting > 0);
    // neither a note nor a bot is a first reply, but a bot ends the waiting
    talk.post(&talk.bob, json!({"content": "note", "private": true})).ok();
    assert_eq!(clocks(), [0, waiting]);
    let mut events = talk.events();
    talk.post(&talk.bot("Robo"), json!({"content": "beep"})).ok();
    assert_eq!(clocks(), [0, 0]);
    events.assert_names(&["agent_bot_created", "message_created", "conversation_updated"]);
    talk.hear("Hello?");
    let [_, waiting] = clocks();
    assert!(waiting > 0);
    events.assert_names(&["message_created", "conversation_updated", "contact_updated"]);
    talk.hear("Hello?");
    assert_eq!(clocks(), [0, waiting]);
    events.assert_names(&["message_created", "contact_updated"]);
    talk.say(&talk.bob, "Hi");
    let [first, waiting] = clocks();
    assert!(first > 0 && waiting == 0);
    events.assert_names(&["message_created", "conversation_updated"]);
    talk.say(&talk.bob, "More");
    assert_eq!(clocks(), [first, 0]);
    events.assert_names(&["message_created"]);
    talk.hear("Thanks");
    // even a note of a bot ends the waiting
    talk.post(&talk.bot("Beep"), json!({"content": "beep", "private": true})).ok();
    assert_eq!(clocks(), [first, 0]);
    talk.hear("Thanks");
    talk.set(&talk.ada, "resolved");
    assert_eq!(clocks(), [first, 0]);
}

#[test]
fn a_campaign_is_no_first_reply() {
    let talk = Talk::new();
    let waiting = talk.show()["waiting_since"].clone();
    talk.post(&talk.bob, json!({"content": "Sale!", "campaign_id": 7})).ok();
    let shown = talk.show();
    assert_eq!((&shown["first_reply_created_at"], &shown["waiting_since"]), (&json!(0), &waiting));
}
