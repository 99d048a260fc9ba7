//! A browser of a test: what a person sees and does in it. Everything waits until it can be done, or fails the test and says what
//! was there instead. A call acts on the site's page or in the widget's frame, whichever [`Browser::page`] and
//! [`Browser::chat`] chose last.

use std::cell::Cell;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverError;
use thirtyfour::{By, Capabilities, Key, TypingData, WebDriver, WebElement};

use crate::driver::{self, RUNTIME};

/// How long something may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(30);
thread_local! {
    /// The test that runs in this thread.
    pub static TEST: Cell<&'static str> = const { Cell::new("") };
}
const FRAME: &str = "iframe#chatwoot_live_chat_widget";

/// Which browser.
#[derive(Debug, Clone)]
pub struct Kind {
    pub width: u32,
    pub height: u32,
    /// With a touch screen and two pixels where others have one.
    pub is_phone: bool,
    pub language: &'static str,
}

impl Default for Kind {
    fn default() -> Kind {
        Kind { width: 1100, height: 800, is_phone: false, language: "en-US" }
    }
}

impl Kind {
    pub fn phone() -> Kind {
        Kind { width: 390, height: 844, is_phone: true, ..Kind::default() }
    }
}

/// A browser with a profile of its own; closed when it is dropped. A test that fails leaves a picture of it in
/// `target/screenshots/`.
pub struct Browser {
    driver: Option<WebDriver>,
    is_in_frame: Cell<bool>,
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

impl Browser {
    /// `web` answers for every name there is: so nothing leaves this machine, and what tries to is noticed.
    pub fn open(kind: &Kind, web: u16) -> Browser {
        let (url, chromium) = driver::programs();
        let Kind { width, height, is_phone, language } = kind;
        let mut options = json!({
            "binary": chromium,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio",
                "--no-first-run", "--hide-scrollbars", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-extensions",
                // frames in the process of their page: chromedriver does not hear the complaints of others
                "--disable-site-isolation-trials",
                "--disable-features=OptimizationHints,MediaRouter,Translate,IsolateOrigins,site-per-process",
                format!("--window-size={width},{height}"),
                format!("--lang={language}"),
                format!("--accept-lang={language}"),
                format!("--host-resolver-rules=MAP * 127.0.0.1:{web}, EXCLUDE 127.0.0.1"),
            ],
            "prefs": {"intl.accept_languages": language},
        });
        if *is_phone {
            options["mobileEmulation"] = json!({
                "deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0, "touch": true, "mobile": true},
            });
        }
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "chrome").unwrap();
        capabilities.set("goog:chromeOptions", options).unwrap();
        capabilities.set("goog:loggingPrefs", json!({"browser": "ALL"})).unwrap();
        let driver = wait(WebDriver::new(url, capabilities)).unwrap();
        Browser { driver: Some(driver), is_in_frame: Cell::new(false) }
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().unwrap()
    }

    pub fn goto(&self, url: &str) -> &Browser {
        self.is_in_frame.set(false);
        wait(self.driver().goto(url)).unwrap();
        self
    }

    /// From here on: the page of the site.
    pub fn page(&self) -> &Browser {
        if self.is_in_frame.replace(false) {
            wait(self.driver().enter_default_frame()).unwrap();
        }
        self
    }

    /// From here on: the widget in its frame.
    pub fn chat(&self) -> &Browser {
        if !self.is_in_frame.get() {
            let frame = self.find(FRAME);
            wait(frame.enter_frame()).unwrap();
            self.is_in_frame.set(true);
        }
        self
    }

    /// The window that was opened last, in which no frame is chosen.
    pub fn last_window(&self) -> &Browser {
        let windows = self.until("a second window", || {
            let windows = wait(self.driver().windows()).unwrap();
            (windows.len() > 1).then_some(windows)
        });
        wait(self.driver().switch_to_window(windows.last().unwrap().clone())).unwrap();
        self.is_in_frame.set(false);
        self
    }

    /// Asks until there is an answer.
    #[track_caller]
    fn until<T>(&self, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            if start.elapsed() > PATIENCE {
                let shown = self.try_js("return document.body.innerText", &[]).unwrap_or_default();
                panic!("there is no {what} in:\n{}\n{:#?}", shown.as_str().unwrap_or_default(), self.complaints());
            }
            thread::sleep(PAUSE);
        }
    }

    fn try_js(&self, script: &str, arguments: &[Value]) -> Result<Value, WebDriverError> {
        wait(self.driver().execute(script, arguments.to_vec())).map(|answer| answer.json().clone())
    }

    /// What a script returns.
    #[track_caller]
    pub fn js(&self, script: &str) -> Value {
        self.try_js(script, &[]).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a script with `arguments` returns.
    #[track_caller]
    pub fn js_with(&self, script: &str, arguments: &[Value]) -> Value {
        self.try_js(script, arguments).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a promise comes to.
    #[track_caller]
    pub fn js_later(&self, promise: &str) -> Value {
        let script = format!("const done = arguments[0]; ({promise}).then(done, (error) => done(String(error)))");
        wait(self.driver().execute_async(script, Vec::new())).unwrap().json().clone()
    }

    /// Waits until an expression is true. What fails meanwhile counts as false: a page may be on its way to another.
    #[track_caller]
    pub fn holds(&self, expression: &str) -> &Browser {
        let script = format!("return Boolean({expression})");
        self.until(expression, || self.try_js(&script, &[]).is_ok_and(|is| is == true).then_some(()));
        self
    }

    /// Waits for an element.
    #[track_caller]
    pub fn find(&self, css: &str) -> WebElement {
        self.until(css, || wait(self.driver().find(By::Css(css))).ok())
    }

    #[track_caller]
    pub fn sees(&self, css: &str) -> &Browser {
        self.find(css);
        self
    }

    #[track_caller]
    pub fn is_gone(&self, css: &str) -> &Browser {
        self.holds(&format!("!document.querySelector({})", json!(css)))
    }

    /// Waits until an element with this selector has this in its text.
    #[track_caller]
    pub fn reads(&self, css: &str, text: &str) -> &Browser {
        let (css, text) = (json!(css), json!(text));
        self.holds(&format!("[...document.querySelectorAll({css})].some((e) => e.innerText.includes({text}))"))
    }

    /// Clicks an element as soon as it can be clicked.
    #[track_caller]
    pub fn click(&self, css: &str) -> &Browser {
        self.until(&format!("{css} to click"), || {
            wait(async { self.driver().find(By::Css(css)).await?.click().await }).ok()
        });
        self
    }

    /// Clicks the button or link with this text, or this name.
    #[track_caller]
    pub fn press(&self, name: &str) -> &Browser {
        let script = "return [...document.querySelectorAll('button, a, summary')]
            .find((e) => e.checkVisibility() && (e.ariaLabel || e.innerText).trim() === arguments[0])";
        self.until(&format!("button {name}"), || {
            wait(async { self.driver().execute(script, vec![json!(name)]).await?.element()?.click().await }).ok()
        });
        self
    }

    /// Types into an element.
    #[track_caller]
    pub fn write(&self, css: &str, text: impl Into<String>) -> &Browser {
        let text = text.into();
        self.until(&format!("{css} to write in"), || {
            wait(async { self.driver().find(By::Css(css)).await?.send_keys(text.as_str()).await }).ok()
        });
        self
    }

    /// Types wherever the focus is.
    pub fn keys(&self, text: impl Into<TypingData>) -> &Browser {
        wait(self.driver().action_chain().send_keys(text).perform()).unwrap();
        self
    }

    /// Chooses a file.
    pub fn attach(&self, css: &str, path: &Path) -> &Browser {
        wait(self.find(css).send_keys(path.to_str().unwrap())).unwrap();
        self
    }

    /// To what has the focus before this: Shift and Tab.
    pub fn back(&self) -> &Browser {
        wait(self.driver().action_chain().key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift).perform())
            .unwrap();
        self
    }

    /// What the browser itself complains of since it was asked last: errors of scripts, refusals by policy, failed requests.
    pub fn complaints(&self) -> Vec<String> {
        let log = wait(self.driver().browser_log()).unwrap_or_default();
        log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect()
    }

    #[track_caller]
    pub fn assert_no_complaints(&self) {
        assert_eq!(self.complaints(), Vec::<String>::new());
    }

    /// The browser loses its network, and knows it.
    pub fn offline(&self, is_offline: bool) {
        let conditions = json!({"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        wait(self.driver().cdp().send_raw("Network.enable", json!({}))).unwrap();
        wait(self.driver().cdp().send_raw("Network.emulateNetworkConditions", conditions)).unwrap();
    }

    /// Names and values of the cookies of the page.
    pub fn cookies(&self) -> Vec<(String, String)> {
        let cookies = wait(self.driver().get_all_cookies()).unwrap();
        cookies.into_iter().map(|cookie| (cookie.name, cookie.value)).collect()
    }

    /// Puts a picture of the window into `target/screenshots/`.
    pub fn picture(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
        fs::create_dir_all(&folder).unwrap();
        wait(self.driver().screenshot(&folder.join(format!("{name}.png")))).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if thread::panicking() {
            self.picture(&format!("failed-{}", TEST.get().replace("::", "-")));
        }
        if let Some(driver) = self.driver.take() {
            let _ = wait(driver.quit());
        }
    }
}
