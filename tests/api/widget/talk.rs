//! What visitors write, and what becomes of it.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::multipart;
use crate::support::json::{any_id, any_time, anything, at_least};

fn id(value: &Value) -> i64 {
    value["id"].as_i64().unwrap()
}

#[test]
fn the_first_message_makes_contact_session_and_conversation() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    acme.ada.post(&acme.at("/labels"), json!({"title": "vip"})).ok();
    let visitor = acme.visitor(&inbox);
    let mut events = acme.events();
    let message = json!({"content": "hello", "timestamp": "Wed Nov 25 2026", "referer_url": "https://shop.example/a",
        "echo_id": "e1"});
    let body = json!({"message": message, "custom_attributes": {"plan": "pro"}, "labels": ["vip", "unknown"]});
    let made = visitor.with("user-agent", "Mozilla/5.0 (X11; Linux) Firefox/130.0").post(&visitor.at("messages"), body);
    made.assert(
        200,
        json!({
            "id": any_id(), "content": "hello", "inbox_id": inbox["id"], "conversation_id": 1, "message_type": 0,
            "created_at": any_time(), "private": false, "source_id": null, "content_attributes": {"in_reply_to": null},
            "sender": at_least(json!({"id": any_id(), "email": null, "type": "contact"})),
        }),
    );
    events.assert_names(&[
        "contact_created",
        "contact_inbox_created",
        "conversation_created",
        "conversation_updated",
        "message_created",
        "message_created",
        "message_created",
        "contact_updated",
    ]);
    let name = made.body["sender"]["name"].as_str().unwrap();
    assert_eq!(name.split('-').count(), 3, "{name}");
    assert_eq!(visitor.log(), ["hello", "Give the team a way to reach you.", "Get notified by email"]);
    let shown = acme.ada.get(&acme.at("/conversations/1")).ok();
    let about = &shown["additional_attributes"];
    assert_eq!(
        (&about["referer"], &about["browser"]["browser_name"]),
        (&json!("https://shop.example/a"), &json!("Firefox"))
    );
    assert_eq!((&shown["custom_attributes"], &shown["labels"]), (&json!({"plan": "pro"}), &json!(["vip"])));
    visitor
        .get(&visitor.at("conversations"))
        .assert(200, json!({"id": 1, "inbox_id": inbox["id"], "contact_last_seen_at": 0, "status": "open"}));
    // the same again is the same, and no event
    let again = json!({"message": {"content": "hello", "echo_id": "e1"}});
    assert_eq!(visitor.post(&visitor.at("messages"), again).ok()["id"], made.body["id"]);
    // a session that is stored keeps its tokens
    let config = visitor.post(&visitor.at("config"), ()).ok();
    assert_eq!(config["contact"]["pubsub_token"], visitor.pubsub_token);
    events.assert_none();
}

#[test]
fn pages_of_messages_hide_what_is_for_agents() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let first = id(&visitor.say("hello"));
    acme.answer(1, json!({"content": "a note", "private": true}));
    acme.ada.post(&acme.at("/conversations/1/assignments"), json!({"assignee_id": acme.bob.id})).ok();
    let reply = acme.answer(1, json!({"content": "hi"}));
    assert_eq!(visitor.log(), ["hello", "Give the team a way to reach you.", "Get notified by email", "hi"]);
    let after = visitor.get(&visitor.at(&format!("messages?after={}", id(&reply) - 1))).ok();
    let sender = json!({"id": acme.ada.id, "name": "Ada", "available_name": "Ada", "avatar_url": "", "type": "user",
        "availability_status": "offline", "thumbnail": ""});
    assert_eq!(
        after,
        json!({"payload": [{"id": reply["id"], "content": "hi", "message_type": 1, "content_type": "text",
            "content_attributes": {}, "created_at": reply["created_at"], "conversation_id": 1, "sender": sender}],
            "meta": {"contact_last_seen_at": 0}})
    );
    assert_eq!(visitor.get(&visitor.at(&format!("messages?before={first}"))).ok()["payload"], json!([]));
    // a widget that lost its connection may name a message by the key it has while it is on its way
    let count = |query: &str| visitor.get(&visitor.at(query)).ok()["payload"].as_array().unwrap().len();
    assert_eq!((count("messages?after=c3c48404b7f"), count("messages?before=c3c48404b7f")), (4, 0));
    assert_eq!(count(&format!("messages?after={}c3c", id(&reply))), 4);
    let answer = json!({"message": {"content": "re", "reply_to": reply["id"]}});
    let answered = visitor.post(&visitor.at("messages"), answer).ok();
    assert_eq!(answered["content_attributes"]["in_reply_to"], reply["id"]);
    let wrong = visitor.post(&visitor.at("messages"), json!({"message": {"content": "re", "reply_to": 999_999}})).ok();
    assert_eq!(wrong["content_attributes"]["in_reply_to"], json!(null));
}

