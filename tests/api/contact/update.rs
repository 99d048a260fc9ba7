//! Changed contacts.

use serde_json::{Value, json};

use super::{make, named};
use crate::support::body::{form, multipart};
use crate::support::json::{any_uuid, at_least, merged};
use crate::support::shapes::{api_inbox, contact};
use crate::support::{Company, Talk};

#[test]
fn a_contact_changes_in_part() {
    let talk = Talk::new();
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    let inboxes = json!([{"source_id": any_uuid(), "inbox": api_inbox(talk.inbox, "App")}]);
    let jane = merged(contact(talk.contact, "Jane"), json!({"contact_inboxes": inboxes}));
    let both = |contact: Value| merged(json!({"payload": contact.clone()}), contact);
    let mut events = talk.events();
    let named = merged(jane, json!({"name": "Jane Doe", "phone_number": "+14155550100"}));
    let answer = talk.bob.put(&path, json!({"name": "Jane Doe", "phone_number": "+14155550100"}));
    answer.assert(200, both(named.clone()));
    events.assert(json!([{
        "name": "contact_updated", "subject_id": talk.contact, "conversation": null, "actor": ["User", talk.bob.id],
        "changes": {"name": ["Jane", "Jane Doe"], "phone_number": [null, "+14155550100"]},
    }]));
    // the same, nothing, or what has no effect
    let other = talk.inbox("Other")["id"].clone();
    events.take();
    for sent in [
        json!({"name": "Jane Doe", "phone_number": "+14155550100"}),
        Value::Null,
        json!({}),
        json!({"inbox_id": other, "source_id": "x", "id": 7}),
        json!({"custom_attributes": {}}),
    ] {
        talk.bob.patch(&path, sent).assert(200, both(named.clone()));
    }
    events.assert_none();
    talk.bob.patch(&path, form([("contact[phone_number]", ""), ("contact[blocked]", "true")])).ok();
    let blocked = merged(named, json!({"phone_number": null, "blocked": true}));
    talk.bob.get(&path).assert(200, both(blocked));
    events.assert(json!([at_least(json!({
        "name": "contact_updated", "changes": {"phone_number": ["+14155550100", null], "blocked": [false, true]},
    }))]));
}

#[test]
fn attributes_are_laid_over_each_other() {
    let acme = Company::new();
    let id = make(
        &acme,
        json!({
            "custom_attributes": {"plan": "pro", "seats": 3}, "additional_attributes": {"city": "Paris", "deep": {"a": 1}},
        }),
    );
    let path = acme.at(&format!("/contacts/{id}"));
    let sent = json!({
        "custom_attributes": {"seats": 4, "vip": true}, "additional_attributes": {"country": "France", "deep": {"b": 2}},
    });
    let mut events = acme.events();
    let changed = acme.bob.patch(&path, sent).ok();
    assert_eq!(changed["custom_attributes"], json!({"plan": "pro", "seats": 4, "vip": true}));
    let expected = json!({"city": "Paris", "country": "France", "deep": {"b": 2}});
    assert_eq!(changed["payload"]["additional_attributes"], expected);
    events.assert_names(&["contact_updated"]);
}

#[test]
fn a_picture_is_uploaded() {
    let acme = Company::new();
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}"));
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
    let changed = acme.bob.patch(&path, multipart().file("avatar", "jane.gif", "image/gif", gif)).ok();
    let url = changed["thumbnail"].as_str().unwrap();
    let path_of =
        |url: &str| url.split_once("://").unwrap().1.split_once('/').map(|(_, path)| format!("/{path}")).unwrap();
    assert!(acme.server.nobody().get(&path_of(url)).status < 400, "{url}");
    let text = acme.bob.patch(&path, multipart().file("avatar", "jane.txt", "text/plain", b"I am no picture"));
    text.assert_invalid(&[("avatar", "Avatar filetype not supported")]);
}

#[test]
fn a_change_obeys_the_rules() {
    let acme = Company::new();
    make(&acme, json!({"email": "ada@x.example", "phone_number": "+14155550100", "identifier": "crm-42"}));
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}"));
    let mut events = acme.events();
    for (sent, attribute, message) in [
        (json!({"email": "Ada@x.example"}), "email", "Email has already been taken"),
        (json!({"email": "ada"}), "email", "Email Invalid email"),
        (json!({"phone_number": "+14155550100"}), "phone_number", "Phone number has already been taken"),
        (json!({"phone_number": "1"}), "phone_number", "Phone number should be in e164 format"),
        (json!({"identifier": "crm-42"}), "identifier", "Identifier has already been taken"),
    ] {
        let answer = acme.bob.put(&path, sent);
        let error = json!({"message": message, "attributes": [attribute], "description": message});
        answer.assert(422, at_least(error));
    }
    events.assert_none();
    // one's own values are one's own
    acme.bob.patch(&path, json!({"identifier": "id-Jane"})).ok();
    events.assert_none();
}

#[test]
fn contacts_are_changed_by_members() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let (id, robo) = (named(&acme, "Jane"), acme.bot("Robo"));
    let mut events = acme.events();
    let path = acme.at(&format!("/contacts/{id}"));
    let sent = json!({"name": "Mine"});
    theirs.ada.patch(&path, sent.clone()).assert_error(401, "You are not authorized to access this account");
    theirs.ada.patch(&theirs.at(&format!("/contacts/{id}")), sent.clone()).assert_not_found();
    robo.patch(&path, sent.clone()).assert_error(401, "Access to this endpoint is not authorized for bots");
    acme.server.nobody().patch(&path, sent.clone()).assert_sign_in_first();
    acme.bob.patch(&acme.at("/contacts/9223372036854775807"), sent).assert_not_found();
    events.assert_none();
}
