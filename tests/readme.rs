//! README's walk through the API, command by command, against the real executable.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_chatwoot-lite");
const README: &str = include_str!("../README.md");

/// The `n`th block of shell commands below the heading, counted from 0.
fn commands(heading: &str, n: usize) -> &'static str {
    let section = README.split(heading).nth(1).unwrap();
    let block = section.split("```sh\n").nth(n + 1).unwrap();
    block.split("```").next().unwrap()
}

/// Runs shell commands as a reader would; stops at the first that fails, and answers what they printed.
fn shell(folder: &Path, script: &str, token: &str) -> String {
    let script = format!("set -eu\ncurl() {{ command curl --fail-with-body \"$@\"; echo; }}\n{script}");
    let mut command = Command::new("bash");
    command.args(["-c", &script]).current_dir(folder).env("TOKEN", token);
    let output = command.output().unwrap();
    let (said, wrong) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{script}\n\n{said}\n{wrong}");
    said
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_walk_through_the_api_runs() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("left out: README's walk needs curl, which is not installed here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // the first block builds, makes a person and serves; only its second command differs here, by the program's place
    let first = commands("## A walk through the API", 0);
    let create = first.lines().find(|line| line.contains("user create")).unwrap();
    let made = shell(folder.path(), &create.replace("chatwoot-lite", PROGRAM), "");
    let made: Value = serde_json::from_str(&made).unwrap();
    assert!(first.lines().any(|line| line == "chatwoot-lite serve"), "the walk says how to start");

    let mut serve = Command::new(PROGRAM);
    serve.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(folder.path()).stdout(Stdio::piped());
    let mut server = Server(serve.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").unwrap();

    let walk = commands("## A walk through the API", 1).replace("http://127.0.0.1:3000", address);
    let said = shell(folder.path(), &walk, made["access_token"].as_str().unwrap());
    let answers: Vec<Value> = serde_json::Deserializer::from_str(&said).into_iter().map(Result::unwrap).collect();
    assert_eq!(answers[0]["channel_type"], "Channel::Api");
    assert_eq!(answers[1]["payload"]["contact"]["email"], "jane@example.org");
    assert_eq!(answers[3]["content"], "Where is my order?");
    assert_eq!(answers[4]["content"], "On its way, Jane.");
    assert_eq!(answers[4]["attachments"][0]["file_type"], "file");
    assert_eq!(answers[5]["payload"]["current_status"], "resolved");
    let log: Vec<&str> =
        answers[6]["payload"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap()).collect();
    let expected = ["Where is my order?", "On its way, Jane.", "Conversation was marked resolved by Ada"];
    assert_eq!(log, expected);
}
