//! Integrations through their endpoints, on a store of their own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::ids::{AccountId, HookId, UserId};
use crate::http::{errors, wire::assert_same_json};
use crate::store::{Env, Store};

/// Ada administers Acme, Carol works there. Acme has two inboxes, of which one is being deleted; Globex has one, and a hook.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into inboxes(id, account_id, channel_type, channel_id, name, deleted_at, created_at, updated_at) values
        (1, 1, 'Channel::Api', 1, 'App', null, 0, 0), (2, 2, 'Channel::Api', 2, 'Theirs', null, 0, 0),
        (3, 1, 'Channel::Api', 3, 'Gone', 1, 0, 0);
    insert into integrations_hooks(id, account_id, app_id, inbox_id, created_at, updated_at)
        values (50, 2, 'openai', null, 0, 0), (51, 1, 'dialogflow', 3, 0, 0);";

struct Server {
    store: Store,
    endpoint: Box<dyn poem::endpoint::DynEndpoint<Output = Response>>,
    ada: String,
    carol: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
        let people = store.write_blocking(|tx| {
            tx.execute_batch(COMPANY)?;
            Ok((create_token(tx, Owner::User(UserId(1)))?, create_token(tx, Owner::User(UserId(2)))?))
        });
        let (ada, carol) = people.unwrap();
        let api = OpenApiService::new(IntegrationsApi { store: store.clone() }, "test", "1");
        let route = Route::new().nest("/", api);
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        Server { store, endpoint: Box::new(poem::endpoint::ToDynEndpoint(route)), ada, carol, _folder: folder }
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        // the layer before the router writes it so
        let path = path.replace("/hooks/", "/hooks?hook_id=");
        let path = format!("/api/v1/accounts/1/integrations{path}");
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        let request = request.content_type("application/json").body(body.to_string());
        let response = self.endpoint.call(request).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn create(&self, body: Value) -> (u16, Value) {
        self.ask(&self.ada, Method::POST, "/hooks", body).await
    }

    async fn app(&self, token: &str, id: &str) -> Value {
        let (status, list) = self.ask(token, Method::GET, "/apps", json!({})).await;
        assert_eq!(status, 200, "{list}");
        list["payload"].as_array().unwrap().iter().find(|app| app["id"] == id).unwrap().clone()
    }

