//! Deleted conversations: gone at once, and soon really.

use serde_json::json;

use super::{NONE, counts, listed};
use crate::support::Talk;
use crate::support::body::multipart;
use crate::support::json::at_least;

#[test]
fn a_deleted_conversation_is_gone_for_everybody() {
    let talk = Talk::new();
    talk.hear("Hello");
    let sent = talk.post(&talk.bob, json!({"content": "See the note", "private": true})).id();
    let file = multipart().file("attachments[]", "a.txt", "text/plain", b"text");
    let file = talk.bob.post(&talk.path("/messages"), file).ok()["attachments"][0]["data_url"].clone();
    talk.bob.post(&talk.path("/labels"), json!({"labels": ["vip"]})).ok();
    talk.bob.patch(&talk.path("/draft_messages"), json!({"message": "x"})).assert_empty();
    let kept = talk.conversation(talk.inbox, talk.contact);
    let mut events = talk.events();
    talk.bob.delete(&talk.path(""), ()).assert_not_allowed();
    talk.bot("Robo").delete(&talk.path(""), ()).assert_error(401, "Access to this endpoint is not authorized for bots");
    events.take();
    talk.ada.delete(&talk.path(""), ()).assert_empty();
    events.assert(json!([at_least(json!({"name": "conversation_deleted", "actor": ["User", talk.ada.id]}))]));
    talk.ada.delete(&talk.path(""), ()).assert_not_found();
    for rest in ["", "/messages", "/labels", "/participants", "/attachments", "/draft_messages"] {
        talk.ada.get(&talk.path(rest)).assert_not_found();
    }
    talk.post(&talk.ada, json!({"content": "x"})).assert_not_found();
    talk.ada.delete(&talk.path(&format!("/messages/{sent}")), ()).assert_not_found();
    assert_eq!(listed(&talk, &talk.ada, "status=all"), [kept]);
    assert_eq!(counts(&talk, &talk.ada, "status=all"), [0, 0, 1, 1]);
    assert_eq!(listed(&talk, &talk.ada, "q=Hello"), NONE);
    let of_contact = talk.ada.get(&talk.at(&format!("/contacts/{}/conversations", talk.contact))).ok();
    assert_eq!(of_contact["payload"].as_array().unwrap().len(), 1);
    // its number is not used again
    assert_eq!(talk.conversation(talk.inbox, talk.contact), kept + 1);
    let account = talk.company.id;
    for table in ["messages", "attachments", "conversation_labels", "draft_messages"] {
        talk.server.wait_until(&format!("select count(*) from {table} where account_id = {account}"), 0);
    }
    talk.server.wait_until(&format!("select count(*) from conversations where account_id = {account}"), 2);
    let file = file.as_str().unwrap().splitn(4, '/').last().unwrap();
    assert_eq!(talk.server.nobody().get(&format!("/{file}")).status, 404);
    talk.server.command(&["check"]);
}
