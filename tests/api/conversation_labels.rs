//! Tag Conversation Labels: the whole set at once.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::body::{form, multipart};
use crate::support::json::{any_id, at_least};

#[test]
fn labels_are_replaced_as_a_whole() {
    let talk = Talk::new();
    let path = talk.path("/labels");
    talk.bob.get(&path).assert(200, json!({"payload": []}));
    let mut events = talk.events();
    talk.bob.post(&path, json!({"labels": ["vip", "billing"]})).assert(200, json!({"payload": ["billing", "vip"]}));
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"label_list": [[], ["billing", "vip"]]},
        },
        {"name": "message_created", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": {}},
    ]));
    talk.ada.post(&path, json!({"labels": ["vip", "urgent"]})).assert(200, json!({"payload": ["urgent", "vip"]}));
    events.assert(json!([
        at_least(json!({
            "name": "conversation_updated", "changes": {"label_list": [["billing", "vip"], ["urgent", "vip"]]},
        })),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "message_created"})),
    ]));
    // the same set in another order is no change
    talk.ada.post(&path, json!({"labels": ["urgent", "vip"]})).assert(200, json!({"payload": ["urgent", "vip"]}));
    talk.ada.post(&path, json!({"labels": ["vip", "urgent"]})).assert(200, json!({"payload": ["urgent", "vip"]}));
    events.assert_none();
    let notes = ["Bob added billing, vip", "Ada added urgent", "Ada removed billing"];
    assert_eq!(talk.activities(), notes);
    talk.bob.get(&path).assert(200, json!({"payload": ["urgent", "vip"]}));
    assert_eq!(talk.show()["labels"], json!(["urgent", "vip"]));
    assert_eq!(talk.bob.get(&talk.path("/messages")).ok()["meta"]["labels"], json!(["urgent", "vip"]));
}

#[test]
fn what_is_no_list_clears_them() {
    let talk = Talk::new();
    let path = talk.path("/labels");
    for cleared in [json!({"labels": []}), json!({}), Value::Null, json!({"labels": null}), json!({"labels": ""})] {
        talk.bob.post(&path, json!({"labels": ["a", "b"]})).ok();
        talk.bob.post(&path, cleared.clone()).assert(200, json!({"payload": []}));
        talk.bob.get(&path).assert(200, json!({"payload": []}));
        assert_eq!(talk.activities().last().unwrap(), "Bob removed a, b", "{cleared}");
    }
}

#[test]
fn texts_are_cut_at_commas_and_trimmed() {
    let talk = Talk::new();
    let path = talk.path("/labels");
    let expected = json!({"payload": ["billing", "two words", "vip"]});
    for body in [
        json!({"labels": ["vip, billing", " two words ", "vip", ""]}).into(),
        json!({"labels": "vip,billing , two words"}).into(),
        form([("labels[]", "vip"), ("labels[]", "billing"), ("labels[]", "two words")]),
        form([("labels", "vip,billing,two words")]),
        multipart().text("labels[]", "vip").text("labels[]", "billing").text("labels[]", "two words").into(),
    ] {
        talk.bob.post(&path, json!({"labels": []})).ok();
        talk.bob.post(&path, body).assert(200, expected.clone());
    }
}

#[test]
fn labels_need_no_entry_in_the_accounts_list_and_get_none() {
    let talk = Talk::new();
    let mut events = talk.events();
    talk.bob.post(&talk.path("/labels"), json!({"labels": ["Größe M", "x"]})).ok();
    events.assert_names(&["conversation_updated", "message_created"]);
    talk.bob.get(&talk.at("/labels")).assert(200, json!({"payload": []}));
}

#[test]
fn only_who_sees_a_conversation_may_label_it() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.path("/labels");
    let (cleo, robo) = (talk.agent("Cleo"), talk.bot("Robo"));
    let mut events = talk.events();
    for labels in [Value::Null, json!({"labels": ["mine"]})] {
        let method = if labels.is_null() { "GET" } else { "POST" };
        cleo.send(method, &path, labels.clone()).assert_not_allowed();
        let refused = "You are not authorized to access this account";
        theirs.ada.send(method, &path, labels.clone()).assert_error(401, refused);
        let refused = "Access to this endpoint is not authorized for bots";
        robo.send(method, &path, labels.clone()).assert_error(401, refused);
        talk.server.nobody().send(method, &path, labels.clone()).assert_sign_in_first();
        talk.ada.send(method, &talk.at("/conversations/2/labels"), labels).assert_not_found();
    }
    events.assert_none();
}
