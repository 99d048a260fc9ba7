//! The orders of the list.

use serde_json::json;

use super::listed;
use crate::support::Talk;

/// Changes a conversation where the API cannot, or not with certainty: two calls may fall into one millisecond.
fn set(talk: &Talk, id: i64, change: &str) {
    let account = talk.company.id;
    talk.server.alter(&format!("update conversations set {change} where account_id = {account} and display_id = {id}"));
}

#[test]
fn conversations_are_listed_by_their_activity_or_their_age() {
    let talk = Talk::new();
    for _ in 0..2 {
        talk.conversation(talk.inbox, talk.contact);
    }
    talk.hear("first again");
    set(&talk, 1, "last_activity_at = last_activity_at + 1");
    for (sort_by, expected) in [
        ("", [1, 3, 2]),
        ("latest", [1, 3, 2]),
        ("last_activity_at_desc", [1, 3, 2]),
        ("last_activity_at_asc", [2, 3, 1]),
        ("created_at_asc", [1, 2, 3]),
        ("sort_on_created_at", [1, 2, 3]),
        ("created_at_desc", [3, 2, 1]),
        ("colour", [1, 3, 2]),
    ] {
        // walked in its order, and sorted
        for more in ["", "&conversation_type=unattended", "&updated_within=3600"] {
            assert_eq!(listed(&talk, &talk.bob, &format!("sort_by={sort_by}{more}")), expected, "{sort_by}{more}");
        }
    }
}

#[test]
fn who_waits_longest_is_first() {
    let talk = Talk::new();
    for _ in 0..3 {
        talk.conversation(talk.inbox, talk.contact);
    }
    // answered, and waiting again since just now
    talk.say(&talk.bob, "Hi");
    talk.hear("And now?");
    // answered
    talk.message(&talk.bob, 3, "Hi");
    set(&talk, 2, "waiting_since = waiting_since - 1");
    for (sort_by, expected) in [
        ("waiting_since_asc", [2, 4, 1, 3]),
        ("sort_on_waiting_since", [2, 4, 1, 3]),
        ("waiting_since_desc", [1, 4, 2, 3]),
    ] {
        for more in ["", "&updated_within=3600"] {
            assert_eq!(listed(&talk, &talk.bob, &format!("sort_by={sort_by}{more}")), expected, "{sort_by}{more}");
        }
    }
}

#[test]
fn the_urgent_is_first_and_what_has_no_priority_last() {
    let talk = Talk::new();
    for _ in 0..4 {
        talk.conversation(talk.inbox, talk.contact);
    }
    for (id, priority) in [(2, 3), (3, 0), (5, 3)] {
        set(&talk, id, &format!("priority = {priority}"));
    }
    for (sort_by, expected) in
        [("priority_desc", [5, 2, 3, 4, 1]), ("sort_on_priority", [5, 2, 3, 4, 1]), ("priority_asc", [3, 5, 2, 4, 1])]
    {
        for more in ["", "&conversation_type=unattended", "&updated_within=3600"] {
            assert_eq!(listed(&talk, &talk.bob, &format!("sort_by={sort_by}{more}")), expected, "{sort_by}{more}");
        }
    }
    let shown = talk.ada.get(&talk.at("/conversations/5")).ok();
    assert_eq!(shown["priority"], json!("urgent"));
}
