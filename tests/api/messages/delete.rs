//! Deleted messages: what they said goes, their place stays.

use serde_json::json;

use crate::support::Talk;
use crate::support::body::multipart;
use crate::support::json::{at_least, merged};
use crate::support::shapes::{contact_sender, user_sender};

const DELETED: &str = "This message was deleted";

#[test]
fn a_deleted_message_says_so() {
    let talk = Talk::new();
    let items = json!({"items": [{"title": "Yes", "value": "y"}]});
    let sent = json!({
        "content": "Well?", "content_type": "input_select", "content_attributes": items, "source_id": "ext-1", "private": true,
    });
    let id = talk.post(&talk.bob, sent).id();
    let path = talk.path(&format!("/messages/{id}"));
    let mut events = talk.events();
    let rest = json!({
        "id": id, "content_attributes": {"deleted": true}, "source_id": "ext-1", "private": true,
        "sender": user_sender(&talk.bob),
    });
    let expected = merged(talk.text(1, DELETED), rest);
    // anybody who sees the conversation may
    let ada = &talk.ada;
    ada.delete(&path, ()).assert(200, expected.clone());
    events.assert(json!([at_least(json!({
        "name": "message_updated", "subject_id": id, "conversation": 1, "actor": ["User", ada.id],
    }))]));
    ada.delete(&path, ()).assert(200, expected.clone());
    events.assert_none();
    let list = talk.bob.get(&talk.path("/messages")).ok();
    crate::support::json::assert_same("messages", &list["payload"], &json!([expected]));
    assert_eq!(talk.show()["messages"][0]["content"], DELETED);
}

#[test]
fn a_message_of_any_type_goes() {
    let talk = Talk::new();
    let heard = talk.hear("Hello");
    talk.set(&talk.ada, "resolved");
    let noted = talk.show()["messages"][0]["id"].as_i64().unwrap();
    let deleted = json!({"content_attributes": {"deleted": true}});
    let of_jane = json!({"sender": contact_sender(talk.contact, "Jane")});
    let expected = merged(merged(talk.text(0, DELETED), deleted.clone()), of_jane);
    talk.bob.delete(&talk.path(&format!("/messages/{heard}")), ()).assert(200, expected);
    let expected = merged(talk.text(2, DELETED), deleted);
    talk.bob.delete(&talk.path(&format!("/messages/{noted}")), ()).assert(200, expected);
    assert_eq!(talk.show()["status"], "resolved");
    // what was said is not found any more
    let hits = talk.ada.get(&talk.at("/conversations?q=Hello")).ok();
    assert_eq!(hits["data"]["payload"], json!([]));
}

#[test]
fn its_files_go_with_it() {
    let talk = Talk::new();
    let parts = multipart().text("content", "see").file("attachments[]", "note.txt", "text/plain", b"secret");
    let message = talk.bob.post(&talk.path("/messages"), parts).ok();
    let url = message["attachments"][0]["data_url"].as_str().unwrap();
    let file = url.split_once("://").unwrap().1;
    let file = &file[file.find('/').unwrap()..];
    assert!(talk.server.nobody().get(file).status < 400);
    let answer = talk.bob.delete(&talk.path(&format!("/messages/{}", message["id"])), ());
    let rest = json!({"content_attributes": {"deleted": true}, "sender": user_sender(&talk.bob)});
    answer.assert(200, merged(talk.text(1, DELETED), rest));
    assert_eq!(talk.server.nobody().get(file).status, 404);
}

#[test]
fn a_message_of_another_conversation_is_not_there() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let id = talk.hear("Hello");
    let other = talk.conversation(talk.inbox, talk.contact);
    let (cleo, robo) = (talk.agent("Cleo"), talk.bot("Robo"));
    let mut events = talk.events();
    talk.ada.delete(&talk.at(&format!("/conversations/{other}/messages/{id}")), ()).assert_not_found();
    theirs.ada.delete(&theirs.path(&format!("/messages/{id}")), ()).assert_not_found();
    for id in ["0", "-1", "9223372036854775807", "x"] {
        talk.ada.delete(&talk.path(&format!("/messages/{id}")), ()).assert_not_found();
    }
    let path = talk.path(&format!("/messages/{id}"));
    cleo.delete(&path, ()).assert_not_allowed();
    theirs.ada.delete(&path, ()).assert_error(401, "You are not authorized to access this account");
    robo.delete(&path, ()).assert_error(401, "Access to this endpoint is not authorized for bots");
    talk.server.nobody().delete(&path, ()).assert_sign_in_first();
    events.assert_none();
    assert_eq!(talk.log(), [(0, "Hello".to_owned())]);
}
