//! Each event with all it says.

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::clients::Person;
use crate::support::json::{
    any_id, any_int, any_iso_time, any_precise_time, any_text, any_time, anything, assert_same, at_least, merged,
};
use crate::support::seed::Company;
use crate::world::{Dialogue, listen};

/// Ada listens; Bob and the contact do things.
struct Scene {
    dialogue: Dialogue,
    ada: Socket,
}

impl Scene {
    fn new() -> Scene {
        let dialogue = Dialogue::new();
        let ada = listen(&dialogue.company, &dialogue.company.ada);
        Scene { dialogue, ada }
    }

    /// The contact, as events show one.
    fn contact(&self) -> Value {
        json!({
            "id": self.dialogue.contact, "name": "Jane", "email": any_text(), "phone_number": null, "identifier": null,
            "additional_attributes": {}, "custom_attributes": {}, "thumbnail": "", "blocked": false, "type": "contact",
        })
    }

    /// The conversation, as events show it, with these things different from a new one.
    fn conversation(&self, different: Value) -> Value {
        let d = &self.dialogue;
        let shown = json!({
            "account_id": d.company.id, "additional_attributes": {}, "can_reply": true, "channel": "Channel::Api",
            "contact_inbox": {
                "id": any_id(), "contact_id": d.contact, "inbox_id": d.inbox, "source_id": any_text(),
                "created_at": any_iso_time(), "updated_at": any_iso_time(), "hmac_verified": false,
            },
            "id": d.id, "inbox_id": d.inbox, "messages": [], "labels": [],
            "meta": {"sender": self.contact(), "assignee": null, "assignee_type": null, "team": null, "hmac_verified": false},
            "status": "open", "custom_attributes": {}, "snoozed_until": null, "unread_count": 0, "first_reply_created_at": null,
            "priority": null, "waiting_since": any_int(), "agent_last_seen_at": 0, "contact_last_seen_at": 0,
            "last_activity_at": any_time(), "timestamp": any_time(), "created_at": any_time(), "updated_at": any_precise_time(),
        });
        merged(shown, different)
    }

    /// A message of somebody, as events show it, with these things different from an answer.
    fn message(&self, id: i64, content: &str, different: Value) -> Value {
        let d = &self.dialogue;
        let shown = json!({
            "id": id, "content": content, "account_id": d.company.id, "inbox_id": d.inbox, "conversation_id": d.id,
            "message_type": 1, "created_at": any_time(), "updated_at": any_iso_time(), "private": false, "status": "sent",
            "source_id": null, "content_type": "text", "content_attributes": {"in_reply_to": null}, "external_source_ids": {},
            "additional_attributes": {}, "processed_message_content": content, "sentiment": {},
            "conversation": {
                "assignee_id": null, "unread_count": any_int(), "last_activity_at": any_time(),
                "contact_inbox": {"source_id": any_text()},
            },
        });
        merged(shown, different)
    }

    fn bob(&self) -> &Person {
        &self.dialogue.company.bob
    }
}

/// A person, as events show one.
fn person(who: &Person, availability: &str) -> Value {
    json!({
        "id": who.id, "name": who.name, "available_name": who.name, "avatar_url": "", "type": "user",
        "availability_status": availability, "thumbnail": "",
    })
}

#[test]
fn the_first_answer_of_a_person_is_told_thrice() {
    let mut scene = Scene::new();
    let new = json!({"content": "Hello", "echo_id": "mine"});
    let id = scene.bob().post(&scene.dialogue.at("/messages"), new).id();
    let bob = person(scene.bob(), "offline");
    let by = json!({"sender": bob, "sender_type": "User", "sender_id": scene.bob().id, "performer": bob,
        "content_attributes": anything()});
    let message = scene.message(id, "Hello", by);

    let created = scene.ada.message();
    let seq = created["seq"].as_i64().unwrap();
    let expected = json!({"event": "message.created", "seq": any_id(), "part": 0,
        "data": merged(message.clone(), json!({"echo_id": "mine"}))});
    assert_same("message.created", &created, &expected);
    let expected = json!({"event": "first.reply.created", "seq": seq, "part": 1, "data": message});
    assert_same("first.reply.created", &scene.ada.message(), &expected);
    let mut shown = message;
    shown.as_object_mut().unwrap().remove("performer");
    let conversation = scene.conversation(json!({"messages": [shown], "first_reply_created_at": any_iso_time(),
        "waiting_since": 0, "performer": bob}));
    let expected = json!({"event": "conversation.updated", "seq": seq + 1, "part": 0, "data": conversation});
    assert_same("conversation.updated", &scene.ada.message(), &expected);
    // the second is told once
    scene.dialogue.say("How can we help?");
    let created = scene.ada.event("message.created");
    assert_eq!((&created["content"], &created["echo_id"]), (&json!("How can we help?"), &json!(null)));
    scene.ada.assert_silent();
}

