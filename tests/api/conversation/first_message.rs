//! Conversations that begin with a message.

use serde_json::{Value, json};

use crate::support::json::{any_id, any_iso_time, any_text, any_time, at_least, merged};
use crate::support::shapes::{contact_sender, merged_at, message_inside, user_sender};
use crate::support::{Company, Talk};

fn begin(talk: &Talk, message: Value) -> Value {
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "message": message});
    talk.bob.post(&talk.at("/conversations"), new).ok()
}

#[test]
fn it_is_an_answer_unless_it_says_otherwise() {
    let talk = Talk::new();
    let mut events = talk.events();
    let new =
        json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "message": {"content": "Hi {{contact.name}}"}});
    let answer = talk.bob.post(&talk.at("/conversations"), new);
    let sender = json!({"sender": user_sender(&talk.bob), "sender_type": "User", "sender_id": talk.bob.id});
    let message = merged(message_inside(talk.company.id, talk.text(1, "Hi Jane")), sender);
    let message = merged(message, json!({"conversation_id": 2}));
    let expected = json!({
        "id": 2, "display_id": 2, "messages": [message.clone()], "last_non_activity_message": message,
        "first_reply_created_at": any_time(), "waiting_since": 0,
    });
    answer.assert(200, merged(talk.fresh(), expected));
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        at_least(json!({"name": "contact_inbox_created"})),
        {"name": "conversation_created", "subject_id": any_id(), "conversation": 2, "actor": actor,
            "changes": {"status": [null, "open"]}},
        {
            "name": "message_created", "subject_id": any_id(), "conversation": 2, "actor": actor,
            "changes": {"is_first_reply": [false, true]},
        },
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 2, "actor": actor,
            "changes": {"first_reply_created_at": [null, any_iso_time()], "waiting_since": [any_text(), null]},
        },
    ]));
}

#[test]
fn it_may_be_the_contacts() {
    let talk = Talk::new();
    let mut events = talk.events();
    let new = json!({
        "inbox_id": talk.inbox, "contact_id": talk.contact, "message": {"content": "Hello", "message_type": "incoming"},
    });
    let answer = talk.bob.post(&talk.at("/conversations"), new);
    let sender =
        json!({"sender": contact_sender(talk.contact, "Jane"), "sender_type": "Contact", "sender_id": talk.contact});
    let message = merged(message_inside(talk.company.id, talk.text(0, "Hello")), sender);
    let message = merged_at(merged(message, json!({"conversation_id": 2})), "conversation", json!({"unread_count": 1}));
    let sender = merged(talk.fresh()["meta"]["sender"].clone(), json!({"last_activity_at": any_time()}));
    let expected = merged_at(talk.fresh(), "meta", json!({"sender": sender}));
    let rest = json!({
        "id": 2, "display_id": 2, "messages": [message.clone()], "last_non_activity_message": message, "unread_count": 1,
    });
    answer.assert(200, merged(expected, rest));
    events.assert_names(&["contact_inbox_created", "conversation_created", "message_created", "contact_updated"]);
}

#[test]
fn it_may_be_a_note_or_of_a_special_type() {
    let talk = Talk::new();
    let note = begin(&talk, json!({"content": "VIP!", "private": true}));
    let facts = (&note["messages"][0]["private"], &note["first_reply_created_at"], &note["waiting_since"]);
    assert_eq!(facts, (&json!(true), &json!(0), &note["created_at"]));
    let items = json!({"items": [{"title": "Yes", "value": "y"}]});
    let select = begin(&talk, json!({"content": "Well?", "content_type": "input_select", "content_attributes": items}));
    let message = &select["messages"][0];
    assert_eq!((&message["content_type"], &message["content_attributes"]), (&json!("input_select"), &items));
    let template = json!({"content": "Hi", "template_params": {"name": "welcome"}});
    let template = begin(&talk, template);
    let kept = json!({"template_params": {"name": "welcome"}});
    assert_eq!(template["messages"][0]["additional_attributes"], kept);
}

#[test]
fn on_a_website_only_the_team_may_speak_here() {
    let acme = Company::new();
    let inbox = acme.website("Shop")["id"].as_i64().unwrap();
    let jane = acme.contact("Jane");
    let mut events = acme.events();
    let new = |message_type: &str| json!({"inbox_id": inbox, "contact_id": jane, "message": {"content": "x", "message_type": message_type}});
    let refused = acme.ada.post(&acme.at("/conversations"), new("incoming"));
    refused.assert_error(422, "Incoming messages are only allowed in Api inboxes");
    events.assert_none();
    let made = acme.ada.post(&acme.at("/conversations"), new("outgoing")).ok();
    assert_eq!((&made["id"], &made["meta"]["channel"]), (&json!(1), &json!("Channel::WebWidget")));
    events.assert(json!([
        at_least(json!({"name": "contact_inbox_created"})),
        at_least(json!({"name": "conversation_created"})),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "conversation_updated"})),
    ]));
}
