//! Rules at work.

use serde_json::{Value, json};

use super::{action, condition};
use crate::support::Talk;
use crate::support::json::{any_id, any_time, at_least};

fn outcome(name: &str, outcome: &str, message: Value) -> Value {
    json!({"action_name": name, "outcome": outcome, "message": message})
}

#[test]
fn a_rule_does_all_its_actions_in_order() {
    let talk = Talk::new();
    let team = talk.team("Refunds");
    let rule = talk.rule(
        "message_created",
        json!([condition("content", "contains", json!(["Money", "refund"]))]),
        json!([
            action("add_label", json!(["refund", "angry"])),
            action("remove_label", json!(["angry"])),
            action("assign_agent", json!([talk.bob.id])),
            action("change_priority", json!(["urgent"])),
            action("send_message", json!(["We are looking into it, {{contact.name}}"])),
            action("add_private_note", json!(["Be kind"])),
            action("assign_team", json!([team])),
            action("assign_team", json!([9_999_999])),
            action("send_webhook_event", json!(["https://hooks.example.com/x"])),
            action("send_email_transcript", json!(["boss@acme.example"])),
            action("snooze_conversation", json!([])),
        ]),
    );
    let mut events = talk.events();
    talk.hear("I want my money back");
    let runs = talk.runs(rule, 1);
    let done = |name: &str| outcome(name, "done", json!(null));
    crate::support::json::assert_same(
        "the run",
        &json!(runs),
        &json!([{
            "id": any_id(), "automation_rule_id": rule, "event_name": "message_created", "conversation_id": talk.id,
            "matched": true, "created_at": any_time(),
            "actions": [
                done("add_label"), done("remove_label"), done("assign_agent"), done("change_priority"),
                done("send_message"), done("add_private_note"), done("assign_team"),
                outcome("assign_team", "skipped", json!("The team does not exist")),
                outcome("send_webhook_event", "skipped",
                    json!("This server does not deliver webhook events of rules and macros yet")),
                outcome("send_email_transcript", "skipped", json!("This server does not send mail yet")),
                done("snooze_conversation"),
            ],
        }]),
    );
    let shown = talk.show();
    assert_eq!(
        (&shown["labels"], &shown["priority"], &shown["status"], &shown["meta"]["team"]["id"]),
        (&json!(["refund"]), &json!("urgent"), &json!("snoozed"), &json!(team))
    );
    assert_eq!(
        talk.log(),
        [
            (0, "I want my money back".to_owned()),
            (2, "Automation System added angry, refund".to_owned()),
            (2, "Automation System removed angry".to_owned()),
            (2, "Assigned to Bob by Automation System".to_owned()),
            (2, "Automation System set the priority to urgent".to_owned()),
            (1, "We are looking into it, Jane".to_owned()),
            (1, "Be kind".to_owned()),
            (2, "Assigned to refunds by Automation System".to_owned()),
            (2, "Conversation was snoozed by Automation System".to_owned()),
        ]
    );
    let told = events.take();
    let by_rule = told.as_array().unwrap().iter().skip(1).filter(|event| event["actor"][0] == "AutomationRule");
    assert!(by_rule.clone().all(|event| event["actor"][1] == rule));
    assert_eq!(by_rule.filter(|event| event["name"] == "conversation_updated").count(), 6, "{told:#}");
    // nobody's hand is in it: a reply by a rule is no first reply
    assert_eq!(shown["first_reply_created_at"], 0);
    let list = talk.ada.get(&talk.path("/messages")).ok();
    let sent = list["payload"].as_array().unwrap().iter().find(|m| m["content"] == "Be kind").unwrap();
    crate::support::json::assert_same(
        "the note",
        sent,
        &at_least(json!({"private": true, "content_attributes": {"automation_rule_id": rule}})),
    );
    assert_eq!(sent.get("sender"), None);
}

#[test]
fn a_rule_sets_off_no_rule() {
    let talk = Talk::new();
    let echo = talk.rule("message_created", json!([]), json!([action("send_message", json!(["Echo"]))]));
    let open = talk.rule("conversation_resolved", json!([]), json!([action("open_conversation", json!([]))]));
    let close = talk.rule("conversation_opened", json!([]), json!([action("resolve_conversation", json!([]))]));
    let label = talk.rule("conversation_updated", json!([]), json!([action("add_label", json!(["seen"]))]));
    talk.hear("Hello");
    talk.runs(echo, 1);
    talk.set(&talk.ada, "resolved");
    talk.runs(open, 1);
    // a second message of a person, so that all before it is done with
    talk.say(&talk.bob, "Done?");
    talk.runs(echo, 2);
    assert_eq!(talk.runs(open, 1).len() + talk.runs(close, 0).len(), 1);
    assert!(talk.runs(label, 2).iter().all(|run| run["matched"] == true), "the status, and the clocks of the reply");
    let echoes = talk.log().into_iter().filter(|(_, text)| text == "Echo").count();
    assert_eq!((echoes, &talk.show()["status"]), (2, &json!("open")));
}

