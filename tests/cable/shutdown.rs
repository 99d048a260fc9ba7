//! A server that goes says so, and those who come back miss nothing.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::socket::Socket;
use crate::support::seed::Company;
use crate::support::server::Server;
use crate::world::{Dialogue, after, identifier, listen, session};

#[test]
fn a_server_that_goes_says_goodbye() {
    let server = Arc::new(Server::start());
    let acme = Dialogue::of(Company::on(server.clone(), "Acme"));
    let mut sockets = [listen(&acme.company, &acme.company.ada), acme.listen_as_contact(), Socket::open(&server)];
    let started = Instant::now();
    let killed = Command::new("kill").args(["-TERM", &server.process().to_string()]).status().unwrap();
    assert!(killed.success());
    for socket in &mut sockets {
        loop {
            let frame = socket.next();
            if frame["type"] == "disconnect" {
                assert_eq!(frame, json!({"type": "disconnect", "reason": "server_restart", "reconnect": true}));
                break;
            }
        }
    }
    for socket in sockets {
        socket.close();
    }
    // it waits for the goodbyes, not longer
    while std::net::TcpStream::connect(server.address()).is_ok() || is_running(&server) {
        assert!(started.elapsed() < Duration::from_secs(10), "still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether the process has not ended: one that has is a zombie until its parent looks.
fn is_running(server: &Server) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap_or_default();
    !status.is_empty() && !status.contains("State:\tZ")
}

#[test]
fn a_server_that_was_killed_knows_what_was_missed() {
    let server = Server::start();
    let server = Arc::new(server);
    let acme = Dialogue::of(Company::on(server.clone(), "Acme"));
    let ada = identifier(&acme.company, &acme.company.ada);
    let contact = session(&acme.contact_token());
    let (mut socket, _) = Socket::subscribed(&server, &ada);
    let first = acme.say("One");
    let seq = loop {
        let message = socket.message();
        if message["event"] == "message.created" && message["data"]["id"] == first {
            break message["seq"].as_i64().unwrap();
        }
    };
    // a second one that nobody has read when the server dies
    let second = acme.say("Two");
    drop((acme, socket));
    let server = Arc::into_inner(server).unwrap().restart();
    let mut socket = Socket::open(&server);
    socket.subscribe(&after(&ada, seq, Some(0)));
    socket.events(&["first.reply.created", "conversation.updated"]);
    let message = socket.message();
    assert_eq!((&message["event"], &message["data"]["id"]), (&json!("message.created"), &json!(second)));
    assert_eq!(socket.message()["event"], "presence.update");
    let mut socket = Socket::open(&server);
    socket.subscribe(&after(&contact, seq - 1, None));
    socket.events(&["message.created", "conversation.updated", "message.created", "presence.update"]);
    socket.assert_silent();
}
