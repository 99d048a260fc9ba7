//! New contacts.

use serde_json::{Value, json};

use crate::support::body::{form, multipart};
use crate::support::json::{any_id, any_uuid, at_least, merged};
use crate::support::shapes::{api_inbox, contact, inbox_record};
use crate::support::{Company, Talk};

/// What is answered about a new contact.
fn created(contact: Value, contact_inbox: Value) -> Value {
    let nobody = json!({"inbox": null, "source_id": null});
    let contact_inbox = if contact_inbox.is_null() { nobody } else { contact_inbox };
    merged(json!({"payload": {"contact": contact.clone(), "contact_inbox": contact_inbox}}), contact)
}

#[test]
fn a_contact_needs_nothing() {
    let acme = Company::new();
    let mut events = acme.events();
    let blank = merged(contact(any_id(), ""), json!({"email": null, "contact_inboxes": []}));
    let answer = acme.bob.post(&acme.at("/contacts"), json!({}));
    answer.assert(200, created(blank.clone(), Value::Null));
    events.assert(json!([{
        "name": "contact_created", "subject_id": answer.body["id"], "conversation": null,
        "actor": ["User", acme.bob.id], "changes": {},
    }]));
    acme.bob.post(&acme.at("/contacts"), ()).assert(200, created(blank.clone(), Value::Null));
    let nameless = merged(blank, json!({"name": null}));
    acme.bob.post(&acme.at("/contacts"), json!({"name": null})).assert(200, created(nameless, Value::Null));
}

#[test]
fn a_contact_is_what_was_sent() {
    let acme = Company::new();
    let sent = json!({
        "name": "Ada", "email": "Ada@Shop.Example", "phone_number": "+14155550100", "identifier": "crm-42", "blocked": true,
        "additional_attributes": {"city": "Paris", "social_profiles": {"github": "ada"}}, "custom_attributes": {"plan": "pro"},
        "unknown": 1, "id": 7, "account_id": 7,
    });
    let expected = json!({
        "email": "ada@shop.example", "phone_number": "+14155550100", "identifier": "crm-42", "blocked": true,
        "additional_attributes": {"city": "Paris", "social_profiles": {"github": "ada"}}, "custom_attributes": {"plan": "pro"},
        "contact_inboxes": [],
    });
    let expected = merged(contact(any_id(), "Ada"), expected);
    let wrapped = json!({"contact": merged(sent.clone(), json!({"email": "b@x.example", "phone_number": "", "identifier": " "}))});
    acme.bob.post(&acme.at("/contacts"), sent).assert(200, created(expected.clone(), Value::Null));
    let second = json!({"email": "b@x.example", "phone_number": null, "identifier": null});
    acme.bob.post(&acme.at("/contacts"), wrapped).assert(200, created(merged(expected, second), Value::Null));
}

#[test]
fn a_form_or_parts_say_the_same_as_json() {
    let acme = Company::new();
    let pairs = |email: &'static str| {
        [("name", "Ada"), ("email", email), ("custom_attributes[plan]", "pro"), ("blocked", "1"), ("phone_number", "")]
    };
    let expected = |email: &str| {
        let rest =
            json!({"email": email, "custom_attributes": {"plan": "pro"}, "blocked": true, "contact_inboxes": []});
        created(merged(contact(any_id(), "Ada"), rest), Value::Null)
    };
    acme.bob.post(&acme.at("/contacts"), form(pairs("a@x.example"))).assert(200, expected("a@x.example"));
    let parts = pairs("b@x.example").iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    acme.bob.post(&acme.at("/contacts"), parts).assert(200, expected("b@x.example"));
}

#[test]
fn a_contact_begins_in_an_inbox() {
    let acme = Company::new();
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let mut events = acme.events();
    // whether the agent is in the inbox does not matter here
    let answer =
        acme.bob.post(&acme.at("/contacts"), json!({"name": "Ada", "email": "ada@x.example", "inbox_id": inbox}));
    let place = |source_id: Value| json!({"inbox": inbox_record(acme.id, inbox, "App"), "source_id": source_id});
    let ada = |source_id: Value| {
        let inboxes = json!([{"source_id": source_id, "inbox": api_inbox(inbox, "App")}]);
        merged(contact(any_id(), "Ada"), json!({"contact_inboxes": inboxes}))
    };
    answer.assert(200, created(ada(any_uuid()), place(any_uuid())));
    let facts =
        (&answer.body["contact_inboxes"][0]["source_id"], &answer.body["payload"]["contact_inbox"]["source_id"]);
    assert_eq!(facts.0, facts.1);
    events.assert(json!([
        at_least(json!({"name": "contact_created"})),
        at_least(json!({"name": "contact_inbox_created"})),
    ]));
    let given = json!({"name": "Ada", "email": "b@x.example", "inbox_id": inbox.to_string(), "source_id": "ada-1"});
    acme.bob.post(&acme.at("/contacts"), given).assert(200, created(ada(json!("ada-1")), place(json!("ada-1"))));
}

