//! Deleted contacts: gone at once, and soon really.

use serde_json::json;

use super::{NONE, names};
use crate::support::Talk;
use crate::support::json::at_least;

#[test]
fn a_deleted_contact_takes_everything_along() {
    let talk = Talk::new();
    talk.hear("Hello");
    let joe = talk.contact("Joe");
    let kept = talk.conversation(talk.inbox, joe);
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    let before = talk.ada.get(&path).ok();
    let mut events = talk.events();
    talk.ada.delete(&path, ()).assert_empty();
    events.assert(json!([at_least(json!({
        "name": "contact_deleted", "subject_id": talk.contact, "actor": ["User", talk.ada.id],
    }))]));
    // nothing of it is seen any more
    talk.ada.get(&path).assert_not_found();
    talk.ada.patch(&path, json!({"name": "x"})).assert_not_found();
    talk.ada.delete(&path, ()).assert_not_found();
    talk.ada.get(&format!("{path}/conversations")).assert_not_found();
    talk.ada.get(&format!("{path}/contactable_inboxes")).assert_not_found();
    talk.ada.post(&format!("{path}/contact_inboxes"), json!({"inbox_id": talk.inbox})).assert_not_found();
    for rest in ["", "/messages", "/labels"] {
        talk.ada.get(&talk.path(rest)).assert_not_found();
    }
    talk.post(&talk.ada, json!({"content": "x"})).assert_not_found();
    talk.ada.post(&talk.path("/toggle_status"), ()).assert_not_found();
    let list = talk.ada.get(&talk.at("/conversations?status=all")).ok();
    assert_eq!((&list["data"]["meta"]["all_count"], &list["data"]["payload"][0]["id"]), (&json!(1), &json!(kept)));
    let hits = talk.ada.get(&talk.at("/conversations?q=Hello")).ok();
    assert_eq!(hits["data"]["payload"], json!([]));
    assert_eq!(names(&talk.ada, &talk.at("/contacts")), ["Joe"]);
    assert_eq!(names(&talk.ada, &talk.at("/contacts/search?q=Jane")), NONE);
    let source_id = &before["contact_inboxes"][0]["source_id"];
    let new = json!({"source_id": source_id});
    talk.ada.post(&talk.at("/conversations"), new).assert_not_found();
    // their address is free again
    let again = json!({"name": "Jane", "email": before["email"], "inbox_id": talk.inbox, "source_id": source_id});
    talk.ada.post(&talk.at("/contacts"), again).ok();
    // and soon the rows are gone
    let account = talk.company.id;
    let id = talk.contact;
    talk.server.wait_until(&format!("select count(*) from contacts where id = {id}"), 0);
    let rows = format!("select count(*) from conversations where account_id = {account} and contact_id = {id}");
    talk.server.wait_until(&rows, 0);
    talk.server.wait_until(&format!("select count(*) from messages where account_id = {account}"), 0);
    talk.server.command(&["check"]);
}

#[test]
fn only_administrators_delete_contacts() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let mut events = talk.events();
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    talk.bob.delete(&path, ()).assert_not_allowed();
    theirs.ada.delete(&path, ()).assert_error(401, "You are not authorized to access this account");
    theirs.ada.delete(&theirs.at(&format!("/contacts/{}", talk.contact)), ()).assert_not_found();
    talk.server.nobody().delete(&path, ()).assert_sign_in_first();
    events.assert_none();
}
