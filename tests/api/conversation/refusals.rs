//! What a new conversation must not be, and who may not begin one.

use serde_json::{Value, json};

use super::source_id;
use crate::support::json::{any_text, at_least, merged};
use crate::support::{Company, Talk};

#[test]
fn a_conversation_needs_a_place_and_somebody() {
    let talk = Talk::new();
    let mut events = talk.events();
    let path = talk.at("/conversations");
    for new in [
        json!({}),
        Value::Null,
        json!({"status": "open"}),
        json!({"inbox_id": talk.inbox}),
        json!({"contact_id": talk.contact}),
        json!({"source_id": "unknown"}),
        json!({"source_id": ""}),
        json!({"inbox_id": i64::MAX, "contact_id": talk.contact}),
        json!({"inbox_id": talk.inbox, "contact_id": i64::MAX}),
        json!({"inbox_id": 0, "contact_id": -1}),
    ] {
        let answer = talk.bob.post(&path, new.clone());
        assert_eq!(answer.status, 404, "{new}: {}", answer.text());
        answer.assert_not_found();
    }
    events.assert_none();
}

#[test]
fn nothing_of_another_account_serves() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let mut events = [talk.events(), theirs.events()];
    let path = talk.at("/conversations");
    let their_source = source_id(&theirs, theirs.contact);
    talk.ada.post(&path, json!({"source_id": their_source})).assert_not_found();
    talk.ada.post(&path, json!({"inbox_id": theirs.inbox, "contact_id": talk.contact})).assert_not_found();
    talk.ada.post(&path, json!({"inbox_id": talk.inbox, "contact_id": theirs.contact})).assert_not_found();
    let refused = "You are not authorized to access this account";
    theirs.ada.post(&path, json!({"source_id": their_source})).assert_error(401, refused);
    let robo = theirs.bot("Robo");
    let refused = "Bot is not authorized to access this account";
    robo.post(&path, json!({"inbox_id": talk.inbox, "contact_id": talk.contact})).assert_error(401, refused);
    events[0].assert_none();
    events[1].assert_names(&["agent_bot_created"]);
}

#[test]
fn an_agent_begins_conversations_in_their_inboxes_only() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    let path = talk.at("/conversations");
    let (known, new) = (
        source_id(&talk, talk.contact),
        json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "assignee_id": cleo.id}),
    );
    let mut events = talk.events();
    cleo.post(&path, new.clone()).assert_not_allowed();
    cleo.post(&path, json!({"source_id": known})).assert_not_allowed();
    events.assert_none();
    talk.server.nobody().post(&path, new.clone()).assert_sign_in_first();
    talk.server.platform().post(&path, new).assert_error(401, "Access to this endpoint is not authorized for bots");
    events.assert_none();
}

#[test]
fn a_source_id_belongs_to_one_contact() {
    let talk = Talk::new();
    let taken = source_id(&talk, talk.contact);
    let joe = talk.contact("Joe");
    let mut events = talk.events();
    let new = json!({"inbox_id": talk.inbox, "contact_id": joe, "source_id": taken});
    talk.bob.post(&talk.at("/conversations"), new).assert_error(422, "source_id should be unique");
    events.assert_none();
}

#[test]
fn an_email_inbox_needs_an_address() {
    let acme = Company::new();
    let inbox = acme.mailbox("Mail")["id"].as_i64().unwrap();
    let joe = acme.ada.post(&acme.at("/contacts"), json!({"name": "Joe", "identifier": "joe"})).ok();
    let joe = &joe["payload"]["contact"]["id"];
    let mut events = acme.events();
    let answer = acme.ada.post(&acme.at("/conversations"), json!({"inbox_id": inbox, "contact_id": joe}));
    answer.assert_error(422, "param is missing or the value is empty: contact email");
    events.assert_none();
    let jane = acme.contact("Jane");
    let made = acme.ada.post(&acme.at("/conversations"), json!({"inbox_id": inbox, "contact_id": jane})).ok();
    assert_eq!(made["meta"]["channel"], "Channel::Email");
    let shown = acme.ada.get(&acme.at(&format!("/contacts/{jane}"))).ok();
    assert_eq!(shown["contact_inboxes"][0]["source_id"], shown["email"]);
}

#[test]
fn a_status_and_a_time_must_mean_something() {
    let talk = Talk::new();
    let mut events = talk.events();
    let place = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    let post = |rest: Value| talk.bob.post(&talk.at("/conversations"), merged(place.clone(), rest));
    post(json!({"status": "closed"})).assert_error(422, "'closed' is not a valid status");
    let soon = post(json!({"status": "snoozed", "snoozed_until": "soon"}));
    soon.assert_error(422, "'soon' is not a valid snoozed_until");
    events.assert_none();
}

#[test]
fn attributes_have_limits() {
    let talk = Talk::new();
    let mut events = talk.events();
    let place = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    let post = |rest: Value| talk.bob.post(&talk.at("/conversations"), merged(place.clone(), rest));
    for (attribute, words) in
        [("additional_attributes", "Additional attributes"), ("custom_attributes", "Custom attributes")]
    {
        let long = format!("{words} note length should be < 1500");
        post(json!({attribute: {"note": "é".repeat(1501)}})).assert_invalid(&[(attribute, &long)]);
        let large = format!("{words} total value should be < 9999999999");
        post(json!({attribute: {"total": 10_000_000_000_i64}})).assert_invalid(&[(attribute, &large)]);
    }
    events.assert_none();
    let most = json!({"note": "é".repeat(1500), "total": 9_999_999_999_i64, "deep": {"note": "é".repeat(1501)}});
    let made = post(json!({"custom_attributes": most})).ok();
    assert_eq!(made["custom_attributes"], most);
}

#[test]
fn a_referer_is_an_address() {
    let talk = Talk::new();
    let new = json!({
        "inbox_id": talk.inbox, "contact_id": talk.contact, "additional_attributes": {"referer": "javascript:alert(1)"},
    });
    let made = talk.bob.post(&talk.at("/conversations"), new).ok();
    assert_eq!(made["additional_attributes"], json!({"referer": null}));
}

#[test]
fn a_first_message_that_is_refused_leaves_no_conversation() {
    let talk = Talk::new();
    let mut events = talk.events();
    let joe = talk.contact("Joe");
    events.assert_names(&["contact_created"]);
    let long = json!({"content": "x".repeat(150_001)});
    let new = json!({"inbox_id": talk.inbox, "contact_id": joe, "message": long});
    talk.bob
        .post(&talk.at("/conversations"), new)
        .assert_invalid(&[("content", "Content is too long (maximum is 150000 characters)")]);
    let new = json!({"inbox_id": talk.inbox, "contact_id": joe, "message": {"content": "x", "message_type": "shout"}});
    let refused = talk.bob.post(&talk.at("/conversations"), new);
    refused.assert(422, at_least(json!({"error": "'shout' is not a valid message_type", "description": any_text()})));
    events.assert_none();
    let shown = talk.ada.get(&talk.at(&format!("/contacts/{joe}"))).ok();
    assert_eq!(shown["payload"]["contact_inboxes"], json!([]));
    assert_eq!(talk.conversation(talk.inbox, joe), 2, "no number was lost");
}
