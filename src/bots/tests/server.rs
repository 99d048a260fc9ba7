//! A server of bots alone, on a store of its own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::Value;

use super::super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::Result;
use crate::base::ids::{AccountId, PlatformAppId, UserId};
use crate::http::errors;
use crate::store::{Env, Store, Tx};

pub const ACME: AccountId = AccountId(1);
pub const GLOBEX: AccountId = AccountId(2);

/// Ada administers Acme and Carol works there; nobody works at Globex. Both accounts have an inbox and a contact in it. Two
/// platform apps.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into platform_apps(id, name, created_at) values (1, 'Provisioner', 0), (2, 'Other', 0);
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 0), (2, 2, 'Channel::Api', 2, 'App', 0, 0);
    insert into contacts(id, account_id, name, created_at, updated_at) values (1, 1, 'C', 0, 0), (2, 2, 'C', 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (1, 1, 1, 1, 's', 'p', 0, 0), (2, 2, 2, 2, 's', 'q', 0, 0);";

/// Conversations of account `:a` assigned to bot `:b`, as many as `:n`.
const CONVERSATIONS: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < :n)
    insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, assignee_agent_bot_id, uuid,
        last_activity_at, created_at, updated_at) select :a, i, :a, :a, :a, :b, 'u', 0, 0, 0 from n;
    insert or replace into agent_bot_inboxes values (:a, :b, :a, 0);";

pub struct Server {
    pub store: Store,
    endpoint: Box<dyn poem::endpoint::DynEndpoint<Output = Response>>,
    pub ada: String,
    pub carol: String,
    pub app: String,
    pub other_app: String,
    _folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let env = Arc::new(Env::default());
        env.base_url.set("http://localhost:3000".to_owned()).unwrap();
        let store = Store::open(&folder.path().join("test.db"), env).unwrap();
        let owners = [
            Owner::User(UserId(1)),
            Owner::User(UserId(2)),
            Owner::PlatformApp(PlatformAppId(1)),
            Owner::PlatformApp(PlatformAppId(2)),
        ];
        let tokens = store.write_blocking(move |tx| {
            tx.execute_batch(COMPANY)?;
            owners.into_iter().map(|owner| create_token(tx, owner)).collect::<Result<Vec<_>>>()
        });
        let [ada, carol, app, other_app] = tokens.unwrap().try_into().unwrap();
        let apis = (AgentBotsApi { store: store.clone() }, AccountAgentBotsApi { store: store.clone() });
        let route = Route::new().nest("/", OpenApiService::new(apis, "test", "1"));
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        let endpoint = Box::new(poem::endpoint::ToDynEndpoint(route));
        Server { store, endpoint, ada, carol, app, other_app, _folder: folder }
    }

    pub async fn send(&self, request: Request) -> (u16, Value) {
        let response = self.endpoint.call(request).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    pub async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        self.send(request.content_type("application/json").body(body.to_string())).await
    }

    pub async fn platform(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.ask(&self.app, method, &format!("/platform/api/v1/agent_bots{path}"), body).await
    }

    pub async fn account(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.ask(token, method, &format!("/api/v1/accounts/1/agent_bots{path}"), body).await
    }

    #[track_caller]
    pub fn write<T: Send + 'static>(&self, work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> T {
        self.store.write_blocking(work).unwrap()
    }

    pub fn conversations(&self, account: AccountId, bot: &Value, n: i64) {
        let sql = CONVERSATIONS.replace(":a", &account.to_string()).replace(":b", &bot.to_string());
        self.write(move |tx| Ok(tx.execute_batch(&sql.replace(":n", &n.to_string()))?));
    }

    pub fn texts(&self, sql: &str) -> Vec<String> {
        let read = |db: &crate::store::Db| {
            let mut list = db.prepare(sql)?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }

    pub fn events(&self) -> Vec<String> {
        self.texts("select account_id || ' ' || name from outbox order by id")
    }

    /// The payloads of the jobs that wait.
    pub fn jobs(&self) -> Vec<String> {
        self.texts("select name || ' ' || payload from jobs order by id")
    }

    pub fn attached(&self) -> Vec<String> {
        self.texts("select inbox_id || '' from agent_bot_inboxes order by 1")
    }
}

/// The smallest picture there is.
pub const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

pub fn form(token: &str, method: Method, path: &str, file: &[u8]) -> Request {
    let head = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nBo\r\n--x\r\nContent-Disposition: form-data; \
                name=\"avatar\"; filename=\"bo.gif\"\r\nContent-Type: image/gif\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
    request.content_type("multipart/form-data; boundary=x").body(body)
}
