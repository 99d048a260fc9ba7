//! Who writes from outside: visitors of a website, and clients of an API inbox.

use std::ops::Deref;

use serde_json::{Value, json};

use super::clients::Client;
use super::document::{Operation, Things};
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

/// People who write from outside, and what they have: a visitor of a website who was asked something, and a contact of an API
/// inbox whose conversation ended with a survey.
pub struct Outside {
    pub visitor: Visitor,
    /// What the words and numbers in the paths of the two APIs are, by their names.
    names: Vec<(&'static str, String)>,
    /// The id of the message that asks the visitor something.
    question: String,
}

impl Outside {
    pub fn of(company: &Company) -> Outside {
        let (ada, nobody) = (&company.ada, company.server.nobody());
        let visitor = company.visitor(&company.website("Shop"));
        let question = visitor.say("hello")["id"].as_i64().unwrap() + 2;
        let inbox = company.inbox("Client");
        let path = company.at(&format!("/inboxes/{}", inbox["id"]));
        ada.patch(&path, json!({"csat_survey_enabled": true})).ok();
        let contact = nobody.post(&company.public(&inbox, "/contacts"), json!({"name": "Jane"})).ok();
        let source_id = contact["source_id"].as_str().unwrap().to_owned();
        let path = company.public(&inbox, &format!("/contacts/{source_id}/conversations"));
        let conversation = nobody.post(&path, ()).ok();
        nobody.post(&format!("{path}/{}/messages", conversation["id"]), json!({"content": "hello"})).ok();
        let toggle = company.at(&format!("/conversations/{}/toggle_status", conversation["id"]));
        ada.post(&toggle, json!({"status": "resolved"})).ok();
        let uuid = conversation["uuid"].as_str().unwrap().to_owned();
        let survey = nobody.get(&format!("/public/api/v1/csat_survey/{uuid}")).id();
        let identifier = inbox["inbox_identifier"].as_str().unwrap().to_owned();
        let names = vec![
            ("{inbox_identifier}", identifier),
            ("{contact_identifier}", source_id),
            ("{conversation_id}", conversation["id"].to_string()),
            ("{message_id}", survey.to_string()),
            ("{uuid}", uuid),
        ];
        Outside { visitor, names, question: question.to_string() }
    }

    /// Who calls the operation from outside; nobody when it is not for them.
    pub fn caller(&self, operation: &Operation) -> Option<&Client> {
        let is_outside = ["/api/v1/widget/", "/public/"].iter().any(|start| operation.path.starts_with(start));
        is_outside.then_some(&self.visitor.client)
    }

    /// Where the operation is on these things, those outside among them.
    pub fn at(&self, operation: &Operation, things: &Things) -> String {
        if operation.path.starts_with("/public/") {
            return self.names.iter().fold(operation.path.clone(), |path, (name, value)| path.replace(name, value));
        }
        if operation.path.starts_with("/api/v1/widget/messages/") {
            return operation.path.replace("{id}", &self.question);
        }
        operation.at(things)
    }

    /// The path with the query that the operation cannot do without.
    pub fn with_query(&self, operation: &Operation, path: &str) -> String {
        if !operation.path.starts_with("/api/v1/widget/") {
            return path.to_owned();
        }
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}website_token={}", self.visitor.website_token)
    }
}
