//! Rules as records.

use serde_json::{Value, json};

use super::{action, condition};
use crate::support::Company;
use crate::support::json::{any_id, any_text, any_time, anything, at_least, merged};

fn rule(company: &Company, id: impl Into<Value>) -> Value {
    json!({
        "id": id.into(), "account_id": company.id, "name": "Refunds", "description": "What they want back",
        "event_name": "message_created", "conditions": [condition("content", "contains", json!(["refund"]))],
        "actions": [action("add_label", json!(["refund"]))], "created_on": any_time(), "active": true,
    })
}

fn sent() -> Value {
    json!({
        "name": "Refunds", "description": "What they want back", "event_name": "message_created",
        "conditions": [condition("content", "contains", json!(["refund"]))],
        "actions": [action("add_label", json!(["refund"]))],
    })
}

#[test]
fn rules_are_made_listed_changed_cloned_and_deleted() {
    let acme = Company::new();
    let path = acme.at("/automation_rules");
    acme.ada.get(&path).assert(200, json!({"payload": []}));
    let mut events = acme.events();
    let made = acme.ada.post(&path, sent());
    made.assert(200, rule(&acme, any_id()));
    let id = made.id();
    events.assert(json!([at_least(json!({
        "name": "automation_rule_created", "subject_id": id, "actor": ["User", acme.ada.id],
    }))]));
    let one = acme.at(&format!("/automation_rules/{id}"));
    acme.ada.get(&one).assert(200, json!({"payload": rule(&acme, id)}));
    let off = merged(rule(&acme, id), json!({"active": false}));
    acme.ada.patch(&one, json!({"active": false})).assert(200, json!({"payload": off}));
    acme.ada.put(&one, json!({"active": false})).assert(200, json!({"payload": off}));
    events.assert(json!([at_least(json!({"name": "automation_rule_updated", "changes": {"active": [true, false]}}))]));
    let copy = merged(off.clone(), json!({"id": any_id()}));
    let copied = acme.ada.post(&format!("{one}/clone"), ());
    copied.assert(200, json!({"payload": copy}));
    assert_ne!(copied.body["payload"]["id"], id);
    acme.ada.get(&path).assert(200, json!({"payload": [off, copy]}));
    acme.ada.delete(&one, ()).assert_empty();
    for path in [one.clone(), format!("{one}/runs")] {
        acme.ada.get(&path).assert_not_found();
    }
    acme.ada.post(&format!("{one}/clone"), ()).assert_not_found();
    acme.ada.get(&path).assert(200, json!({"payload": [copy]}));
    events.assert_names(&["automation_rule_created", "automation_rule_deleted"]);
}

#[test]
fn what_is_wrong_is_named_by_attribute() {
    let acme = Company::new();
    let path = acme.at("/automation_rules");
    let mut events = acme.events();
    let refused = |changes: Value, error: Value| {
        let answer = acme.ada.post(&path, merged(sent(), changes));
        answer.assert(422, json!({"error": error, "description": any_text(), "errors": anything()}));
    };
    refused(json!({"name": ""}), json!({"name": ["can't be blank"]}));
    refused(json!({"event_name": "full_moon"}), json!({"event_name": ["is invalid"]}));
    refused(
        json!({"conditions": [condition("moon", "equal_to", json!(["full"]))]}),
        json!({"conditions": ["Automation conditions moon not supported."]}),
    );
    let twice = [condition("status", "contains", json!(["open"])), condition("status", "equal_to", json!(["open"]))];
    refused(
        json!({"conditions": twice}),
        json!({"conditions": [
            "Automation condition status has an invalid operator.", "Automation conditions should have query operator.",
        ]}),
    );
    refused(json!({"actions": []}), json!({"actions": ["can't be blank"]}));
    refused(
        json!({"actions": [action("fly", json!([])), action("send_message", json!([]))]}),
        json!({"actions": [
            "Automation actions fly not supported.", "Automation action send_message has invalid parameters.",
        ]}),
    );
    refused(json!({"actions": [action("send_attachment", json!([1]))]}), json!({"actions": ["Invalid attachment"]}));
    let nothing = json!({"name": ["can't be blank"], "event_name": ["is invalid"], "actions": ["can't be blank"]});
    acme.ada
        .post(&path, json!({}))
        .assert(422, json!({"error": nothing, "description": any_text(), "errors": anything()}));
    events.assert_none();
}
