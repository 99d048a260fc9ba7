//! The latest conversations of a contact.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::clients::Client;

fn ids(talk: &Talk, who: &Client) -> Vec<i64> {
    let list = who.get(&talk.at(&format!("/contacts/{}/conversations", talk.contact))).ok();
    list["payload"].as_array().unwrap().iter().map(|shown| shown["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_contact_has_whole_conversations() {
    let talk = Talk::new();
    let path = talk.at(&format!("/contacts/{}/conversations", talk.contact));
    talk.bob.get(&path).assert(200, json!({"payload": [talk.fresh()]}));
    let silent = talk.contact("Silent");
    talk.bob.get(&talk.at(&format!("/contacts/{silent}/conversations"))).assert(200, json!({"payload": []}));
}

#[test]
fn the_latest_twenty_of_every_status() {
    let talk = Talk::new();
    for status in ["resolved", "pending", "snoozed"] {
        let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact, "status": status});
        talk.ada.post(&talk.at("/conversations"), new).ok();
    }
    // of somebody else
    talk.conversation(talk.inbox, talk.contact("Joe"));
    talk.hear("back again");
    assert_eq!(ids(&talk, &talk.bob), [1, 4, 3, 2]);
    for _ in 0..18 {
        talk.conversation(talk.inbox, talk.contact);
    }
    let expected: Vec<i64> = (6..24).rev().chain([1, 4]).collect();
    assert_eq!(ids(&talk, &talk.bob), expected);
}

#[test]
fn an_agent_sees_those_of_their_inboxes() {
    let talk = Talk::new();
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    let hidden = talk.conversation(other, talk.contact);
    assert_eq!(ids(&talk, &talk.ada), [hidden, 1]);
    assert_eq!(ids(&talk, &talk.bob), [1]);
    assert_eq!(ids(&talk, &talk.agent("Cleo")), Vec::<i64>::new());
}

#[test]
fn the_contact_must_be_there() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.at(&format!("/contacts/{}/conversations", talk.contact));
    theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
    theirs.ada.get(&theirs.at(&format!("/contacts/{}/conversations", talk.contact))).assert_not_found();
    talk.ada.get(&talk.at("/contacts/9223372036854775807/conversations")).assert_not_found();
    talk.server.nobody().get(&path).assert_sign_in_first();
    talk.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    assert_eq!(theirs.show()["meta"]["sender"]["conversations_count"], Value::Null);
}
