//! The public API: own clients of an API inbox, on the contact's side.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::multipart;
use crate::support::json::{any_id, any_iso_time, any_time, any_token, any_uuid, anything, at_least};

fn hash(inbox: &Value, identifier: &str) -> String {
    chatwoot_lite::base::token::hmac(inbox["hmac_token"].as_str().unwrap(), identifier)
}

/// An inbox, and the path of a new contact in it.
fn open(acme: &Company, contact: Value) -> (Value, String) {
    let inbox = acme.inbox("App");
    let made = acme.server.nobody().post(&acme.public(&inbox, "/contacts"), contact).ok();
    let path = acme.public(&inbox, &format!("/contacts/{}", made["source_id"].as_str().unwrap()));
    (inbox, path)
}

#[test]
fn an_inbox_shows_itself_to_its_clients() {
    let acme = Company::new();
    let inbox = acme.inbox("App");
    let nobody = acme.server.nobody().with("origin", "https://shop.example");
    let shown = nobody.get(&acme.public(&inbox, ""));
    shown.assert(
        200,
        json!({"identifier": inbox["inbox_identifier"], "identity_validation_enabled": false, "name": "App",
            "timezone": "UTC", "working_hours": anything(), "working_hours_enabled": false, "csat_survey_enabled": false,
            "greeting_enabled": false}),
    );
    assert_eq!(shown.header("access-control-allow-origin"), "*");
    nobody.get("/public/api/v1/inboxes/nothing").assert_not_found();
    let website = acme.website("Shop");
    nobody.get(&format!("/public/api/v1/inboxes/{}", website["website_token"].as_str().unwrap())).assert_not_found();
}

#[test]
fn a_contact_opens_a_session() {
    let acme = Company::new();
    let inbox = acme.inbox("App");
    let nobody = acme.server.nobody();
    let contacts = acme.public(&inbox, "/contacts");
    let mut events = acme.events();
    let new =
        json!({"identifier": "crm-1", "name": "Jane", "email": "Jane@X.test", "custom_attributes": {"plan": "pro"}});
    let made = nobody.post(&contacts, new);
    made.assert(
        200,
        json!({"source_id": any_uuid(), "pubsub_token": any_token(), "id": any_id(), "name": "Jane",
            "email": "jane@x.test", "phone_number": null}),
    );
    events.assert_names(&["contact_created", "contact_inbox_created"]);
    let source_id = made.body["source_id"].as_str().unwrap();
    // the same session again, whatever else is said
    let again = nobody.post(&contacts, json!({"source_id": source_id, "name": "Other"})).ok();
    assert_eq!(again, made.body);
    nobody.get(&format!("{contacts}/{source_id}")).assert(200, made.body.clone());
    events.assert_none();
    // the same person in another session
    let second = nobody.post(&contacts, json!({"email": "jane@x.test"})).ok();
    assert_eq!(second["id"], made.body["id"]);
    assert_ne!(second["source_id"], made.body["source_id"]);
    let somebody_else = nobody.post(&contacts, json!({"identifier": "crm-2", "email": "jane@x.test"})).ok();
    assert_ne!(somebody_else["id"], made.body["id"]);
    let unnamed = nobody.post(&contacts, ()).ok();
    assert_eq!(unnamed["name"].as_str().unwrap().split('-').count(), 3);
    events.take();
    let change = json!({"name": "Janet", "identifier": "other", "custom_attributes": {"a": 1}});
    nobody.patch(&format!("{contacts}/{source_id}"), change).assert(
        200,
        json!({
            "id": made.body["id"], "name": "Janet", "email": "jane@x.test", "phone_number": null, "account_id": acme.id,
            "created_at": any_iso_time(), "updated_at": any_iso_time(), "additional_attributes": {},
            "identifier": "crm-1", "custom_attributes": {"plan": "pro", "a": 1}, "last_activity_at": null,
            "contact_type": "lead", "middle_name": "", "last_name": "", "location": "", "country_code": "",
            "blocked": false, "company_id": null,
        }),
    );
    events.assert_names(&["contact_updated"]);
    for path in ["/contacts/x", "/contacts/x/conversations"] {
        nobody.get(&acme.public(&inbox, path)).assert_not_found();
    }
    let other = acme.inbox("Other");
    nobody.get(&acme.public(&other, &format!("/contacts/{source_id}"))).assert_not_found();
}

