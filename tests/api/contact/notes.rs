//! Notes about contacts.

use serde_json::{Value, json};

use super::named;
use crate::support::Company;
use crate::support::json::{any_id, any_time, at_least, merged};
use crate::support::shapes::agent;

/// Bob's note.
fn note(company: &Company, contact: i64, content: &str) -> Value {
    json!({
        "id": any_id(), "content": content, "account_id": company.id, "contact_id": contact,
        "user": agent(company, &company.bob, "agent"), "created_at": any_time(), "updated_at": any_time(),
    })
}

#[test]
fn a_note_is_written_shown_changed_and_deleted() {
    let acme = Company::new();
    let jane = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{jane}/notes"));
    acme.bob.get(&path).assert(200, json!([]));
    let mut events = acme.events();
    let answer = acme.bob.post(&path, json!({"content": "likes tea"}));
    answer.assert(200, note(&acme, jane, "likes tea"));
    let id = answer.id();
    events.assert(json!([{
        "name": "note_created", "subject_id": id, "conversation": null, "actor": ["User", acme.bob.id], "changes": {},
    }]));
    acme.ada.post(&path, json!({"note": {"content": "and cake", "user_id": 7}})).ok();
    events.take();
    let one = format!("{path}/{id}");
    let tea = merged(note(&acme, jane, "likes tea"), json!({"id": id}));
    acme.ada.get(&one).assert(200, tea.clone());
    // newest first
    acme.bob.get(&path).assert(200, json!([at_least(json!({"content": "and cake"})), tea]));
    for _ in 0..2 {
        acme.ada.patch(&one, json!({"content": "likes coffee"})).assert(200, note(&acme, jane, "likes coffee"));
    }
    events.assert(json!([at_least(json!({
        "name": "note_updated", "actor": ["User", acme.ada.id], "changes": {"content": ["likes tea", "likes coffee"]},
    }))]));
    acme.ada.delete(&one, ()).assert_empty();
    acme.ada.delete(&one, ()).assert_not_found();
    events.assert_names(&["note_deleted"]);
    assert_eq!(acme.bob.get(&path).ok().as_array().unwrap().len(), 1);
}

#[test]
fn a_note_says_something() {
    let acme = Company::new();
    let jane = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{jane}/notes"));
    let mut events = acme.events();
    for blank in [json!({"content": " \n"}), json!({"content": null})] {
        acme.bob.post(&path, blank).assert_invalid(&[("content", "Content can't be blank")]);
    }
    for nothing in [json!({}), json!({"note": {}}), json!({"other": 1})] {
        acme.bob.post(&path, nothing).assert_error(422, "param is missing or the value is empty: note");
    }
    let long = json!({"content": "x".repeat(150_001)});
    acme.bob.post(&path, long).assert_invalid(&[("content", "Content is too long (maximum is 150000 characters)")]);
    events.assert_none();
}

#[test]
fn a_note_stays_with_its_contact_and_goes_with_them() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let (jane, joe) = (named(&acme, "Jane"), named(&acme, "Joe"));
    let path = |contact: i64, rest: &str| acme.at(&format!("/contacts/{contact}/notes{rest}"));
    let id = acme.bob.post(&path(jane, ""), json!({"content": "secret"})).id();
    let other = path(joe, &format!("/{id}"));
    acme.ada.get(&other).assert_not_found();
    acme.ada.patch(&other, json!({"content": "x"})).assert_not_found();
    acme.ada.delete(&other, ()).assert_not_found();
    theirs.ada.get(&path(jane, "")).assert_error(401, "You are not authorized to access this account");
    theirs.ada.get(&theirs.at(&format!("/contacts/{jane}/notes/{id}"))).assert_not_found();
    // who has left is not shown
    acme.ada.delete(&acme.at(&format!("/agents/{}", acme.bob.id)), ()).assert_empty();
    assert_eq!(acme.ada.get(&path(jane, &format!("/{id}"))).ok().get("user"), None);
    acme.ada.delete(&acme.at(&format!("/contacts/{jane}")), ()).assert_empty();
    acme.ada.get(&path(jane, "")).assert_not_found();
    acme.ada.get(&path(jane, &format!("/{id}"))).assert_not_found();
    acme.server.wait_until(&format!("select count(*) from notes where contact_id = {jane}"), 0);
}