#[test]
fn a_message_of_the_contact_moves_the_contact() {
    let mut scene = Scene::new();
    let mut contact = scene.dialogue.listen_as_contact();
    scene.ada.assert_silent();
    let id = scene.dialogue.hear("Help!");
    let ada = person(&scene.dialogue.company.ada, "online");
    let by = json!({"message_type": 0, "sender": scene.contact(), "sender_type": "Contact",
        "sender_id": scene.dialogue.contact, "performer": ada, "content_attributes": anything()});
    let message = scene.message(id, "Help!", by);
    let created = scene.ada.event("message.created");
    assert_same("message.created", &created, &message);
    assert_eq!(created["conversation"]["unread_count"], 1);
    assert_same("message.created", &contact.event("message.created"), &message);
    let updated = merged(scene.contact(), json!({"account_id": scene.dialogue.company.id, "performer": ada}));
    assert_same("contact.updated", &scene.ada.event("contact.updated"), &updated);
    contact.assert_silent();
}

#[test]
fn a_new_conversation_is_told_to_both_sides() {
    let scene = Scene::new();
    let (mut ada, mut contact) = (scene.ada, scene.dialogue.listen_as_contact());
    let (company, inbox) = (&scene.dialogue.company, scene.dialogue.inbox);
    let source: String = crate::world::stored(
        &company.server,
        "select source_id from contact_inboxes where contact_id = ?",
        scene.dialogue.contact,
    );
    let new = json!({"inbox_id": inbox, "source_id": source, "message": {"content": "Hello"}});
    let id = company.ada.post(&company.at("/conversations"), new).id();
    let (told, heard) = (ada.event("conversation.created"), contact.event("conversation.created"));
    assert_eq!(told, heard);
    assert_eq!((&told["id"], &told["status"], &told["account_id"]), (&json!(id), &json!("open"), &json!(company.id)));
    assert_eq!(told["performer"]["id"], json!(company.ada.id));
    assert_eq!(ada.event("message.created")["content"], "Hello");
    assert_eq!(contact.event("message.created")["content"], "Hello");
}

#[test]
fn a_deleted_message_says_what_changed() {
    let mut scene = Scene::new();
    let id = scene.dialogue.say("Oops");
    let mut contact = scene.dialogue.listen_as_contact();
    scene.ada.events(&["message.created", "first.reply.created", "conversation.updated"]);
    scene.bob().delete(&scene.dialogue.at(&format!("/messages/{id}")), ()).ok();
    let bob = person(scene.bob(), "offline");
    let text = "This message was deleted";
    let different = json!({
        "sender": bob, "sender_type": "User", "sender_id": scene.bob().id, "performer": bob,
        "content_attributes": {"deleted": true},
        "previous_changes": {"content": [null, text], "content_attributes": [{}, {"deleted": true}]},
    });
    let expected = scene.message(id, text, different);
    assert_same("message.updated", &scene.ada.event("message.updated"), &expected);
    assert_same("message.updated", &contact.event("message.updated"), &expected);
}

#[test]
fn a_change_of_status_is_told_by_its_name_first() {
    let mut scene = Scene::new();
    let mut contact = scene.dialogue.listen_as_contact();
    scene.bob().post(&scene.dialogue.at("/toggle_status"), json!({"status": "resolved"})).ok();
    let bob = person(scene.bob(), "offline");
    let expected = scene.conversation(json!({"status": "resolved", "waiting_since": 0, "performer": bob}));
    let first = scene.ada.message();
    assert_same(
        "status",
        &first,
        &json!({"event": "conversation.status_changed", "data": expected, "seq": any_id(), "part": 0}),
    );
    let second = scene.ada.message();
    assert_same(
        "updated",
        &second,
        &json!({"event": "conversation.updated", "data": expected, "seq": first["seq"], "part": 1}),
    );
    let activity = scene.ada.event("message.created");
    let different = json!({"message_type": 2, "sender_type": null, "sender_id": null, "performer": bob,
        "content_attributes": anything()});
    let text = "Conversation was marked resolved by Bob";
    assert_same("activity", &activity, &scene.message(activity["id"].as_i64().unwrap(), text, different));
    for event in ["conversation.status_changed", "conversation.updated"] {
        assert_same(event, &contact.event(event), &expected);
    }
    contact.assert_silent();
}

