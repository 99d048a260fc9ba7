//! Who writes from outside: visitors of a website, and clients of an API inbox.

use std::ops::Deref;

use serde_json::{Value, json};

use super::clients::Client;
use super::seed::Company;

/// A visitor of a website, by the token of their session.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub client: Client,
    pub website_token: String,
    /// The token of the session.
    pub token: String,
    pub pubsub_token: String,
}

impl Deref for Visitor {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Visitor {
    /// A path of the widget's API: `at("messages")`, `at("messages?before=3")`.
    pub fn at(&self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("/api/v1/widget/{path}{mark}website_token={}", self.website_token)
    }

    /// The same visitor by another token.
    pub fn with_token(&self, token: &str) -> Visitor {
        Visitor { client: self.client.with("x-auth-token", token), token: token.to_owned(), ..self.clone() }
    }

    /// Writes a message; answers it.
    #[track_caller]
    pub fn say(&self, content: &str) -> Value {
        self.post(&self.at("messages"), json!({"message": {"content": content}})).ok()
    }

    /// The contents of what the visitor sees.
    #[track_caller]
    pub fn log(&self) -> Vec<String> {
        let list = self.get(&self.at("messages")).ok();
        let messages = list["payload"].as_array().unwrap();
        messages.iter().map(|message| message["content"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Company {
    /// A new visitor of a website inbox. Nothing is stored of them yet.
    pub fn visitor(&self, inbox: &Value) -> Visitor {
        let website_token = inbox["website_token"].as_str().unwrap().to_owned();
        let nobody = self.server.nobody();
        let config = nobody.post(&format!("/api/v1/widget/config?website_token={website_token}"), ()).ok();
        let token = config["website_channel_config"]["auth_token"].as_str().unwrap().to_owned();
        let pubsub_token = config["contact"]["pubsub_token"].as_str().unwrap().to_owned();
        Visitor { client: nobody.with("x-auth-token", &token), website_token, token, pubsub_token }
    }

    /// The answer of an agent to a conversation: `say_to(3, json!({"content": "hello"}))`.
    #[track_caller]
    pub fn answer(&self, conversation: i64, message: Value) -> Value {
        self.ada.post(&self.at(&format!("/conversations/{conversation}/messages")), message).ok()
    }

    /// The path below an API inbox.
    pub fn public(&self, inbox: &Value, path: &str) -> String {
        format!("/public/api/v1/inboxes/{}{path}", inbox["inbox_identifier"].as_str().unwrap())
    }
}
