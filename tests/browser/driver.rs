//! chromedriver and the Chromium it drives: found on this machine, or said to be missing.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, OnceLock};
use std::thread;

use tokio::runtime::Runtime;

/// What the tests' asynchronous halves run on: a test itself is a plain function.
pub static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

static PROGRAMS: OnceLock<Programs> = OnceLock::new();

#[derive(Debug)]
struct Programs {
    /// Where chromedriver listens.
    url: String,
    chromium: PathBuf,
}

/// The chromedriver of this process; it ends when this is dropped.
pub struct Driver(Child);

impl Driver {
    /// Starts it on a free port. What is missing, if it cannot.
    pub fn start() -> Result<Driver, &'static str> {
        let chromium = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find(name));
        let chromium = chromium.ok_or("chromium")?;
        let program = find("chromedriver").ok_or("chromedriver")?;
        let child = Command::new(program).arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut driver = Driver(child.unwrap());
        let mut lines = BufReader::new(driver.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let url = format!("http://127.0.0.1:{}", port.unwrap());
        PROGRAMS.set(Programs { url, chromium }).unwrap();
        thread::spawn(move || lines.for_each(drop));
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where to ask for a browser, and which.
pub fn programs() -> (&'static str, &'static str) {
    let Programs { url, chromium } = PROGRAMS.get().unwrap();
    (url, chromium.to_str().unwrap())
}

fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}
