//! Messages of conversations through their endpoints, on a store of their own.

mod automatic;
mod posting;
mod reading;
mod refusals;

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::ids::{AgentBotId, UserId};
use crate::http::errors;
use crate::store::{Db, Env};

/// Ada administers Acme, Bob is in its API inbox, Carol in none; Robo is a bot. Three inboxes (1 website, 2 API, 3 e-mail) with a
/// conversation of Jane's in each, under the same number. Globex has conversation 1, too.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, display_name, email, pubsub_token, created_at, updated_at) values
        (1, 'ada byron', null, 'ada@x', 'a', 0, 0), (2, 'Bob', 'Bobby', 'bob@x', 'b', 0, 0), (3, 'Carol', null, 'carol@x', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, auto_offline, created_at, updated_at) values
        (1, 1, 1, 1, 0, 0), (1, 2, 0, 0, 0, 0), (1, 3, 0, 1, 0, 0);
    insert into agent_bots(id, account_id, name, created_at, updated_at) values (1, 1, 'Robo', 0, 0), (2, 2, 'Spy', 0, 0);
    insert into blobs(id, key, account_id, filename, content_type, byte_size, is_linked, created_at)
        values (1, 'logo', 1, 'logo.png', 'image/png', 1, 1, 0);
    insert into channel_web_widgets(id, account_id, website_url, website_token, hmac_token) values (1, 1, 'https://x', 't', 'h');
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h'), (2, 2, 'j', 'h');
    insert into channel_email(id, account_id, email, forward_to_email) values (1, 1, 'm@x', 'f@x');
    insert into inboxes(id, account_id, channel_type, channel_id, name, avatar_blob_id, enable_email_collect, created_at, updated_at) values
        (1, 1, 'Channel::WebWidget', 1, 'Web', null, 0, 0, 0), (2, 1, 'Channel::Api', 1, 'App', 1, 1, 0, 0),
        (3, 1, 'Channel::Email', 1, 'Mail', null, 1, 0, 0), (4, 2, 'Channel::Api', 2, 'Other', null, 1, 0, 0);
    insert into inbox_members(inbox_id, user_id, account_id, turn, created_at) values (2, 2, 1, 1, 0);
    insert into teams(id, account_id, name, created_at, updated_at) values (1, 1, 'night', 0, 0);
    insert into team_members(team_id, user_id, account_id, created_at) values (1, 3, 1, 0);
    insert into contacts(id, account_id, name, identifier, created_at, updated_at) values (1, 1, 'jane doe', 'j', 0, 0), (9, 2, 'Zed', 'z', 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at) values
        (1, 1, 1, 1, 'web', 'p', 0, 0), (2, 1, 1, 2, 'app', 'q', 0, 0), (3, 1, 1, 3, 'mail', 'r', 0, 0), (4, 2, 9, 4, 'z', 's', 0, 0);
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid, waiting_since,
            last_activity_at, created_at, updated_at)
        values (1, 1, 1, 1, 1, 1, 'u', 0, 0, 0, 0), (2, 1, 2, 2, 1, 2, 'v', 0, 0, 0, 0), (3, 1, 3, 3, 1, 3, 'w', 0, 0, 0, 0),
               (4, 2, 1, 4, 9, 4, 'x', 0, 0, 0, 0);
    update account_counters set last_display_id = 3 where account_id = 1;";

/// The number of the conversation in the inbox of this kind.
const WEB: i64 = 1;
const APP: i64 = 2;
const MAIL: i64 = 3;

