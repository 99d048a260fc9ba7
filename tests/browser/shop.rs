//! A company with a website on which the widget sits, its visitors in browsers, and its agent over the API.

use std::cell::Cell;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::{Browser, Kind};
use crate::support::seed::Company;
use crate::support::server::{self, Server};
use crate::web::Web;
use crate::wire::Wire;
use crate::world;

/// Where the text is written.
pub const FIELD: &str = "textarea.write";
/// The host of the page.
pub const HOST: &str = "shop.example";

pub struct Shop {
    pub company: Company,
    pub inbox: Value,
    pub web: Web,
    /// Between the browsers and the server.
    pub wire: Wire,
    /// The newest conversation that was heard of.
    conversation: Cell<i64>,
}

impl Shop {
    /// With an inbox that says nothing by itself.
    pub fn new() -> Shop {
        Shop::on(server::shared())
    }

    pub fn on(server: Arc<Server>) -> Shop {
        let company = Company::on(server, "Acme");
        let inbox = company.website("Acme Bikes");
        company.let_in(inbox["id"].as_i64().unwrap(), &[&company.ada, &company.bob]);
        let wire = Wire::to(company.server.address());
        let shop = Shop { company, inbox, web: Web::start(), wire, conversation: Cell::new(0) };
        shop.set(json!({
            "enable_email_collect": false,
            "channel": {"welcome_title": "Hello there", "welcome_tagline": "Ask us anything about bicycles."},
        }));
        shop.publish(json!({}), "");
        shop
    }

    /// Changes the inbox.
    pub fn set(&self, change: Value) {
        let path = self.company.at(&format!("/inboxes/{}", self.inbox["id"]));
        self.company.ada.patch(&path, change).ok();
    }

    /// The page of the site with the snippet that administrators are shown, under these `chatwootSettings`.
    pub fn publish(&self, settings: Value, headers: &str) {
        self.publish_on(HOST, settings, headers, "<h1>Bicycles</h1><p>All kinds of them.</p>");
    }

    pub fn publish_on(&self, host: &str, settings: Value, headers: &str, body: &str) {
        let snippet = self.inbox["web_widget_script"].as_str().unwrap();
        let snippet = snippet.replace(self.company.server.address(), &self.wire.address);
        let events = ["ready", "error", "on-message", "on-start-conversation", "opened", "closed", "postback"]
            .map(|name| format!("chatwoot:{name}"));
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Acme</title>
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
             <script>window.chatwootSettings = {settings}; window.heard = [];
             for (const name of {}) addEventListener(name, ({{ detail }}) => heard.push([name, detail]));</script>
             </head><body>{body}{snippet}</body></html>",
            json!(events),
        );
        self.web.put(host, headers, &html);
    }

    /// Somebody comes to the page; the widget is ready.
    pub fn visitor(&self) -> Browser {
        self.visitor_with(&Kind::default())
    }

    pub fn visitor_with(&self, kind: &Kind) -> Browser {
        let browser = Browser::open(kind, self.web.port);
        self.visit(&browser);
        browser
    }

    /// Goes to the page, perhaps once more.
    pub fn visit(&self, browser: &Browser) {
        browser
            .goto(&format!("http://{HOST}/"))
            .holds("window.$chatwoot?.hasLoaded && document.querySelector('.woot-widget-bubble')");
    }

    /// Somebody is in the conversation's view, about to write.
    pub fn guest(&self) -> Browser {
        let browser = self.visitor();
        open_chat(&browser);
        browser
    }

    /// A path below the conversation that was heard of last.
    pub fn at(&self, path: &str) -> String {
        self.company.at(&format!("/conversations/{}{path}", self.conversation.get()))
    }

    /// Waits until an agent reads this of a visitor, in the newest conversation; answers the message.
    #[track_caller]
    pub fn hears(&self, content: &str) -> Value {
        eventually(content, || self.all().into_iter().find(|message| message["content"] == content))
    }

    /// All messages of the newest conversation, as an agent has them.
    pub fn all(&self) -> Vec<Value> {
        let list = self.company.ada.get(&self.company.at("/conversations?assignee_type=all&status=all")).ok();
        let newest = list["data"]["payload"].as_array().unwrap().iter().filter_map(|one| one["id"].as_i64()).max();
        let Some(newest) = newest else { return Vec::new() };
        self.conversation.set(newest);
        self.company.ada.get(&self.at("/messages")).ok()["payload"].as_array().unwrap().clone()
    }

    /// How many messages of the newest conversation have this content.
    pub fn count(&self, content: &str) -> usize {
        self.all().iter().filter(|message| message["content"] == content).count()
    }

    /// Bob answers in the conversation that was heard of last.
    #[track_caller]
    pub fn says(&self, content: &str) -> Value {
        self.sends(json!({"content": content}))
    }

    #[track_caller]
    pub fn sends(&self, message: Value) -> Value {
        self.company.bob.post(&self.at("/messages"), message).ok()
    }

    /// The newest conversation, or one of its fields, waiting for it to be so.
    #[track_caller]
    pub fn becomes(&self, field: &str, value: Value) {
        eventually(&format!("{field} {value}"), || {
            let conversation = self.company.ada.get(&self.at("")).ok();
            (conversation.pointer(field) == Some(&value)).then_some(())
        });
    }

    /// How many contacts there are in the file, visitors without a name included.
    pub fn contacts(&self) -> i64 {
        world::stored(&self.company.server, "select count(*) from contacts where account_id = ?", self.company.id)
    }

    /// The contact with this identifier, once there is one.
    #[track_caller]
    pub fn known(&self, identifier: &str) -> Value {
        eventually(identifier, || {
            let list = self.company.ada.get(&self.company.at("/contacts")).ok();
            list["payload"].as_array().unwrap().iter().find(|contact| contact["identifier"] == identifier).cloned()
        })
    }
}

/// Opens the widget by its bubble and goes on to the conversation's view.
pub fn open_chat(browser: &Browser) {
    browser.page().click(".woot-widget-bubble");
    browser.chat().click(".home .primary").sees(FIELD);
}

/// Asks until there is an answer.
#[track_caller]
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{what} did not come");
        thread::sleep(Duration::from_millis(50));
    }
}
