//! Tag Conversation Assignment: people, bots and teams who take care, and whose turn it is.

mod people;
mod teams;
mod turns;

use serde_json::Value;

use crate::support::Talk;

/// The id of who takes care of the conversation.
fn assignee(talk: &Talk) -> Option<i64> {
    talk.show()["meta"].get("assignee").and_then(|assignee| assignee["id"].as_i64())
}

/// Null, as the answer of an assignment that ended with nobody.
#[track_caller]
fn assert_nobody(answer: &crate::support::clients::Answer) {
    answer.assert(200, Value::Null);
    assert_eq!(answer.text(), "null");
}
