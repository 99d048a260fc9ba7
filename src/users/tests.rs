//! Users and accounts through their endpoints, on a store of their own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Cache, Owner, Role, SessionEcho, create_token};
use crate::accounts::{AccountUsersApi, AccountsApi};
use crate::base::ids::{AccountId, PlatformAppId, UserId};
use crate::http::limits::SignInGuard;
use crate::http::{errors, wire::assert_same_json};
use crate::store::{Env, Store};

struct Server {
    store: Store,
    endpoint: Box<dyn poem::endpoint::DynEndpoint<Output = Response>>,
    app: String,
    _folder: tempfile::TempDir,
}

struct Answered {
    status: u16,
    headers: poem::http::HeaderMap,
    body: Value,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let env = Arc::new(Env::default());
        env.base_url.set("http://localhost:3000".to_owned()).unwrap();
        let store = Store::open(&folder.path().join("test.db"), env).unwrap();
        let app = store
            .write_blocking(|tx| {
                tx.execute("insert into platform_apps(name, created_at) values ('Provisioner', 0)", [])?;
                create_token(tx, Owner::PlatformApp(PlatformAppId(tx.last_insert_rowid())))
            })
            .unwrap();
        let s = || store.clone();
        let apis = (
            (AccountsApi { store: s() }, AccountUsersApi { store: s() }, UsersApi { store: s() }),
            (AuthApi { store: s() }, ProfileApi { store: s() }, AgentsApi { store: s() }),
        );
        let route = Route::new().nest("/", OpenApiService::new(apis, "test", "1")).with(SessionEcho);
        let route = route.data(store.clone()).data(Arc::new(Cache::default())).data(Arc::new(SignInGuard::default()));
        let endpoint = poem::endpoint::ToDynEndpoint(errors::guard(route));
        Server { store, endpoint: Box::new(endpoint), app, _folder: folder }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Value) -> Answered {
        let mut request = Request::builder().method(method).uri(path.parse().unwrap());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.content_type("application/json").body(body.to_string());
        let response = self.endpoint.call(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.into_body().into_string().await.unwrap();
        Answered { status, headers, body: serde_json::from_str(&text).unwrap_or_default() }
    }

    async fn platform(&self, method: Method, path: &str, body: Value) -> Answered {
        self.ask(method, &format!("/platform/api/v1{path}"), &[("api_access_token", &self.app)], body).await
    }

    /// An account with one administrator: its id, the user's id and token.
    async fn company(&self) -> (i64, i64, String) {
        let account =
            self.platform(Method::POST, "/accounts", json!({"name": "Acme"})).await.body["id"].as_i64().unwrap();
        let user = json!({"name": "Ada", "email": "Ada@x.org", "password": "Passw0rd!"});
        let user = self.platform(Method::POST, "/users", user).await.body;
        let member = json!({"user_id": user["id"].to_string(), "role": "administrator"});
        let path = format!("/accounts/{account}/account_users");
        assert_eq!(self.platform(Method::POST, &path, member).await.body["role"], "administrator");
        (account, user["id"].as_i64().unwrap(), user["access_token"].as_str().unwrap().to_owned())
    }

    fn number(&self, sql: &'static str) -> i64 {
        self.store.read_blocking(move |db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    fn events(&self) -> Vec<String> {
        let read = |db: &crate::store::Db| {
            let mut list = db.prepare("select name from outbox order by id")?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }
}

#[tokio::test]
async fn a_platform_app_provisions_users() {
    let server = Server::start();
    let bad = server.platform(Method::POST, "/users", json!({"email": "x", "password": "short"})).await;
    assert_eq!(bad.status, 422);
    assert_eq!(
        bad.body["message"],
        "Email is invalid, Password is too short (minimum is 6 characters), Password must contain at least 1 uppercase \
         character, Password must contain at least 1 number character, Password must contain at least 1 special character"
    );
    let (_, id, token) = server.company().await;
    let again = json!({"name": "Other", "email": "ada@x.org"});
    let again = server.platform(Method::POST, "/users", again).await;
    assert_eq!((again.status, &again.body["name"], &again.body["access_token"]), (200, &json!("Ada"), &json!(token)));
    assert_eq!(again.body["accounts"][0]["permissions"], json!(["administrator"]));
    assert_eq!(again.body["uid"], "ada@x.org");
    let path = format!("/users/{id}");
    let change = json!({"custom_attributes": {"plan": "pro"}, "display_name": "Countess"});
    let changed = server.platform(Method::PATCH, &path, change).await;
    assert_eq!(changed.body["available_name"], "Countess");
    assert_eq!(changed.body["custom_attributes"], json!({"plan": "pro"}));
    assert_eq!(server.platform(Method::GET, "/users/99", json!({})).await.status, 404);
    assert_eq!(server.platform(Method::DELETE, &path, json!({})).await.status, 200);
    assert_eq!(server.platform(Method::GET, &path, json!({})).await.status, 404);
    assert_eq!(server.ask(Method::GET, "/profile", &[("api_access_token", &token)], json!({})).await.status, 401);
    assert_eq!(server.events(), ["account_created", "account_user_created", "user_updated", "account_user_deleted"]);
}

#[tokio::test]
async fn a_session_begins_is_repeated_and_ends() {
    let server = Server::start();
    server.company().await;
    let sign_in = |password: &str| json!({"email": "ada@x.org", "password": password});
    let wrong = server.ask(Method::POST, "/auth/sign_in", &[], sign_in("Passw0rd?")).await;
    assert_eq!((wrong.status, &wrong.body["success"]), (401, &json!(false)));
    let right = server.ask(Method::POST, "/auth/sign_in", &[], sign_in("Passw0rd!")).await;
    assert_eq!((right.status, &right.body["data"]["role"]), (200, &json!("administrator")));
    let header = |name: &str| right.headers.get(name).unwrap().to_str().unwrap();
    let session = [("access-token", header("access-token")), ("client", header("client")), ("uid", header("uid"))];
    let profile = server.ask(Method::GET, "/profile", &session, json!({})).await;
    assert_eq!(profile.headers.get("expiry"), right.headers.get("expiry"));
    let valid = server.ask(Method::GET, "/auth/validate_token", &session, json!({})).await;
    assert!(valid.body["payload"]["data"]["created_at"].as_str().unwrap().ends_with('Z'));
    let out = server.ask(Method::DELETE, "/auth/sign_out", &session, json!({})).await;
    assert_eq!(out.body, json!({"success": true}));
    assert_eq!(server.ask(Method::DELETE, "/auth/sign_out", &session, json!({})).await.status, 404);
    assert_eq!(server.ask(Method::GET, "/auth/validate_token", &session, json!({})).await.status, 401);
    assert_eq!(server.ask(Method::GET, "/profile", &session, json!({})).await.status, 401);
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let server = Server::start();
    let (_, id, _) = server.company().await;
    let url = server.platform(Method::GET, &format!("/users/{id}/login"), json!({})).await.body["url"].clone();
    let (start, token) = url.as_str().unwrap().split_once("&sso_auth_token=").unwrap();
    assert_eq!(start, "http://localhost:3000/app/login?email=ada%40x.org");
    let by_link = json!({"email": "ada@x.org", "sso_auth_token": token});
    assert_eq!(server.ask(Method::POST, "/auth/sign_in", &[], by_link.clone()).await.status, 200);
    assert_eq!(server.ask(Method::POST, "/auth/sign_in", &[], by_link.clone()).await.status, 401);
    for _ in 0..9 {
        server.ask(Method::POST, "/auth/sign_in", &[], by_link.clone()).await;
    }
    let closed = server.ask(Method::POST, "/auth/sign_in", &[], by_link).await;
    assert_eq!(closed.status, 429);
}

#[tokio::test]
async fn a_new_password_needs_the_old_and_renews_the_session() {
    let server = Server::start();
    server.company().await;
    let sign_in = json!({"email": "ada@x.org", "password": "Passw0rd!"});
    let first = server.ask(Method::POST, "/auth/sign_in", &[], sign_in).await.headers;
    let of = |headers: &poem::http::HeaderMap, name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    let session = ["access-token", "client", "uid"].map(|name| (name, of(&first, name)));
    let session = [0, 1, 2].map(|i: usize| (session[i].0, session[i].1.as_str()));
    let change = json!({"profile": {"password": "N3wword!", "current_password": "wrong"}});
    let refused = server.ask(Method::PUT, "/api/v1/profile", &session, change).await;
    assert_eq!((refused.status, &refused.body["error"]), (422, &json!("Invalid current password")));
    let change = json!({"password": "N3wword!", "current_password": "Passw0rd!", "phone_number": "+123", "availability": "busy"});
    let done = server.ask(Method::PUT, "/api/v1/profile", &session, change).await;
    assert_eq!((done.status, &done.body["accounts"][0]["availability"]), (200, &json!("busy")));
    assert_eq!(done.body["custom_attributes"], json!({"phone_number": "+123"}));
    assert_ne!(of(&done.headers, "access-token"), of(&first, "access-token"));
    assert_eq!(server.ask(Method::GET, "/profile", &session, json!({})).await.status, 401);
    let empty = server.ask(Method::PUT, "/api/v1/profile", &[("api_access_token", "x")], json!({})).await;
    assert_eq!(empty.status, 401);
}

#[tokio::test]
async fn a_session_that_is_used_is_noted_now_and_then() {
    let server = Server::start();
    server.company().await;
    let sign_in = json!({"email": "ada@x.org", "password": "Passw0rd!"});
    let first = server.ask(Method::POST, "/auth/sign_in", &[], sign_in).await.headers;
    let session = ["access-token", "client", "uid"].map(|name| (name, first.get(name).unwrap().to_str().unwrap()));
    // the last use was long ago, and nothing is known of it yet
    let past = server.store.write(|tx| {
        tx.execute("update sessions set last_activity_at = 1", [])?;
        tx.access_changed();
        Ok(())
    });
    past.await.unwrap();
    let noted = async || {
        assert_eq!(server.ask(Method::GET, "/profile", &session, json!({})).await.status, 200);
        // what was begun beside the request comes before what is asked for now
        tokio::task::yield_now().await;
        server.store.write(|_| Ok(())).await.unwrap();
        server.number("select last_activity_at from sessions")
    };
    let first = noted().await;
    assert!(first > 1, "{first}");
    assert_eq!(noted().await, first);
}

#[tokio::test]
async fn the_profile_follows_its_owner() {
    let server = Server::start();
    let (account, _, token) = server.company().await;
    let me = [("api_access_token", token.as_str())];
    let offline = json!({"profile": {"account_id": account, "auto_offline": false}});
    let shown = server.ask(Method::POST, "/api/v1/profile/auto_offline", &me, offline).await;
    assert_eq!(shown.body["availability_status"], "online");
    let busy = json!({"account_id": account, "availability": "busy"});
    assert_eq!(
        server.ask(Method::POST, "/api/v1/profile/availability", &me, busy).await.body["availability_status"],
        "busy"
    );
    let odd = json!({"account_id": account, "availability": "away"});
    let odd = server.ask(Method::POST, "/api/v1/profile/availability", &me, odd).await;
    assert_eq!((odd.status, &odd.body["error"]), (422, &json!("'away' is not a valid availability")));
    let other = json!({"account_id": 77});
    assert_eq!(server.ask(Method::PUT, "/api/v1/profile/set_active_account", &me, other).await.status, 404);
    let active = json!({"account_id": account});
    let active = server.ask(Method::PUT, "/api/v1/profile/set_active_account", &me, active).await;
    assert_eq!((active.status, active.body), (200, Value::Null));
    let fresh = server.ask(Method::POST, "/api/v1/profile/reset_access_token", &me, json!({})).await;
    assert_ne!(fresh.body["access_token"], json!(token));
    assert_eq!(server.ask(Method::GET, "/profile", &me, json!({})).await.body["error"], "Invalid Access Token");
}

#[tokio::test]
async fn administrators_invite_change_and_dismiss_agents() {
    let server = Server::start();
    let (account, ada, token) = server.company().await;
    let (me, path) = ([("api_access_token", token.as_str())], format!("/api/v1/accounts/{account}/agents"));
    let bob = server.ask(Method::POST, &path, &me, json!({"email": "Bob@x.org", "role": "agent"})).await;
    assert_eq!((bob.status, &bob.body["name"], &bob.body["confirmed"]), (200, &json!("bob"), &json!(false)));
    let again = server.ask(Method::POST, &path, &me, json!({"agent": {"email": "bob@x.org"}})).await;
    assert_eq!((again.status, &again.body["message"]), (422, &json!("User has already been taken")));
    let emails = json!({"emails": ["bob@x.org", "nobody", "carol@x.org"]});
    assert_eq!(server.ask(Method::POST, &format!("{path}/bulk_create"), &me, emails).await.status, 200);
    let names = server.ask(Method::GET, &path, &me, json!({})).await.body;
    let names: Vec<_> = names.as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Ada", "bob", "carol"]);
    let one = format!("{path}/{}", bob.body["id"]);
    let changed = server.ask(Method::PATCH, &one, &me, json!({"name": "Bob", "role": "administrator"})).await;
    assert_eq!((&changed.body["name"], &changed.body["role"]), (&json!("Bob"), &json!("administrator")));
    assert_eq!(server.ask(Method::DELETE, &one, &me, json!({})).await.status, 200);
    assert_eq!(server.ask(Method::DELETE, &one, &me, json!({})).await.status, 404);
    assert_eq!(server.number("select count(*) from users"), 2);
    let list =
        [AccountId(account)].map(|a| server.store.read_blocking(move |db| agents(db, a, &[UserId(ada)])).unwrap());
    let assignee: wire::Assignee = list[0][0].clone().into();
    assert_same_json(&assignee);
    assert_eq!(
        serde_json::to_value(&assignee).unwrap()["accounts"],
        json!([{"id": account, "name": "Acme", "role": "administrator"}])
    );
}

#[tokio::test]
async fn what_is_documented_is_what_is_written() {
    let server = Server::start();
    let (account, ada, _) = server.company().await;
    let profile: wire::User = server.store.read_blocking(move |db| profile(db, UserId(ada))).unwrap().into();
    assert_same_json(&profile);
    let read = move |db: &crate::store::Db| senders(db, AccountId(account), &[UserId(ada), UserId(99)]);
    let senders = server.store.read_blocking(read).unwrap();
    assert_eq!(senders.len(), 1);
    assert_same_json(&senders[&UserId(ada)]);
}

#[tokio::test]
async fn the_command_line_brings_people_in() {
    let server = Server::start();
    let who = |role: Option<Role>| Enrolment {
        name: "Ada".into(),
        email: "ADA@x.org".into(),
        password_hash: Some("hash".into()),
        account: None,
        role,
    };
    let first = server.store.write_blocking(move |tx| enrol(tx, who(Some(Role::Agent)))).unwrap();
    assert_eq!((first.account_name.as_str(), first.email.as_str()), ("Ada's account", "ada@x.org"));
    let second = server.store.write_blocking(move |tx| enrol(tx, who(Some(Role::Administrator)))).unwrap();
    assert_eq!((first.user, first.account), (second.user, second.account));
    let third = server.store.write_blocking(move |tx| enrol(tx, who(None))).unwrap();
    assert_eq!(third.role, Role::Administrator, "a member keeps their role");
    let refused = server.store.write_blocking(move |tx| enrol(tx, who(Some(Role::Agent)))).unwrap_err();
    assert_eq!(refused.to_string(), "ada@x.org is the account's only administrator");
    let people = server.store.read_blocking(everybody).unwrap();
    assert_eq!(people[0].memberships[0].role, Role::Administrator);
    server.store.write_blocking(move |tx| set_password(tx, first.user, "other")).unwrap();
    let token = server.store.write_blocking(move |tx| token(tx, first.user, true)).unwrap();
    assert_ne!(token, first.access_token);
}
