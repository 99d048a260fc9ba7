//! What is taken away from a contact one by one, and the whole contact as a dashboard sends it back.

use serde_json::{Value, json};

use super::{make, named};
use crate::support::body::multipart;
use crate::support::json::{any_url, at_least, merged};
use crate::support::shapes::contact;
use crate::support::{Company, Talk};

#[test]
fn custom_attributes_are_taken_away_by_name() {
    let acme = Company::new();
    let id = make(
        &acme,
        json!({"name": "Jane", "email": "jane@x.example", "custom_attributes": {"plan": "pro", "seats": 3}}),
    );
    let path = acme.at(&format!("/contacts/{id}/destroy_custom_attributes"));
    let jane = |custom: Value| json!({"payload": merged(contact(id, "Jane"), json!({"custom_attributes": custom, "contact_inboxes": []}))});
    let mut events = acme.events();
    acme.bob.post(&path, json!({"custom_attributes": ["plan", "none"]})).assert(200, jane(json!({"seats": 3})));
    events.assert(json!([{
        "name": "contact_updated", "subject_id": id, "conversation": null, "actor": ["User", acme.bob.id],
        "changes": {"custom_attributes": [{"plan": "pro", "seats": 3}, {"seats": 3}]},
    }]));
    for nothing in [
        json!({}),
        json!({"custom_attributes": null}),
        json!({"custom_attributes": []}),
        json!({"custom_attributes": "plan"}),
    ] {
        acme.bob.post(&path, nothing).assert(200, jane(json!({"seats": 3})));
    }
    events.assert_none();
}

#[test]
fn a_picture_is_taken_away() {
    let acme = Company::new();
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}"));
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
    let changed = acme.bob.patch(&path, multipart().file("avatar", "jane.gif", "image/gif", gif)).ok();
    let url = changed["thumbnail"].as_str().unwrap().to_owned();
    let mut events = acme.events();
    let bare = merged(contact(id, "Jane"), json!({"email": null, "identifier": "id-Jane"}));
    for _ in 0..2 {
        acme.bob.delete(&format!("{path}/avatar"), ()).assert(200, json!({"payload": bare}));
    }
    events.assert(json!([at_least(json!({"name": "contact_updated", "changes": {"avatar_url": [any_url(), ""]}}))]));
    let file = url.split_once("://").unwrap().1.split_once('/').unwrap().1;
    acme.server.nobody().get(&format!("/{file}")).assert_not_found();
}

#[test]
fn the_whole_contact_may_be_sent_back() {
    let talk = Talk::new();
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    let mut sent = talk.bob.get(&path).ok()["payload"].clone();
    let mut events = talk.events();
    talk.bob.patch(&path, sent.clone()).ok();
    events.assert_none();
    sent["name"] = "Jane Doe".into();
    sent["blocked"] = true.into();
    sent["additional_attributes"] = json!({
        "description": "", "company_name": "Initech", "country_code": "FR", "country": "France", "city": "Paris",
        "social_profiles": {"github": "jane"},
    });
    let changed = talk.bob.patch(&path, sent.clone()).ok();
    assert_eq!(changed["payload"], sent);
    events.assert_names(&["contact_updated"]);
}
