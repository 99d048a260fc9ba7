//! Whose turn it is: the inbox gives its open conversations to those at work, who waited longest first.

use serde_json::json;

use super::assignee;
use crate::support::Talk;
use crate::support::clients::Person;
use crate::support::json::at_least;

/// An inbox with three people at work, who came one after the other.
fn crew() -> (Talk, [Person; 3]) {
    let talk = Talk::new();
    talk.ada.delete(&talk.at("/inbox_members"), json!({"inbox_id": talk.inbox, "user_ids": [talk.bob.id]})).ok();
    let crew = ["Cleo", "Dan", "Eve"].map(|name| {
        let person = talk.worker(name);
        talk.let_in(talk.inbox, &[&person]);
        person
    });
    (talk, crew)
}

/// Who gets a new conversation.
fn next(talk: &Talk) -> Option<i64> {
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    let made = talk.ada.post(&talk.at("/conversations"), new).ok();
    made["meta"].get("assignee").map(|assignee| assignee["id"].as_i64().unwrap())
}

#[test]
fn everybody_gets_their_turn() {
    let (talk, [cleo, dan, eve]) = crew();
    let turns = [0; 5].map(|_| next(&talk));
    assert_eq!(turns, [&cleo, &dan, &eve, &cleo, &dan].map(|person| Some(person.id)));
    // who is new comes last
    let fay = talk.worker("Fay");
    talk.let_in(talk.inbox, &[&fay]);
    let turns = [0; 4].map(|_| next(&talk));
    assert_eq!(turns, [&eve, &cleo, &dan, &fay].map(|person| Some(person.id)));
}

#[test]
fn who_is_away_is_passed_over_and_keeps_their_place() {
    let (talk, [cleo, dan, eve]) = crew();
    let change = |person: &Person, change| talk.ada.patch(&talk.at(&format!("/agents/{}", person.id)), change).ok();
    change(&cleo, json!({"availability": "busy"}));
    assert_eq!(next(&talk), Some(dan.id));
    change(&eve, json!({"availability": "offline"}));
    assert_eq!(next(&talk), Some(dan.id));
    // absent: there is no connection that would show them as present
    change(&dan, json!({"auto_offline": true}));
    assert_eq!(next(&talk), None);
    change(&cleo, json!({"availability": "online"}));
    change(&eve, json!({"availability": "online"}));
    assert_eq!([next(&talk), next(&talk)], [Some(cleo.id), Some(eve.id)]);
}

#[test]
fn who_left_the_inbox_is_out_of_turn() {
    let (talk, [cleo, dan, eve]) = crew();
    talk.ada.delete(&talk.at("/inbox_members"), json!({"inbox_id": talk.inbox, "user_ids": [cleo.id]})).ok();
    assert_eq!([next(&talk), next(&talk), next(&talk)], [Some(dan.id), Some(eve.id), Some(dan.id)]);
}

#[test]
fn an_inbox_may_leave_it_to_people() {
    let (talk, _) = crew();
    talk.ada.patch(&talk.at(&format!("/inboxes/{}", talk.inbox)), json!({"enable_auto_assignment": false})).ok();
    assert_eq!(next(&talk), None);
    talk.set(&talk.ada, "resolved");
    talk.set(&talk.ada, "open");
    assert_eq!(assignee(&talk), None);
}

#[test]
fn a_new_conversation_is_handed_out_without_a_word() {
    let (talk, [cleo, ..]) = crew();
    let mut events = talk.events();
    assert_eq!(next(&talk), Some(cleo.id));
    events.assert_names(&["contact_inbox_created", "conversation_created"]);
    let messages = talk.ada.get(&talk.at("/conversations/2/messages")).ok();
    assert_eq!((&messages["payload"], &messages["meta"]["assignee"]["id"]), (&json!([]), &json!(cleo.id)));
    // only what is open is handed out
    for status in ["resolved", "pending", "snoozed"] {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": status});
        let made = talk.ada.post(&talk.at("/conversations"), new).ok();
        assert_eq!(made["meta"].get("assignee"), None, "{status}");
    }
}

#[test]
fn what_is_opened_is_handed_out() {
    let (talk, [cleo, dan, _]) = crew();
    assert_eq!(assignee(&talk), None);
    talk.set(&talk.ada, "resolved");
    let mut events = talk.events();
    talk.set(&talk.ada, "open");
    assert_eq!(assignee(&talk), Some(cleo.id));
    let changes = json!({"status": ["resolved", "open"], "assignee_id": [null, cleo.id]});
    events.assert(json!([
        at_least(json!({"name": "conversation_updated", "changes": changes})),
        at_least(json!({"name": "message_created"})),
        at_least(json!({"name": "message_created"})),
    ]));
    assert_eq!(talk.activities()[1..], ["Conversation was reopened by Ada", "Assigned to Cleo by Ada"]);
    // a member of the inbox keeps it
    talk.set(&talk.ada, "pending");
    talk.set(&talk.ada, "open");
    assert_eq!(assignee(&talk), Some(cleo.id));
    // anybody else does not
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.set(&talk.ada, "resolved");
    talk.set(&talk.ada, "open");
    assert_eq!(assignee(&talk), Some(dan.id));
}

#[test]
fn who_is_named_for_a_new_conversation_must_be_in_its_inbox() {
    let (talk, [cleo, dan, _]) = crew();
    let begin = |assignee: i64| {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "assignee_id": assignee});
        talk.ada.post(&talk.at("/conversations"), new).ok()["meta"]["assignee"]["id"].clone()
    };
    assert_eq!(begin(dan.id), dan.id);
    // Ada is not: it goes to whose turn it is
    assert_eq!(begin(talk.ada.id), cleo.id);
}

#[test]
fn what_comes_at_the_same_time_is_shared_out_evenly() {
    let (talk, crew) = crew();
    let made: Vec<(i64, i64)> = std::thread::scope(|scope| {
        let begin = || {
            let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
            let made = talk.ada.post(&talk.at("/conversations"), new).ok();
            (made["id"].as_i64().unwrap(), made["meta"]["assignee"]["id"].as_i64().unwrap())
        };
        let workers: Vec<_> = (0..3).map(|_| scope.spawn(move || [0; 8].map(|_| begin()))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let mut ids: Vec<i64> = made.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    assert_eq!(ids, (2..26).collect::<Vec<i64>>(), "each number once");
    for person in &crew {
        assert_eq!(made.iter().filter(|(_, assignee)| *assignee == person.id).count(), 8, "{}", person.name);
    }
}
