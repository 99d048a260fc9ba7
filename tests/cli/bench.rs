//! What the tests share: a folder in which commands run, and servers that end with the test.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own; commands run in it, so that `chatwoot-lite.db` lies there.
pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatwoot-lite"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CHATWOOT_LITE_") || name == "RUST_LOG") {
            command.env_remove(name);
        }
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What a command prints that succeeds.
    pub fn text(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one line of JSON a command prints that succeeds.
    pub fn json(&self, args: &[&str]) -> Value {
        let text = self.text(&[args, &["--json"]].concat());
        assert_eq!(text.lines().count(), 1, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// The one line on standard error of a command that fails with this status.
    pub fn refused(&self, status: i32, args: &[&str]) -> String {
        failure(status, &self.run(args))
    }

    /// An administrator with a token: `ada@example.com`, `Passw0rd!`, of the account Acme.
    pub fn ada(&self) -> String {
        let made = self.json(&[
            "user",
            "create",
            "--name",
            "Ada",
            "--email",
            "ada@example.com",
            "--password",
            "Passw0rd!",
            "--account",
            "Acme",
        ]);
        made["access_token"].as_str().unwrap().to_owned()
    }

    pub fn serve(&self, args: &[&str]) -> Server {
        let args = [&["serve", "--listen", "127.0.0.1:0"], args].concat();
        let mut child = self.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first_line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
        Server { child, first_line: first_line.trim_end().to_owned() }
    }
}

/// The line of a failure; nothing is on standard output.
pub fn failure(status: i32, output: &Output) -> String {
    let line = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    line.trim_end().to_owned()
}

/// A running server, killed with the test.
pub struct Server {
    child: Child,
    pub first_line: String,
}

impl Server {
    pub fn url(&self) -> String {
        self.first_line.strip_prefix("listening on ").expect(&self.first_line).to_owned()
    }

    pub fn address(&self) -> SocketAddr {
        self.url().strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// Status and body of a GET.
    pub fn get(&self, path: &str, token: &str) -> (u16, Value) {
        answer(agent().get(self.url() + path).header("api_access_token", token).call())
    }

    /// Status and body of a POST of JSON.
    pub fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        answer(agent().post(self.url() + path).header("api_access_token", token).send_json(body))
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end; answers the exit status.
    pub fn ended(mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < Duration::from_secs(20), "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn stop(self) {
        self.signal("TERM");
        assert_eq!(self.ended(), Some(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent()
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, Value) {
    let mut response = result.unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Waits until it holds, at most five seconds.
pub fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(5), "waited too long");
        std::thread::sleep(Duration::from_millis(20));
    }
}
