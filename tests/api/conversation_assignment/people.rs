//! A conversation is given to a person or a bot.

use serde_json::{Value, json};

use super::{assert_nobody, assignee};
use crate::support::Talk;
use crate::support::body::form;
use crate::support::json::{any_id, at_least};
use crate::support::shapes;

#[test]
fn a_conversation_is_given_to_somebody() {
    let talk = Talk::new();
    let path = talk.path("/assignments");
    let mut events = talk.events();
    let answer = talk.ada.post(&path, json!({"assignee_id": talk.bob.id}));
    answer.assert(200, shapes::assignee(&talk, &talk.bob, "agent"));
    let meta = talk.show()["meta"].clone();
    assert_eq!((&meta["assignee"], &meta["assignee_type"]), (&answer.body, &json!("User")));
    let actor = json!(["User", talk.ada.id]);
    events.assert(json!([
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"assignee_id": [null, talk.bob.id]},
        },
        {"name": "message_created", "subject_id": any_id(), "conversation": 1, "actor": actor, "changes": {}},
    ]));
    assert_eq!(talk.activities(), ["Assigned to Bob by Ada"]);
    // the same again is answered, and nothing else
    talk.ada.post(&path, json!({"assignee_id": talk.bob.id})).assert(200, answer.body);
    events.assert_none();
}

#[test]
fn people_take_conversations_and_hand_them_on() {
    let talk = Talk::new();
    talk.assign(&talk.bob, json!({"assignee_id": talk.bob.id}));
    talk.assign(&talk.bob, json!({"assignee_id": talk.ada.id.to_string()}));
    let mut events = talk.events();
    let nobody = talk.bob.post(&talk.path("/assignments"), json!({"assignee_id": null}));
    assert_nobody(&nobody);
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": {"assignee_id": [talk.ada.id, null]}})),
        at_least(json!({"name": "message_created"})),
    ]));
    assert_nobody(&talk.bob.post(&talk.path("/assignments"), json!({"assignee_id": null})));
    events.assert_none();
    let notes = ["Bob self-assigned this conversation", "Assigned to Ada by Bob", "Conversation unassigned by Bob"];
    assert_eq!(talk.activities(), notes);
}

#[test]
fn an_unknown_person_takes_it_away() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.path("/assignments");
    for unknown in [json!(i64::MAX), json!(0), json!(theirs.bob.id), json!("")] {
        talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
        assert_nobody(&talk.ada.post(&path, json!({"assignee_id": unknown})));
        assert_eq!(assignee(&talk), None, "{unknown}");
        assert_eq!(talk.activities().last().unwrap(), "Conversation unassigned by Ada");
    }
}

#[test]
fn without_a_key_nothing_happens() {
    let talk = Talk::new();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let mut events = talk.events();
    for sent in [json!({}), Value::Null, json!({"unknown": 1})] {
        assert_nobody(&talk.ada.post(&talk.path("/assignments"), sent));
    }
    events.assert_none();
    assert_eq!(assignee(&talk), Some(talk.bob.id));
}

#[test]
fn membership_of_the_inbox_does_not_matter() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    let answer = talk.bob.post(&talk.path("/assignments"), form([("assignee_id", cleo.id.to_string())]));
    answer.assert(200, shapes::assignee(&talk, &cleo, "agent"));
}

#[test]
fn a_bot_takes_care() {
    let talk = Talk::new();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let robo = talk.bot("Robo");
    let mut events = talk.events();
    let answer =
        talk.ada.post(&talk.path("/assignments"), json!({"assignee_id": robo.id, "assignee_type": "AgentBot"}));
    answer.assert(200, shapes::slim_bot(&talk, &robo));
    let meta = talk.show()["meta"].clone();
    assert_eq!((&meta["assignee"], &meta["assignee_type"]), (&answer.body, &json!("AgentBot")));
    events.assert(json!([
        at_least(json!({
            "name": "conversation_updated",
            "changes": {"assignee_id": [talk.bob.id, null], "assignee_agent_bot_id": [null, robo.id]},
        })),
        at_least(json!({"name": "message_created"})),
    ]));
    // an unknown one changes nothing, whoever has it
    let theirs = Talk::new().bot("Robo");
    for unknown in [json!(i64::MAX), json!(theirs.id), json!(null)] {
        let sent = json!({"assignee_id": unknown, "assignee_type": "AgentBot"});
        assert_nobody(&talk.ada.post(&talk.path("/assignments"), sent));
    }
    events.assert_none();
    assert_eq!(assignee(&talk), Some(robo.id));
    // a person takes over
    talk.assign(&talk.bob, json!({"assignee_id": talk.bob.id}));
    let meta = talk.show()["meta"].clone();
    assert_eq!((&meta["assignee"]["id"], &meta["assignee_type"]), (&json!(talk.bob.id), &json!("User")));
}

#[test]
fn a_system_bot_takes_care_and_a_bot_assigns() {
    let talk = Talk::new();
    let system = talk
        .platform
        .post("/platform/api/v1/agent_bots", json!({"name": "House", "outgoing_url": "http://127.0.0.1:9/"}));
    let system = system.id();
    let answer = talk.ada.post(&talk.path("/assignments"), json!({"assignee_id": system, "assignee_type": "AgentBot"}));
    // where a system bot is told what happens is nobody's business here
    answer.assert(
        200,
        json!({"id": system, "name": "House", "description": null, "thumbnail": "", "bot_type": "webhook"}),
    );
    talk.platform.delete(&format!("/platform/api/v1/agent_bots/{system}"), ()).assert_empty();
    assert_eq!(assignee(&talk), None);
    let robo = talk.bot("Robo");
    talk.assign(&robo, json!({"assignee_id": talk.bob.id}));
    assert_eq!(assignee(&talk), Some(talk.bob.id));
    assert_eq!(talk.activities().last().unwrap(), "Assigned to Bob by Robo");
}

#[test]
fn only_who_sees_a_conversation_may_assign_it() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.path("/assignments");
    let (cleo, foreign) = (talk.agent("Cleo"), theirs.bot("Robo"));
    let mut events = talk.events();
    let take = json!({"assignee_id": cleo.id});
    cleo.post(&path, take.clone()).assert_not_allowed();
    theirs.ada.post(&path, take.clone()).assert_error(401, "You are not authorized to access this account");
    foreign.post(&path, take.clone()).assert_error(401, "Bot is not authorized to access this account");
    talk.server.nobody().post(&path, take.clone()).assert_sign_in_first();
    talk.ada.post(&talk.at("/conversations/2/assignments"), take.clone()).assert_not_found();
    events.assert_none();
    // to give it away is to lose sight of it, for a member of its team only
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [cleo.id]})).ok();
    talk.assign(&talk.bob, json!({"team_id": sales}));
    cleo.post(&path, take).assert(200, shapes::assignee(&talk, &cleo, "agent"));
    talk.assign(&cleo, json!({"team_id": null}));
    cleo.post(&path, json!({"team_id": sales})).assert_not_allowed();
}
