//! Custom attributes of a conversation, and the copy by mail that is not sent yet.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::at_least;

#[test]
fn custom_attributes_are_replaced_as_a_whole() {
    let talk = Talk::new();
    let path = talk.path("/custom_attributes");
    let mut events = talk.events();
    let first = json!({"custom_attributes": {"order": 7, "vip": true}});
    talk.bob.post(&path, first.clone()).assert(200, first.clone());
    events.assert(json!([at_least(json!({
        "name": "conversation_updated", "actor": ["User", talk.bob.id],
        "changes": {"custom_attributes": [{}, {"order": 7, "vip": true}]},
    }))]));
    talk.bob.post(&path, first.clone()).assert(200, first);
    events.assert_none();
    let second = json!({"custom_attributes": {"plan": {"name": "pro"}}});
    talk.ada.post(&path, second.clone()).assert(200, second.clone());
    assert_eq!(talk.show()["custom_attributes"], second["custom_attributes"]);
    assert_eq!(talk.activities(), Vec::<String>::new());
    let long = json!({"custom_attributes": {"a": "x".repeat(1501)}});
    let refusal = "Custom attributes a length should be < 1500";
    talk.ada.post(&path, long).assert_invalid(&[("custom_attributes", refusal)]);
    let bot = talk.bot("Robo");
    bot.post(&path, ()).assert(200, json!({"custom_attributes": {}}));
}

#[test]
fn a_transcript_is_not_pretended() {
    let talk = Talk::new();
    let path = talk.path("/transcript");
    talk.bob.post(&path, ()).assert_error(422, "email param missing");
    talk.bob.post(&path, json!({"email": " "})).assert_error(422, "email param missing");
    let refused = talk.bob.post(&path, json!({"email": "jane@example.com"}));
    refused.assert_error(422, "This server does not send mail yet");
    talk.bob.post(&talk.at("/conversations/2/transcript"), ()).assert_not_found();
}
