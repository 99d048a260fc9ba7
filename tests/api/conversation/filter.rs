//! The filters of the list.

use serde_json::json;

use super::{NONE, counts, list, listed, source_id};
use crate::support::clients::Client;
use crate::support::{Company, Talk};

/// Sorted, for lists in which only the members matter.
fn members(company: &Company, who: &Client, query: &str) -> Vec<i64> {
    let mut ids = listed(company, who, query);
    ids.sort_unstable();
    ids
}

#[test]
fn each_status_has_its_list_and_open_is_the_first() {
    let talk = Talk::new();
    for status in ["resolved", "pending", "snoozed"] {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": status});
        talk.ada.post(&talk.at("/conversations"), new).ok();
    }
    for (query, expected) in [
        ("", vec![1]),
        ("status=", vec![1]),
        ("status=open", vec![1]),
        ("status=resolved", vec![2]),
        ("status=pending", vec![3]),
        ("status=bot", vec![3]),
        ("status=snoozed", vec![4]),
        ("status=all", vec![1, 2, 3, 4]),
        ("status=closed", vec![]),
    ] {
        assert_eq!(members(&talk, &talk.bob, query), expected, "{query}");
        assert_eq!(counts(&talk, &talk.bob, query)[3], expected.len() as i64, "{query}");
    }
}

#[test]
fn the_counts_do_not_depend_on_whose_conversations_are_listed() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    talk.let_in(talk.inbox, &[&cleo]);
    for assignee in [Some(&talk.bob), Some(&cleo), Some(&cleo), None] {
        let new = json!({
            "inbox_id": talk.inbox, "contact_id": talk.contact, "assignee_id": assignee.map(|person| person.id),
        });
        talk.ada.post(&talk.at("/conversations"), new).ok();
    }
    for (filter, expected) in [
        ("assignee_type=me", vec![2]),
        ("assignee_type=unassigned", vec![1, 5]),
        ("assignee_type=assigned", vec![2, 3, 4]),
        ("assignee_type=all", vec![1, 2, 3, 4, 5]),
        ("", vec![1, 2, 3, 4, 5]),
    ] {
        // by the kept counts, and by counting
        for more in ["", "&conversation_type=unattended"] {
            let query = format!("{filter}{more}");
            assert_eq!(members(&talk, &talk.bob, &query), expected, "{query}");
            assert_eq!(counts(&talk, &talk.bob, &query), [1, 3, 2, 5], "{query}");
            assert_eq!(counts(&talk, &cleo, &query), [2, 3, 2, 5], "{query}");
            assert_eq!(counts(&talk, &talk.ada, &query), [0, 3, 2, 5], "{query}");
        }
    }
}

#[test]
fn an_inbox_and_a_team_have_lists_of_their_own() {
    let talk = Talk::new();
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    talk.conversation(other, talk.contact);
    let (sales, empty) = (talk.team("Sales"), talk.team("Empty"));
    let new = json!({"inbox_id": other, "contact_id": talk.contact, "team_id": sales});
    talk.ada.post(&talk.at("/conversations"), new).ok();
    assert_eq!(members(&talk, &talk.ada, &format!("inbox_id={other}")), [2, 3]);
    assert_eq!(counts(&talk, &talk.ada, &format!("inbox_id={}", talk.inbox)), [0, 0, 1, 1]);
    assert_eq!(members(&talk, &talk.ada, &format!("team_id={sales}")), [3]);
    assert_eq!(counts(&talk, &talk.ada, &format!("team_id={sales}")), [0, 0, 1, 1]);
    assert_eq!(members(&talk, &talk.ada, &format!("team_id={sales}&inbox_id={}", talk.inbox)), NONE);
    assert_eq!(members(&talk, &talk.ada, &format!("team_id={empty}")), NONE);
    list(&talk, &talk.ada, "team_id=9223372036854775807").assert_not_found();
}

#[test]
fn any_of_some_labels_will_do() {
    let talk = Talk::new();
    for labels in [json!(["billing", "vip"]), json!(["shipping"]), json!([])] {
        let id = talk.conversation(talk.inbox, talk.contact);
        talk.ada.post(&talk.at(&format!("/conversations/{id}/labels")), json!({"labels": labels})).ok();
    }
    for (query, expected) in [
        ("labels[]=vip", vec![2]),
        ("labels[]=vip&labels[]=billing", vec![2]),
        ("labels[]=vip&labels[]=shipping", vec![2, 3]),
        ("labels=vip&labels=shipping", vec![2, 3]),
        ("labels=vip,shipping", vec![2, 3]),
        ("labels%5B%5D=shipping", vec![3]),
        ("labels[]=unknown", vec![]),
        ("labels[]=bill", vec![]),
        ("labels[]=vip&status=resolved", vec![]),
    ] {
        assert_eq!(members(&talk, &talk.bob, query), expected, "{query}");
        assert_eq!(counts(&talk, &talk.bob, query), [0, 0, expected.len() as i64, expected.len() as i64], "{query}");
    }
}

