//! Answers that do not talk past each other.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::{anything, merged};
use crate::support::shapes::{contact_sender, user_sender};

#[test]
fn who_has_not_seen_all_is_told_what_there_is() {
    let talk = Talk::new();
    let seen = talk.hear("Hello");
    let heard = talk.hear("Anybody there?");
    let said = talk.say(&talk.ada, "Yes");
    let mut events = talk.events();
    let late = json!({"content": "Hi", "if_last_message_id": seen});
    let attributes = json!({"content_attributes": anything()});
    let of_jane = json!({"id": heard, "sender": contact_sender(talk.contact, "Jane")});
    let of_ada = json!({"id": said, "sender": user_sender(&talk.ada)});
    let expected = json!({
        "error": "The conversation has messages that you have not seen",
        "messages": [
            merged(merged(talk.text(0, "Anybody there?"), of_jane), attributes.clone()),
            merged(merged(talk.text(1, "Yes"), of_ada), attributes),
        ],
    });
    talk.post(&talk.bob, late.clone()).assert(409, expected);
    events.assert_none();
    assert_eq!(talk.post(&talk.bot("Robo"), late).status, 409);
    // whoever is up to date posts
    let sent = talk.post(&talk.bob, json!({"content": "Hi", "if_last_message_id": said, "echo_id": "e1"})).id();
    // activities alone are no news
    talk.set(&talk.ada, "resolved");
    talk.post(&talk.bob, json!({"content": "there", "if_last_message_id": sent})).ok();
    // a message that was sent before is not late
    let again = json!({"content": "Hi", "if_last_message_id": said, "echo_id": "e1"});
    assert_eq!(talk.post(&talk.bob, again).id(), sent);
    let never = talk.post(&talk.bob, json!({"content": "x", "if_last_message_id": 0}));
    assert_eq!((never.status, never.body["messages"][0]["id"].as_i64()), (409, Some(seen)));
    talk.post(&talk.bob, json!({"content": "x", "if_last_message_id": null})).ok();
}
