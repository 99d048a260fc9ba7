//! Conversations found by what was written in them, in the slim form.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::{any_time, any_uuid};

#[test]
fn each_hit_shows_the_messages_that_were_found() {
    let talk = Talk::new();
    let heard = talk.hear("Where is my parcel?");
    talk.hear("It is late");
    let said = talk.say(&talk.bob, "The parcels are on their way");
    talk.post(&talk.bob, json!({"content": "a parcel note", "private": true})).ok();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let other = talk.conversation(talk.inbox, talk.contact);
    talk.message(&talk.ada, other, "Nothing of that kind");
    let path = talk.at("/conversations/search");
    let found = talk.bob.get(&format!("{path}?q=parcel"));
    let note = found.body["payload"][0]["messages"][2]["id"].clone();
    found.assert(
        200,
        json!({
            "meta": {"mine_count": 1, "unassigned_count": 0, "all_count": 1},
            "payload": [{
                "id": 1, "uuid": any_uuid(), "created_at": any_time(), "contact": {"id": talk.contact, "name": "Jane"},
                "inbox": {"id": talk.inbox, "name": "App", "channel_type": "Channel::Api"},
                "messages": [
                    {"content": "Where is my parcel?", "id": heard, "sender_name": "Jane", "message_type": 0, "created_at": any_time()},
                    {"content": "The parcels are on their way", "id": said, "sender_name": "Bob", "message_type": 1, "created_at": any_time()},
                    {"content": "a parcel note", "id": note, "sender_name": "Bob", "message_type": 1, "created_at": any_time()},
                ],
                "account_id": talk.company.id,
            }],
        }),
    );
    let nothing = json!({"meta": {"mine_count": 0, "unassigned_count": 0, "all_count": 0}, "payload": []});
    for query in ["", "?q=", "?q=%3F", "?q=elephant"] {
        talk.bob.get(&format!("{path}{query}")).assert(200, nothing.clone());
    }
    let beyond = talk.bob.get(&format!("{path}?q=parcel&page=2")).ok();
    assert_eq!((&beyond["payload"], &beyond["meta"]["all_count"]), (&json!([]), &json!(1)));
}