#[test]
fn what_the_visitor_saw_is_read() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    let reply = acme.answer(1, json!({"content": "hi"}));
    let mut events = acme.events();
    visitor.post(&visitor.at("conversations/update_last_seen"), json!({"contact_last_seen_at": 1})).assert_empty();
    // the two templates and the answer
    events.assert_names(&["conversation_updated", "message_updated", "message_updated", "message_updated"]);
    let list = acme.ada.get(&acme.at("/conversations/1/messages")).ok();
    let seen = list["payload"].as_array().unwrap().iter().find(|message| message["id"] == reply["id"]).unwrap();
    assert_eq!(seen["status"], "read");
    let meta = &visitor.get(&visitor.at("messages")).ok()["meta"];
    assert!(meta["contact_last_seen_at"].as_i64().unwrap() > 1);
    visitor.post(&visitor.at("conversations/update_last_seen"), ()).assert_empty();
    events.assert_names(&["conversation_updated"]);
}

#[test]
fn a_form_begins_a_conversation_of_its_own() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let form = |echo: &str| {
        json!({"contact": {"name": "Jane", "email": "Jane@X.test", "phone_number": "123"},
        "message": {"content": "hello", "echo_id": echo}, "custom_attributes": {"order": 7}})
    };
    let made = visitor.post(&visitor.at("conversations"), form("e1"));
    made.assert(
        200,
        json!({
            "id": 1, "inbox_id": inbox["id"], "contact_last_seen_at": 0, "status": "open",
            "messages": [at_least(json!({"content": "hello", "content_type": "text", "conversation_id": 1}))],
            "custom_attributes": {"order": 7},
            "contact": {
                "id": any_id(), "name": "Jane", "email": "jane@x.test", "phone_number": null, "account_id": acme.id,
                "created_at": anything(), "updated_at": anything(), "additional_attributes": {}, "identifier": null,
                "custom_attributes": {}, "last_activity_at": anything(), "contact_type": "lead", "middle_name": "",
                "last_name": "", "location": "", "country_code": "", "blocked": false, "company_id": null,
            },
        }),
    );
    assert_eq!(visitor.post(&visitor.at("conversations"), form("e1")).ok()["id"], 1);
    assert_eq!(visitor.post(&visitor.at("conversations"), form("e2")).ok()["id"], 2);
    assert_eq!(visitor.get(&visitor.at("conversations")).ok()["id"], 2);
    let renamed = json!({"contact": {"name": "Other"}, "message": {"content": "x"}});
    assert_eq!(visitor.post(&visitor.at("conversations"), renamed).ok()["contact"]["name"], "Jane");
    let attributes = json!({"message": {"content": "x"}, "custom_attributes": {"a": "x".repeat(1501)}});
    let refused = visitor.post(&visitor.at("conversations"), attributes);
    refused.assert_invalid(&[("custom_attributes", "Custom attributes a length should be < 1500")]);
}

#[test]
fn a_conversation_ends_and_begins_again() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    visitor.get(&visitor.at("conversations/toggle_status")).assert_empty();
    assert_eq!(visitor.get(&visitor.at("conversations")).ok()["status"], "resolved");
    visitor.get(&visitor.at("conversations/toggle_status")).assert_empty();
    visitor.say("one more thing");
    let shown = visitor.get(&visitor.at("conversations")).ok();
    assert_eq!((&shown["status"], &shown["id"]), (&json!("open"), &json!(1)));
    visitor.post(&visitor.at("conversations/transcript"), ()).assert_error(422, "This server does not send mail yet");
    let flags = json!({"channel": {"selected_feature_flags": ["attachments"]}});
    acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), flags).ok();
    let refused = visitor.get(&visitor.at("conversations/toggle_status"));
    assert_eq!((refused.status, refused.text()), (403, String::new()));
}

#[test]
fn a_page_attaches_attributes_and_labels() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    acme.ada.post(&acme.at("/labels"), json!({"title": "vip"})).ok();
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    let set = |attributes: Value| {
        let body = json!({"custom_attributes": attributes});
        assert_eq!(visitor.post(&visitor.at("conversations/set_custom_attributes"), body).status, 204);
    };
    set(json!({"a": 1}));
    set(json!({"b": 2, "c": 3}));
    let shown = || acme.ada.get(&acme.at("/conversations/1")).ok();
    assert_eq!(shown()["custom_attributes"], json!({"b": 2, "c": 3}));
    let dropped =
        visitor.post(&visitor.at("conversations/destroy_custom_attributes"), json!({"custom_attribute": ["b"]}));
    assert_eq!(dropped.ok()["custom_attributes"], json!({"c": 3}));
    for label in ["vip", "unknown"] {
        assert_eq!(visitor.post(&visitor.at("labels"), json!({"label": label})).status, 204);
    }
    assert_eq!(shown()["labels"], json!(["vip"]));
    assert_eq!(visitor.delete(&visitor.at("labels/vip"), ()).status, 204);
    assert_eq!(shown()["labels"], json!([]));
}

