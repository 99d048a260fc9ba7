//! Who looks at a conversation, and what becomes of one that is merged.

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::json::{assert_same, at_least};
use crate::world::{Dialogue, identifier, listen};

#[test]
fn others_hear_who_looks_at_a_conversation() {
    let dialogue = Dialogue::new();
    let company = &dialogue.company;
    let (mut ada, mut bob) = (listen(company, &company.ada), listen(company, &company.bob));
    let mut cleo = listen(company, &company.agent("Cleo"));
    let mut contact = dialogue.listen_as_contact();
    let bobs = identifier(company, &company.bob);
    let look = |socket: &mut Socket, identifier: &str, data: Value| socket.perform(identifier, data);
    look(&mut bob, &bobs, json!({"action": "viewing", "conversation_id": dialogue.id}));
    let told = |is_viewing: bool| {
        at_least(json!({
            "account_id": company.id, "conversation_id": dialogue.id, "is_viewing": is_viewing,
            "user": at_least(json!({"id": company.bob.id, "name": "Bob", "type": "user"})),
        }))
    };
    assert_same("came", &ada.event("conversation.viewing"), &told(true));
    let viewers = || company.ada.get(&dialogue.at("/viewers")).ok()["payload"].clone();
    let shown =
        json!([at_least(json!({"id": company.bob.id, "is_viewing": true, "is_typing": false, "is_private": false}))]);
    assert_same("viewers", &viewers(), &shown);
    // whoever says it again says nothing new
    look(&mut bob, &bobs, json!({"action": "viewing", "conversation_id": dialogue.id}));
    ada.assert_silent();
    look(&mut bob, &bobs, json!({"action": "viewing", "conversation_id": dialogue.id, "is_viewing": false}));
    assert_same("went", &ada.event("conversation.viewing"), &told(false));
    assert_eq!(viewers(), json!([]));
    // who may not see a conversation does not look at it, and nobody looks at what is not there
    let cleos = json!({"action": "viewing", "conversation_id": dialogue.id});
    let person = company.agent("Dora");
    let mut dora = listen(company, &person);
    look(&mut dora, &identifier(company, &person), cleos);
    look(&mut bob, &bobs, json!({"action": "viewing", "conversation_id": 99}));
    ada.assert_silent();
    assert_eq!(viewers(), json!([]));
    for socket in [&mut bob, &mut cleo, &mut dora, &mut contact] {
        socket.assert_silent();
    }
}

#[test]
fn everybody_hears_that_two_conversations_are_one() {
    let dialogue = Dialogue::new();
    let company = &dialogue.company;
    let other = dialogue.another();
    dialogue.hear("hello");
    let mut ada = listen(company, &company.ada);
    let mut contact = dialogue.listen_as_contact();
    company.bob.post(&dialogue.at("/merge"), json!({"mergee_conversation_id": other})).ok();
    assert_eq!(ada.event("message.created")["content"], format!("Bob merged conversation #{other} into this one"));
    let expected = at_least(json!({"id": dialogue.id, "mergee_conversation_id": other, "account_id": company.id}));
    assert_same("merged", &ada.event("conversation.merged"), &expected);
    assert_same("merged", &contact.event("conversation.merged"), &expected);
}
