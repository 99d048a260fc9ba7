//! The words of ActionCable.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::socket::{Socket, shake_hands};
use crate::support::json::assert_same;
use crate::support::seed::{Company, person};
use crate::support::server;
use crate::world::{Dialogue, identifier, session, token};

#[test]
fn the_dialect_is_agreed_on_where_one_is_offered() {
    let server = server::shared();
    let (_, answer) = shake_hands(&server, Some("actioncable-v1-json, actioncable-unsupported")).unwrap();
    assert_eq!(answer.headers()["sec-websocket-protocol"], "actioncable-v1-json");
    let (_, answer) = shake_hands(&server, None).unwrap();
    assert_eq!(answer.headers().get("sec-websocket-protocol"), None);
    let Err(refused) = shake_hands(&server, Some("graphql-ws")) else { panic!("accepted") };
    assert!(matches!(*refused, Error::Http(answer) if answer.status() == 400));
}

#[test]
fn to_anybody_else_there_is_nothing() {
    let server = server::shared();
    server.nobody().get("/cable").assert_not_found();
    server.nobody().post("/cable", json!({})).assert_not_found();
    server.nobody().with("upgrade", "websocket").get("/cable").assert_not_found();
}

#[test]
fn a_subscription_is_confirmed_word_for_word_and_told_who_is_here() {
    let acme = Company::new();
    let mut socket = Socket::open(&acme.server);
    // as no client writes it, but one may
    let identifier = format!(
        "{{\"pubsub_token\": \"{}\",  \"channel\":\"RoomChannel\", \"user_id\":\"{}\",\"account_id\":{}, \"x\":\"é\\u00e9/\"}}",
        token(&acme.ada),
        acme.ada.id,
        acme.id
    );
    socket.subscribe(&identifier);
    let expected = json!({"identifier": identifier, "message": {"event": "presence.update", "data":
        {"account_id": acme.id, "users": {acme.ada.id.to_string(): "online"}, "contacts": {}}}});
    assert_same("presence", &socket.next(), &expected);
    // once more: nothing
    socket.send("subscribe", &identifier);
    socket.assert_silent();
}

#[test]
fn some_clients_subscribe_before_they_are_welcomed() {
    let acme = Company::new();
    let (mut socket, _) = shake_hands(&acme.server, None).unwrap();
    socket.send("subscribe", &identifier(&acme, &acme.bob));
    assert_eq!(socket.next(), json!({"type": "welcome"}));
    assert_eq!(socket.next()["type"], "confirm_subscription");
}

#[test]
fn the_heart_beats_every_three_seconds() {
    let server = server::shared();
    let mut socket = Socket::open(&server);
    let mut beats = Vec::new();
    while beats.len() < 3 {
        let frame = socket.read(Duration::from_secs(10)).unwrap();
        let Some(Message::Text(text)) = frame else { panic!("{frame:?}") };
        assert_same(
            "ping",
            &serde_json::from_str(&text).unwrap(),
            &json!({"type": "ping", "message": crate::support::json::any_time()}),
        );
        beats.push(Instant::now());
    }
    for pair in beats.windows(2) {
        let pause = pair[1] - pair[0];
        assert!(pause > Duration::from_secs(2) && pause < Duration::from_secs(5), "{pause:?}");
    }
}

#[test]
fn who_is_not_let_in_is_told_so_and_may_stay() {
    let (acme, globex) = (Company::new(), Company::named("Globex"));
    let mut socket = Socket::open(&acme.server);
    let outsider = person(&acme.server, "Olga");
    let refused = [
        session("nobody"),
        session(""),
        // a person's token without the person
        session(&token(&acme.ada)),
        // somebody else's
        json!({"channel": "RoomChannel", "pubsub_token": token(&acme.ada), "account_id": acme.id, "user_id": acme.bob.id}).to_string(),
        json!({"channel": "RoomChannel", "pubsub_token": token(&acme.ada), "user_id": acme.ada.id}).to_string(),
        // foreign accounts, and one that is none
        identifier(&globex, &acme.ada),
        identifier(&acme, &globex.ada),
        identifier(&acme, &outsider),
        json!({"channel": "RoomChannel", "pubsub_token": token(&acme.ada), "account_id": 0, "user_id": acme.ada.id}).to_string(),
    ];
    for identifier in refused {
        socket.send("subscribe", &identifier);
        assert_eq!(socket.next(), json!({"identifier": identifier, "type": "reject_subscription"}));
    }
    socket.subscribe(&identifier(&acme, &acme.ada));
}

#[test]
fn a_suspended_account_lets_nobody_in() {
    let acme = Dialogue::new();
    let ada = identifier(&acme.company, &acme.company.ada);
    let contact = session(&acme.contact_token());
    let path = format!("/platform/api/v1/accounts/{}", acme.company.id);
    acme.company.platform.patch(&path, json!({"status": "suspended"})).ok();
    let mut socket = Socket::open(&acme.company.server);
    for identifier in [ada, contact] {
        socket.send("subscribe", &identifier);
        assert_eq!(socket.next()["type"], "reject_subscription");
    }
}