#[test]
fn assignments_are_told_to_agents() {
    let mut scene = Scene::new();
    let mut contact = scene.dialogue.listen_as_contact();
    let company = &scene.dialogue.company;
    company.ada.post(&scene.dialogue.at("/assignments"), json!({"assignee_id": company.bob.id})).ok();
    let bob = json!({"assignee": person(&company.bob, "offline"), "assignee_type": "User"});
    let meta = merged(scene.conversation(json!({}))["meta"].clone(), bob);
    let expected = scene.conversation(json!({"meta": meta, "performer": person(&company.ada, "online")}));
    for event in ["assignee.changed", "conversation.updated"] {
        assert_same(event, &scene.ada.event(event), &expected);
    }
    assert_eq!(scene.ada.event("message.created")["content"], "Assigned to Bob by Ada");
    assert_same("contact", &contact.event("conversation.updated"), &expected);
    contact.assert_silent();

    let team = company.team("Night");
    assert_same("cache", &scene.ada.event("account.cache_invalidated"), &at_least(json!({"account_id": company.id})));
    company.ada.post(&scene.dialogue.at("/assignments"), json!({"team_id": team})).ok();
    scene.ada.event("assignee.changed");
    let changed = scene.ada.event("team.changed");
    assert_eq!(changed["meta"]["team"], json!({"id": team, "name": "night"}));
    // whoever is not in the team leaves the conversation
    assert_eq!(changed["meta"]["assignee"], json!(null));
}

#[test]
fn labels_and_bots_are_shown() {
    let mut scene = Scene::new();
    let company = &scene.dialogue.company;
    let robo = company.bot("Robo");
    company.ada.post(&scene.dialogue.at("/labels"), json!({"labels": ["vip"]})).ok();
    let updated = scene.ada.event("conversation.updated");
    assert_eq!(updated["labels"], json!(["vip"]));
    assert_eq!(scene.ada.event("message.created")["content"], "Ada added vip");
    let body = json!({"assignee_id": robo.id, "assignee_type": "AgentBot"});
    company.ada.post(&scene.dialogue.at("/assignments"), body).ok();
    let changed = scene.ada.event("assignee.changed");
    let expected = json!({"id": robo.id, "name": "Robo", "avatar_url": "", "type": "agent_bot"});
    assert_eq!((&changed["meta"]["assignee"], &changed["meta"]["assignee_type"]), (&expected, &json!("AgentBot")));
}

#[test]
fn contacts_are_told_to_all_agents() {
    let acme = Company::new();
    let mut bob = listen(&acme, &acme.bob);
    let jane = acme.contact("Jane");
    let path = acme.at(&format!("/contacts/{jane}"));
    let shown = json!({
        "id": jane, "name": "Jane", "email": any_text(), "phone_number": null, "identifier": null, "additional_attributes": {},
        "custom_attributes": {}, "thumbnail": "", "blocked": false, "type": "contact", "account_id": acme.id,
        "performer": person(&acme.ada, "offline"),
    });
    assert_same("created", &bob.event("contact.created"), &shown);
    acme.ada.put(&path, json!({"name": "Jane Doe"})).ok();
    let shown = merged(shown, json!({"name": "Jane Doe"}));
    assert_same("updated", &bob.event("contact.updated"), &shown);
    acme.ada.delete(&path, ());
    assert_same("deleted", &bob.event("contact.deleted"), &shown);
}

