//! New messages and who they are of.

use serde_json::json;

use crate::support::body::{form, multipart};
use crate::support::json::{any_id, any_iso_time, any_text, any_time, at_least, merged};
use crate::support::shapes::{bot_sender, contact_sender, user_sender};
use crate::support::{Company, Talk};

#[test]
fn an_agent_answers() {
    let talk = Talk::new();
    let mut events = talk.events();
    let answer = talk.post(&talk.bob, json!({"content": "Hi Jane", "echo_id": "tmp-1"}));
    let of_bob = merged(talk.text(1, "Hi Jane"), json!({"sender": user_sender(&talk.bob)}));
    answer.assert(200, merged(of_bob.clone(), json!({"echo_id": "tmp-1"})));
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        {
            "name": "message_created", "subject_id": answer.body["id"], "conversation": 1, "actor": actor,
            "changes": {"is_first_reply": [false, true]},
        },
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"first_reply_created_at": [null, any_iso_time()], "waiting_since": [any_text(), null]},
        },
    ]));
    // the client's own id is told once
    let list = talk.bob.get(&talk.path("/messages")).ok();
    crate::support::json::assert_same("messages", &list["payload"], &json!([of_bob]));
    assert_eq!(talk.show()["last_activity_at"], answer.body["created_at"]);
}

#[test]
fn a_note_is_for_the_team() {
    let talk = Talk::new();
    let mut events = talk.events();
    for private in [json!(true), json!("true"), json!("1"), json!(1)] {
        let answer = talk.post(&talk.bob, json!({"content": "VIP!", "private": private}));
        answer.assert(200, merged(talk.text(1, "VIP!"), json!({"private": true, "sender": user_sender(&talk.bob)})));
        events.assert_names(&["message_created"]);
    }
}

#[test]
fn the_contact_is_heard_in_an_api_inbox() {
    let talk = Talk::new();
    let mut events = talk.events();
    let expected = merged(talk.text(0, "Hello"), json!({"sender": contact_sender(talk.contact, "Jane")}));
    talk.post(&talk.bob, json!({"content": "Hello", "message_type": "incoming"})).assert(200, expected.clone());
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        {"name": "message_created", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": {}},
        {
            "name": "contact_updated", "subject_id": talk.contact, "conversation": null, "actor": actor,
            "changes": {"last_activity_at": [null, any_iso_time()]},
        },
    ]));
    talk.post(&talk.bob, json!({"content": "Hello", "message_type": 0})).assert(200, expected);
    let shown = talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok();
    crate::support::json::assert_same("contact", &shown["last_activity_at"], &any_time());
}

#[test]
fn a_bot_answers() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    let mut events = talk.events();
    let expected = merged(talk.text(1, "beep"), json!({"sender": bot_sender(&robo)}));
    talk.post(&robo, json!({"content": "beep"})).assert(200, expected.clone());
    let actor = json!(["AgentBot", robo.id]);
    events.assert(json!([
        at_least(json!({"name": "message_created", "actor": actor})),
        at_least(json!({"name": "conversation_updated", "changes": {"waiting_since": [any_text(), null]}})),
    ]));
    // a person may let a bot speak
    talk.post(&talk.bob, json!({"content": "beep", "sender_type": "AgentBot", "sender_id": robo.id}))
        .assert(200, expected);
    let theirs = Company::named("Theirs").bot("Robo");
    let as_bob = merged(talk.text(1, "beep"), json!({"sender": user_sender(&talk.bob)}));
    let sent = json!({"content": "beep", "sender_type": "AgentBot", "sender_id": theirs.id});
    talk.post(&talk.bob, sent).assert(200, as_bob);
}

