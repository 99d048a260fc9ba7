//! Who comes back gets all they missed, once and in order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::seed::Company;
use crate::support::server::Server;
use crate::world::{Dialogue, after, identifier, session};

#[test]
fn what_was_missed_comes_before_what_is_live() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let ada = identifier(company, &company.ada);
    let (mut socket, seq) = Socket::subscribed(&company.server, &ada);
    acme.say("One");
    acme.say("Two");
    let mut live = Vec::new();
    while live.len() < 4 {
        let message = socket.message();
        if message["seq"].is_number() {
            live.push(message);
        }
    }
    let place = |message: &Value| (message["seq"].as_i64().unwrap(), message["part"].as_i64().unwrap());
    let places: Vec<_> = live.iter().map(place).collect();
    assert_eq!(places, [(seq + 1, 0), (seq + 1, 1), (seq + 2, 0), (seq + 3, 0)]);
    // from each place on, the rest
    for (n, (seq, part)) in places.iter().enumerate() {
        let mut again = Socket::open(&company.server);
        again.subscribe(&after(&ada, *seq, Some(*part)));
        let expected: Vec<_> = places[n + 1..].to_vec();
        let heard: Vec<_> = expected.iter().map(|_| place(&again.message())).collect();
        assert_eq!(heard, expected);
        assert_eq!(again.message()["event"], "presence.update");
        again.assert_silent();
    }
    // without a part, all of the event counts as seen
    let mut again = Socket::open(&company.server);
    assert_eq!(again.subscribe(&after(&ada, seq + 1, None)), seq + 3);
    assert_eq!(place(&again.message()), (seq + 2, 0));
    // only what changes is another the second time
    let replayed = again.message();
    assert_eq!((&replayed["event"], &replayed["data"]["content"]), (&live[3]["event"], &live[3]["data"]["content"]));
    // and on it goes
    again.event("presence.update");
    acme.say("Three");
    assert_eq!(place(&again.message()), (seq + 4, 0));
}

#[test]
fn a_contact_gets_only_their_part_of_what_was_missed() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let jane = session(&acme.contact_token());
    let (socket, seq) = Socket::subscribed(&company.server, &jane);
    socket.cut();
    let john = company.contact("John");
    let other = company.conversation(acme.inbox, john);
    company.message(&company.bob, other, "Not for Jane");
    company.bob.post(&acme.at("/messages"), json!({"content": "A note", "private": true})).ok();
    acme.say("For Jane");
    let mut socket = Socket::open(&company.server);
    socket.subscribe(&after(&jane, seq, None));
    assert_eq!(socket.event("message.created")["content"], "For Jane");
    socket.events(&["conversation.updated", "presence.update"]);
    socket.assert_silent();
}

#[test]
fn who_missed_too_much_or_knows_too_much_is_told_to_load_again() {
    let server = Arc::new(Server::start());
    let acme = Dialogue::of(Company::on(server.clone(), "Acme"));
    let ada = identifier(&acme.company, &acme.company.ada);
    for n in 0..10 {
        acme.say(&n.to_string());
    }
    let (_, current) = Socket::subscribed(&server, &ada);
    // trimmed by the housekeeping, days later
    let file = Connection::open(server.database()).unwrap();
    file.busy_timeout(Duration::from_secs(10)).unwrap();
    file.execute("delete from outbox where seq <= ?", [current - 3]).unwrap();
    let reload = json!({"event": "reload", "data": {"account_id": acme.company.id}, "seq": current});
    for after_seq in [0, current - 4, current + 1, -5, i64::MAX, i64::MIN] {
        let mut socket = Socket::open(&server);
        assert_eq!(socket.subscribe(&after(&ada, after_seq, None)), current);
        assert_eq!(socket.message(), reload, "{after_seq}");
        assert_eq!(socket.message()["event"], "presence.update");
        socket.assert_silent();
    }
    for (after_seq, missed) in [(current - 3, 3), (current - 1, 1), (current, 0)] {
        let mut socket = Socket::open(&server);
        socket.subscribe(&after(&ada, after_seq, None));
        let heard: Vec<_> = (0..missed).map(|_| socket.message()["seq"].as_i64().unwrap()).collect();
        assert_eq!(heard, (after_seq + 1..=current).collect::<Vec<_>>());
        assert_eq!(socket.message()["event"], "presence.update");
    }
    // nothing is left at all
    file.execute("delete from outbox", []).unwrap();
    let mut socket = Socket::open(&server);
    assert_eq!(socket.subscribe(&after(&ada, current, None)), current);
    assert_eq!(socket.message()["event"], "presence.update");
    let mut socket = Socket::open(&server);
    assert_eq!(socket.subscribe(&after(&ada, current - 1, None)), current);
    assert_eq!(socket.message(), reload);
}

/// How often the cable is cut.
const CUTS: usize = 1200;
/// Listeners that are cut.
const LISTENERS: usize = 6;
/// Cuts before the writers stop.
const LONGEST: Duration = Duration::from_secs(300);

/// A client whose cable is cut again and again.
struct Listener {
    server: Arc<Server>,
    identifier: String,
    random: u64,
    place: Option<(i64, Option<i64>)>,
    /// New messages by conversation, and all places in order.
    messages: Vec<i64>,
    places: Vec<(i64, i64)>,
}

