//! Companies, people and their things, made through the API only.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use super::clients::{Bot, Person, Platform};
use super::document::Things;
use super::events::Events;
use super::server::{self, Server};

/// Good enough for the rules.
pub const PASSWORD: &str = "Passw0rd!";

/// A number nobody else in this run has.
pub fn unique() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An account with an administrator (Ada) and an agent (Bob), on the server the tests share.
pub struct Company {
    pub server: Arc<Server>,
    pub platform: Platform,
    pub id: i64,
    pub name: String,
    /// Administrator.
    pub ada: Person,
    /// Agent.
    pub bob: Person,
}

impl Company {
    pub fn new() -> Company {
        Company::named("Acme")
    }

    /// Everything in it is named after the company.
    pub fn named(name: &str) -> Company {
        Company::on(server::shared(), name)
    }

    /// On a server of the test's own.
    pub fn on(server: Arc<Server>, name: &str) -> Company {
        Company::with_people(server, name, ["Ada", "Bob"])
    }

    /// With an administrator and an agent of these names.
    pub fn with_people(server: Arc<Server>, name: &str, [ada, bob]: [&str; 2]) -> Company {
        let platform = server.platform();
        let id = platform.post("/platform/api/v1/accounts", json!({"name": name})).id();
        let ada = member(&server, id, ada, "administrator");
        let bob = member(&server, id, bob, "agent");
        Company { server, platform, id, name: name.to_owned(), ada, bob }
    }

    /// A path inside the account: `at("/teams")`.
    pub fn at(&self, path: &str) -> String {
        format!("/api/v1/accounts/{}{path}", self.id)
    }

    /// The account's events from now on.
    pub fn events(&self) -> Events {
        Events::from_now(&self.server, self.id)
    }

    /// One more agent.
    pub fn agent(&self, name: &str) -> Person {
        member(&self.server, self.id, name, "agent")
    }

    /// One more agent, at work: without a connection, and to be given conversations.
    pub fn worker(&self, name: &str) -> Person {
        let person = self.agent(name);
        self.at_work(&person);
        person
    }

    /// Shows somebody as present without a connection.
    pub fn at_work(&self, person: &Person) {
        self.ada.patch(&self.at(&format!("/agents/{}", person.id)), json!({"auto_offline": false})).ok();
    }

    /// A bot of this account, which the platform app may touch as well.
    pub fn bot(&self, name: &str) -> Bot {
        let made = self.platform.post(
            "/platform/api/v1/agent_bots",
            json!({
                "name": name, "description": format!("Answers for {}", self.name), "account_id": self.id,
                "outgoing_url": format!("http://127.0.0.1:9/{}", self.name),
            }),
        );
        let made = made.ok();
        let token = made["access_token"].as_str().unwrap().to_owned();
        let client = self.server.client(&[("api_access_token", &token)]);
        Bot { client, id: made["id"].as_i64().unwrap(), name: name.to_owned(), token }
    }

    /// An API inbox without members; answers the whole inbox.
    pub fn inbox(&self, name: &str) -> Value {
        self.ada.post(&self.at("/inboxes"), json!({"name": name, "channel": {"type": "api"}})).ok()
    }

    /// A website inbox without members; answers the whole inbox.
    pub fn website(&self, name: &str) -> Value {
        let channel = json!({"type": "web_widget", "website_url": "https://shop.example.com"});
        self.ada.post(&self.at("/inboxes"), json!({"name": name, "channel": channel})).ok()
    }

    /// An e-mail inbox without members, under an address of its own; answers the whole inbox.
    pub fn mailbox(&self, name: &str) -> Value {
        let channel = json!({"type": "email", "email": format!("help-{}@acme.example", unique())});
        self.ada.post(&self.at("/inboxes"), json!({"name": name, "channel": channel})).ok()
    }

    /// Makes people members of an inbox.
    pub fn let_in(&self, inbox: i64, people: &[&Person]) {
        let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
        self.ada.post(&self.at("/inbox_members"), json!({"inbox_id": inbox, "user_ids": ids})).ok();
    }