#[test]
fn a_hash_proves_the_contact() {
    let acme = Company::new();
    let failed = "HMAC failed: Invalid Identifier Hash Provided";
    let (inbox, jane) = open(&acme, json!({"identifier": "jane", "email": "jane@x.test"}));
    let nobody = acme.server.nobody();
    let contacts = acme.public(&inbox, "/contacts");
    let proof = |identifier: &str| json!({"identifier": identifier, "identifier_hash": hash(&inbox, identifier)});
    let wrong = json!({"identifier": "jane", "identifier_hash": hash(&inbox, "john")});
    nobody.post(&contacts, wrong.clone()).assert_error(401, failed);
    nobody.patch(&jane, wrong).assert_error(401, failed);
    nobody.get(&format!("{jane}?identifier=jane&identifier_hash=x")).assert_error(401, failed);
    acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), json!({"channel": {"hmac_mandatory": true}})).ok();
    nobody.get(&jane).assert_error(401, failed);
    nobody.post(&contacts, json!({"identifier": "jane"})).assert_error(401, failed);
    nobody.get(&format!("{jane}?identifier=jane&identifier_hash={}", hash(&inbox, "jane"))).ok();
    // proven in two sessions: both have all conversations
    let first = nobody.post(&format!("{jane}/conversations"), ()).ok();
    let second = nobody.post(&contacts, proof("jane")).ok();
    let second = format!("{contacts}/{}/conversations", second["source_id"].as_str().unwrap());
    assert_eq!(nobody.get(&second).ok()[0]["id"], first["id"]);
    // a proof of somebody else opens nothing
    let mallory = json!({"email": "jane@x.test", "identifier": "mallory", "identifier_hash": hash(&inbox, "mallory")});
    let mallory = nobody.post(&contacts, mallory).ok();
    let mallory = format!("{contacts}/{}/conversations", mallory["source_id"].as_str().unwrap());
    assert_eq!(nobody.get(&mallory).ok(), json!([]));
}

#[test]
fn a_contact_and_an_agent_talk() {
    let acme = Company::new();
    let (inbox, jane) = open(&acme, json!({"name": "Jane", "email": "jane@x.test"}));
    let nobody = acme.server.nobody();
    let mut events = acme.events();
    let made =
        nobody.post(&format!("{jane}/conversations"), json!({"custom_attributes": {"a": 1}, "status": "resolved"}));
    let shown = json!({
        "id": 1, "uuid": any_uuid(), "inbox_id": inbox["id"], "contact_last_seen_at": 0, "status": "open",
        "agent_last_seen_at": 0, "messages": [], "contact": at_least(json!({"name": "Jane", "account_id": acme.id})),
    });
    made.assert(200, shown);
    events.assert_names(&["conversation_created"]);
    let messages = format!("{jane}/conversations/1/messages");
    let hello = nobody.post(&messages, json!({"content": "hello", "echo_id": "e1", "message_type": "outgoing"}));
    hello.assert(
        200,
        json!({"id": any_id(), "content": "hello", "message_type": 0, "content_type": "text", "content_attributes": {},
            "created_at": any_time(), "conversation_id": 1, "sender": at_least(json!({"name": "Jane", "type": "contact"}))}),
    );
    assert_eq!(nobody.post(&messages, json!({"content": "hello", "echo_id": "e1"})).ok()["id"], hello.body["id"]);
    let file = multipart().text("content", "look").file("attachments[]", "a.txt", "text/plain", b"hello");
    assert_eq!(nobody.post(&messages, file).ok()["attachments"][0]["file_type"], "file");
    acme.answer(1, json!({"content": "a note", "private": true}));
    let reply = acme.answer(1, json!({"content": "hi"}));
    let list = nobody.get(&messages).ok();
    let contents: Vec<&Value> = list.as_array().unwrap().iter().map(|message| &message["content"]).collect();
    assert_eq!(contents, ["hello", "look", "hi"]);
    let before = nobody.get(&format!("{messages}?before={}", reply["id"])).ok();
    assert_eq!(before.as_array().unwrap().len(), 2);
    assert_eq!(nobody.get(&format!("{messages}?before={}c3c", reply["id"])).ok(), json!([]));
    assert_eq!(nobody.get(&format!("{messages}?before=c3c")).ok(), json!([]));
    events.take();
    nobody.post(&format!("{jane}/conversations/1/update_last_seen"), ()).assert_empty();
    events.assert_names(&["conversation_updated", "message_updated"]);
    nobody.post(&format!("{jane}/conversations/1/toggle_typing?typing_status=on"), ()).assert_empty();
    let resolved = nobody.post(&format!("{jane}/conversations/1/toggle_status"), ()).ok();
    assert_eq!(resolved["status"], "resolved");
    assert_eq!(nobody.post(&format!("{jane}/conversations/1/toggle_status"), ()).ok()["status"], "resolved");
    nobody.post(&messages, json!({"content": "again"})).ok();
    let one = nobody.get(&format!("{jane}/conversations/1")).ok();
    assert_eq!((&one["status"], one["messages"].as_array().unwrap().len()), (&json!("open"), 4));
    assert_eq!(nobody.get(&format!("{jane}/conversations")).ok().as_array().unwrap().len(), 1);
    nobody.get(&format!("{jane}/conversations/2")).assert_not_found();
}

