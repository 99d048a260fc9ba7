//! What was acknowledged is there, however the process ended.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::clients::Client;
use crate::support::seed::Company;
use crate::support::server::Server;

const ROUNDS: usize = 6;
const WRITERS: usize = 4;
/// Conversations of each writer, in turn: one conversation takes 200 messages a minute.
const EACH: usize = 3;
/// Writes of all writers together before the process is killed in the middle of more.
const WRITES: usize = 120;

/// What one writer sent and what was acknowledged, in order.
#[derive(Default)]
struct Log {
    /// By the path of the conversation.
    acknowledged: Vec<(String, String)>,
    /// Sent, and nothing came back: it may be there or not, but not twice.
    unanswered: Option<String>,
}

/// Posts until the server is gone.
fn write(client: &Client, paths: &[String], prefix: &str, done: &AtomicUsize) -> Log {
    let mut log = Log::default();
    for (n, path) in paths.iter().cycle().enumerate() {
        let content = format!("{prefix}-{n}");
        match client.try_send("POST", path, json!({"content": content})) {
            Ok(answer) => {
                assert_eq!(answer.status, 200, "{}", answer.text());
                assert_eq!(answer.body["content"], content.as_str());
                log.acknowledged.push((path.clone(), content));
                done.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => {
                log.unanswered = Some(content);
                break;
            }
        }
    }
    log
}

/// All messages of a conversation, the oldest first, page by page.
fn messages(client: &Client, path: &str) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let before = all.first().map_or_else(String::new, |oldest| format!("?before={}", oldest["id"]));
        let mut page = client.get(&format!("{path}{before}")).ok()["payload"].as_array().unwrap().clone();
        let is_last = page.len() < 20;
        page.append(&mut all);
        all = page;
        if is_last {
            return all;
        }
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let server = Arc::new(Server::start());
    let company = Company::on(server.clone(), "Acme");
    let inbox = company.inbox("App")["id"].as_i64().unwrap();
    let contact = company.contact("Cora");
    let paths: Vec<String> = (0..WRITERS * EACH)
        .map(|_| company.at(&format!("/conversations/{}/messages", company.conversation(inbox, contact))))
        .collect();
    let (token, account) = (company.ada.token.clone(), company.id);
    drop(company);
    let mut server = Arc::into_inner(server).unwrap();
    // the messages each conversation must have, and those it may have
    let mut expected: HashMap<String, Vec<String>> = HashMap::new();
    let mut possible: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let client = server.client(&[("api_access_token", &token)]);
        let done = AtomicUsize::new(0);
        let logs: Vec<Log> = thread::scope(|scope| {
            let writers: Vec<_> = paths
                .chunks(EACH)
                .enumerate()
                .map(|(i, paths)| {
                    let (client, done) = (client.clone(), &done);
                    scope.spawn(move || write(&client, paths, &format!("{round}-{i}"), done))
                })
                .collect();
            let started = Instant::now();
            while done.load(Ordering::Relaxed) < WRITES + round * 7 {
                assert!(started.elapsed() < Duration::from_secs(60), "writing is too slow");
                thread::yield_now();
            }
            server.kill();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        for log in logs {
            for (path, content) in log.acknowledged {
                expected.entry(path).or_default().push(content);
            }
            possible.extend(log.unanswered);
        }
        server = server.restart();
        let client = server.client(&[("api_access_token", &token)]);
        for path in &paths {
            let found = messages(&client, path);
            let ids: Vec<i64> = found.iter().map(|message| message["id"].as_i64().unwrap()).collect();
            assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
            let mut contents: Vec<String> =
                found.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect();
            let all = contents.clone();
            contents.retain(|content| !possible.contains(content));
            assert_eq!(Some(&contents), expected.get(path), "round {round}, {path}");
            for maybe in &possible {
                assert!(all.iter().filter(|content| *content == maybe).count() <= 1, "{maybe} is there twice");
            }
        }
    }
    let conversations = server.client(&[("api_access_token", &token)]);
    let list = conversations.get(&format!("/api/v1/accounts/{account}/conversations")).ok();
    assert_eq!(list["data"]["meta"]["all_count"], WRITERS * EACH);
    server.command(&["check"]);
}