#[test]
fn a_contact_who_cannot_be_placed_is_not_made() {
    let talk = Talk::new();
    let theirs = Talk::new();
    let mail = talk.mailbox("Mail")["id"].as_i64().unwrap();
    let taken =
        talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok()["contact_inboxes"][0]["source_id"].clone();
    let mut events = talk.events();
    let path = talk.at("/contacts");
    for unknown in [i64::MAX, 0, theirs.inbox] {
        talk.bob.post(&path, json!({"identifier": "7", "inbox_id": unknown})).assert_not_found();
    }
    let nowhere = talk.bob.post(&path, json!({"identifier": "7", "inbox_id": mail}));
    nowhere.assert_error(422, "param is missing or the value is empty: contact email");
    let sent = json!({"identifier": "7", "inbox_id": talk.inbox, "source_id": taken});
    talk.bob.post(&path, sent).assert_error(422, "source_id should be unique");
    events.assert_none();
    talk.bob.post(&path, json!({"identifier": "7"})).ok();
}

#[test]
fn a_contact_obeys_the_rules() {
    let acme = Company::new();
    let taken = json!({"email": "ada@x.example", "phone_number": "+14155550100", "identifier": "crm-42"});
    acme.bob.post(&acme.at("/contacts"), taken).ok();
    let mut events = acme.events();
    let refused =
        |contact: Value, errors: &[(&str, &str)]| acme.bob.post(&acme.at("/contacts"), contact).assert_invalid(errors);
    for email in ["ada", "a@b@c", "a b@x.example", " ada2@x.example", "@x.example", "ada@"] {
        refused(json!({"email": email}), &[("email", "Email Invalid email")]);
    }
    for phone in ["4155550100", "+04155550100", "+1", "+1234567890123456", "call +14155550100", "+1 415 555"] {
        refused(json!({"phone_number": phone}), &[("phone_number", "Phone number should be in e164 format")]);
    }
    refused(json!({"email": "ADA@x.example"}), &[("email", "Email has already been taken")]);
    refused(json!({"phone_number": "+14155550100"}), &[("phone_number", "Phone number has already been taken")]);
    refused(json!({"identifier": "crm-42"}), &[("identifier", "Identifier has already been taken")]);
    refused(
        json!({"email": "ada@x.example", "phone_number": "1", "identifier": "crm-42"}),
        &[
            ("email", "Email has already been taken"),
            ("identifier", "Identifier has already been taken"),
            ("phone_number", "Phone number should be in e164 format"),
        ],
    );
    events.assert_none();
    // in its own case an identifier is another
    acme.bob.post(&acme.at("/contacts"), json!({"identifier": "CRM-42", "email": "", "phone_number": " "})).ok();
    // and each account has its own contacts
    let theirs = Company::named("Theirs");
    theirs.bob.post(&theirs.at("/contacts"), json!({"email": "ada@x.example", "identifier": "crm-42"})).ok();
}

#[test]
fn contacts_are_made_by_members() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let robo = acme.bot("Robo");
    let mut events = acme.events();
    let path = acme.at("/contacts");
    theirs.ada.post(&path, json!({})).assert_error(401, "You are not authorized to access this account");
    robo.post(&path, json!({})).assert_error(401, "Access to this endpoint is not authorized for bots");
    acme.server.nobody().post(&path, json!({})).assert_sign_in_first();
    events.assert_none();
}

#[test]
fn of_two_at_the_same_time_one_is_first() {
    let acme = Company::new();
    let mut events = acme.events();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let make = || acme.bob.post(&acme.at("/contacts"), json!({"email": "ada@x.example"})).status;
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(make)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 3, "{statuses:?}");
    events.assert_names(&["contact_created"]);
}
