//! Where a contact is reached: contact inboxes, and inboxes one could write from.

use serde_json::{Value, json};

use super::named;
use crate::support::json::{any_id, any_uuid, at_least};
use crate::support::shapes::api_inbox;
use crate::support::{Company, Talk};

#[test]
fn a_contact_gets_an_address() {
    let talk = Talk::new();
    let joe = named(&talk, "Joe");
    let path = talk.at(&format!("/contacts/{joe}/contact_inboxes"));
    let mut events = talk.events();
    let inbox = api_inbox(talk.inbox, "App");
    let given = json!({"inbox_id": talk.inbox, "source_id": "joe-1", "hmac_verified": true});
    talk.bob.post(&path, given.clone()).assert(200, json!({"source_id": "joe-1", "inbox": inbox}));
    events.assert(json!([{
        "name": "contact_inbox_created", "subject_id": any_id(), "conversation": null, "actor": ["User", talk.bob.id],
        "changes": {},
    }]));
    // one that is there already is answered, not made again
    talk.bob.post(&path, given).assert(200, json!({"source_id": "joe-1", "inbox": inbox}));
    events.assert_none();
    talk.bob
        .post(&path, json!({"inbox_id": talk.inbox.to_string()}))
        .assert(200, json!({"source_id": any_uuid(), "inbox": inbox}));
    let new = talk.bob.post(&talk.at("/conversations"), json!({"source_id": "joe-1"})).ok();
    assert_eq!(new["meta"]["hmac_verified"], true);
}

#[test]
fn an_email_inbox_is_reached_by_the_address_of_whoever_has_it_now() {
    let acme = Company::new();
    let inbox = acme.mailbox("Mail")["id"].as_i64().unwrap();
    let (jane, joe) = (acme.contact("Jane"), named(&acme, "Joe"));
    let place = json!({"inbox_id": inbox});
    let made = acme.ada.post(&acme.at(&format!("/contacts/{jane}/contact_inboxes")), place.clone()).ok();
    let shown = acme.ada.get(&acme.at(&format!("/contacts/{jane}"))).ok();
    assert_eq!(made["source_id"], shown["email"]);
    let nowhere = acme.ada.post(&acme.at(&format!("/contacts/{joe}/contact_inboxes")), place);
    nowhere.assert_error(422, "param is missing or the value is empty: contact email");
    // Jane's address of old becomes Joe's
    acme.ada.patch(&acme.at(&format!("/contacts/{jane}")), json!({"email": "jane2@x.example"})).ok();
    let take = json!({"inbox_id": inbox, "source_id": made["source_id"]});
    let taken = acme.ada.post(&acme.at(&format!("/contacts/{joe}/contact_inboxes")), take).ok();
    assert_eq!(taken["source_id"], made["source_id"]);
    let shown = acme.ada.get(&acme.at(&format!("/contacts/{jane}"))).ok();
    assert_ne!(shown["contact_inboxes"][0]["source_id"], made["source_id"]);
}

#[test]
fn an_address_obeys_the_rules() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let (joe, other) = (named(&talk, "Joe"), talk.inbox("Other")["id"].as_i64().unwrap());
    let taken =
        talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok()["contact_inboxes"][0]["source_id"].clone();
    let mut events = talk.events();
    let path = talk.at(&format!("/contacts/{joe}/contact_inboxes"));
    talk.bob
        .post(&path, json!({"inbox_id": talk.inbox, "source_id": taken}))
        .assert_error(422, "source_id should be unique");
    // an agent writes from their own inboxes
    talk.bob.post(&path, json!({"inbox_id": other})).assert_not_allowed();
    for unknown in [json!({"inbox_id": i64::MAX}), json!({"inbox_id": theirs.inbox}), json!({}), Value::Null] {
        talk.ada.post(&path, unknown.clone()).assert_not_found();
    }
    let place = json!({"inbox_id": talk.inbox});
    talk.ada.post(&talk.at("/contacts/9223372036854775807/contact_inboxes"), place.clone()).assert_not_found();
    talk.ada.post(&talk.at(&format!("/contacts/{}/contact_inboxes", theirs.contact)), place.clone()).assert_not_found();
    theirs.ada.post(&path, place.clone()).assert_error(401, "You are not authorized to access this account");
    talk.server.nobody().post(&path, place).assert_sign_in_first();
    events.assert_none();
    talk.ada.post(&path, json!({"inbox_id": other, "source_id": taken})).ok();
    events.assert(json!([at_least(json!({"name": "contact_inbox_created"}))]));
}

#[test]
fn each_kind_of_inbox_reaches_contacts_in_its_way() {
    let talk = Talk::new();
    let mail = talk.mailbox("Mail")["id"].as_i64().unwrap();
    let site = talk.website("Shop")["id"].as_i64().unwrap();
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    let path = talk.at(&format!("/contacts/{}/contactable_inboxes", talk.contact));
    let shown = talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok();
    let known = shown["contact_inboxes"][0]["source_id"].clone();
    let offered = |who: &crate::support::clients::Client| -> Vec<(i64, Value)> {
        let list = who.get(&path).ok();
        let offer = |offer: &Value| (offer["inbox"]["id"].as_i64().unwrap(), offer["source_id"].clone());
        let mut offers: Vec<_> = list["payload"].as_array().unwrap().iter().map(offer).collect();
        offers.sort_by_key(|(inbox, _)| *inbox);
        offers
    };
    let offers = offered(&talk.ada);
    let inboxes: Vec<i64> = offers.iter().map(|(inbox, _)| *inbox).collect();
    // not the website, where only visitors begin
    assert_eq!(inboxes, [talk.inbox, mail, other]);
    assert_eq!([&offers[0].1, &offers[1].1], [&known, &shown["email"]]);
    crate::support::json::assert_same("a new one each time", &offers[2].1, &any_uuid());
    assert_ne!(offered(&talk.ada)[2].1, offers[2].1);
    // agents write from their own inboxes
    talk.bob.get(&path).assert(200, json!({"payload": [{"source_id": known, "inbox": api_inbox(talk.inbox, "App")}]}));
    // a visitor who said nothing yet
    let add = talk.at(&format!("/contacts/{}/contact_inboxes", talk.contact));
    talk.ada.post(&add, json!({"inbox_id": site, "source_id": "visitor"})).ok();
    assert_eq!(offered(&talk.ada)[2], (site, json!("visitor")));
    talk.ada.post(&talk.at("/conversations"), json!({"source_id": "visitor"})).ok();
    assert_eq!(offered(&talk.ada).len(), 3);
    // without an address there is no mail
    let joe = talk.at(&format!("/contacts/{}/contactable_inboxes", named(&talk, "Joe")));
    assert_eq!(talk.ada.get(&joe).ok()["payload"].as_array().unwrap().len(), 2);
    assert_eq!(talk.agent("Cleo").get(&path).ok(), json!({"payload": []}));
}

#[test]
fn contactable_inboxes_are_the_accounts_own() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.at(&format!("/contacts/{}/contactable_inboxes", talk.contact));
    theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
    theirs.ada.get(&theirs.at(&format!("/contacts/{}/contactable_inboxes", talk.contact))).assert_not_found();
    talk.server.nobody().get(&path).assert_sign_in_first();
    talk.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    assert!(
        !talk.ada.get(&path).text().contains("hmac_token"),
        "a contact's inbox shows no secret, to administrators either"
    );
}
