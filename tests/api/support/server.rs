//! The real executable on a port and a database file of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

use super::clients::{Client, Nobody, Platform};

/// A running server; stopped when it is dropped, its files with it.
pub struct Server {
    child: Mutex<Child>,
    agent: ureq::Agent,
    address: String,
    /// Tokens of the two platform apps.
    apps: [String; 2],
    folder: Arc<TempDir>,
}

/// The server that most tests share: the first to ask starts it, the last to let go of it stops it. Tests keep out of each
/// other's way by having an account each (`Company`).
pub fn shared() -> Arc<Server> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    shared.upgrade().unwrap_or_else(|| {
        let server = Arc::new(Server::start());
        *shared = Arc::downgrade(&server);
        server
    })
}

impl Server {
    /// On an empty database.
    pub fn start() -> Server {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let apps = ["Provisioner", "Stranger"].map(|name| {
            let made = run(&["platform-app", "create", "--json", "--name", name], &database(folder.path()));
            let made: Value = serde_json::from_slice(&made.stdout).unwrap();
            made["access_token"].as_str().unwrap().to_owned()
        });
        Server::on(folder, apps)
    }

    fn on(folder: Arc<TempDir>, apps: [String; 2]) -> Server {
        let (child, address) = serve(folder.path(), "127.0.0.1:0");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)));
        Server { child: Mutex::new(child), agent: config.build().new_agent(), address, apps, folder }
    }

    /// Ends the process by SIGKILL, in the middle of whatever it does, and waits until it is gone.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// A new process on the file of this one, which was killed. It has another port.
    pub fn restart(self) -> Server {
        self.kill();
        Server::on(self.folder.clone(), self.apps.clone())
    }

    /// A new process on the file and the port of this one, which was killed.
    pub fn revive(&self) {
        let mut child = self.child.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        (*child, _) = serve(self.folder.path(), &self.address);
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The id of the process.
    pub fn process(&self) -> u32 {
        self.child.lock().unwrap().id()
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        database(self.folder.path())
    }

    /// A caller with these headers, on connections that live as long as the server.
    pub fn client(&self, headers: &[(&str, &str)]) -> Client {
        Client::new(self.agent.clone(), &self.address, log(self.folder.path()), headers)
    }

    /// The platform app that makes everything in the tests.
    pub fn platform(&self) -> Platform {
        Platform(self.client(&[("api_access_token", &self.apps[0])]))
    }

    /// Another platform app, which was granted nothing.
    pub fn stranger(&self) -> Platform {
        Platform(self.client(&[("api_access_token", &self.apps[1])]))
    }

    /// A caller without credentials.
    pub fn nobody(&self) -> Nobody {
        Nobody(self.client(&[]))
    }

    /// Changes the database behind the server's back: for what only time, or a part that is not served, would bring.
    pub fn alter(&self, sql: &str) {
        let file = Connection::open(self.database()).unwrap();
        file.busy_timeout(Duration::from_secs(10)).unwrap();
        file.execute_batch(sql).unwrap();
    }

    /// Waits until a question to the database is answered with this number: for what the server does later.
    #[track_caller]
    pub fn wait_until(&self, question: &str, number: i64) {
        let file = Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        file.busy_timeout(Duration::from_secs(10)).unwrap();
        let patience = Instant::now() + Duration::from_secs(30);
        loop {
            let answer: i64 = file.query_row(question, [], |row| row.get(0)).unwrap();
            if answer == number {
                return;
            }
            assert!(
                Instant::now() < patience,
                "{question}: still {answer}, not {number}\n{}",
                last_of_log(self.folder.path())
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Runs a command of the executable on this server's database; it must succeed.
    pub fn command(&self, arguments: &[&str]) -> Output {
        run(arguments, &self.database())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        // Fails only when it has ended already.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// A process that answers at the address it says.
fn serve(folder: &Path, listen: &str) -> (Child, String) {
    let mut child = executable(&database(folder))
        .args(["serve", "--listen", listen, "--rate-limits", "off"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(fs::File::options().create(true).append(true).open(log(folder)).unwrap())
        .spawn()
        .unwrap();
    let mut first_line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
    let address = first_line.trim().strip_prefix("listening on http://").map(str::to_owned);
    let address = address.unwrap_or_else(|| panic!("said {first_line:?}: {}", last_of_log(folder)));
    (child, address)
}

fn database(folder: &Path) -> PathBuf {
    folder.join("test.db")
}

fn log(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

fn last_of_log(folder: &Path) -> String {
    last_lines(&log(folder))
}

/// The last lines of a log, for the message of a failure.
pub fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// The executable, on a database, with nothing of our environment that could configure it.
fn executable(database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatwoot-lite"));
    command.env_clear().current_dir(database.parent().unwrap()).arg("--db").arg(database);
    command
}

fn run(arguments: &[&str], database: &Path) -> Output {
    let output = executable(database).args(arguments).output().unwrap();
    let said = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{arguments:?}: {}{}", said(&output.stdout), said(&output.stderr));
    output
}
