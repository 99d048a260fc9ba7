//! A server of inboxes over a store of its own, and who asks it.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::super::{InboxBotApi, InboxMembersApi, InboxesApi};
use crate::access::{Cache, Owner, create_token};
use crate::base::ids::UserId;
use crate::http::errors;
use crate::store::{Env, Store};

/// Ada administers Acme, Carol works there; Globex has an inbox of its own.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (90, 2, 'i', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (90, 2, 'Channel::Api', 90, 'Foreign', 0, 0);
    insert into agent_bots(id, account_id, name, outgoing_url, created_at, updated_at)
        values (1, 1, 'Robo', 'https://bot.test', 0, 0), (2, null, 'System', null, 0, 0), (3, 2, 'Spy', null, 0, 0);
    insert into access_tokens(token, owner_type, owner_id, created_at) values ('robo', 'AgentBot', 1, 0), ('system', 'AgentBot', 2, 0);";

pub struct Server {
    pub store: Store,
    endpoint: Box<dyn poem::endpoint::DynEndpoint<Output = Response>>,
    pub ada: String,
    carol: String,
    _folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let env = Arc::new(Env::default());
        env.base_url.set("http://localhost:3000".to_owned()).unwrap();
        let store = Store::open(&folder.path().join("test.db"), env).unwrap();
        let people = store.write_blocking(|tx| {
            tx.execute_batch(COMPANY)?;
            Ok((create_token(tx, Owner::User(UserId(1)))?, create_token(tx, Owner::User(UserId(2)))?))
        });
        let (ada, carol) = people.unwrap();
        let s = || store.clone();
        let apis = (InboxesApi { store: s() }, InboxMembersApi { store: s() }, InboxBotApi { store: s() });
        let route = Route::new().nest("/", OpenApiService::new(apis, "test", "1"));
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        Server { store, endpoint: Box::new(poem::endpoint::ToDynEndpoint(route)), ada, carol, _folder: folder }
    }

    pub async fn send(
        &self,
        token: &str,
        method: Method,
        path: &str,
        kind: &str,
        body: impl Into<poem::Body>,
    ) -> (u16, Value) {
        let path = format!("/api/v1/accounts/1{path}");
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        let response = self.endpoint.call(request.content_type(kind).body(body)).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// Ada asks.
    pub async fn ask(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.send(&self.ada, method, path, "application/json", body.to_string()).await
    }

    /// Carol asks.
    pub async fn carol(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.send(&self.carol, method, path, "application/json", body.to_string()).await
    }

    /// A website; its id.
    pub async fn website(&self, name: &str) -> i64 {
        let channel = json!({"type": "web_widget", "website_url": "https://acme.test"});
        let (status, made) = self.ask(Method::POST, "/inboxes", json!({"name": name, "channel": channel})).await;
        assert_eq!(status, 200, "{made}");
        made["id"].as_i64().unwrap()
    }

    pub fn events(&self) -> Vec<String> {
        let read = |db: &crate::store::Db| {
            let mut list = db.prepare("select name from outbox order by id")?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }
}
