//! Labels of contacts.

use serde_json::json;

use super::{NONE, named, names};
use crate::support::Company;

#[test]
fn labels_are_replaced_as_a_whole() {
    let acme = Company::new();
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}/labels"));
    acme.bob.get(&path).assert(200, json!({"payload": []}));
    let mut events = acme.events();
    for _ in 0..2 {
        acme.bob
            .post(&path, json!({"labels": ["vip", " billing,vip "]}))
            .assert(200, json!({"payload": ["billing", "vip"]}));
    }
    events.assert(json!([{
        "name": "contact_updated", "subject_id": id, "conversation": null, "actor": ["User", acme.bob.id],
        "changes": {"label_list": [[], ["billing", "vip"]]},
    }]));
    acme.bob.get(&path).assert(200, json!({"payload": ["billing", "vip"]}));
    assert_eq!(names(&acme.bob, &acme.at("/contacts?labels[]=vip")), ["Jane"]);
    assert_eq!(names(&acme.bob, &acme.at("/contacts?labels[]=none")), NONE);
    // the account's own list is another
    assert_eq!(acme.bob.get(&acme.at("/labels")).ok()["payload"], json!([]));
    acme.bob.post(&path, json!({"labels": []})).assert(200, json!({"payload": []}));
    events.assert_names(&["contact_updated"]);
    let long = "x".repeat(256);
    let refused = acme.bob.post(&path, json!({"labels": [long]}));
    refused.assert_invalid(&[("name", "Name is too long (maximum is 255 characters)")]);
    events.assert_none();
}

#[test]
fn labels_are_for_members() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}/labels"));
    theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
    theirs.ada.post(&theirs.at(&format!("/contacts/{id}/labels")), json!({"labels": ["a1"]})).assert_not_found();
    acme.ada.delete(&acme.at(&format!("/contacts/{id}")), ()).assert_empty();
    acme.bob.get(&path).assert_not_found();
    acme.bob.post(&path, json!({"labels": ["a1"]})).assert_not_found();
}
