//! Contacts that become one, and two again.

use serde_json::{Value, json};

use super::{make, named, names};
use crate::support::json::{any_id, any_time, at_least, merged};
use crate::support::shapes::{agent, contact};
use crate::support::{Company, Talk};

#[test]
fn the_base_contact_takes_over() {
    let talk = Talk::new();
    talk.hear("Hello");
    let note = talk.bob.post(&talk.at(&format!("/contacts/{}/notes", talk.contact)), json!({"content": "tea"})).id();
    talk.bob.post(&talk.at(&format!("/contacts/{}/labels", talk.contact)), json!({"labels": ["vip"]})).ok();
    let email = talk.bob.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok()["email"].clone();
    let base = make(
        &talk.company,
        json!({"name": "Base", "phone_number": "+14155550100", "custom_attributes": {"plan": "pro"}}),
    );
    let pair = json!({"base_contact_id": base, "mergee_contact_id": talk.contact});
    let mut events = talk.events();
    let expected = merged(
        contact(base, "Base"),
        json!({
            "phone_number": "+14155550100", "email": email, "custom_attributes": {"plan": "pro"},
            "last_activity_at": any_time(),
        }),
    );
    talk.bob.post(&talk.at("/actions/contact_merge"), pair.clone()).assert(200, expected.clone());
    events.assert(json!([
        at_least(json!({"name": "contact_deleted", "subject_id": talk.contact, "actor": ["User", talk.bob.id]})),
        at_least(json!({
            "name": "conversation_updated", "conversation": talk.id, "changes": {"contact_id": [talk.contact, base]},
        })),
        at_least(json!({"name": "contact_merged", "subject_id": base, "actor": ["User", talk.bob.id]})),
        at_least(
            json!({"name": "contact_updated", "subject_id": base, "changes": at_least(json!({"email": [null, email]}))})
        ),
    ]));
    // everything is the survivor's
    let shown = talk.bob.get(&talk.path("")).ok();
    assert_eq!((&shown["meta"]["sender"]["id"], &shown["messages"][0]["sender"]["id"]), (&json!(base), &json!(base)));
    assert_eq!(talk.bob.get(&talk.at(&format!("/contacts/{base}/labels"))).ok()["payload"], json!(["vip"]));
    assert_eq!(talk.bob.get(&talk.at(&format!("/contacts/{base}/notes"))).ok()[0]["id"], note);
    for rest in ["", "/labels", "/notes", "/conversations"] {
        talk.bob.get(&talk.at(&format!("/contacts/{}{rest}", talk.contact))).assert_not_found();
    }
    talk.bob.post(&talk.at("/actions/contact_merge"), pair).assert_not_found();
    // the same twice is nothing
    events.take();
    let same = json!({"base_contact_id": base, "mergee_contact_id": base});
    talk.bob.post(&talk.at("/actions/contact_merge"), same).assert(200, expected);
    events.assert_none();
    talk.server.command(&["check"]);
}

#[test]
fn a_merger_is_listed_and_undone() {
    let talk = Talk::new();
    talk.hear("Hello");
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    let jane = talk.bob.get(&path).ok();
    let base = named(&talk.company, "Base");
    let before = talk.bob.get(&talk.at(&format!("/contacts/{base}"))).ok()["payload"].clone();
    let pair = json!({"base_contact_id": base, "mergee_contact_id": talk.contact});
    talk.bob.post(&talk.at("/actions/contact_merge"), pair).ok();
    let mergee = merged(contact(talk.contact, "Jane"), json!({"last_activity_at": any_time()}));
    let listed = json!({"payload": [{
        "id": any_id(), "base_contact_id": base, "mergee": mergee, "user": agent(&talk.company, &talk.bob, "agent"),
        "created_at": any_time(), "undoable_until": crate::support::json::anything(),
    }]});
    let merges = talk.at("/contacts/merges");
    talk.ada.get(&merges).assert(200, listed.clone());
    talk.ada.get(&format!("{merges}?contact_id={base}&page=1")).assert(200, listed);
    for other in ["contact_id=1000000", "page=2"] {
        talk.ada.get(&format!("{merges}?{other}")).assert(200, json!({"payload": []}));
    }
    let mut events = talk.events();
    let answer = talk.ada.post(&talk.at(&format!("/contacts/{base}/undo_merge")), ());
    answer.assert(200, json!({"payload": {"contact": before, "restored": jane["payload"]}}));
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": {"contact_id": [base, talk.contact]}})),
        at_least(json!({"name": "contact_restored", "subject_id": talk.contact, "actor": ["User", talk.ada.id]})),
        at_least(json!({"name": "contact_updated", "subject_id": base})),
    ]));
    talk.bob.get(&path).assert(200, jane);
    assert_eq!(names(&talk.bob, &talk.at("/contacts?sort=name")), ["Base", "Jane"]);
    assert_eq!(talk.bob.get(&talk.path("")).ok()["meta"]["sender"]["id"], talk.contact);
    talk.ada.post(&talk.at(&format!("/contacts/{base}/undo_merge")), ()).assert_not_found();
    talk.ada.get(&merges).assert(200, json!({"payload": []}));
    talk.server.command(&["check"]);
}

#[test]
fn contacts_of_others_are_not_merged() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let (jane, joe, foreign) = (named(&acme, "Jane"), named(&acme, "Joe"), named(&theirs, "Zed"));
    let robo = acme.bot("Robo");
    let mut events = acme.events();
    let merge = acme.at("/actions/contact_merge");
    for (base, mergee) in [
        (json!(jane), json!(foreign)),
        (json!(foreign), json!(jane)),
        (json!(jane), Value::Null),
        (json!(0), json!(jane)),
    ] {
        let pair = json!({"base_contact_id": base, "mergee_contact_id": mergee});
        acme.bob.post(&merge, pair).assert_not_found();
    }
    let pair = json!({"base_contact_id": jane, "mergee_contact_id": joe});
    robo.post(&merge, pair.clone()).assert_error(401, "Access to this endpoint is not authorized for bots");
    theirs.ada.post(&merge, pair.clone()).assert_error(401, "You are not authorized to access this account");
    events.assert_none();
    acme.bob.post(&merge, pair).ok();
    let undo = json!({"merge_id": acme.bob.get(&acme.at("/contacts/merges")).ok()["payload"][0]["id"]});
    theirs.ada.post(&theirs.at(&format!("/contacts/{foreign}/undo_merge")), undo.clone()).assert_not_found();
    theirs.ada.post(&theirs.at(&format!("/contacts/{jane}/undo_merge")), undo).assert_not_found();
    theirs.ada.get(&theirs.at("/contacts/merges")).assert(200, json!({"payload": []}));
}
