//! How urgent a conversation is.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::{any_id, any_precise_time, any_time, anything, at_least, merged};

#[test]
fn a_priority_is_set_changed_and_removed() {
    let talk = Talk::new();
    let (path, toggle) = (talk.path(""), talk.path("/toggle_priority"));
    let mut events = talk.events();
    let expected = merged(
        talk.fresh(),
        json!({
            "priority": "low", "messages": [anything()], "updated_at": any_precise_time(), "last_activity_at": any_time(),
            "timestamp": any_time(),
        }),
    );
    talk.bob.patch(&path, json!({"priority": "low"})).assert(200, expected.clone());
    let actor = json!(["User", talk.bob.id]);
    events.assert(json!([
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"priority": [null, "low"]},
        },
        {"name": "message_created", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": {}},
    ]));
    // what is not named stays
    talk.bob.patch(&path, json!({"status": "resolved"})).assert(200, expected);
    events.assert_none();
    talk.bob.post(&toggle, json!({"priority": "urgent"})).assert_empty();
    talk.bob.post(&toggle, json!({"priority": "urgent"})).assert_empty();
    talk.bob.post(&toggle, json!({"priority": null})).assert_empty();
    talk.bob.post(&toggle, ()).assert_empty();
    let bot = talk.bot("Robo");
    bot.patch(&path, json!({"priority": "medium"}))
        .assert(200, at_least(json!({"priority": "medium", "status": "open"})));
    bot.patch(&path, json!({"priority": ""})).assert(200, at_least(json!({"priority": null})));
    let lines = [
        "Bob set the priority to low",
        "Bob changed the priority from low to urgent",
        "Bob removed the priority",
        "Robo set the priority to medium",
        "Robo removed the priority",
    ];
    assert_eq!(talk.activities(), lines);
    for wrong in [json!({"priority": "x"}), json!({"priority": "HIGH"})] {
        let text = format!("'{}' is not a valid priority", wrong["priority"].as_str().unwrap());
        talk.bob.patch(&path, wrong.clone()).assert_error(422, &text);
        talk.bob.post(&toggle, wrong).assert_error(422, &text);
    }
    talk.bob.patch(&talk.at("/conversations/2"), json!({"priority": "low"})).assert_not_found();
}
