//! Who does not read is let go, and nobody waits for them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::world::{Dialogue, after, identifier, listen};

#[test]
fn a_slow_reader_is_told_to_come_back_and_slows_nobody() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let ada = identifier(company, &company.ada);
    let mut slow = Socket::listen(&company.server, &ada);
    let mut fast = listen(company, &company.bob);
    // more than the network holds for a reader and the server for a socket
    let text = "x".repeat(100_000);
    let mut last = 0;
    for n in 0..100 {
        let started = Instant::now();
        last = acme.say(&format!("{n} {text}"));
        while fast.message()["data"]["id"] != last {}
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }
    // what was sent before is whole and in order, then comes the hint
    let (mut seq, mut part, mut seen) = (0, None, 0);
    loop {
        let frame = slow.next();
        if frame["type"] == "disconnect" {
            assert_eq!(frame, json!({"type": "disconnect", "reason": "remote", "reconnect": true}));
            break;
        }
        (seq, part) = (frame["message"]["seq"].as_i64().unwrap_or(seq), frame["message"]["part"].as_i64());
        seen += i64::from(is_message(&frame, seen));
    }
    assert!(seen < 100, "{seen}");
    // and the rest is had by coming back
    let mut again = Socket::open(&company.server);
    again.subscribe(&after(&ada, seq, part));
    while seen < 100 {
        let frame = again.next();
        seen += i64::from(is_message(&frame, seen));
        if frame["message"]["data"]["id"] == last {
            break;
        }
    }
    assert_eq!(seen, 100);
}

/// Whether it is the new message of this number.
#[track_caller]
fn is_message(frame: &Value, number: i64) -> bool {
    let message = &frame["message"];
    if message["event"] != "message.created" {
        return false;
    }
    let text = message["data"]["content"].as_str().unwrap();
    assert_eq!(text.split(' ').next().unwrap(), number.to_string());
    true
}
