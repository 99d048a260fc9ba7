//! `Idempotency-Key`: whatever is sent twice takes effect once.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::json;

use crate::support::Talk;
use crate::support::body::{Body, multipart, raw};
use crate::support::clients::Client;
use crate::support::seed::Company;
use crate::support::server::Server;

const KEY: &str = "idempotency-key";
const CUT_OFF: &str =
    "An earlier request with this Idempotency-Key was cut off: it may have taken effect, and is not repeated";

/// How many messages the conversation has.
fn said(talk: &Talk) -> usize {
    talk.log().len()
}

#[test]
fn the_same_request_is_answered_again() {
    let talk = Talk::new();
    let bob = talk.bob.with(KEY, "first-of-all");
    let first = talk.post(&bob, json!({"content": "Hi"}));
    assert_eq!((first.status, first.header("idempotent-replayed")), (200, ""));
    let again = talk.post(&bob, json!({"content": "Hi"}));
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
    assert_eq!(again.header("content-type"), "application/json; charset=utf-8");
    assert_eq!((again.bytes, said(&talk)), (first.bytes, 1));
    // another one under the same key is not
    let text = "This Idempotency-Key was used for another request";
    talk.post(&bob, json!({"content": "Hello"})).assert_error(422, text);
    bob.post(&talk.path("/toggle_status"), json!({"content": "Hi"})).assert_error(422, text);
    bob.post(&talk.path("/messages?private=true"), json!({"content": "Hi"})).assert_error(422, text);
    // nor is it somebody else's
    talk.post(&talk.ada.with(KEY, "first-of-all"), json!({"content": "Hi"})).ok();
    talk.post(&talk.bob.with(KEY, "second"), json!({"content": "Hi"})).ok();
    assert_eq!(said(&talk), 3);
    // an answer without a body
    let ada = talk.ada.with(KEY, "resolve");
    for _ in 0..2 {
        ada.post(&talk.path("/mute"), ()).assert_empty();
    }
    // by a session as by a token
    let session = talk.bob.session().with(KEY, "second");
    let replayed = talk.post(&session, json!({"content": "Hi"}));
    assert_eq!(replayed.header("idempotent-replayed"), "true");
    assert!(!replayed.header("access-token").is_empty());
    // other methods have no use for it
    let path = talk.path("");
    bob.patch(&path, json!({"priority": "low"})).ok();
    bob.get(&path).ok();
}

#[test]
fn what_was_refused_may_be_tried_again() {
    let talk = Talk::new();
    let bob = talk.bob.with(KEY, "k");
    assert_eq!(talk.post(&bob, json!({"content": "x", "message_type": "lost"})).status, 422);
    talk.post(&bob, json!({"content": "Hi"})).ok();
    talk.post(&bob, json!({"content": "Hi"})).ok();
    assert_eq!(said(&talk), 1);
    for wrong in ["", " ", &"x".repeat(256)] {
        assert_eq!(talk.post(&talk.bob.with(KEY, wrong), json!({"content": "x"})).status, 400, "{wrong:?}");
    }
    // who may not is told so, whatever their key
    let cleo = talk.agent("Cleo").with(KEY, "k");
    talk.post(&cleo, json!({"content": "Hi"})).assert_not_allowed();
    let stranger = Company::new();
    let foreign = talk.post(&stranger.ada.with(KEY, "k"), json!({"content": "Hi"}));
    foreign.assert_error(401, "You are not authorized to access this account");
    talk.post(&talk.server.nobody().with(KEY, "k"), json!({"content": "Hi"})).assert_sign_in_first();
    // and who no longer may gets nothing again
    let path = format!("/platform/api/v1/accounts/{}/account_users", talk.company.id);
    talk.platform.delete(&path, json!({"user_id": talk.bob.id})).ok();
    let gone = talk.post(&bob, json!({"content": "Hi"}));
    gone.assert_error(401, "You are not authorized to access this account");
}

