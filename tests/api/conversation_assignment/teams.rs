//! A conversation is given to a team.

use serde_json::json;

use super::{assert_nobody, assignee};
use crate::support::Talk;
use crate::support::clients::Person;
use crate::support::json::{any_id, at_least};
use crate::support::shapes::team_record;

/// A team with these members.
fn team(talk: &Talk, name: &str, members: &[&Person]) -> i64 {
    let team = talk.team(name);
    let ids: Vec<i64> = members.iter().map(|person| person.id).collect();
    talk.ada.post(&talk.at(&format!("/teams/{team}/team_members")), json!({"user_ids": ids})).ok();
    team
}

#[test]
fn a_team_gets_a_conversation() {
    let talk = Talk::new();
    let sales = team(&talk, "Sales", &[&talk.bob]);
    let mut events = talk.events();
    let answer = talk.ada.post(&talk.path("/assignments"), json!({"team_id": sales}));
    answer.assert(200, team_record(&talk, sales, "sales"));
    let meta = talk.show()["meta"].clone();
    assert_eq!((&meta["team"]["id"], meta.get("assignee")), (&json!(sales), None));
    let actor = json!(["User", talk.ada.id]);
    events.assert(json!([
        {
            "name": "conversation_updated", "subject_id": any_id(), "conversation": 1, "actor": actor,
            "changes": {"team_id": [null, sales]},
        },
        at_least(json!({"name": "message_created", "actor": actor})),
    ]));
    talk.assign(&talk.ada, json!({"team_id": sales.to_string()}));
    events.assert_none();
    assert_nobody(&talk.ada.post(&talk.path("/assignments"), json!({"team_id": null})));
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": {"team_id": [sales, null]}})),
        at_least(json!({"name": "message_created"})),
    ]));
    assert!(talk.show()["meta"].get("team").is_none());
    assert_eq!(talk.activities(), ["Assigned to sales by Ada", "Unassigned from sales by Ada"]);
}

#[test]
fn an_unknown_team_is_none() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let (sales, foreign) = (team(&talk, "Sales", &[]), theirs.team("Sales"));
    for unknown in [json!(i64::MAX), json!(0), json!(foreign)] {
        talk.assign(&talk.ada, json!({"team_id": sales}));
        assert_nobody(&talk.ada.post(&talk.path("/assignments"), json!({"team_id": unknown})));
        assert!(talk.show()["meta"].get("team").is_none(), "{unknown}");
    }
}

#[test]
fn an_assignee_counts_more_than_a_team() {
    let talk = Talk::new();
    let sales = team(&talk, "Sales", &[]);
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id, "team_id": sales}));
    assert_eq!(assignee(&talk), Some(talk.bob.id));
    assert_nobody(&talk.ada.post(&talk.path("/assignments"), json!({"assignee_id": null, "team_id": sales})));
    let meta = talk.show()["meta"].clone();
    assert_eq!((meta.get("team"), meta.get("assignee")), (None, None));
}

#[test]
fn the_next_of_the_team_gets_it() {
    let talk = Talk::new();
    let (cleo, dan) = (talk.worker("Cleo"), talk.worker("Dan"));
    talk.let_in(talk.inbox, &[&cleo]);
    // Dan is at work but not in the inbox, Bob in the inbox but not at work
    let sales = team(&talk, "Sales", &[&talk.bob, &cleo, &dan]);
    let mut events = talk.events();
    talk.assign(&talk.ada, json!({"team_id": sales}));
    assert_eq!(assignee(&talk), Some(cleo.id));
    let changes = json!({"team_id": [null, sales], "assignee_id": [null, cleo.id]});
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": changes})),
        at_least(json!({"name": "message_created"})),
    ]));
    assert_eq!(talk.activities(), ["Assigned to Cleo via sales by Ada"]);
}

#[test]
fn a_team_may_want_to_choose_itself() {
    let talk = Talk::new();
    talk.at_work(&talk.bob);
    let sales = team(&talk, "Sales", &[&talk.bob]);
    talk.ada.patch(&talk.at(&format!("/teams/{sales}")), json!({"allow_auto_assign": false})).ok();
    talk.assign(&talk.ada, json!({"team_id": sales}));
    assert_eq!(assignee(&talk), None);
    assert_eq!(talk.activities(), ["Assigned to sales by Ada"]);
}

#[test]
fn who_is_not_in_the_new_team_loses_it() {
    let talk = Talk::new();
    let (sales, night) = (team(&talk, "Sales", &[&talk.bob]), team(&talk, "Night", &[&talk.ada]));
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.assign(&talk.ada, json!({"team_id": sales}));
    assert_eq!(assignee(&talk), Some(talk.bob.id), "a member keeps it");
    let mut events = talk.events();
    talk.assign(&talk.ada, json!({"team_id": night}));
    assert_eq!(assignee(&talk), None);
    let changes = json!({"team_id": [sales, night], "assignee_id": [talk.bob.id, null]});
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": changes})),
        at_least(json!({"name": "message_created"})),
    ]));
    // the text about the team stands for both
    assert_eq!(talk.activities(), ["Assigned to Bob by Ada", "Assigned to sales by Ada", "Assigned to night by Ada"]);
}

#[test]
fn a_team_that_is_deleted_leaves_its_conversations() {
    let talk = Talk::new();
    let sales = team(&talk, "Sales", &[&talk.bob]);
    talk.assign(&talk.ada, json!({"team_id": sales}));
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.ada.delete(&talk.at(&format!("/teams/{sales}")), ()).assert_empty();
    let meta = talk.show()["meta"].clone();
    assert_eq!((meta.get("team"), &meta["assignee"]["id"]), (None, &json!(talk.bob.id)));
}
