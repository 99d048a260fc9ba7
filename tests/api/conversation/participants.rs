//! Who follows a conversation.

use serde_json::json;

use super::listed;
use crate::support::Talk;
use crate::support::json::{any_id, merged};
use crate::support::shapes::agent;

#[test]
fn who_may_see_a_conversation_may_follow_it() {
    let talk = Talk::new();
    let path = talk.path("/participants");
    let bob = agent(&talk, &talk.bob, "agent");
    let ada = agent(&talk, &talk.ada, "administrator");
    talk.bob.get(&path).assert(200, json!([]));
    let mut events = talk.events();
    talk.bob.post(&path, json!({"user_ids": [talk.bob.id]})).assert(200, json!([bob]));
    events.assert(json!([{
        "name": "conversation_participants_changed", "subject_id": any_id(), "conversation": 1,
        "actor": ["User", talk.bob.id], "changes": {"user_ids": [[], [talk.bob.id]]},
    }]));
    // only those who are new are answered
    talk.bob.post(&path, json!({"user_ids": [talk.bob.id, talk.ada.id]})).assert(200, json!([ada]));
    talk.bob.post(&path, json!({"user_ids": [talk.bob.id]})).assert(200, json!([]));
    talk.ada.get(&path).assert(200, json!([ada, bob]));
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=participating"), [1]);
    talk.bob.put(&path, json!({"user_ids": [talk.ada.id]})).assert(200, json!([ada]));
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=participating"), super::NONE);
    talk.bob.delete(&path, json!({"user_ids": [talk.ada.id, talk.bob.id]})).assert_empty();
    talk.bob.get(&path).assert(200, json!([]));
    // somebody of the team may, somebody of another inbox may not
    let cleo = talk.agent("Cleo");
    let refused = talk.bob.post(&path, json!({"user_ids": [talk.bob.id, cleo.id]}));
    refused.assert_invalid(&[("user", "User must have inbox access")]);
    talk.bob.patch(&path, json!({"user_ids": [i64::MAX]})).assert_invalid(&[("user", "User must have inbox access")]);
    talk.bob.get(&path).assert(200, json!([]));
    let team = talk.team("night");
    talk.ada.post(&talk.at(&format!("/teams/{team}/team_members")), json!({"user_ids": [cleo.id]})).ok();
    talk.assign(&talk.ada, json!({"team_id": team}));
    let shown = merged(agent(&talk, &cleo, "agent"), json!({}));
    cleo.post(&path, json!({"user_ids": [cleo.id]})).assert(200, json!([shown]));
}