#[test]
fn a_form_or_parts_say_the_same_as_json() {
    let talk = Talk::new();
    let attributes = r#"{"items":[{"title":"Yes","value":"y"}]}"#;
    let pairs = [
        ("content", "Well?"),
        ("private", "false"),
        ("content_type", "input_select"),
        ("content_attributes", attributes),
        ("echo_id", "tmp-1"),
        ("source_id", "ext-1"),
    ];
    let expected = merged(
        talk.text(1, "Well?"),
        json!({
            "content_type": "input_select", "content_attributes": {"items": [{"title": "Yes", "value": "y"}]},
            "echo_id": "tmp-1", "source_id": "ext-1", "sender": user_sender(&talk.bob),
        }),
    );
    talk.bob.post(&talk.path("/messages"), form(pairs)).assert(200, expected.clone());
    let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    talk.bob.post(&talk.path("/messages"), parts).assert(200, expected.clone());
    let mut json = json!(std::collections::BTreeMap::from(pairs));
    talk.post(&talk.bob, json.clone()).assert(200, expected.clone());
    json["content_attributes"] = serde_json::from_str(attributes).unwrap();
    talk.post(&talk.bob, json).assert(200, expected);
}

#[test]
fn a_message_may_be_empty() {
    let talk = Talk::new();
    let of_bob = |content| merged(talk.text(1, ""), json!({"content": content, "sender": user_sender(&talk.bob)}));
    talk.post(&talk.bob, json!({})).assert(200, of_bob(json!(null)));
    talk.bob.post(&talk.path("/messages"), ()).assert(200, of_bob(json!(null)));
    talk.post(&talk.bob, json!({"content": ""})).assert(200, of_bob(json!("")));
}

#[test]
fn what_an_outside_system_says_of_a_message_is_kept() {
    let talk = Talk::new();
    let sent = json!({
        "content": "Hi", "source_id": "ext-1", "external_created_at": 1_600_000_000, "campaign_id": 7,
        "template_params": {"name": "welcome", "language": "en"}, "content_attributes": {"anything": [1, {"a": null}]},
    });
    let attributes = json!({"anything": [1, {"a": null}], "external_created_at": 1_600_000_000});
    let rest = json!({"source_id": "ext-1", "content_attributes": attributes, "sender": user_sender(&talk.bob)});
    talk.post(&talk.bob, sent).assert(200, merged(talk.text(1, "Hi"), rest));
    let kept = json!({"campaign_id": 7, "template_params": {"name": "welcome", "language": "en"}});
    assert_eq!(talk.show()["messages"][0]["additional_attributes"], kept);
}

#[test]
fn an_email_has_addresses() {
    let acme = Company::new();
    let inbox = acme.mailbox("Mail")["id"].as_i64().unwrap();
    let conversation = acme.conversation(inbox, acme.contact("Jane"));
    let path = acme.at(&format!("/conversations/{conversation}/messages"));
    let sent =
        json!({"content": "Hi", "cc_emails": "a@x.example, b@x.example", "bcc_emails": "", "to_emails": "c@x.example"});
    let message = acme.ada.post(&path, sent).ok();
    let expected = json!({"cc_emails": ["a@x.example", "b@x.example"], "to_emails": ["c@x.example"]});
    assert_eq!(message["content_attributes"], expected);
    let mut events = acme.events();
    for list in ["cc_emails", "bcc_emails", "to_emails"] {
        let sent = json!({"content": "Hi", list: "a@x.example, nobody"});
        acme.ada.post(&path, sent).assert_error(422, "Invalid email address");
    }
    events.assert_none();
}

#[test]
fn messages_come_in_order_and_none_is_lost() {
    let talk = Talk::new();
    let texts: Vec<String> = (0..40).map(|n| n.to_string()).collect();
    std::thread::scope(|scope| {
        for half in texts.chunks(20) {
            let talk = &talk;
            scope.spawn(move || {
                for text in half {
                    talk.hear(text);
                }
            });
        }
    });
    let list = talk.bob.get(&talk.path("/messages?after=0")).ok();
    let list = list["payload"].as_array().unwrap();
    let ids: Vec<i64> = list.iter().map(|message| message["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted() && ids.len() == 40, "{ids:?}");
    let half: Vec<&str> = list.iter().map(|message| message["content"].as_str().unwrap()).collect();
    let half: Vec<&str> = half.into_iter().filter(|text| text.parse::<i64>().unwrap() < 20).collect();
    assert_eq!(half, texts[..20]);
    assert_eq!(talk.show()["unread_count"], 10);
}