#[test]
fn another_contact_sees_nothing() {
    let acme = Company::new();
    let (inbox, jane) = open(&acme, json!({"name": "Jane"}));
    let nobody = acme.server.nobody();
    nobody.post(&format!("{jane}/conversations"), ()).ok();
    let message = nobody.post(&format!("{jane}/conversations/1/messages"), json!({"content": "hello"})).id();
    let john = nobody.post(&acme.public(&inbox, "/contacts"), json!({"name": "John"})).ok();
    let john = acme.public(&inbox, &format!("/contacts/{}", john["source_id"].as_str().unwrap()));
    assert_eq!(nobody.get(&format!("{john}/conversations")).ok(), json!([]));
    for path in ["", "/messages"] {
        nobody.get(&format!("{john}/conversations/1{path}")).assert_not_found();
    }
    for path in ["/messages", "/toggle_status", "/toggle_typing", "/update_last_seen"] {
        nobody.post(&format!("{john}/conversations/1{path}"), json!({"content": "x"})).assert_not_found();
    }
    let path = format!("{john}/conversations/1/messages/{message}");
    nobody.patch(&path, json!({"submitted_values": []})).assert_not_found();
}

#[test]
fn an_inbox_may_have_one_conversation_for_each_contact() {
    let acme = Company::new();
    let (inbox, jane) = open(&acme, json!({}));
    let nobody = acme.server.nobody();
    let begin = || nobody.post(&format!("{jane}/conversations"), ()).ok()["id"].clone();
    assert_ne!(begin(), begin());
    acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), json!({"lock_to_single_conversation": true})).ok();
    assert_eq!(begin(), 2);
}

#[test]
fn a_survey_is_answered_for_a_while() {
    let acme = Company::new();
    let (inbox, jane) = open(&acme, json!({"name": "Jane"}));
    let nobody = acme.server.nobody();
    let made = nobody.post(&format!("{jane}/conversations"), ()).ok();
    let survey = format!("/public/api/v1/csat_survey/{}", made["uuid"].as_str().unwrap());
    nobody.get(&survey).assert_not_found();
    nobody.get("/public/api/v1/csat_survey/nothing").assert_not_found();
    acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), json!({"csat_survey_enabled": true})).ok();
    nobody.post(&format!("{jane}/conversations/1/messages"), json!({"content": "hello"})).ok();
    acme.ada.post(&acme.at("/conversations/1/assignments"), json!({"assignee_id": acme.ada.id})).ok();
    acme.ada.post(&acme.at("/conversations/1/toggle_status"), json!({"status": "resolved"})).ok();
    let mut shown = json!({
        "id": any_id(), "csat_survey_response": null, "display_type": "emoji",
        "content": "Please rate the conversation", "inbox_avatar_url": "", "inbox_name": "App", "locale": "en",
        "conversation_id": any_id(), "created_at": any_iso_time(),
    });
    nobody.get(&survey).assert(200, shown.clone());
    let rate = |rating: i64| json!({"message": {"submitted_values": {"csat_survey_response": {"rating": rating, "feedback_message": "ok"}}}});
    nobody.put(&survey, rate(0)).assert_invalid(&[("rating", "Rating is not included in the list")]);
    nobody
        .put(&survey, json!({"message": {}}))
        .assert_error(422, "param is missing or the value is empty: submitted_values");
    let answered = nobody.put(&survey, rate(4));
    shown["csat_survey_response"] = json!({
        "id": any_id(), "account_id": acme.id, "conversation_id": any_id(), "message_id": any_id(), "rating": 4,
        "feedback_message": "ok", "contact_id": any_id(), "assigned_agent_id": acme.ada.id, "created_at": any_iso_time(),
        "updated_at": any_iso_time(), "csat_review_notes": null, "review_notes_updated_at": null,
        "review_notes_updated_by_id": null,
    });
    answered.assert(200, shown);
    // the same by the message, whose values are at the top
    let path = format!("{jane}/conversations/1/messages/{}", answered.body["id"]);
    let values = json!({"csat_survey_response": {"rating": 2}});
    let message = nobody.patch(&path, json!({"submitted_values": values})).ok();
    let kept = json!({"csat_survey_response": {"rating": 2, "feedback_message": null}});
    assert_eq!(message["content_attributes"]["submitted_values"], kept);
    assert_eq!(nobody.get(&survey).ok()["csat_survey_response"]["rating"], 2);
    let fifteen_days = "update messages set created_at = created_at - 1296000000 where content_type = 9 and conversation_id in \
                        (select id from conversations where uuid = ?)";
    let file = rusqlite::Connection::open(acme.server.database()).unwrap();
    file.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    file.execute(fifteen_days, [made["uuid"].as_str().unwrap()]).unwrap();
    let late = "You cannot update the CSAT survey after 14 days";
    nobody.put(&survey, rate(5)).assert_error(422, late);
    nobody.patch(&path, json!({"submitted_values": values})).assert_error(422, late);
}