#[test]
fn conditions_decide_and_what_they_refuse_is_noted() {
    let talk = Talk::new();
    let custom = |key: &str, operator: &str, value: &str, kind: &str| {
        let mut condition = condition(key, operator, json!([value]));
        condition["custom_attribute_type"] = json!(kind);
        condition["query_operator"] = json!("and");
        condition
    };
    talk.ada
        .patch(
            &talk.at(&format!("/contacts/{}", talk.contact)),
            json!({"custom_attributes": {"plan": "Pro", "seats": 12}, "additional_attributes": {"city": "Oslo"}}),
        )
        .ok();
    let all = json!([
        custom("plan", "equal_to", "pro", "contact_attribute"),
        custom("seats", "is_greater_than", "9", "contact_attribute"),
        {"attribute_key": "city", "filter_operator": "equal_to", "values": ["oslo"], "query_operator": "and"},
        {"attribute_key": "inbox_id", "filter_operator": "equal_to", "values": [talk.inbox], "query_operator": "and"},
        {"attribute_key": "message_type", "filter_operator": "equal_to", "values": ["incoming"], "query_operator": "and"},
        condition("assignee_id", "is_not_present", json!([])),
    ]);
    let rule = talk.rule("message_created", all, json!([action("add_label", json!(["vip"]))]));
    let either = json!([
        {"attribute_key": "status", "filter_operator": "equal_to", "values": ["resolved"], "query_operator": "or"},
        condition("content", "equal_to", json!(["bye"])),
    ]);
    let other = talk.rule("message_created", either, json!([action("mute_conversation", json!([]))]));
    talk.say(&talk.bob, "Hi");
    let runs = talk.runs(rule, 1);
    assert_eq!((&runs[0]["matched"], &runs[0]["actions"]), (&json!(false), &json!([])));
    talk.hear("Hi");
    assert_eq!(talk.runs(rule, 2)[0]["matched"], true);
    assert_eq!(talk.show()["labels"], json!(["vip"]));
    talk.hear("Bye");
    assert_eq!(talk.runs(other, 3)[0]["matched"], true);
    let shown = talk.show();
    assert_eq!((&shown["muted"], &shown["status"]), (&json!(true), &json!("resolved")));
    assert_eq!(
        talk.activities().split_off(1),
        ["Conversation was marked resolved by Automation System", "Automation System has muted the conversation"]
    );
}

#[test]
fn a_rule_sees_what_changed_and_what_the_one_before_it_did() {
    let talk = Talk::new();
    let changed = json!([{
        "attribute_key": "status", "filter_operator": "attribute_changed", "query_operator": null,
        "values": {"from": ["open"], "to": ["pending", "snoozed"]},
    }]);
    let first = talk.rule("conversation_updated", changed, json!([action("add_label", json!(["waiting"]))]));
    let labelled = json!([condition("labels", "equal_to", json!(["Waiting"]))]);
    let second = talk.rule("conversation_updated", labelled, json!([action("change_priority", json!(["low"]))]));
    talk.set(&talk.ada, "resolved");
    assert_eq!(
        (&talk.runs(first, 1)[0]["matched"], &talk.runs(second, 1)[0]["matched"]),
        (&json!(false), &json!(false))
    );
    talk.set(&talk.ada, "open");
    talk.set(&talk.ada, "pending");
    assert_eq!((&talk.runs(first, 3)[0]["matched"], &talk.runs(second, 3)[0]["matched"]), (&json!(true), &json!(true)));
    assert_eq!(talk.show()["priority"], "low");
}

#[test]
fn new_conversations_set_off_rules_and_sleeping_rules_do_nothing() {
    let talk = Talk::new();
    let rule = talk.rule("conversation_created", json!([]), json!([action("assign_agent", json!([talk.ada.id]))]));
    let asleep = talk.rule("conversation_created", json!([]), json!([action("change_status", json!(["resolved"]))]));
    talk.ada.patch(&talk.at(&format!("/automation_rules/{asleep}")), json!({"active": false})).ok();
    let conversation = talk.conversation(talk.inbox, talk.contact);
    assert_eq!(talk.runs(rule, 1)[0]["conversation_id"], conversation);
    let shown = talk.ada.get(&talk.at(&format!("/conversations/{conversation}"))).ok();
    assert_eq!((&shown["meta"]["assignee"]["id"], &shown["status"]), (&json!(talk.ada.id), &json!("open")));
    talk.runs(asleep, 0);
    // who is not in the inbox does not get it
    let cleo = talk.agent("Cleo");
    let actions = json!({"actions": [action("assign_agent", json!([cleo.id]))]});
    talk.ada.patch(&talk.at(&format!("/automation_rules/{rule}")), actions).ok();
    talk.conversation(talk.inbox, talk.contact);
    let refused = outcome("assign_agent", "skipped", json!("The agent does not belong to the inbox"));
    assert_eq!(talk.runs(rule, 2)[0]["actions"], json!([refused]));
}
