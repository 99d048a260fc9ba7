//! What a message must not be. Every refusal is one text.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::json::merged;

#[test]
fn each_broken_rule_is_told_as_one_text() {
    let talk = Talk::new();
    let mut events = talk.events();
    let long = "x".repeat(150_001);
    for (message, text) in [
        (json!({"content": long}), "Validation failed: Content is too long (maximum is 150000 characters)"),
        (json!({"message_type": "shout"}), "'shout' is not a valid message_type"),
        (json!({"content_type": "smell"}), "'smell' is not a valid content_type"),
    ] {
        talk.post(&talk.bob, message).assert_error(422, text);
    }
    events.assert_none();
    assert_eq!(talk.log(), []);
}

#[test]
fn items_have_their_keys_and_no_others() {
    let talk = Talk::new();
    let mut events = talk.events();
    let refused = |content_type: &str, attributes: Value, text: &str| {
        let sent = json!({"content": "?", "content_type": content_type, "content_attributes": attributes});
        talk.post(&talk.bob, sent).assert_error(422, &format!("Validation failed: Content attributes {text}"));
    };
    for content_type in ["input_select", "cards", "form", "article"] {
        for attributes in [json!({}), json!({"items": []}), json!({"items": null}), json!({"other": 1})] {
            refused(content_type, attributes, "At least one item is required.");
        }
        let item = json!({"title": "x", "actions": [{"type": "link"}], "colour": "red"});
        let item = if content_type == "cards" { item } else { json!({"title": "x", "colour": "red"}) };
        refused(content_type, json!({"items": [item]}), "contains invalid keys for items : [:colour]");
    }
    for card in [json!({"title": "Boots"}), json!({"title": "Boots", "actions": []})] {
        refused("cards", json!({"items": [card]}), "contains items missing actions");
    }
    let card = json!({"title": "Boots", "actions": [{"type": "link", "colour": "red"}]});
    refused("cards", json!({"items": [card]}), "contains invalid keys for actions : [:colour]");
    events.assert_none();
}

#[test]
fn on_a_website_and_by_mail_the_contact_speaks_for_themselves() {
    let talk = Talk::new();
    for inbox in [talk.website("Shop"), talk.mailbox("Mail")] {
        let id = talk.conversation(inbox["id"].as_i64().unwrap(), talk.contact);
        let mut events = talk.events();
        let sent = json!({"content": "Hello", "message_type": "incoming"});
        let answer = talk.ada.post(&talk.at(&format!("/conversations/{id}/messages")), sent);
        answer.assert_error(422, "Incoming messages are only allowed in Api inboxes");
        events.assert_none();
    }
}

#[test]
fn a_conversation_has_its_messages_for_a_minute() {
    let talk = Talk::new();
    for n in 0..199 {
        talk.post(&talk.bob, json!({"content": n.to_string(), "private": true})).ok();
    }
    // lines of the log count as well
    talk.set(&talk.ada, "pending");
    let mut events = talk.events();
    talk.post(&talk.bob, json!({"content": "one more"})).assert_error(422, "Validation failed: Too many messages");
    events.assert_none();
    let minute = "update messages set created_at = created_at - 60001 where account_id";
    talk.server.alter(&format!("{minute} = {}", talk.company.id));
    talk.say(&talk.bob, "one more");
}

#[test]
fn only_who_sees_a_conversation_may_write_into_it() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.path("/messages");
    let (cleo, foreign) = (talk.agent("Cleo"), theirs.bot("Robo"));
    let mut events = talk.events();
    let sent = json!({"content": "x"});
    cleo.post(&path, sent.clone()).assert_not_allowed();
    cleo.post(&path, merged(sent.clone(), json!({"private": true}))).assert_not_allowed();
    theirs.ada.post(&path, sent.clone()).assert_error(401, "You are not authorized to access this account");
    foreign.post(&path, sent.clone()).assert_error(401, "Bot is not authorized to access this account");
    talk.server.nobody().post(&path, sent.clone()).assert_sign_in_first();
    talk.ada.post(&talk.at("/conversations/2/messages"), sent.clone()).assert_not_found();
    talk.ada.post("/api/v1/accounts/9223372036854775807/conversations/1/messages", sent).assert_not_found();
    events.assert_none();
}
