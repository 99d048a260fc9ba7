//! One conversation, for the tests that are about one.

use std::ops::Deref;

use serde_json::{Value, json};

use super::Company;
use super::clients::{Answer, Client, Person};
use super::json::merged;
use super::shapes;

/// A conversation of Jane's in an API inbox with Bob in it, as its first in the account. It is the company as well.
pub struct Talk {
    pub company: Company,
    pub inbox: i64,
    pub contact: i64,
    /// The number that paths take.
    pub id: i64,
}

impl Deref for Talk {
    type Target = Company;
    fn deref(&self) -> &Company {
        &self.company
    }
}

impl Talk {
    pub fn new() -> Talk {
        Talk::with(json!({}))
    }

    /// In an inbox with these settings.
    pub fn with(settings: Value) -> Talk {
        let company = Company::new();
        let new = merged(json!({"name": "App", "channel": {"type": "api"}}), settings);
        let inbox = company.ada.post(&company.at("/inboxes"), new).id();
        company.let_in(inbox, &[&company.bob]);
        let contact = company.contact("Jane");
        let id = company.conversation(inbox, contact);
        Talk { company, inbox, contact, id }
    }

    /// A path of the conversation: `path("/messages")`.
    pub fn path(&self, rest: &str) -> String {
        self.at(&format!("/conversations/{}{rest}", self.id))
    }

    /// Posts a message; answers it.
    #[track_caller]
    pub fn post(&self, by: &Client, message: Value) -> Answer {
        by.post(&self.path("/messages"), message)
    }

    /// A person's answer to the contact; answers its id.
    #[track_caller]
    pub fn say(&self, by: &Person, content: &str) -> i64 {
        self.post(by, json!({"content": content})).id()
    }

    /// A message of the contact, which Ada's integration brings; answers its id.
    #[track_caller]
    pub fn hear(&self, content: &str) -> i64 {
        self.post(&self.ada, json!({"content": content, "message_type": "incoming"})).id()
    }

    /// Brings the conversation to a status.
    #[track_caller]
    pub fn set(&self, by: &Client, status: &str) {
        by.post(&self.path("/toggle_status"), json!({"status": status})).ok();
    }

    /// Gives the conversation to somebody, or to a team.
    #[track_caller]
    pub fn assign(&self, by: &Client, to: Value) -> Value {
        by.post(&self.path("/assignments"), to).ok()
    }

    /// The conversation as an administrator sees it.
    #[track_caller]
    pub fn show(&self) -> Value {
        self.ada.get(&self.path("")).ok()
    }

    /// Type and text of the newest 20 messages, oldest first.
    #[track_caller]
    pub fn log(&self) -> Vec<(i64, String)> {
        let list = self.ada.get(&self.path("/messages")).ok();
        let line = |message: &Value| {
            (message["message_type"].as_i64().unwrap(), message["content"].as_str().unwrap_or_default().to_owned())
        };
        list["payload"].as_array().unwrap().iter().map(line).collect()
    }

    /// What the server noted about the conversation itself.
    #[track_caller]
    pub fn activities(&self) -> Vec<String> {
        self.log().into_iter().filter(|(message_type, _)| *message_type == 2).map(|(_, text)| text).collect()
    }

    /// What the conversation shows while nothing happened.
    pub fn fresh(&self) -> Value {
        let jane = shapes::contact(self.contact, "Jane");
        shapes::conversation(self.company.id, self.inbox, self.id, jane)
    }

    /// A public text of this type in the conversation, of nobody's.
    pub fn text(&self, message_type: i64, content: &str) -> Value {
        shapes::message(self.inbox, self.id, message_type, content)
    }
}