#[test]
fn messages_that_ask_are_answered() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let question = id(&visitor.say("hello")) + 2;
    let choice = json!({"content": "which?", "content_type": "input_select",
        "content_attributes": {"items": [{"title": "A", "value": "a"}]}});
    let choice = acme.answer(1, choice)["id"].clone();
    let plain = acme.answer(1, json!({"content": "hi"}))["id"].clone();
    let mut events = acme.events();
    let email = json!({"contact": {"email": " Jane@X.test"}, "message": {}});
    let answered = visitor.patch(&visitor.at(&format!("messages/{question}")), email).ok();
    assert_eq!((&answered["contact"]["email"], &answered["contact"]["name"]), (&json!("jane@x.test"), &json!("jane")));
    let values = json!({"contact": {}, "message": {"submitted_values": [{"title": "A", "value": "a"}]}});
    visitor.patch(&visitor.at(&format!("messages/{choice}")), values.clone()).ok();
    events.assert_names(&["message_updated", "contact_updated", "message_updated"]);
    let list = visitor.get(&visitor.at("messages")).ok();
    let attributes = |id: &Value| {
        let list = list["payload"].as_array().unwrap();
        list.iter().find(|message| message["id"] == *id).unwrap()["content_attributes"].clone()
    };
    assert_eq!(attributes(&json!(question)), json!({"submitted_email": "jane@x.test"}));
    assert_eq!(attributes(&choice)["submitted_values"], json!([{"title": "A", "value": "a"}]));
    let refused = visitor.patch(&visitor.at(&format!("messages/{plain}")), values.clone());
    refused.assert_error(422, "This message asks for no answer");
    let wrong = json!({"contact": {"email": "jane"}, "message": {}});
    visitor
        .patch(&visitor.at(&format!("messages/{question}")), wrong)
        .assert_invalid(&[("email", "Email Invalid email")]);
    let stranger = acme.visitor(&inbox);
    stranger.patch(&stranger.at(&format!("messages/{choice}")), values.clone()).assert_not_found();
    stranger.say("hello");
    stranger.patch(&stranger.at(&format!("messages/{choice}")), values).assert_not_found();
}

#[test]
fn a_survey_is_answered_in_the_widget() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), json!({"csat_survey_enabled": true})).ok();
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    acme.ada.post(&acme.at("/conversations/1/toggle_status"), json!({"status": "resolved"})).ok();
    let list = visitor.get(&visitor.at("messages")).ok();
    let survey = list["payload"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(survey["content_type"], "input_csat");
    let path = visitor.at(&format!("messages/{}", survey["id"]));
    let rate = |rating: Value| {
        let values = json!({"csat_survey_response": {"rating": rating, "feedback_message": "fine"}});
        visitor.patch(&path, json!({"message": {"submitted_values": values}}))
    };
    for wrong in [json!(0), json!(6), json!("x"), json!(null)] {
        rate(wrong).assert_invalid(&[("rating", "Rating is not included in the list")]);
    }
    rate(json!(4)).ok();
    rate(json!("5")).ok();
    let uuid = acme.ada.get(&acme.at("/conversations/1")).ok()["uuid"].as_str().unwrap().to_owned();
    let page = acme.server.nobody().get(&format!("/public/api/v1/csat_survey/{uuid}")).ok();
    let response = &page["csat_survey_response"];
    assert_eq!((&response["rating"], &response["feedback_message"]), (&json!(5), &json!("fine")));
}

#[test]
fn a_blocked_visitor_opens_nothing() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let contact = visitor.say("hello")["sender"]["id"].clone();
    acme.ada.put(&acme.at(&format!("/contacts/{contact}")), json!({"blocked": true})).ok();
    let form = json!({"message": {"content": "again"}});
    assert_eq!(visitor.post(&visitor.at("conversations"), form).ok()["status"], "resolved");
    visitor.say("and again");
    assert_eq!(visitor.get(&visitor.at("conversations")).ok()["status"], "resolved");
}

#[test]
fn messages_have_their_limits() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.post(&visitor.at("messages"), json!({})).assert_invalid(&[("message", "Message can't be blank")]);
    let mut events = acme.events();
    let long = json!({"message": {"content": "x".repeat(150_001)}});
    let refused = visitor.post(&visitor.at("messages"), long);
    refused.assert_invalid(&[("content", "Content is too long (maximum is 150000 characters)")]);
    let page =
        multipart().text("message[content]", "x").file("message[attachments][]", "a.html", "text/html", b"<html>");
    let refused = visitor.post(&visitor.at("messages"), page);
    refused.assert_invalid(&[("attachments", "Attachments file type not supported")]);
    // who could not say anything is nobody still
    events.assert_none();
    assert_eq!(visitor.get(&visitor.at("contact")).ok()["id"], json!(null));
}