#[test]
fn words_are_searched_in_what_was_said_whatever_the_status() {
    let talk = Talk::new();
    talk.hear("Where is my PARCEL from Zürich?");
    talk.set(&talk.ada, "resolved");
    let second = talk.conversation(talk.inbox, talk.contact);
    talk.message(&talk.bob, second, "Your parcel is on its way");
    let third = talk.conversation(talk.inbox, talk.contact);
    talk.ada.post(&talk.at(&format!("/conversations/{third}/toggle_status")), json!({"status": "pending"})).ok();
    for (query, expected) in [
        ("q=parcel", vec![1, 2]),
        ("q=Parcel%20is", vec![1, 2]),
        ("q=my+parc", vec![1]),
        ("q=z%C3%BCrich", vec![1]),
        ("q=way&status=resolved", vec![2]),
        ("q=parcel&status=open", vec![1, 2]),
        ("q=parcel&assignee_type=me", vec![]),
        // a line of the log is nothing said
        ("q=marked", vec![]),
        ("q=nothing", vec![]),
        ("q=%25", vec![]),
        ("q=%22%20OR%20%22", vec![]),
    ] {
        assert_eq!(members(&talk, &talk.bob, query), expected, "{query}");
    }
    assert_eq!(counts(&talk, &talk.bob, "q=parcel&assignee_type=me"), [0, 0, 2, 2]);
    assert_eq!(members(&talk, &talk.agent("Cleo"), "q=parcel"), NONE);
}

#[test]
fn who_was_mentioned_finds_it_again() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    talk.let_in(talk.inbox, &[&cleo]);
    let note = format!("Ask [@Bob](mention://user/{}/Bob)", talk.bob.id);
    talk.post(&talk.ada, json!({"content": note})).ok();
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=mention"), NONE, "only notes mention people");
    talk.post(&talk.ada, json!({"content": note, "private": true})).ok();
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=mention"), [1]);
    assert_eq!(counts(&talk, &talk.bob, "conversation_type=mention"), [0, 0, 1, 1]);
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=participating"), [1]);
    for other in [&talk.ada, &cleo] {
        assert_eq!(listed(&talk, other, "conversation_type=mention"), NONE);
    }
    // a team is all its members
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [cleo.id]})).ok();
    let note = format!("Who knows, [@Sales](mention://team/{sales}/Sales)?");
    talk.post(&talk.bob, json!({"content": note, "private": true})).ok();
    assert_eq!(listed(&talk, &cleo, "conversation_type=mention"), [1]);
    assert_eq!(listed(&talk, &cleo, "conversation_type=mention&status=resolved"), NONE);
}

#[test]
fn who_took_care_participates() {
    let talk = Talk::new();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.assign(&talk.ada, json!({"assignee_id": null}));
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=participating"), [1]);
    assert_eq!(listed(&talk, &talk.ada, "conversation_type=participating"), NONE);
}

#[test]
fn unattended_is_what_still_waits_for_an_answer() {
    let talk = Talk::new();
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=unattended"), [1]);
    talk.say(&talk.bob, "Hi");
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=unattended"), NONE);
    talk.hear("And now?");
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=unattended"), [1]);
    assert_eq!(listed(&talk, &talk.bob, "conversation_type=something"), [1], "as if it was not there");
}

#[test]
fn a_source_id_finds_the_conversations_of_its_contact() {
    let talk = Talk::new();
    let joe = talk.contact("Joe");
    let new = json!({"inbox_id": talk.inbox, "contact_id": joe, "source_id": "joe 7"});
    talk.ada.post(&talk.at("/conversations"), new).ok();
    assert_eq!(listed(&talk, &talk.bob, "source_id=joe%207"), [2]);
    assert_eq!(listed(&talk, &talk.bob, "source_id=joe%207&status=resolved"), NONE);
    let janes = source_id(&talk, talk.contact);
    assert_eq!(listed(&talk, &talk.bob, &format!("source_id={}", janes.as_str().unwrap())), [1]);
    assert_eq!(listed(&talk, &talk.bob, "source_id=unknown"), NONE);
}

#[test]
fn only_what_was_active_lately() {
    let talk = Talk::new();
    talk.conversation(talk.inbox, talk.contact);
    let hours_ago = "update conversations set last_activity_at = last_activity_at - 7200000";
    talk.server.alter(&format!("{hours_ago} where account_id = {} and display_id = 1", talk.company.id));
    assert_eq!(listed(&talk, &talk.bob, "updated_within=3600"), [2]);
    assert_eq!(listed(&talk, &talk.bob, "updated_within=9000"), [2, 1]);
    assert_eq!(listed(&talk, &talk.bob, "updated_within=0"), NONE);
    assert_eq!(listed(&talk, &talk.bob, "updated_within=3600&status=resolved"), NONE);
}
