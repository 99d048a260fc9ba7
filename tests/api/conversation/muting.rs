//! Muted conversations: their contact is blocked.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::at_least;

#[test]
fn muting_blocks_the_contact_and_resolves() {
    let talk = Talk::new();
    let mut events = talk.events();
    talk.bob.post(&talk.path("/mute"), ()).assert_empty();
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        at_least(json!({"name": "contact_updated", "actor": actor, "changes": {"blocked": [false, true]}})),
        at_least(json!({"name": "conversation_updated", "actor": actor})),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "message_created"})),
    ]));
    let shown = talk.show();
    assert_eq!((&shown["muted"], &shown["status"]), (&json!(true), &json!("resolved")));
    assert_eq!(shown["meta"]["sender"]["blocked"], true);
    // once more changes nothing
    talk.bob.post(&talk.path("/mute"), ()).assert_empty();
    events.assert_none();
    // what the contact writes opens nothing
    talk.hear("Hello?");
    assert_eq!(talk.show()["status"], "resolved");
    talk.bob.post(&talk.path("/unmute"), ()).assert_empty();
    talk.bob.post(&talk.path("/unmute"), ()).assert_empty();
    let shown = talk.show();
    assert_eq!((&shown["muted"], &shown["status"]), (&json!(false), &json!("resolved")));
    let lines = [
        "Conversation was marked resolved by Bob",
        "Bob has muted the conversation",
        "Bob has unmuted the conversation",
    ];
    assert_eq!(talk.activities(), lines);
    talk.hear("Hello again");
    assert_eq!(talk.show()["status"], "open");
}
