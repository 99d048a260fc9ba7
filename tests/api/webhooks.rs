//! Webhooks (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::json::{any_id, any_text, at_least, merged};

const USUAL: [&str; 8] = [
    "conversation_status_changed",
    "conversation_updated",
    "conversation_created",
    "contact_created",
    "contact_updated",
    "message_created",
    "message_updated",
    "webwidget_triggered",
];

fn webhook(company: &Company, url: &str) -> Value {
    json!({"id": any_id(), "name": null, "url": url, "account_id": company.id, "subscriptions": USUAL, "secret": any_text()})
}

fn one(webhook: &Value) -> Value {
    json!({"payload": {"webhook": webhook}})
}

#[test]
fn administrators_make_change_and_remove_them() {
    let acme = Company::new();
    let path = acme.at("/webhooks");
    let inbox = acme.inbox("Shop")["id"].clone();
    acme.ada.get(&path).assert(200, json!({"payload": {"webhooks": []}}));
    let mut events = acme.events();
    let url = "https://hook.example.com/a?b=c";
    let made = acme.ada.post(&path, json!({"url": url}));
    made.assert(200, one(&webhook(&acme, url)));
    let (id, secret) = (&made.body["payload"]["webhook"]["id"], &made.body["payload"]["webhook"]["secret"]);
    assert!(secret.as_str().unwrap().len() >= 20, "{secret}");
    events.assert(json!([at_least(
        json!({"name": "webhook_created", "subject_id": id, "actor": ["User", acme.ada.id]})
    )]));
    let one_path = format!("{path}/{id}");
    let change =
        json!({"webhook": {"name": "CRM", "inbox_id": inbox, "subscriptions": ["message_created", "message_created"]}});
    let named = json!({"id": id, "name": "CRM", "inbox": {"id": inbox, "name": "Shop"}, "subscriptions": ["message_created"],
        "secret": secret});
    let named = merged(webhook(&acme, url), named);
    acme.ada.patch(&one_path, change.clone()).assert(200, one(&named));
    acme.ada.patch(&one_path, change).assert(200, one(&named));
    events.assert(json!([at_least(json!({"name": "webhook_updated", "changes":
        {"name": [null, "CRM"], "inbox_id": [null, inbox], "subscriptions": [USUAL, ["message_created"]]}}))]));
    acme.ada.get(&path).assert(200, json!({"payload": {"webhooks": [named]}}));
    acme.ada.patch(&one_path, json!({"inbox_id": null, "name": " "})).assert(
        200,
        one(&merged(webhook(&acme, url), json!({"id": id, "subscriptions": ["message_created"], "secret": secret}))),
    );
    acme.ada.delete(&one_path, ()).assert_empty();
    acme.ada.delete(&one_path, ()).assert_not_found();
    acme.ada.patch(&one_path, json!({"name": "x"})).assert_not_found();
    events.assert_names(&["webhook_updated", "webhook_deleted"]);
    acme.ada.get(&path).assert(200, json!({"payload": {"webhooks": []}}));
}

#[test]
fn they_obey_the_rules() {
    let (acme, other) = (Company::new(), Company::named("Other"));
    let path = acme.at("/webhooks");
    let url = "https://hook.example.com";
    let first = acme.ada.post(&path, json!({"url": url})).ok()["payload"]["webhook"]["id"].clone();
    other.ada.post(&other.at("/webhooks"), json!({"url": url})).ok();
    let second =
        acme.ada.post(&path, json!({"url": "https://two.example.com"})).ok()["payload"]["webhook"]["id"].clone();
    let mut events = acme.events();
    let taken = [("url", "Url has already been taken")];
    acme.ada.post(&path, json!({"url": url})).assert_invalid(&taken);
    acme.ada.patch(&format!("{path}/{second}"), json!({"url": url})).assert_invalid(&taken);
    for bad in [json!("x"), json!(""), json!(null), json!("javascript:alert(1)")] {
        acme.ada.post(&path, json!({"url": bad})).assert_invalid(&[("url", "Url is invalid")]);
    }
    for bad in [json!([]), json!(["message_read"]), json!(null)] {
        let change = json!({"subscriptions": bad});
        let said = [("subscriptions", "Subscriptions Invalid events")];
        acme.ada.patch(&format!("{path}/{first}"), change).assert_invalid(&said);
    }
    let foreign = other.inbox("Theirs")["id"].clone();
    acme.ada.patch(&format!("{path}/{first}"), json!({"inbox_id": foreign})).assert_not_found();
    acme.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: webhook");
    for (method, path) in [("GET", path.clone()), ("POST", path.clone()), ("DELETE", format!("{path}/{first}"))] {
        acme.bob.send(method, &path, json!({"url": "https://bob.example.com"})).assert_not_allowed();
    }
    events.assert_none();
}