#[test]
fn copies_of_lists_are_declared_stale() {
    let acme = Company::new();
    let mut bob = listen(&acme, &acme.bob);
    let mut last = json!({"label": "0000000000", "inbox": "0000000000", "team": "0000000000"});
    let mut told = |what: &str, kind: &str| {
        let event = bob.event("account.cache_invalidated");
        let expected = json!({"account_id": acme.id, "cache_keys": {"label": any_text(), "inbox": any_text(), "team": any_text()},
            "performer": person(&acme.ada, "offline")});
        assert_same(what, &event, &expected);
        for name in ["label", "inbox", "team"] {
            let (before, after) = (last[name].as_str().unwrap(), event["cache_keys"][name].as_str().unwrap());
            assert_eq!(after.len(), 10, "{what}");
            if name == kind { assert!(after > before, "{what}") } else { assert_eq!(after, before, "{what}") }
        }
        last = event["cache_keys"].clone();
    };
    let label = acme.ada.post(&acme.at("/labels"), json!({"title": "vip"})).id();
    told("a new label", "label");
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    told("a new inbox", "inbox");
    acme.let_in(inbox, &[&acme.bob]);
    told("a member of an inbox", "inbox");
    let team = acme.team("Night");
    told("a new team", "team");
    acme.ada.post(&acme.at(&format!("/teams/{team}/team_members")), json!({"user_ids": [acme.bob.id]})).ok();
    told("a member of a team", "team");
    acme.ada.patch(&acme.at(&format!("/labels/{label}")), json!({"color": "#000000"})).ok();
    told("a changed label", "label");
    acme.ada.delete(&acme.at(&format!("/teams/{team}")), ());
    told("a team that goes", "team");
}

#[test]
fn typing_is_told_to_everybody_else() {
    let mut scene = Scene::new();
    let company = &scene.dialogue.company;
    let mut bob = listen(company, &company.bob);
    let mut contact = scene.dialogue.listen_as_contact();
    let path = scene.dialogue.at("/toggle_typing_status");
    company.bob.post(&path, json!({"typing_status": "on"})).assert_empty();
    let typist = person(&company.bob, "online");
    let expected = json!({"event": "conversation.typing_on", "data": {"account_id": company.id, "is_private": false,
        "conversation": conversation_without_account(&scene), "user": typist, "performer": typist}});
    assert_same("typing", &scene.ada.message(), &expected);
    assert_same("typing", &contact.message(), &expected);
    bob.assert_silent();
    company.bob.post(&path, json!({"typing_status": "off"})).assert_empty();
    assert_eq!(scene.ada.message()["event"], "conversation.typing_off");
    assert_eq!(contact.message()["event"], "conversation.typing_off");
    // a note is nothing to the contact
    company.bob.post(&path, json!({"typing_status": "on", "is_private": true})).assert_empty();
    assert_eq!(scene.ada.event("conversation.typing_on")["is_private"], true);
    contact.assert_silent();
    // no word, no event
    for body in [json!({}), json!({"typing_status": "maybe"}), json!(null)] {
        company.bob.post(&path, body).assert_empty();
    }
    scene.ada.assert_silent();
    // a bot types, too
    let robo = company.bot("Robo");
    robo.post(&path, json!({"typing_status": "on"})).assert_empty();
    let typing = scene.ada.event("conversation.typing_on");
    assert_eq!((&typing["user"]["name"], typing.get("performer")), (&json!("Robo"), None));
    company
        .bob
        .post(&company.at("/conversations/999/toggle_typing_status"), json!({"typing_status": "on"}))
        .assert_not_found();
}

fn conversation_without_account(scene: &Scene) -> Value {
    let mut shown = scene.conversation(json!({}));
    shown.as_object_mut().unwrap().remove("account_id");
    shown
}

#[test]
fn administrators_hear_how_far_imports_and_exports_are() {
    let acme = Company::new();
    let (mut ada, mut bob) = (listen(&acme, &acme.ada), listen(&acme, &acme.bob));
    let rows = (0..100).map(|n| format!("N{n},n{n}@x.example\n")).collect::<String>();
    acme.import("people.csv", format!("name,email\n{rows}Wrong,wrong\n").as_bytes());
    let mut last = json!({"progress": -1});
    while last["status"] != "completed" {
        let data = ada.event("contact.import.progress");
        assert!(data["progress"].as_i64() >= last["progress"].as_i64(), "{data}");
        last = data;
    }
    let expected = json!({
        "account_id": acme.id, "filename": "people.csv", "progress": 100, "processed_records": 101,
        "created_records": 100, "failed_records": 1,
    });
    assert_same("last", &last, &at_least(expected));
    assert!(last["failed_records_url"].as_str().unwrap().ends_with("/failed-people.csv"));
    acme.ada.post(&acme.at("/contacts/export"), json!({"column_names": ["name"]})).assert_empty();
    let mut done = ada.event("contact.export.progress");
    while done["status"] != "completed" {
        done = ada.event("contact.export.progress");
    }
    assert_same("export", &done, &at_least(json!({"account_id": acme.id, "records": 100})));
    assert!(done["file_url"].as_str().unwrap().ends_with(".csv"));
    // nobody else does
    acme.contact("Jane");
    assert_eq!(bob.message()["event"], "contact.created");
}