#[test]
fn files_are_the_same_whatever_stands_between_them() {
    let talk = Talk::new();
    let bob = talk.bob.with(KEY, "file");
    let with = |boundary: &str, text: &str| -> Body {
        let disposition = "Content-Disposition: form-data; name=\"attachments[]\"; filename=\"a.txt\"";
        let body =
            format!("--{boundary}\r\n{disposition}\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--{boundary}--\r\n");
        raw(&format!("multipart/form-data; boundary={boundary}"), body)
    };
    let first = bob.post(&talk.path("/messages"), with("one-boundary", "text")).ok();
    let again = bob.post(&talk.path("/messages"), with("----another7", "text"));
    assert_eq!((again.header("idempotent-replayed"), &again.body), ("true", &first));
    assert_eq!(bob.post(&talk.path("/messages"), with("one-boundary", "tent")).status, 422);
    assert_eq!(said(&talk), 1);
    // a large one is not held in memory, and passes in pieces
    let large = vec![b'x'; 3 << 20];
    let parts = || multipart().file("attachments[]", "b.bin", "application/octet-stream", &large);
    let bob = talk.bob.with(KEY, "large");
    let first = bob.post(&talk.path("/messages"), parts()).ok();
    assert_eq!(bob.post(&talk.path("/messages"), parts()).ok(), first);
}

#[test]
fn those_from_outside_have_keys_too() {
    let acme = Company::new();
    let site = acme.website("Shop");
    let visitor = acme.visitor(&site);
    let client = visitor.client.with(KEY, "hello");
    let message = json!({"message": {"content": "hello"}});
    let first = client.post(&visitor.at("messages"), message.clone()).ok();
    let again = client.post(&visitor.at("messages"), message.clone());
    assert_eq!((again.header("idempotent-replayed"), &again.body), ("true", &first));
    // of another visitor it is another key
    let other = acme.visitor(&site);
    let theirs = other.client.with(KEY, "hello").post(&other.at("messages"), message).ok();
    assert_ne!(theirs["id"], first["id"]);
    let inbox = acme.inbox("Client");
    let contacts = acme.public(&inbox, "/contacts");
    // where nobody is known yet only a long key is somebody's own
    let nobody = acme.server.nobody();
    let make = |key: &str| nobody.with(KEY, key).post(&contacts, json!({"name": "Jane"})).ok()["source_id"].clone();
    assert_ne!(make("short"), make("short"));
    assert_eq!(make("a-long-and-random-key"), make("a-long-and-random-key"));
    let source = make("a-long-and-random-key");
    let conversations = format!("{contacts}/{}/conversations", source.as_str().unwrap());
    let begin = || nobody.with(KEY, "begin").post(&conversations, ()).id();
    assert_eq!(begin(), begin());
    // platform apps
    let app = acme.platform.with(KEY, &format!("app-{}", acme.id));
    let make = || app.post("/platform/api/v1/accounts", json!({"name": "Twice"})).id();
    assert_eq!(make(), make());
}

#[test]
fn many_at_once_are_one() {
    let talk = Talk::new();
    let bob = talk.bob.with(KEY, "race");
    let (done, busy) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let answer = talk.post(&bob, json!({"content": "Hi"}));
                    match answer.status {
                        200 => done.fetch_add(1, Ordering::Relaxed),
                        409 => {
                            answer.assert_error(409, "A request with this Idempotency-Key is being worked on");
                            busy.fetch_add(1, Ordering::Relaxed)
                        }
                        other => panic!("{other}: {}", answer.text()),
                    };
                }
            });
        }
    });
    assert_eq!(done.load(Ordering::Relaxed) + busy.load(Ordering::Relaxed), 40);
    assert!(done.load(Ordering::Relaxed) > 0);
    assert_eq!(said(&talk), 1);
}

#[test]
fn who_hangs_up_is_answered_later() {
    let talk = Talk::new();
    let body = json!({"content": "Hi"}).to_string();
    let mut line = TcpStream::connect(talk.server.address()).unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\napi_access_token: {}\r\n{KEY}: hang-up\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        talk.path("/messages"),
        talk.bob.token,
        body.len()
    );
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(body.as_bytes()).unwrap();
    drop(line);
    let bob = talk.bob.with(KEY, "hang-up");
    let answer = loop {
        let answer = talk.post(&bob, json!({"content": "Hi"}));
        if answer.status != 409 {
            break answer;
        }
        assert_ne!(answer.body["error"], CUT_OFF);
    };
    answer.ok();
    assert_eq!(said(&talk), 1);
}