    /// A team; answers its id.
    pub fn team(&self, name: &str) -> i64 {
        self.ada.post(&self.at("/teams"), json!({"name": name})).id()
    }

    /// A contact with an address of their own; answers their id.
    pub fn contact(&self, name: &str) -> i64 {
        let email = format!("{}-{}@example.com", name.to_lowercase(), unique());
        let made = self.ada.post(&self.at("/contacts"), json!({"name": name, "email": email})).ok();
        made["payload"]["contact"]["id"].as_i64().unwrap()
    }

    /// Takes contacts in from a file; answers the import when all of it is done.
    #[track_caller]
    pub fn import(&self, name: &str, file: &[u8]) -> Value {
        let parts = super::body::multipart().file("import_file", name, "text/csv", file);
        self.ada.post(&self.at("/contacts/import"), parts).assert_empty();
        let open = format!("select count(*) from contact_imports where account_id = {} and status < 2", self.id);
        self.server.wait_until(&open, 0);
        self.ada.get(&self.at("/contacts/imports")).ok()["payload"][0].clone()
    }

    /// A conversation of a contact in an inbox; answers its id.
    pub fn conversation(&self, inbox: i64, contact: i64) -> i64 {
        let new = json!({"inbox_id": inbox, "contact_id": contact});
        self.ada.post(&self.at("/conversations"), new).id()
    }

    /// A message in a conversation; answers its id.
    pub fn message(&self, by: &Person, conversation: i64, content: &str) -> i64 {
        by.post(&self.at(&format!("/conversations/{conversation}/messages")), json!({"content": content})).id()
    }
}

/// One of each kind of thing in an account.
pub struct Furniture {
    pub things: Things,
    /// Attached to the inbox.
    pub bot: Bot,
    /// Of the contact in the inbox.
    pub source_id: String,
}

