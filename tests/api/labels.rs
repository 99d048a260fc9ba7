//! The account's list of labels (beyond the swagger).

use serde_json::{Value, json};

use crate::support::body::form;
use crate::support::json::{any_id, at_least, merged};
use crate::support::{Company, Talk};

fn label(id: impl Into<Value>, title: &str) -> Value {
    json!({"id": id.into(), "title": title, "description": null, "color": "#1f93ff", "show_on_sidebar": true})
}

#[test]
fn labels_are_made_listed_and_shown() {
    let acme = Company::new();
    let path = acme.at("/labels");
    acme.bob.get(&path).assert(200, json!({"payload": []}));
    let mut events = acme.events();
    let answer = acme.ada.post(&path, json!({"title": "VIP-Kunden_2"}));
    answer.assert(200, label(any_id(), "vip-kunden_2"));
    events.assert(json!([at_least(json!({
        "name": "label_created", "subject_id": answer.body["id"], "actor": ["User", acme.ada.id],
    }))]));
    let full = json!({"title": "größe", "description": "Size", "color": "#ff0000", "show_on_sidebar": false});
    let size = merged(json!({"id": any_id()}), full.clone());
    let answer = acme.ada.post(&path, json!({"label": full}));
    answer.assert(200, size.clone());
    let billing = acme.ada.post(&path, form([("label[title]", "billing")])).ok();
    let list = json!([billing, size, label(any_id(), "vip-kunden_2")]);
    acme.bob.get(&path).assert(200, json!({"payload": list}));
    acme.ada.get(&acme.at(&format!("/labels/{}", answer.id()))).assert(200, size);
}

#[test]
fn a_label_obeys_the_rules() {
    let acme = Company::new();
    acme.ada.post(&acme.at("/labels"), json!({"title": "vip"})).ok();
    let mut events = acme.events();
    let refused = |title: Value, message: &str| {
        acme.ada.post(&acme.at("/labels"), json!({"title": title})).assert_invalid(&[("title", message)])
    };
    refused(json!(""), "Title must not be blank");
    refused(json!(null), "Title must not be blank");
    refused(json!("VIP"), "Title has already been taken");
    for title in ["two words", "a", "_ab", "-ab", "a!", "a,b", "ab\n"] {
        refused(json!(title), "Title is invalid");
    }
    acme.ada.post(&acme.at("/labels"), json!({})).assert_error(422, "param is missing or the value is empty: label");
    events.assert_none();
    for title in ["ab", "2-b", "日本語", "a_"] {
        acme.ada.post(&acme.at("/labels"), json!({"title": title})).assert(200, label(any_id(), title));
    }
}

#[test]
fn a_label_changes_and_takes_its_name_along() {
    let talk = Talk::new();
    let id = talk.ada.post(&talk.at("/labels"), json!({"title": "vip"})).id();
    talk.ada.post(&talk.path("/labels"), json!({"labels": ["vip", "other"]})).ok();
    let mut events = talk.events();
    let path = talk.at(&format!("/labels/{id}"));
    talk.ada
        .patch(&path, json!({"color": "#000000"}))
        .assert(200, merged(label(id, "vip"), json!({"color": "#000000"})));
    events.assert(json!([at_least(json!({"name": "label_updated", "changes": {"color": ["#1f93ff", "#000000"]}}))]));
    talk.ada
        .put(&path, json!({"title": "Premium"}))
        .assert(200, merged(label(id, "premium"), json!({"color": "#000000"})));
    let conversation = talk.company.id;
    let renamed = "select count(*) from conversation_labels where label = 'premium' and account_id";
    talk.server.wait_until(&format!("{renamed} = {conversation}"), 1);
    assert_eq!(talk.show()["labels"], json!(["other", "premium"]));
    talk.ada.delete(&path, ()).assert_empty();
    talk.ada.get(&path).assert_not_found();
    // conversations keep the text
    assert_eq!(talk.show()["labels"], json!(["other", "premium"]));
}

#[test]
fn only_administrators_manage_labels() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = acme.ada.post(&acme.at("/labels"), json!({"title": "vip"})).id();
    let mut events = acme.events();
    let (all, one) = (acme.at("/labels"), acme.at(&format!("/labels/{id}")));
    for (method, path) in [("POST", &all), ("GET", &one), ("PATCH", &one), ("DELETE", &one)] {
        let sent = if matches!(method, "POST" | "PATCH") { json!({"title": "mine"}) } else { Value::Null };
        acme.bob.send(method, path, sent.clone()).assert_not_allowed();
        theirs.ada.send(method, path, sent.clone()).assert_error(401, "You are not authorized to access this account");
        acme.server.nobody().send(method, path, sent.clone()).assert_sign_in_first();
        if path == &one {
            theirs.ada.send(method, &theirs.at(&format!("/labels/{id}")), sent).assert_not_found();
        }
    }
    events.assert_none();
    theirs.bob.get(&theirs.at("/labels")).assert(200, json!({"payload": []}));
    theirs.ada.post(&theirs.at("/labels"), json!({"title": "vip"})).ok();
}
