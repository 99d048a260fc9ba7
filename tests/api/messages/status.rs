//! How far a message got, as outside channels say.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::{at_least, merged};
use crate::support::shapes::user_sender;

#[test]
fn an_outside_channel_tells_how_far_a_message_got() {
    let talk = Talk::new();
    let id = talk.say(&talk.bob, "Hi");
    let path = talk.path(&format!("/messages/{id}"));
    let shown = |status: &str, attributes: serde_json::Value| {
        let rest =
            json!({"id": id, "status": status, "content_attributes": attributes, "sender": user_sender(&talk.bob)});
        merged(talk.text(1, "Hi"), rest)
    };
    let plain = json!({"in_reply_to": null});
    let plain = if talk.bob.get(&talk.path("/messages")).ok()["payload"][0]["content_attributes"] == json!({}) {
        json!({})
    } else {
        plain
    };
    let mut events = talk.events();
    talk.ada.patch(&path, json!({"status": "delivered"})).assert(200, shown("delivered", plain.clone()));
    events.assert(json!([at_least(json!({
        "name": "message_updated", "subject_id": id, "changes": {"status": ["sent", "delivered"]},
    }))]));
    talk.ada.put(&path, json!({"status": "read"})).assert(200, shown("read", plain.clone()));
    // never back, and nothing unknown
    events.take();
    for status in ["delivered", "sent", "lost", ""] {
        talk.ada.patch(&path, json!({"status": status})).assert(200, shown("read", plain.clone()));
    }
    talk.ada.patch(&path, ()).assert(200, shown("read", plain.clone()));
    events.assert_none();
    let failed = json!({"status": "failed", "external_error": "Number unknown"});
    let with_problem = merged(plain.clone(), json!({"external_error": "Number unknown"}));
    talk.ada.patch(&path, failed).assert(200, shown("failed", with_problem));
    events.assert(json!([at_least(
        json!({"name": "message_updated", "changes": at_least(json!({"status": ["read", "failed"]}))})
    )]));
    talk.bob.post(&format!("{path}/retry"), ()).assert(200, shown("sent", json!({})));
    events.assert_names(&["message_updated"]);
    talk.bob.post(&format!("{path}/retry"), ()).assert(200, shown("sent", json!({})));
    events.assert_none();
    talk.ada.patch(&path, json!({"status": "failed"})).assert(200, shown("failed", json!({})));
    talk.bob.patch(&talk.path(&format!("/messages/{}", id + 1_000_000)), json!({"status": "read"})).assert_not_found();
    talk.bob.post(&talk.path(&format!("/messages/{}/retry", id + 1_000_000)), ()).assert_not_found();
}

#[test]
fn only_api_inboxes_hear_of_that() {
    let talk = Talk::new();
    let website = talk.website("Shop")["id"].as_i64().unwrap();
    let conversation = talk.conversation(website, talk.contact);
    let id = talk.message(&talk.ada, conversation, "Hi");
    let refused =
        talk.ada.patch(&talk.at(&format!("/conversations/{conversation}/messages/{id}")), json!({"status": "read"}));
    refused.assert(403, json!({"error": "Message status update is only allowed for API inboxes"}));
}
