//! The list of conversations: its form, its pages, whose it shows.

use serde_json::json;

use super::{NONE, counts, list, listed};
use crate::support::json::{any_time, merged};
use crate::support::shapes::{assignee, contact_sender, merged_at, message_inside, team};
use crate::support::{Company, Talk};

#[test]
fn a_list_shows_whole_conversations_below_their_counts() {
    let talk = Talk::new();
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [talk.bob.id]})).ok();
    talk.assign(&talk.ada, json!({"team_id": sales}));
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    talk.ada.post(&talk.path("/labels"), json!({"labels": ["billing"]})).ok();
    let id = talk.hear("Hello");
    let sender = json!({
        "id": id, "sender": contact_sender(talk.contact, "Jane"), "sender_type": "Contact", "sender_id": talk.contact,
    });
    let message = merged(message_inside(talk.company.id, talk.text(0, "Hello")), sender);
    let message = merged_at(message, "conversation", json!({"assignee_id": talk.bob.id, "unread_count": 1}));
    let jane = merged(talk.fresh()["meta"]["sender"].clone(), json!({"last_activity_at": any_time()}));
    let meta = json!({
        "sender": jane, "assignee": assignee(&talk, &talk.bob, "agent"), "assignee_type": "User",
        "team": merged(team(&talk, sales, "sales"), json!({"is_member": true})),
    });
    let conversation = merged(
        merged_at(talk.fresh(), "meta", meta),
        json!({
            "messages": [message.clone()], "last_non_activity_message": message, "labels": ["billing"], "unread_count": 1,
        }),
    );
    let counts = json!({"mine_count": 1, "assigned_count": 1, "unassigned_count": 0, "all_count": 1});
    let expected = json!({"data": {"meta": counts, "payload": [conversation]}});
    list(&talk, &talk.bob, "").assert(200, expected.clone());
    talk.bob.session().get(&talk.at("/conversations/")).assert(200, expected);
}

#[test]
fn an_empty_list_has_counts_as_well() {
    let acme = Company::new();
    let counts = json!({"mine_count": 0, "assigned_count": 0, "unassigned_count": 0, "all_count": 0});
    let empty = json!({"data": {"meta": counts, "payload": []}});
    for query in
        ["", "status=all", "status=unknown", "q=word", "labels[]=vip", "inbox_id=7", "conversation_type=mention"]
    {
        list(&acme, &acme.ada, query).assert(200, empty.clone());
        list(&acme, &acme.bob, query).assert(200, empty.clone());
    }
}

#[test]
fn the_newest_message_is_shown_and_beside_it_the_newest_that_somebody_said() {
    let talk = Talk::new();
    talk.say(&talk.bob, "Bye");
    talk.set(&talk.bob, "resolved");
    let shown = list(&talk, &talk.bob, "status=resolved").ok();
    let shown = &shown["data"]["payload"][0];
    assert_eq!(shown["messages"].as_array().unwrap().len(), 1);
    assert_eq!(shown["messages"][0]["content"], "Conversation was marked resolved by Bob");
    assert_eq!(shown["last_non_activity_message"]["content"], "Bye");
}

#[test]
fn a_page_has_25_and_the_counts_are_of_all() {
    let acme = Company::new();
    let (inbox, jane) = (acme.inbox("App")["id"].as_i64().unwrap(), acme.contact("Jane"));
    for _ in 0..27 {
        acme.conversation(inbox, jane);
    }
    let newest_first: Vec<i64> = (1..=27).rev().collect();
    assert_eq!(listed(&acme, &acme.ada, ""), newest_first[..25]);
    for query in ["page=1", "page=0", "page=", "status=all&assignee_type=all"] {
        assert_eq!(listed(&acme, &acme.ada, query), newest_first[..25], "{query}");
    }
    assert_eq!(listed(&acme, &acme.ada, "page=2"), newest_first[25..]);
    assert_eq!(listed(&acme, &acme.ada, "page=3"), NONE);
    assert_eq!(counts(&acme, &acme.ada, "page=3"), [0, 0, 27, 27]);
    // the same by the way of a filter
    for query in [format!("conversation_type=unattended&inbox_id={inbox}"), "source_id=".to_owned()] {
        assert_eq!(listed(&acme, &acme.ada, &query), newest_first[..25], "{query}");
        assert_eq!(listed(&acme, &acme.ada, &format!("{query}&page=2")), newest_first[25..], "{query}");
        assert_eq!(counts(&acme, &acme.ada, &query), [0, 0, 27, 27], "{query}");
    }
    // what was active lately comes as one page
    assert_eq!(listed(&acme, &acme.ada, "updated_within=3600&page=2"), newest_first);
    assert_eq!(counts(&acme, &acme.ada, "updated_within=3600"), [0, 0, 27, 27]);
}

#[test]
fn an_agent_sees_the_conversations_of_their_inboxes() {
    let talk = Talk::new();
    let cleo = talk.agent("Cleo");
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    let hidden = talk.conversation(other, talk.contact);
    // a team opens a conversation, but not the list
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [cleo.id]})).ok();
    talk.assign(&talk.ada, json!({"team_id": sales}));
    talk.assign(&talk.ada, json!({"assignee_id": cleo.id}));
    assert_eq!(listed(&talk, &talk.ada, "sort_by=created_at_asc"), [talk.id, hidden]);
    assert_eq!(counts(&talk, &talk.ada, ""), [0, 1, 1, 2]);
    assert_eq!(listed(&talk, &talk.bob, ""), [talk.id]);
    assert_eq!(counts(&talk, &talk.bob, ""), [0, 1, 0, 1]);
    assert_eq!(listed(&talk, &talk.bob, &format!("inbox_id={other}")), NONE);
    assert_eq!(counts(&talk, &talk.bob, &format!("inbox_id={other}")), [0, 0, 0, 0]);
    assert_eq!(listed(&talk, &cleo, "assignee_type=me"), NONE);
    talk.let_in(talk.inbox, &[&cleo]);
    assert_eq!(listed(&talk, &cleo, "assignee_type=me"), [talk.id]);
}

#[test]
fn the_list_is_for_members() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.at("/conversations");
    theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
    talk.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    talk.server.nobody().get(&path).assert_sign_in_first();
    talk.ada.get("/api/v1/accounts/9223372036854775807/conversations").assert_not_found();
    let their_inbox = format!("inbox_id={}", theirs.inbox);
    assert_eq!(listed(&talk, &talk.ada, &their_inbox), NONE);
    list(&talk, &talk.ada, &format!("team_id={}", theirs.team("Sales"))).assert_not_found();
}