#[test]
fn what_cannot_be_understood_is_ignored() {
    let acme = Company::new();
    let mut socket = Socket::open(&acme.server);
    let ada = identifier(&acme, &acme.ada);
    for text in [
        "",
        "x",
        "{}",
        "[1]",
        "null",
        r#"{"command":"dance","identifier":"x"}"#,
        r#"{"command":"subscribe"}"#,
        r#"{"command":"subscribe","identifier":"x"}"#,
        r#"{"command":"subscribe","identifier":{"channel":"RoomChannel"}}"#,
        r#"{"command":"subscribe","identifier":"{\"channel\":\"OtherChannel\"}"}"#,
        r#"{"command":"unsubscribe","identifier":"x"}"#,
        r#"{"command":"message","identifier":"x","data":"{}"}"#,
    ] {
        socket.send_text(text);
    }
    socket.perform(&ada, json!({"action": "update_presence"})); // not subscribed yet
    socket.assert_silent();
    socket.subscribe(&ada);
}

#[test]
fn a_sign_of_life_is_answered_with_who_is_here() {
    let acme = Dialogue::new();
    let (ada, bob) = (&acme.company.ada, &acme.company.bob);
    let mut socket = listen(&acme, ada);
    let mut other = listen(&acme, ada);
    // the first socket of the same person hears it, too
    assert_eq!(socket.event("presence.update")["users"], json!({ada.id.to_string(): "online"}));
    let _bob = listen(&acme, bob);
    bob.post(
        "/api/v1/profile/availability",
        json!({"profile": {"account_id": acme.company.id, "availability": "busy"}}),
    )
    .ok();
    let mut contact = acme.listen_as_contact();
    socket.assert_silent();
    let expected = json!({
        "account_id": acme.company.id,
        "users": {ada.id.to_string(): "online", bob.id.to_string(): "busy"},
        "contacts": {acme.contact.to_string(): "online"},
    });
    let identifier = identifier(&acme.company, ada);
    for data in [json!("{\"action\":\"update_presence\"}"), json!({"action": "update_presence"})] {
        socket.perform(&identifier, data);
        assert_same("presence", &socket.event("presence.update"), &expected);
        assert_same("presence", &other.event("presence.update"), &expected);
    }
    // a contact is not told of contacts
    contact.perform(&session(&acme.contact_token()), json!({"action": "update_presence"}));
    let expected = json!({"account_id": acme.company.id, "users": expected["users"]});
    assert_same("presence", &contact.event("presence.update"), &expected);
    // and whoever is here looks so elsewhere
    let shown = ada.get(&acme.company.at(&format!("/contacts/{}", acme.contact))).ok();
    assert_eq!(shown["payload"]["availability_status"], "online");
    let agents = ada.get(&acme.company.at("/agents")).ok();
    assert_eq!(agents[0]["availability_status"], "online");
}

fn listen(acme: &Dialogue, person: &crate::support::clients::Person) -> Socket {
    crate::world::listen(&acme.company, person)
}

#[test]
fn one_socket_has_several_subscriptions_until_it_ends_them() {
    let acme = Dialogue::new();
    let (ada, contact) = (identifier(&acme.company, &acme.company.ada), session(&acme.contact_token()));
    let mut socket = Socket::listen(&acme.company.server, &ada);
    socket.subscribe(&contact);
    assert_eq!(socket.event("presence.update")["contacts"], json!(null));
    acme.say("Hello");
    let mut heard: Vec<_> =
        (0..4).map(|_| socket.next()).map(|f| (f["identifier"].clone(), f["message"]["event"].clone())).collect();
    heard.sort_by_key(|(identifier, event)| (identifier.to_string(), event.to_string()));
    socket.send("unsubscribe", &contact);
    let pair = |identifier: &str, event: &str| (json!(identifier), json!(event));
    for (identifier, event) in [(&ada, "message.created"), (&contact, "message.created"), (&ada, "first.reply.created")]
    {
        assert!(heard.contains(&pair(identifier, event)), "{heard:#?}");
    }
    acme.say("Again");
    loop {
        let frame = socket.next();
        if frame["message"]["data"]["content"] == "Again" {
            assert_eq!(frame["identifier"], json!(ada));
            break;
        }
    }
    socket.assert_silent();
    // and again
    socket.subscribe(&contact);
}

#[test]
fn a_message_that_is_too_long_ends_the_connection() {
    let server = server::shared();
    let mut socket = Socket::open(&server);
    socket.send_text(&"x".repeat(64 * 1024));
    socket.assert_silent();
    socket.send_text(&"x".repeat(64 * 1024 + 1));
    socket.assert_disconnected("invalid_request", false);
}

#[test]
fn a_flood_ends_the_connection() {
    let server = server::shared();
    let mut socket = Socket::open(&server);
    for _ in 0..100 {
        socket.send_text("{}");
    }
    socket.assert_silent();
    socket.send_text("{}");
    socket.assert_disconnected("invalid_request", false);
}

#[test]
fn what_is_no_websocket_ends_the_connection() {
    let server = server::shared();
    let mut socket = Socket::open(&server);
    socket.write_raw(b"GET / HTTP/1.1\r\n\r\n");
    socket.assert_disconnected("invalid_request", false);
}

#[test]
fn a_goodbye_is_answered() {
    let acme = Company::new();
    assert!(crate::world::listen(&acme, &acme.ada).close().is_none());
}

#[test]
fn subscriptions_of_a_socket_are_limited() {
    let acme = Company::new();
    let mut socket = Socket::open(&acme.server);
    let ada = identifier(&acme, &acme.ada);
    for n in 0..33 {
        let identifier = ada.replace("\"RoomChannel\"", &format!("\"RoomChannel\",\"n\":{n}"));
        socket.send("subscribe", &identifier);
        let kind = loop {
            let frame = socket.next();
            if frame["type"].is_string() {
                break frame["type"].clone();
            }
        };
        assert_eq!(kind, if n < 32 { "confirm_subscription" } else { "reject_subscription" });
    }
}