impl Listener {
    fn random(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % below
    }

    fn take(&mut self, frame: &Value) {
        let message = &frame["message"];
        assert_ne!(message["event"], "reload");
        let Some(seq) = message["seq"].as_i64() else { return };
        let part = message["part"].as_i64().unwrap();
        self.place = Some((seq, Some(part)));
        self.places.push((seq, part));
        if message["event"] == "message.created" && message["data"]["message_type"] != 2 {
            self.messages.push(message["data"]["id"].as_i64().unwrap());
        }
    }

    fn subscribe(&self) -> Socket {
        let mut socket = Socket::open(&self.server);
        let identifier = match self.place {
            Some((seq, part)) => after(&self.identifier, seq, part),
            None => self.identifier.clone(),
        };
        socket.send("subscribe", &identifier);
        socket
    }

    /// Listens for a while that is random, and is cut. Sometimes before it is even subscribed.
    fn listen(&mut self) {
        let mut socket = self.subscribe();
        let until = Instant::now() + Duration::from_millis(self.random(60));
        while let Ok(Some(frame)) = socket.try_next(until.saturating_duration_since(Instant::now())) {
            if frame["type"] == "confirm_subscription" {
                self.place = self.place.or_else(|| Some((frame["seq"].as_i64().unwrap(), None)));
            }
            assert_ne!(frame["type"], "reject_subscription");
            self.take(&frame);
            if Instant::now() >= until {
                break;
            }
        }
        socket.cut();
    }

    /// Listens until it heard the last message, however long that takes, and a moment longer: nothing may come twice.
    fn hear_out(&mut self, last: i64) {
        let mut socket = self.subscribe();
        let mut until = Instant::now() + LONGEST;
        while let Ok(Some(frame)) = socket.try_next(until.saturating_duration_since(Instant::now())) {
            self.take(&frame);
            if self.messages.last() == Some(&last) {
                until = until.min(Instant::now() + Duration::from_millis(500));
            }
        }
    }
}

#[test]
fn a_thousand_cuts_lose_nothing_and_double_nothing() {
    let server = Arc::new(Server::start());
    let acme = Dialogue::of(Company::on(server.clone(), "Acme"));
    let (ada, bob) = (&acme.company.ada, &acme.company.bob);
    let identifiers = [identifier(&acme.company, ada), identifier(&acme.company, bob), session(&acme.contact_token())];
    let (stop, cuts) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    let (sent, listeners) = thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|n| {
                let (acme, stop) = (&acme, &stop);
                scope.spawn(move || {
                    let (company, mut sent, mut conversation) = (&acme.company, Vec::new(), 0);
                    while !stop.load(Ordering::Relaxed) {
                        let k = sent.len();
                        if k % 50 == 0 {
                            // a conversation takes only so many messages in a minute
                            conversation = acme.another();
                        }
                        let path = company.at(&format!("/conversations/{conversation}"));
                        let kind = if n == 0 { "incoming" } else { "outgoing" };
                        let new = json!({"content": format!("{n} {k}"), "message_type": kind});
                        sent.push(company.bob.post(&format!("{path}/messages"), new).id());
                        if k % 10 == 0 {
                            company.ada.post(&format!("{path}/toggle_status"), json!({"status": "pending"})).ok();
                        }
                    }
                    sent
                })
            })
            .collect();
        let listeners: Vec<_> = (0..LISTENERS)
            .map(|n| {
                let identifier = identifiers[n % identifiers.len()].clone();
                let (server, cuts, stop) = (server.clone(), &cuts, &stop);
                scope.spawn(move || {
                    let random = 1 + n as u64;
                    let mut me =
                        Listener { server, identifier, random, place: None, messages: Vec::new(), places: Vec::new() };
                    // the first has to be subscribed, or it could not say what it has seen
                    while me.place.is_none() {
                        me.listen();
                    }
                    while cuts.fetch_add(1, Ordering::Relaxed) < CUTS && started.elapsed() < LONGEST {
                        me.listen();
                    }
                    stop.store(true, Ordering::Relaxed);
                    me
                })
            })
            .collect();
        let listeners: Vec<Listener> = listeners.into_iter().map(|listener| listener.join().unwrap()).collect();
        let sent: Vec<i64> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        (sent, listeners)
    });
    assert!(cuts.load(Ordering::Relaxed) > 1000, "only {cuts:?} cuts");
    assert!(sent.len() > 200, "only {} messages", sent.len());
    let last = *sent.iter().max().unwrap();
    for mut me in listeners {
        let began = me.places.first().copied();
        me.hear_out(last);
        assert!(me.places.windows(2).all(|pair| pair[0] < pair[1]), "out of order or twice: {:?}", me.places);
        let mut counted: BTreeMap<i64, usize> = BTreeMap::new();
        me.messages.iter().for_each(|id| *counted.entry(*id).or_default() += 1);
        let first = *me.messages.first().unwrap();
        // all that was sent since it heard its first
        let missed: Vec<&i64> = sent.iter().filter(|id| **id >= first && !counted.contains_key(id)).collect();
        assert!(missed.is_empty(), "missed {missed:?}, began {began:?}");
        assert!(counted.values().all(|n| *n == 1), "{counted:?}");
    }
}