    /// Names and changes of all events.
    fn events(&self) -> Vec<String> {
        let read = |db: &crate::store::Db| {
            let mut list = db.prepare("select name || ' ' || changes from outbox order by id")?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }
}

#[tokio::test]
async fn agents_see_what_there_is_and_administrators_how_it_is_set_up() {
    let server = Server::start();
    let (_, list) = server.ask(&server.carol, Method::GET, "/apps", json!({})).await;
    let ids: Vec<&str> = list["payload"].as_array().unwrap().iter().map(|app| app["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["webhook", "dashboard_apps", "dialogflow", "google_translate", "dyte", "openai"]);
    let plain = json!({"id": "openai", "name": "OpenAI", "description": list["payload"][5]["description"],
        "short_description": list["payload"][5]["short_description"], "enabled": false, "hook_type": "account",
        "allow_multiple_hooks": false, "hooks": []});
    assert_eq!(server.app(&server.carol, "openai").await, plain);
    let (status, made) = server.create(json!({"app_id": "openai", "settings": {"api_key": "k"}})).await;
    let hook = json!({"id": made["id"], "app_id": "openai", "status": true, "inbox": null, "inbox_id": null,
        "account_id": 1, "hook_type": "account", "settings": {"api_key": "k"}, "reference_id": null});
    assert_eq!((status, &made), (200, &hook));
    let full = server.app(&server.ada, "openai").await;
    assert_eq!((&full["enabled"], &full["hooks"]), (&json!(true), &json!([hook])));
    assert_eq!(
        (&full["logo"], &full["action"], &full["button"]),
        (&json!("openai.png"), &json!("/openai"), &json!("/openai"))
    );
    assert_eq!(full["settings_json_schema"]["required"], json!(["api_key"]));
    assert_eq!(full["settings_form_schema"][0]["name"], "api_key");
    assert_eq!(full["visible_properties"], json!(["label_suggestion"]));
    let seen = server.app(&server.carol, "openai").await;
    assert_eq!((seen["hooks"][0].get("settings"), seen["hooks"][0].get("reference_id")), (None, None));
    assert_eq!((seen.get("logo"), seen.get("settings_json_schema")), (None, None));
    assert_eq!(server.app(&server.ada, "webhook").await.get("settings_json_schema"), None);
    assert_eq!(server.app(&server.ada, "dialogflow").await["enabled"], false, "its inbox is being deleted");
}

#[tokio::test]
async fn a_hook_of_an_inbox_is_created_changed_and_deleted() {
    let server = Server::start();
    let body = json!({"hook": {"app_id": "dialogflow", "inbox_id": "1", "status": "disabled",
        "settings": {"project_id": "p", "credentials": {"key": "k"}}}});
    let (status, made) = server.create(body.clone()).await;
    let expected = json!({"id": made["id"], "app_id": "dialogflow", "status": false, "inbox": {"id": 1, "name": "App"},
        "inbox_id": 1, "account_id": 1, "hook_type": "inbox", "settings": {"project_id": "p", "credentials": {"key": "k"}},
        "reference_id": null});
    assert_eq!((status, &made), (200, &expected));
    assert_eq!(server.create(body).await.0, 200, "several are allowed");
    let path = format!("/hooks/{}", made["id"]);
    let on = json!({"hook": {"status": "enabled", "app_id": "openai", "inbox_id": 2}});
    for _ in 0..2 {
        let (status, changed) = server.ask(&server.ada, Method::PATCH, &path, on.clone()).await;
        assert_eq!((status, &changed["status"], &changed["app_id"]), (200, &json!(true), &json!("dialogflow")));
    }
    let settings = json!({"project_id": "q", "credentials": "{\"key\": \"l\"}", "region": "eu"});
    let by_query = format!("/hooks?hook_id={}", made["id"]);
    let (_, changed) = server.ask(&server.ada, Method::PATCH, &by_query, json!({"settings": settings})).await;
    assert_eq!(changed["settings"], json!({"project_id": "q", "credentials": {"key": "l"}, "region": "eu"}));
    let bad = json!({"id": made["id"], "settings": {"project_id": "q"}});
    let (status, refused) = server.ask(&server.ada, Method::PATCH, "/hooks", bad).await;
    assert_eq!((status, &refused["message"]), (422, &json!("Settings : Invalid settings data")));
    for (method, path) in [(Method::PATCH, path.as_str()), (Method::DELETE, &path), (Method::POST, "/hooks")] {
        assert_eq!(server.ask(&server.carol, method, path, json!({"app_id": "x"})).await.0, 401);
    }
    assert_eq!(
        server.ask(&server.ada, Method::DELETE, "/hooks", json!({"hook_id": made["id"]})).await,
        (200, json!(null))
    );
    assert_eq!(server.ask(&server.ada, Method::DELETE, &path, json!({})).await.0, 404);
    let told = [
        "hook_created {}",
        "hook_created {}",
        "hook_updated {\"status\":[false,true]}",
        "hook_updated {\"settings\":[null,null]}",
        "hook_deleted {}",
    ];
    assert_eq!(server.events(), told);
}

#[tokio::test]
async fn hooks_that_are_not_there_are_not_found() {
    let server = Server::start();
    for path in ["/hooks", "/hooks/50", "/hooks/51", "/hooks/x", "/hooks?hook_id=", "/hooks?hook_id=9&id=50"] {
        for method in [Method::PATCH, Method::DELETE] {
            let (status, body) = server.ask(&server.ada, method, path, json!({})).await;
            assert_eq!((status, &body["error"]), (404, &json!("Resource could not be found")), "{path}");
        }
    }
    assert_eq!(server.events().len(), 0);
}

#[tokio::test]
async fn wrong_values_are_named() {
    let server = Server::start();
    let dialogflow = |inbox: Value| json!({"app_id": "dialogflow", "inbox_id": inbox, "settings": {"project_id": "p", "credentials": {}}});
    let invalid = "Settings : Invalid settings data";
    for (body, message, attributes) in [
        (json!({"app_id": " "}), "App can't be blank", json!(["app_id"])),
        (dialogflow(json!(null)), "Inbox can't be blank", json!(["inbox_id"])),
        (json!({"app_id": "dyte", "settings": {"api_key": "k"}}), invalid, json!(["settings"])),
        (json!({"app_id": "openai", "settings": {"api_key": "k", "more": 1}}), invalid, json!(["settings"])),
        (json!({"app_id": "openai"}), invalid, json!(["settings"])),
    ] {
        let (status, refused) = server.create(body.clone()).await;
        assert_eq!(
            (status, &refused["message"], &refused["attributes"]),
            (422, &json!(message), &attributes),
            "{body}"
        );
    }
    for inbox in [2, 3, 99] {
        assert_eq!(server.create(dialogflow(json!(inbox))).await.0, 404);
    }
    let (status, refused) = server.create(json!({})).await;
    assert_eq!((status, &refused["error"]), (422, &json!("param is missing or the value is empty: hook")));
    let (status, refused) = server.create(json!({"app_id": "webhook", "status": "broken"})).await;
    assert_eq!((status, &refused["error"]), (422, &json!("'broken' is not a valid status")));
    // what nobody heard of is taken once, what allows many is not
    for (app, expected) in [("unheard_of", 200), ("unheard_of", 422), ("webhook", 200), ("webhook", 200)] {
        let (status, body) = server.create(json!({"app_id": app, "settings": {"a": [1]}, "status": true})).await;
        assert_eq!(status, expected, "{body}");
        assert!(status == 200 || body["message"] == "App has already been taken", "{body}");
    }
}

#[test]
fn what_is_documented_is_written() {
    let hook = model::Hook {
        id: HookId(1),
        account: AccountId(1),
        app_id: "dialogflow".into(),
        inbox: Some(crate::base::ids::InboxId(1)),
        inbox_name: Some("App".into()),
        is_enabled: true,
        hook_type: model::HookType::Inbox,
        settings: "{}".into(),
        reference_id: None,
    };
    for to_administrator in [true, false] {
        let hook = wire::Hook::new(hook.clone(), to_administrator);
        assert_same_json(&hook);
        let app = catalogue::find("dialogflow").unwrap();
        assert_same_json(&wire::IntegrationApp::new(app, vec![hook], to_administrator));
    }
}
