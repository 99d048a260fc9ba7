//! Visitors of a website, who listen before anything is stored of them.

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::seed::Company;
use crate::world::{identifier, session};

fn named(socket: &mut Socket, count: usize) -> Vec<String> {
    (0..count).map(|_| socket.message()["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_visitor_hears_of_their_first_conversation() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let mut socket = Socket::listen(&acme.server, &session(&visitor.pubsub_token));
    visitor.post(&visitor.at("messages"), json!({"message": {"content": "hello", "echo_id": "e1"}})).ok();
    let created: Value = socket.message();
    assert_eq!((&created["event"], &created["data"]["id"]), (&json!("conversation.created"), &json!(1)));
    let message = socket.message();
    assert_eq!((&message["event"], &message["data"]["echo_id"]), (&json!("message.created"), &json!("e1")));
    assert_eq!(named(&mut socket, 2), ["message.created"; 2]);
    acme.answer(1, json!({"content": "hi"}));
    assert_eq!(socket.message()["data"]["content"], "hi");
    // a signed token of a website that is gone opens nothing
    let other = acme.website("Other");
    let stranger = acme.visitor(&other);
    acme.ada.delete(&acme.at(&format!("/inboxes/{}", other["id"])), ()).ok();
    let mut socket = Socket::open(&acme.server);
    let identifier = session(&stranger.pubsub_token);
    socket.send("subscribe", &identifier);
    assert_eq!(socket.next(), json!({"identifier": identifier, "type": "reject_subscription"}));
}

#[test]
fn agents_see_that_a_visitor_types_and_reads() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    let mut ada = Socket::listen(&acme.server, &identifier(&acme, &acme.ada));
    visitor.post(&visitor.at("conversations/toggle_typing"), json!({"typing_status": "on"})).assert_empty();
    let typing = ada.message();
    assert_eq!(
        (&typing["event"], &typing["data"]["user"]["type"]),
        (&json!("conversation.typing_on"), &json!("contact"))
    );
    visitor.post(&visitor.at("conversations/update_last_seen"), ()).assert_empty();
    // the two automatic messages are read by that
    assert_eq!(named(&mut ada, 3), ["conversation.read", "message.updated", "message.updated"]);
}

#[test]
fn a_visitor_who_is_recognised_hears_on_as_somebody_else() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let jane = acme.contact("Jane");
    let email = acme.ada.get(&acme.at(&format!("/contacts/{jane}"))).ok()["payload"]["email"].clone();
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    let mut ada = Socket::listen(&acme.server, &identifier(&acme, &acme.ada));
    let mut socket = Socket::listen(&acme.server, &session(&visitor.pubsub_token));
    visitor.patch(&visitor.at("contact"), json!({"email": email})).ok();
    let heard: Vec<Value> = (0..3).map(|_| ada.message()).collect();
    let names: Vec<&Value> = heard.iter().map(|message| &message["event"]).collect();
    assert_eq!(names, ["contact.deleted", "conversation.contact_changed", "contact.merged"]);
    assert_eq!(heard[1]["data"]["meta"]["sender"]["id"], jane);
    assert_eq!(heard[2]["data"]["id"], jane);
    // the contact is not told of that, and listens on
    acme.answer(1, json!({"content": "hi"}));
    assert_eq!(socket.event("message.created")["content"], "hi");
}

#[test]
fn a_visitor_whose_widget_is_open_is_active_and_stays() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    acme.contact("Jane");
    let _socket = Socket::listen(&acme.server, &session(&visitor.pubsub_token));
    let list = acme.ada.get(&acme.at("/contacts/active?sort=-name")).ok();
    assert_eq!(list["meta"], json!({"count": 1, "current_page": 1}));
    let here = &list["payload"][0];
    assert_eq!(
        (&here["availability_status"], &here["contact_inboxes"][0]["inbox"]["id"]),
        (&json!("online"), &inbox["id"])
    );
    let refused = acme.ada.delete(&acme.at(&format!("/contacts/{}", here["id"])), ());
    let name = here["name"].as_str().unwrap();
    refused.assert_invalid(&[("base", &format!("{name} is Online, please try again later"))]);
    let bare = acme.ada.get(&acme.at("/contacts/active?include_contact_inboxes=false")).ok();
    assert_eq!(bare["payload"][0].get("contact_inboxes"), None);
}

#[test]
fn a_visitor_hears_at_once_that_somebody_read() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    visitor.say("hello");
    let mut socket = Socket::listen(&acme.server, &session(&visitor.pubsub_token));
    let mut ada = Socket::listen(&acme.server, &identifier(&acme, &acme.ada));
    let path = acme.at("/conversations/1/update_last_seen");
    let seen = acme.ada.post(&path, ()).ok()["agent_last_seen_at"].clone();
    let told = socket.message();
    assert_eq!(
        told,
        json!({"event": "conversation.read", "data": {
            "id": 1, "account_id": acme.id, "inbox_id": inbox["id"], "status": "open", "agent_last_seen_at": seen,
            "contact_last_seen_at": 0,
        }})
    );
    // who looks again sees nothing new, and agents hear nothing of it
    acme.ada.post(&path, ()).ok();
    socket.assert_silent();
    ada.assert_silent();
}
