//! New conversations.

use serde_json::json;

use super::source_id;
use crate::support::body::{form, multipart};
use crate::support::json::{any_id, at_least, merged};
use crate::support::shapes::{assignee, contact, conversation, merged_at, team};
use crate::support::{Company, Talk};

#[test]
fn a_conversation_starts_open_and_silent() {
    let acme = Company::new();
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    acme.let_in(inbox, &[&acme.bob]);
    let jane = acme.contact("Jane");
    let mut events = acme.events();
    let answer = acme.bob.post(&acme.at("/conversations"), json!({"inbox_id": inbox, "contact_id": jane}));
    let expected = conversation(acme.id, inbox, 1, contact(jane, "Jane"));
    answer.assert(200, expected.clone());
    let actor = json!(["User", acme.bob.id]);
    events.assert(json!([
        at_least(json!({"name": "contact_inbox_created", "actor": actor})),
        {"name": "conversation_created", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"status": [null, "open"]}},
    ]));
    let seen = acme.ada.get(&acme.at("/conversations/1"));
    seen.assert(200, merged(expected, json!({"uuid": answer.body["uuid"]})));
    // waiting and active since its creation
    for time in ["timestamp", "last_activity_at", "waiting_since"] {
        assert_eq!(answer.body[time], answer.body["created_at"], "{time}");
    }
}

#[test]
fn conversations_are_numbered_by_account_and_no_number_comes_twice() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let start = |company: &Company| {
        let inbox = company.inbox("App")["id"].as_i64().unwrap();
        (inbox, company.contact("Jane"))
    };
    let ((inbox, jane), (their_inbox, john)) = (start(&acme), start(&theirs));
    assert_eq!([acme.conversation(inbox, jane), acme.conversation(inbox, jane)], [1, 2]);
    assert_eq!(theirs.conversation(their_inbox, john), 1);
    acme.ada.delete(&acme.at(&format!("/contacts/{jane}")), ()).assert_empty();
    assert_eq!(acme.conversation(inbox, acme.contact("Joe")), 3);
}

#[test]
fn a_source_id_that_is_known_is_enough() {
    let talk = Talk::new();
    let known = source_id(&talk, talk.contact);
    let mut events = talk.events();
    let answer = talk.bob.post(&talk.at("/conversations"), json!({"source_id": known}));
    answer.assert(200, merged(talk.fresh(), json!({"id": 2, "display_id": 2})));
    events.assert_names(&["conversation_created"]);
}

#[test]
fn a_new_source_id_is_kept() {
    let talk = Talk::new();
    let both =
        json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "source_id": "jane-42", "hmac_verified": true});
    let answer = talk.bob.post(&talk.at("/conversations"), both.clone());
    let proven = merged_at(talk.fresh(), "meta", json!({"hmac_verified": true}));
    answer.assert(200, merged(proven, json!({"id": 2, "display_id": 2})));
    let mut events = talk.events();
    talk.bob.post(&talk.at("/conversations"), both).ok();
    talk.bob.post(&talk.at("/conversations"), json!({"source_id": "jane-42"})).ok();
    events.assert_names(&["conversation_created", "conversation_created"]);
}

#[test]
fn ids_may_be_texts_in_any_kind_of_body() {
    let talk = Talk::new();
    let (inbox, contact) = (talk.inbox.to_string(), talk.contact.to_string());
    let path = talk.at("/conversations");
    let pairs = [
        ("inbox_id", inbox.as_str()),
        ("contact_id", &contact),
        ("custom_attributes[plan]", "pro"),
        ("message[content]", "Hi"),
    ];
    let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    let json = json!({
        "inbox_id": inbox, "contact_id": contact, "custom_attributes": {"plan": "pro"}, "message": {"content": "Hi"},
    });
    for body in [form(pairs), parts.into(), json.into()] {
        let made = talk.bob.post(&path, body).ok();
        assert_eq!(
            (&made["custom_attributes"], &made["messages"][0]["content"]),
            (&json!({"plan": "pro"}), &json!("Hi"))
        );
    }
    let query = format!("{path}?inbox_id={inbox}&contact_id={contact}");
    assert_eq!(talk.bob.post(&query, ()).id(), 5);
}

