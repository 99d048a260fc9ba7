//! Who calls: a client for each kind of principal, all with the same verbs.

use std::ops::Deref;
use std::path::PathBuf;

use serde_json::{Value, json};
use ureq::http::{HeaderMap, Request, Response};

use super::body::Body;
use super::json;
use super::server::last_lines;

/// Someone who can call the server.
#[derive(Debug, Clone)]
pub struct Client {
    agent: ureq::Agent,
    address: String,
    log: PathBuf,
    headers: Vec<(String, String)>,
}

impl Client {
    pub fn new(agent: ureq::Agent, address: &str, log: PathBuf, headers: &[(&str, &str)]) -> Client {
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Client { agent, address: address.to_owned(), log, headers }
    }

    /// The same caller with one more header, or another value of one they have.
    pub fn with(&self, name: &str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.retain(|(known, _)| known != name);
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, ())
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send("POST", path, body)
    }

    #[track_caller]
    pub fn patch(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send("PATCH", path, body)
    }

    #[track_caller]
    pub fn put(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send("PUT", path, body)
    }

    #[track_caller]
    pub fn delete(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send("DELETE", path, body)
    }

    /// Any method. Fails when there is no answer at all, or one that admits a fault of the server.
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        let what = format!("{method} {path}");
        let answer = match self.try_send(method, path, body) {
            Ok(answer) => answer,
            Err(error) => panic!("{what}: {error}\n{}", last_lines(&self.log)),
        };
        assert!(answer.status < 500, "{what}: {} {}\n{}", answer.status, answer.body, last_lines(&self.log));
        answer
    }

    /// The same for a server that may go away meanwhile.
    pub fn try_send(&self, method: &str, path: &str, body: impl Into<Body>) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in &self.headers {
            request = request.header(name, value.as_bytes());
        }
        let mut response = match body.into() {
            Body::None => self.agent.run(request.body(())?)?,
            Body::Bytes { content_type, bytes } => {
                if let Some(content_type) = content_type {
                    request = request.header("content-type", content_type);
                }
                self.agent.run(request.body(&bytes[..])?)?
            }
        };
        let bytes = response.body_mut().with_config().limit(100 << 20).read_to_vec()?;
        Ok(Answer::new(format!("{method} {path}"), response, bytes))
    }
}

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    /// The request, for the message of a failure.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// `null` when it is empty or no JSON.
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    fn new<T>(asked: String, response: Response<T>, bytes: Vec<u8>) -> Answer {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { asked, status, headers, body: serde_json::from_slice(&bytes).unwrap_or_default(), bytes }
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body of a call that must have succeeded: for what a test sets up.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}: {}", self.asked, self.text());
        self.body
    }

    /// The id in the body of a call that must have succeeded.
    #[track_caller]
    pub fn id(self) -> i64 {
        let asked = self.asked.clone();
        let body = self.ok();
        body["id"].as_i64().unwrap_or_else(|| panic!("{asked}: no id in {body}"))
    }

    /// Status and whole body, which may hold masks (`json::any_id` and the like).
    #[track_caller]
    pub fn assert(&self, status: u16, expected: Value) {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        assert_eq!(self.header("content-type"), "application/json; charset=utf-8", "{}", self.asked);
        json::assert_same(&self.asked, &self.body, &expected);
    }

    /// 200 and nothing in the body.
    #[track_caller]
    pub fn assert_empty(&self) {
        assert_eq!((self.status, self.text()), (200, String::new()), "{}", self.asked);
    }

    /// A refusal with one text: `{"error": text}`, and what a 422 adds.
    #[track_caller]
    pub fn assert_error(&self, status: u16, text: &str) {
        if status == 422 {
            let expected = json!({"error": text, "description": text, "errors": json::anything()});
            return self.assert(status, expected);
        }
        self.assert(status, json!({"error": text}));
    }

    /// 404 as the API says it.
    #[track_caller]
    pub fn assert_not_found(&self) {
        self.assert_error(404, "Resource could not be found");
    }

    /// 401 for a role, or for an inbox the caller does not belong to.
    #[track_caller]
    pub fn assert_not_allowed(&self) {
        self.assert_error(401, "You are not authorized to do this action");
    }

    /// 401 without any credentials.
    #[track_caller]
    pub fn assert_sign_in_first(&self) {
        self.assert(401, json!({"errors": ["You need to sign in or sign up before continuing."]}));
    }

    /// 422 of a validation: the attributes with their messages, in this order.
    #[track_caller]
    pub fn assert_invalid(&self, errors: &[(&str, &str)]) {
        let message = errors.iter().map(|(_, message)| *message).collect::<Vec<_>>().join(", ");
        let mut attributes: Vec<&str> = errors.iter().map(|(attribute, _)| *attribute).collect();
        attributes.dedup();
        let each =
            |(field, message): &(&str, &str)| json!({"field": field, "message": message, "code": json::any_text()});
        self.assert(
            422,
            json!({
                "message": message,
                "attributes": attributes,
                "description": message,
                "errors": errors.iter().map(each).collect::<Vec<_>>(),
            }),
        );
    }
}

macro_rules! principals {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub Client);

        impl Deref for $name {
            type Target = Client;
            fn deref(&self) -> &Client {
                &self.0
            }
        }
    )*};
}

principals! {
    /// A platform app.
    Platform,
    /// A person by the headers of a session.
    Session,
    /// No credentials at all.
    Nobody
}

/// A person by their `api_access_token`.
#[derive(Debug, Clone)]
pub struct Person {
    pub client: Client,
    pub id: i64,
    pub name: String,
    pub email: String,
    pub password: String,
    pub token: String,
}

impl Person {
    /// Signs in: the same person by the headers of a new session.
    #[track_caller]
    pub fn session(&self) -> Session {
        let mut client = self.client.clone();
        client.headers.clear();
        let answer = client.post("/auth/sign_in", json!({"email": self.email, "password": self.password}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        for name in ["access-token", "client", "uid"] {
            client = client.with(name, answer.header(name));
        }
        Session(client)
    }
}

impl Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

/// An agent bot by its token.
#[derive(Debug, Clone)]
pub struct Bot {
    pub client: Client,
    pub id: i64,
    pub name: String,
    pub token: String,
}

impl Deref for Bot {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}
