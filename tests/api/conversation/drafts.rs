//! What agents have begun to write.

use serde_json::json;

use crate::support::Talk;

#[test]
fn a_draft_is_its_writers_alone() {
    let talk = Talk::new();
    let path = talk.path("/draft_messages");
    let mut events = talk.events();
    talk.bob.get(&path).assert(200, json!({"has_draft": false}));
    talk.bob.patch(&path, json!({"draft_message": {"message": "Dear J"}})).assert_empty();
    talk.bob.put(&path, json!({"message": "Dear Jane"})).assert_empty();
    talk.bob.get(&path).assert(200, json!({"has_draft": true, "message": "Dear Jane"}));
    talk.ada.get(&path).assert(200, json!({"has_draft": false}));
    talk.ada.patch(&path, json!({"draft_message": {"message": ""}})).assert_empty();
    talk.ada.get(&path).assert(200, json!({"has_draft": true, "message": ""}));
    talk.bob.delete(&path, ()).assert_empty();
    talk.bob.delete(&path, ()).assert_empty();
    talk.bob.get(&path).assert(200, json!({"has_draft": false}));
    let long = talk.bob.patch(&path, json!({"message": "x".repeat(150_001)}));
    long.assert_invalid(&[("message", "Message is too long (maximum is 150000 characters)")]);
    talk.bob.get(&talk.at("/conversations/2/draft_messages")).assert_not_found();
    events.assert_none();
}