impl Company {
    /// Puts one of each kind into the account, all named after a word: an inbox with the agent and a bot in it, a team, a
    /// contact with so many conversations (they have numbers per account), a label, an integration, a custom attribute, a kept filter.
    pub fn furnish(&self, word: &str, conversations: usize) -> Furniture {
        let bot = self.bot(&format!("{word} bot"));
        let inbox = self.inbox(&format!("{word} inbox"))["id"].as_i64().unwrap();
        self.let_in(inbox, &[&self.bob]);
        self.ada.post(&self.at(&format!("/inboxes/{inbox}/set_agent_bot")), json!({"agent_bot": bot.id})).ok();
        let team = self.team(&format!("{word} team"));
        let contact = self.contact(&format!("{word}-contact"));
        let conversation = (0..conversations).fold(0, |_, _| self.conversation(inbox, contact));
        let message = self.message(&self.ada, conversation, &format!("{word} secret"));
        let path = self.at(&format!("/conversations/{conversation}"));
        self.ada.post(&format!("{path}/labels"), json!({"labels": [word]})).ok();
        self.ada.post(&format!("{path}/assignments"), json!({"team_id": team})).ok();
        let label = self.ada.post(&self.at("/labels"), json!({"title": word})).id();
        let canned = json!({"short_code": word, "content": format!("{word} text")});
        let canned = self.ada.post(&self.at("/canned_responses"), canned).id();
        let app = json!({"title": word, "content": [{"type": "frame", "url": format!("https://{word}.example.com")}]});
        let app = self.ada.post(&self.at("/dashboard_apps"), app).id();
        let done = json!([{"action_name": "add_label", "action_params": [word]}]);
        let shared = json!({"name": format!("{word} macro"), "visibility": "global", "actions": done});
        let shared = self.ada.post(&self.at("/macros"), shared).ok()["payload"]["id"].as_i64().unwrap();
        let rule = json!({"name": format!("{word} rule"), "event_name": "conversation_opened", "actions": done, "active": false});
        let rule = self.ada.post(&self.at("/automation_rules"), rule).id();
        let mention = format!("[@Ada](mention://user/{}/Ada) {word} secret", self.ada.id);
        self.bob.post(&format!("{path}/messages"), json!({"content": mention, "private": true})).ok();
        let of_ada = format!("select coalesce(max(id), 0) from notifications where user_id = {}", self.ada.id);
        self.server.wait_until(&format!("select ({of_ada}) > 0"), 1);
        let notification = self.ada.get(&self.at("/notifications")).ok()["data"]["payload"][0]["id"].as_i64().unwrap();
        let website = self.website(&format!("{word} website"))["id"].as_i64().unwrap();
        let campaign = json!({"title": word, "message": format!("{word} offer"), "inbox_id": website});
        let campaign = (0..conversations).fold(0, |_, _| self.ada.post(&self.at("/campaigns"), campaign.clone()).id());
        let hook = json!({"app_id": "openai", "settings": {"api_key": word}});
        let hook = self.ada.post(&self.at("/integrations/hooks"), hook).id();
        let attribute = json!({"attribute_display_name": word, "attribute_key": word});
        let attribute = self.ada.post(&self.at("/custom_attribute_definitions"), attribute).id();
        let filter = self.ada.post(&self.at("/custom_filters"), json!({"name": word, "query": {"payload": []}})).id();
        let note = self.ada.post(&self.at(&format!("/contacts/{contact}/notes")), json!({"content": word})).id();
        self.ada.post(&self.at(&format!("/contacts/{contact}/labels")), json!({"labels": [word]})).ok();
        let double = self.contact(&format!("{word}-double"));
        let pair = json!({"base_contact_id": contact, "mergee_contact_id": double});
        self.ada.post(&self.at("/actions/contact_merge"), pair).ok();
        let merge = self.ada.get(&self.at("/contacts/merges")).ok()["payload"][0]["id"].as_i64().unwrap();
        let import =
            self.import(&format!("{word}.csv"), format!("name,email\n{word},no address\n").as_bytes())["id"].clone();
        let shown = self.ada.get(&self.at(&format!("/contacts/{contact}"))).ok();
        let source_id = shown["payload"]["contact_inboxes"][0]["source_id"].as_str().unwrap().to_owned();
        let things = Things::from([
            ("accounts", self.id),
            ("users", self.bob.id),
            ("agents", self.bob.id),
            ("agent_bots", bot.id),
            ("inboxes", inbox),
            ("inbox_members", inbox),
            ("labels", label),
            ("teams", team),
            ("contacts", contact),
            ("notes", note),
            ("merges", merge),
            ("imports", import.as_i64().unwrap()),
            ("conversations", conversation),
            ("messages", message),
            ("hooks", hook),
            ("websites", website),
            ("campaigns", campaign),
            ("custom_attribute_definitions", attribute),
            ("custom_filters", filter),
            ("macros", shared),
            ("automation_rules", rule),
            ("dashboard_apps", app),
            ("notifications", notification),
            ("canned_responses", canned),
            // of no account
            ("sessions", 0),
            // known by a word, which no number is
            ("csat_survey", 0),
        ]);
        Furniture { things, bot, source_id }
    }
}

/// A user who is in no account.
pub fn person(server: &Server, name: &str) -> Person {
    let email = format!("{}-{}@example.com", name.to_lowercase(), unique());
    let new = json!({"name": name, "email": email, "password": PASSWORD});
    let user = server.platform().post("/platform/api/v1/users", new).ok();
    let token = user["access_token"].as_str().unwrap().to_owned();
    Person {
        client: server.client(&[("api_access_token", &token)]),
        id: user["id"].as_i64().unwrap(),
        name: name.to_owned(),
        email,
        password: PASSWORD.to_owned(),
        token,
    }
}

/// A user who is in this account.
pub fn member(server: &Server, account: i64, name: &str, role: &str) -> Person {
    let person = person(server, name);
    let members = format!("/platform/api/v1/accounts/{account}/account_users");
    server.platform().post(&members, json!({"user_id": person.id, "role": role})).ok();
    person
}