struct Server {
    store: Store,
    endpoint: Box<dyn poem::endpoint::DynEndpoint<Output = Response>>,
    ada: String,
    bob: String,
    carol: String,
    robo: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let env = Arc::new(Env::default());
        env.base_url.set("http://here".to_owned()).unwrap();
        let store = Store::open(&folder.path().join("test.db"), env).unwrap();
        let tokens = store.write_blocking(|tx| {
            tx.execute_batch(COMPANY)?;
            let user = |id| create_token(tx, Owner::User(UserId(id)));
            Ok((user(1)?, user(2)?, user(3)?, create_token(tx, Owner::AgentBot(AgentBotId(1)))?))
        });
        let (ada, bob, carol, robo) = tokens.unwrap();
        let route = Route::new().nest("/", OpenApiService::new(apis(&store), "test", "1"));
        let route =
            errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())).data(crate::hub::Hub::default()));
        let endpoint = Box::new(poem::endpoint::ToDynEndpoint(route));
        Server { store, endpoint, ada, bob, carol, robo, _folder: folder }
    }

    async fn send(&self, token: &str, method: Method, path: &str, content_type: &str, body: Vec<u8>) -> (u16, Value) {
        let path = format!("/api/v1/accounts/{path}");
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        let request = request.content_type(content_type).body(body);
        let response = self.endpoint.call(request).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.send(token, method, path, "application/json", body.to_string().into_bytes()).await
    }

    /// Posts a message as this caller.
    async fn post(&self, token: &str, conversation: i64, body: Value) -> (u16, Value) {
        self.ask(token, Method::POST, &format!("1/conversations/{conversation}/messages"), body).await
    }

    /// Posts a message as Ada, who may do all.
    async fn say(&self, conversation: i64, body: Value) -> Value {
        let (status, message) = self.post(&self.ada, conversation, body).await;
        assert_eq!(status, 200, "{message}");
        message
    }

    /// Posts a message of the contact in the API inbox.
    async fn hear(&self, text: &str) -> Value {
        self.say(APP, json!({"content": text, "message_type": "incoming"})).await
    }

    /// Posts a multipart form of names with texts, and of files.
    async fn upload(&self, conversation: i64, fields: &[(&str, &str)], files: &[(&str, &str, &str)]) -> (u16, Value) {
        let mut body = String::new();
        for (name, text) in fields {
            body += &format!("--XX\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        }
        for (name, filename, text) in files {
            let disposition = format!("form-data; name=\"{name}\"; filename=\"{filename}\"");
            body += &format!("--XX\r\ncontent-disposition: {disposition}\r\n\r\n{text}\r\n");
        }
        body += "--XX--\r\n";
        let path = format!("1/conversations/{conversation}/messages");
        self.send(&self.ada, Method::POST, &path, "multipart/form-data; boundary=XX", body.into_bytes()).await
    }

    async fn list(&self, conversation: i64, query: &str) -> Value {
        let path = format!("1/conversations/{conversation}/messages{query}");
        let (status, list) = self.ask(&self.bob, Method::GET, &path, json!({})).await;
        assert_eq!(status, 200, "{list}");
        list
    }

    fn execute(&self, sql: &'static str) {
        self.store.write_blocking(move |tx| Ok(tx.execute_batch(sql)?)).unwrap();
    }

    fn number(&self, sql: &str) -> i64 {
        self.store.read_blocking(|db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    /// The texts of a conversation's messages, with their types.
    fn log(&self, conversation: i64) -> Vec<(i64, String)> {
        let read = |db: &Db| {
            let sql = "select message_type, content from messages where conversation_id = ? order by id";
            let mut list = db.prepare(sql)?;
            Ok(list
                .query_map([conversation], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }

    /// The events so far: their names with the names of what changed.
    fn events(&self) -> Vec<String> {
        let read = |db: &Db| {
            let sql = "select o.name || coalesce((select ' ' || group_concat(key, ' ') from json_each(o.changes)), '')
                from outbox o order by id";
            let mut list = db.prepare(sql)?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }

    /// [`Server::events`] since this was asked last.
    fn new_events(&self) -> Vec<String> {
        let events = self.events();
        self.execute("delete from outbox");
        events
    }
}

/// Replaces values that differ from run to run, such as `/created_at`.
fn masked(mut value: Value, pointers: &[&str]) -> Value {
    for pointer in pointers {
        *value.pointer_mut(pointer).unwrap() = json!("masked");
    }
    value
}