#[test]
fn a_conversation_starts_as_it_was_asked_for() {
    let talk = Talk::new();
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [talk.ada.id]})).ok();
    let mut events = talk.events();
    let sent = json!({
        "inbox_id": talk.inbox, "contact_id": talk.contact, "status": "snoozed", "assignee_id": talk.ada.id,
        "team_id": sales, "snoozed_until": "2031-03-01T10:00:00Z", "custom_attributes": {"order": 12},
        "additional_attributes": {"referer": "https://shop.example.com/cart", "initiated_at": {"timestamp": "now"}},
        "unknown": true,
    });
    let meta = json!({
        "assignee": assignee(&talk, &talk.ada, "administrator"), "assignee_type": "User",
        "team": team(&talk, sales, "sales"),
    });
    let expected = merged(
        merged_at(talk.fresh(), "meta", meta),
        json!({
            "id": 2, "display_id": 2, "status": "snoozed", "snoozed_until": "2031-03-01T10:00:00.000Z",
            "custom_attributes": {"order": 12},
            "additional_attributes": {
                "referer": "https://shop.example.com/cart", "initiated_at": {"timestamp": "now"},
            },
        }),
    );
    talk.bob.post(&talk.at("/conversations"), sent).assert(200, expected);
    events.assert_names(&["contact_inbox_created", "conversation_created"]);
}

#[test]
fn a_conversation_starts_with_any_status() {
    let talk = Talk::new();
    for (sent, kept) in [
        ("open", "open"),
        ("resolved", "resolved"),
        ("pending", "pending"),
        ("bot", "pending"),
        ("snoozed", "snoozed"),
        ("", "open"),
    ] {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": sent});
        assert_eq!(talk.bob.post(&talk.at("/conversations"), new).ok()["status"], kept, "{sent}");
    }
}

#[test]
fn a_bot_of_the_inbox_gets_every_conversation_first() {
    let talk = Talk::new();
    talk.at_work(&talk.bob);
    let robo = talk.bot("Robo");
    talk.ada.post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": robo.id})).ok();
    for status in ["open", "resolved", "bot"] {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": status});
        let made = talk.bob.post(&talk.at("/conversations"), new).ok();
        // and nobody else gets it
        assert_eq!((&made["status"], made["meta"].get("assignee")), (&json!("pending"), None));
    }
    assert_eq!(talk.show()["status"], "open", "a conversation that was there before");
    talk.ada.post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": null})).ok();
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    assert_eq!(talk.bob.post(&talk.at("/conversations"), new).ok()["status"], "open");
}

#[test]
fn a_blocked_contact_starts_resolved_conversations() {
    let talk = Talk::new();
    talk.at_work(&talk.bob);
    talk.ada.patch(&talk.at(&format!("/contacts/{}", talk.contact)), json!({"blocked": true})).ok();
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": "open"});
    let blocked =
        merged(merged(contact(talk.contact, "Jane"), json!({"blocked": true})), json!({"channel": "Channel::Api"}));
    let expected = merged_at(talk.fresh(), "meta", json!({"sender": blocked}));
    let expected = merged(expected, json!({"id": 2, "display_id": 2, "status": "resolved", "muted": true}));
    talk.bob.post(&talk.at("/conversations"), new).assert(200, expected);
    assert_eq!(talk.show()["muted"], true);
}

#[test]
fn without_a_source_id_each_conversation_has_a_new_one() {
    let talk = Talk::new();
    let mut events = talk.events();
    talk.conversation(talk.inbox, talk.contact);
    events.assert_names(&["contact_inbox_created", "conversation_created"]);
    let shown = talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok();
    assert_eq!(shown["contact_inboxes"].as_array().unwrap().len(), 2);
}

#[test]
fn an_inbox_may_keep_to_one_conversation_for_each_source_id() {
    let talk = Talk::with(json!({"lock_to_single_conversation": true}));
    let known = source_id(&talk, talk.contact);
    let mut events = talk.events();
    for place in
        [json!({"source_id": known}), json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "source_id": known})]
    {
        talk.bob
            .post(&talk.at("/conversations"), merged(place, json!({"status": "resolved"})))
            .assert(200, talk.fresh());
    }
    events.assert_none();
    talk.set(&talk.ada, "resolved");
    let more = json!({"source_id": known, "message": {"content": "Still there?"}});
    let again = talk.bob.post(&talk.at("/conversations"), more).ok();
    assert_eq!((&again["id"], &again["messages"][0]["content"]), (&json!(1), &json!("Still there?")));
    assert_eq!(talk.conversation(talk.inbox, talk.contact("Joe")), 2);
}

#[test]
fn a_bot_starts_conversations_too() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    let mut events = talk.events();
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    robo.post(&talk.at("/conversations"), new).assert(200, merged(talk.fresh(), json!({"id": 2, "display_id": 2})));
    let actor = json!(["AgentBot", robo.id]);
    events.assert(json!([
        at_least(json!({"name": "contact_inbox_created", "actor": actor})),
        at_least(json!({"name": "conversation_created", "actor": actor})),
    ]));
}
