//! `serve --demo`, seen from outside: what it prints, what it holds, what it refuses, what it leaves behind.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chatwoot-lite");

/// The program in a folder of its own, without the options of this environment.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).env("TMPDIR", folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CHATWOOT_LITE_")) {
        command.env_remove(name);
    }
    command
}

/// A demo that runs.
struct Demo {
    child: Child,
    /// What it printed.
    said: Value,
}

impl Demo {
    fn start(folder: &Path, options: &[&str]) -> Demo {
        let mut command = program(folder);
        command
            .args(["serve", "--demo", "--json", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--log", "error"])
            .args(options);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Demo { child, said: serde_json::from_str(&line).unwrap() }
    }

    fn logins(&self) -> &Value {
        &self.said["demo"]
    }

    /// Body of a GET of this path below the account, with the administrator's token.
    fn get(&self, path: &str) -> Value {
        let account = &self.logins()["account_id"];
        let url = format!("{}/api/v1/accounts/{account}/{path}", self.said["listening"].as_str().unwrap());
        let token = self.logins()["people"][0]["access_token"].as_str().unwrap();
        ureq::get(url).header("api_access_token", token).call().unwrap().into_body().read_json().unwrap()
    }

    /// Asks it to stop, as an operator does; says whether it did so in peace.
    fn stop(mut self) -> bool {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Demo {
    /// A test that failed leaves nobody behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value}"))
}

/// All conversations, by their numbers, each with its messages.
fn conversations(demo: &Demo) -> Vec<(Value, Vec<Value>)> {
    let mut all = Vec::new();
    for page in 1.. {
        let answer = demo.get(&format!("conversations?status=all&page={page}"));
        let shown = list(&answer["data"]["payload"]).clone();
        if shown.is_empty() {
            break;
        }
        all.extend(shown);
    }
    all.sort_by_key(|conversation| conversation["id"].as_i64());
    let messages = |c: &Value| list(&demo.get(&format!("conversations/{}/messages", c["id"]))["payload"]).clone();
    all.into_iter().map(|conversation| (conversation.clone(), messages(&conversation))).collect()
}

/// What was said and done, without times and random values.
fn told(conversations: &[(Value, Vec<Value>)]) -> Vec<String> {
    let line = |c: &Value, m: &Value| {
        let files = m["attachments"].as_array().map_or(0, Vec::len);
        let who = (&c["id"], &c["status"], &c["labels"], &c["meta"]["sender"]["name"], &c["meta"]["assignee"]["id"]);
        json!([who.0, who.1, who.2, who.3, who.4, m["message_type"], m["private"], m["content"], files]).to_string()
    };
    conversations.iter().flat_map(|(c, messages)| messages.iter().map(move |m| line(c, m))).collect()
}

#[test]
fn a_company_is_there_and_keeps_its_logins() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &["--db", "demo.db"]);
    let people = list(&demo.logins()["people"]);
    let roles: Vec<&str> = people.iter().map(|person| person["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["administrator", "agent", "agent", "agent"]);
    for person in people {
        let url = format!("{}/auth/sign_in", demo.said["listening"].as_str().unwrap());
        let body = json!({"email": person["email"], "password": person["password"]});
        let user: Value = ureq::post(url).send_json(body).unwrap().into_body().read_json().unwrap();
        assert_eq!(user["data"]["access_token"], person["access_token"]);
    }
    assert_eq!(list(&demo.get("agents")).len(), 4);
    assert_eq!(list(&demo.get("teams")).len(), 2);
    assert!(list(&demo.get("labels")["payload"]).len() > 10);
    let inboxes = demo.get("inboxes");
    let doors: Vec<&Value> = list(&inboxes["payload"])
        .iter()
        .map(|inbox| {
            Some(&inbox["website_token"]).filter(|token| token.is_string()).unwrap_or(&inbox["inbox_identifier"])
        })
        .collect();
    assert_eq!(doors, [&demo.logins()["website_inbox"]["token"], &demo.logins()["api_inbox"]["token"]]);
    assert_eq!(demo.get("contacts")["meta"]["count"], 100);

    let before = demo.logins().clone();
    assert!(demo.stop());
    let again = Demo::start(folder.path(), &["--db", "demo.db"]);
    assert_eq!(again.logins(), &before);
    assert_eq!(again.get("contacts")["meta"]["count"], 100);
    assert!(again.stop());

    let mut plain = program(folder.path());
    plain.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--db", "demo.db"]).stdout(Stdio::piped());
    let mut child = plain.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(out.next().unwrap().starts_with("listening on http://127.0.0.1:"));
    let text: Vec<String> = out.by_ref().take_while(|line| !line.contains("/platform/api/v1/accounts")).collect();
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    let text = text.join("\n");
    for person in list(&before["people"]) {
        for part in ["name", "email", "password", "access_token"] {
            assert!(text.contains(person[part].as_str().unwrap()), "{part}: {text}");
        }
    }

    let check = program(folder.path()).args(["check", "--db", "demo.db"]).output().unwrap();
    assert!(check.status.success(), "{}", shown(&check));
}

#[test]
fn two_hundred_conversations_look_like_life_and_are_the_same_in_every_demo() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &["--db", "one.db"]);
    let all = conversations(&demo);
    assert_eq!(all.len(), 200);
    let count = |status: &str| all.iter().filter(|(c, _)| c["status"] == status).count();
    let [open, resolved, pending, snoozed] = ["open", "resolved", "pending", "snoozed"].map(count);
    assert!(open >= 30 && resolved >= 110 && pending >= 8 && snoozed >= 8, "{open} {resolved} {pending} {snoozed}");
    let holders: BTreeSet<String> = all.iter().map(|(c, _)| c["meta"]["assignee"]["id"].to_string()).collect();
    assert_eq!(holders.len(), 5, "each of the staff, and nobody");
    assert!(all.iter().any(|(c, _)| c["unread_count"].as_i64() > Some(0)));
    for (what, value) in [("priority", "urgent"), ("priority", "low")] {
        assert!(all.iter().any(|(c, _)| c[what] == value), "{what} {value}");
    }
    let seconds = |c: &Value| c["created_at"].as_i64().unwrap();
    let (first, last) = (seconds(&all[0].0), seconds(&all[199].0));
    assert!((40..60).contains(&((last - first) / 86_400)), "{} days", (last - first) / 86_400);

    let messages: Vec<&Value> = all.iter().flat_map(|(_, messages)| messages).collect();
    assert!(
        messages.iter().any(|m| m["private"] == true && m["content"].as_str().unwrap().contains("mention://user/"))
    );
    let text: String = messages.iter().filter_map(|m| m["content"].as_str()).collect();
    for script in ['a'..='z', 'ß'..='ü', 'ا'..='ي', 'あ'..='ん', 'अ'..='ह'] {
        assert!(text.chars().any(|c| script.contains(&c)), "{script:?}");
    }
    let attachments: Vec<&Value> = messages.iter().filter_map(|m| m["attachments"].as_array()).flatten().collect();
    assert!(attachments.len() > 50, "{}", attachments.len());
    for beginning in [&b"\x89PNG"[..], b"\xff\xd8\xff", b"%PDF-1.4", b"article,"] {
        let fits = |file: &&&Value| download(file).starts_with(beginning);
        let file = attachments.iter().find(fits).unwrap_or_else(|| panic!("{beginning:?}"));
        assert_eq!(file["file_size"], download(file).len());
    }

    assert!(demo.stop());
    let other = Demo::start(folder.path(), &["--db", "two.db"]);
    assert_eq!(told(&conversations(&other)), told(&all));
    assert!(other.stop());
}

fn download(file: &Value) -> Vec<u8> {
    let answer = ureq::get(file["data_url"].as_str().unwrap()).call().unwrap();
    let mut bytes = Vec::new();
    answer.into_body().into_reader().read_to_end(&mut bytes).unwrap();
    bytes
}

fn shown(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_database_of_somebodys_own_is_refused_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| program(folder.path()).args(args).output().unwrap();
    let created = run(&["user", "create", "--name", "Ada", "--email", "ada@example.com", "--password", "Passw0rd!"]);
    assert!(created.status.success(), "{}", shown(&created));
    let listed = run(&["user", "list", "--json"]).stdout;
    let refused = run(&["serve", "--demo", "--listen", "127.0.0.1:0", "--db", "chatwoot-lite.db"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.lines().count() == 1 && said.contains("chatwoot-lite.db holds accounts of its own"), "{said}");
    assert_eq!(run(&["user", "list", "--json"]).stdout, listed);
}

#[test]
fn without_a_file_the_demo_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    let file = PathBuf::from(demo.said["database"].as_str().unwrap());
    assert!(file.is_file() && file.starts_with(folder.path()), "{}", file.display());
    assert_eq!(list(&demo.get("agents")).len(), 4);
    assert!(demo.stop());
    let left: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_site_of_the_demo_has_a_widget_in_which_somebody_answers() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    let address = demo.said["listening"].as_str().unwrap().to_owned();
    let page = ureq::get(format!("{address}/demo")).call().unwrap().into_body().read_to_string().unwrap();
    assert!(page.contains("Larkspoke") && page.contains("/demo/demo.js"));
    let widget: Value =
        ureq::get(format!("{address}/demo/widget.json")).call().unwrap().into_body().read_json().unwrap();
    assert_eq!(widget["website_token"], demo.logins()["website_inbox"]["token"]);

    let at = |path: &str| {
        format!("{address}/api/v1/widget/{path}?website_token={}", widget["website_token"].as_str().unwrap())
    };
    let config: Value = ureq::post(at("config")).send_json(json!({})).unwrap().into_body().read_json().unwrap();
    let token = config["website_channel_config"]["auth_token"].as_str().unwrap();
    let asked = json!({"message": {"content": "Where is my parcel?"}});
    ureq::post(at("messages")).header("X-Auth-Token", token).send_json(asked).unwrap();
    let patience = Instant::now() + Duration::from_secs(20);
    let answer = loop {
        assert!(Instant::now() < patience, "nobody answers");
        let list = ureq::get(at("messages")).header("X-Auth-Token", token).call().unwrap();
        let list: Value = list.into_body().read_json().unwrap();
        if let Some(answer) = self::list(&list["payload"]).iter().find(|message| message["message_type"] == 1) {
            break answer.clone();
        }
        sleep(Duration::from_millis(50));
    };
    assert!(answer["content"].as_str().unwrap().contains("LS-") && answer["sender"]["type"] == "user", "{answer}");
    assert!(demo.stop());
}

#[test]
fn its_past_is_in_its_reports() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    let address = demo.said["listening"].as_str().unwrap();
    let token = demo.logins()["people"][0]["access_token"].as_str().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let ask = |path: &str| -> Value {
        let (account, since) = (&demo.logins()["account_id"], now - 70 * 86_400);
        let url = format!("{address}/api/v2/accounts/{account}/{path}since={since}&until={now}");
        ureq::get(url).header("api_access_token", token).call().unwrap().into_body().read_json().unwrap()
    };
    let patience = Instant::now() + Duration::from_secs(60);
    let weeks = loop {
        let weeks = ask("reports?metric=conversations_count&group_by=week&");
        let values: Vec<i64> = list(&weeks).iter().map(|week| week["value"].as_i64().unwrap()).collect();
        let channels = ask("summary_reports/channel?");
        if values.iter().sum::<i64>() == 200 && channels["Channel::WebWidget"]["pending"] != 0 {
            break values;
        }
        assert!(Instant::now() < patience, "{values:?}");
        sleep(Duration::from_millis(50));
    };
    assert!(weeks.iter().filter(|n| **n > 0).count() >= 7, "{weeks:?}");
    assert!(ask("reports/summary?")["avg_first_response_time"].as_f64().unwrap() > 60.0);
    for table in ["agent", "team", "label", "inbox"] {
        let table = ask(&format!("summary_reports/{table}?"));
        assert!(list(&table).iter().any(|line| line["conversations_count"].as_i64().unwrap() > 5), "{table}");
    }
    assert!(demo.stop());
}