#[test]
fn who_was_cut_off_is_told_and_nothing_is_repeated() {
    let talk = Talk::new();
    let bob = talk.bob.with(KEY, "cut");
    talk.post(&bob, json!({"content": "Hi"})).ok();
    // as if the process had ended between the effect and the answer
    let account = talk.company.id;
    talk.server.alter(&format!(
        "update idempotency_keys set status = null, fingerprint = null, body = null where account_id = {account}"
    ));
    talk.post(&bob, json!({"content": "Hi"})).assert_error(409, CUT_OFF);
    assert_eq!(said(&talk), 1);
    // a day later it is as if it had never been
    talk.server.alter(&format!(
        "update idempotency_keys set created_at = created_at - 24 * 3600000 where account_id = {account}"
    ));
    talk.post(&bob, json!({"content": "Hi"})).ok();
    assert_eq!(said(&talk), 2);
    // an answer that is too long is not kept
    let long = json!({"content": "x".repeat(70_000)});
    let bob = talk.bob.with(KEY, "long");
    talk.post(&bob, long.clone()).ok();
    let text = "An earlier request with this Idempotency-Key took effect; its answer was too long to be kept";
    talk.post(&bob, long).assert_error(409, text);
    assert_eq!(said(&talk), 3);
}

#[test]
fn a_kill_doubles_nothing() {
    const WRITERS: usize = 4;
    const ROUNDS: usize = 4;
    let server = Arc::new(Server::start());
    let company = Company::on(server.clone(), "Acme");
    let inbox = company.inbox("App")["id"].as_i64().unwrap();
    let contact = company.contact("Cora");
    let path = |_| company.at(&format!("/conversations/{}/messages", company.conversation(inbox, contact)));
    // each has its own in each round: a conversation takes so many messages a minute
    let paths: Vec<String> = (0..WRITERS * ROUNDS).map(path).collect();
    let (token, account) = (company.ada.token.clone(), company.id);
    drop(company);
    let mut server = Arc::into_inner(server).unwrap();
    let send = |client: &Client, path: &str, name: &str| {
        client.with(KEY, name).try_send("POST", path, json!({"content": name}))
    };
    for round in 0..ROUNDS {
        let client = server.client(&[("api_access_token", &token)]);
        let done = AtomicUsize::new(0);
        let unanswered: Vec<(String, String)> = thread::scope(|scope| {
            let write = |writer: usize| {
                let (client, done, path) = (client.clone(), &done, &paths[round * WRITERS + writer]);
                scope.spawn(move || {
                    let name = |n: usize| format!("{round}-{writer}-{n}");
                    let n = (0..).find(|n| send(&client, path, &name(*n)).is_err()).unwrap();
                    done.fetch_add(n, Ordering::Relaxed);
                    (path.clone(), name(n))
                })
            };
            let writers: Vec<_> = (0..WRITERS).map(write).collect();
            thread::sleep(std::time::Duration::from_millis(300 + 41 * round as u64));
            server.kill();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        assert!(done.load(Ordering::Relaxed) > 0, "nothing was written");
        server = server.restart();
        let client = server.client(&[("api_access_token", &token)]);
        for (path, name) in unanswered {
            let answer = send(&client, &path, &name).unwrap();
            let question = format!(
                "select count(*) from messages where account_id = {account} and message_type = 1 and content = '{name}'"
            );
            match answer.status {
                200 => {}
                409 => answer.assert_error(409, CUT_OFF),
                other => panic!("{other}: {}", answer.text()),
            }
            // it is there, whichever attempt brought it
            server.wait_until(&question, 1);
        }
    }
    let doubled = format!(
        "select count(*) from (select content from messages where account_id = {account} and message_type = 1
          group by content having count(*) > 1)"
    );
    server.wait_until(&doubled, 0);
    server.command(&["check"]);
}
