//! Teams through their endpoints, on a store of their own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::http::{errors, wire::assert_same_json};
use crate::store::{Db, Env, Store};

/// Ada administers Acme, Carol works there, Zed does not; Globex has a team, too.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at)
        values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0), (3, 'Zed', 'z@z', 'z', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at)
        values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0), (2, 3, 1, 0, 0);
    insert into teams(id, account_id, name, created_at, updated_at) values (99, 2, 'sales', 0, 0);";

/// 600 conversations of Acme's team 1, one of Globex's; all with an assignee.
const CONVERSATIONS: &str = "
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h'), (2, 2, 'j', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 0), (2, 2, 'Channel::Api', 2, 'App', 0, 0);
    insert into contacts(id, account_id, created_at, updated_at) values (1, 1, 0, 0), (2, 2, 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (1, 1, 1, 1, 's', 'p', 0, 0), (2, 2, 2, 2, 's', 'q', 0, 0);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
    insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, assignee_id, team_id, uuid,
        last_activity_at, created_at, updated_at) select 1, i, 1, 1, 1, 2, 1, '', 0, 0, 0 from n;
    insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, assignee_id, team_id, uuid,
        last_activity_at, created_at, updated_at) values (2, 1, 2, 2, 2, 3, 99, '', 0, 0, 0);";

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
        let apis = (TeamsApi { store: store.clone() }, TeamMembersApi { store: store.clone() });
        let route = Route::new().nest("/", OpenApiService::new(apis, "test", "1"));
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        Server { store, endpoint: Box::new(poem::endpoint::ToDynEndpoint(route)), ada, carol, _folder: folder }
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        let path = format!("/api/v1/accounts/1/teams{path}");
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        let request = request.content_type("application/json").body(body.to_string());
        let response = self.endpoint.call(request).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn admin(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.ask(&self.ada, method, path, body).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(&self.carol, Method::GET, path, json!(null)).await
    }

    fn numbers(&self, sql: &'static str) -> Vec<i64> {
        let read =
            move |db: &Db| Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?);
        self.store.read_blocking(read).unwrap()
    }

    /// Name, changes and snapshot of all events so far.
    fn events(&self) -> Vec<(String, Value, Value)> {
        let read = |db: &Db| {
            let mut list = db.prepare("select name, changes, coalesce(snapshot, 'null') from outbox order by id")?;
            let json = |text: String| serde_json::from_str(&text).unwrap();
            let rows = list.query_map([], |row| Ok((row.get(0)?, json(row.get(1)?), json(row.get(2)?))))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.store.read_blocking(read).unwrap()
    }
}

fn refused(message: &str) -> Value {
    json!({"message": message, "attributes": ["name"]})
}

/// Message and attributes of a refusal, without what is for programs.
fn refusal(body: &Value) -> Value {
    json!({"message": body["message"], "attributes": body["attributes"]})
}

#[tokio::test]
async fn a_team_is_created_shown_changed_and_deleted() {
    let server = Server::start();
    let (status, made) = server.admin(Method::POST, "", json!({"team": {"name": " Night Shift "}})).await;
    let mut team = json!({"id": made["id"], "name": "night shift", "description": null, "allow_auto_assign": true,
        "account_id": 1, "is_member": false});
    assert_eq!((status, &made), (200, &team));
    let path = format!("/{}", made["id"]);
    assert_eq!(server.get(&path).await, (200, team.clone()));
    let change = json!({"description": "after six", "allow_auto_assign": "false"});
    team["description"] = json!("after six");
    team["allow_auto_assign"] = json!(false);
    for _ in 0..2 {
        assert_eq!(server.admin(Method::PATCH, &path, change.clone()).await, (200, team.clone()));
    }
    assert_eq!(server.admin(Method::PATCH, &path, json!({"description": null})).await.1["description"], json!(null));
    server.admin(Method::POST, "", json!({"name": "Sales"})).await;
    let (_, list) = server.get("").await;
    assert_eq!((list[0]["name"].as_str(), list[1]["name"].as_str()), (Some("night shift"), Some("sales")));
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(server.admin(Method::DELETE, &path, json!({})).await, (200, json!(null)));
    assert_eq!(server.get(&path).await.0, 404);
    let names: Vec<_> = server.events().into_iter().map(|event| event.0).collect();
    assert_eq!(names, ["team_created", "team_updated", "team_updated", "team_created", "team_deleted"]);
}

#[tokio::test]
async fn names_are_needed_and_unique_in_the_account() {
    let server = Server::start();
    assert_eq!(server.admin(Method::POST, "", json!({"name": "Sales"})).await.0, 200);
    for body in [json!({"name": "sALES"}), json!({"name": " sales"})] {
        let (status, body) = server.admin(Method::POST, "", body).await;
        assert_eq!((status, refusal(&body)), (422, refused("Name has already been taken")));
    }
    for body in [json!({"name": " "}), json!({"name": null}), json!({"description": "x"})] {
        let (status, body) = server.admin(Method::POST, "", body).await;
        assert_eq!((status, refusal(&body)), (422, refused("Name must not be blank")));
    }
    let empty = server.admin(Method::POST, "", json!({})).await;
    assert_eq!((empty.0, &empty.1["error"]), (422, &json!("param is missing or the value is empty: team")));
    let (_, other) = server.admin(Method::POST, "", json!({"name": "support"})).await;
    let path = format!("/{}", other["id"]);
    let (status, body) = server.admin(Method::PATCH, &path, json!({"name": "SALES"})).await;
    assert_eq!((status, refusal(&body)), (422, refused("Name has already been taken")));
    // the name of a team that was deleted is free
    assert_eq!(server.admin(Method::DELETE, &path, json!({})).await.0, 200);
    assert_eq!(server.admin(Method::POST, "", json!({"name": "support"})).await.0, 200);
}

#[tokio::test]
async fn agents_only_look_and_foreign_teams_are_unknown() {
    let server = Server::start();
    let not_allowed = json!({"error": "You are not authorized to do this action"});
    let members = json!({"name": "x", "user_ids": [1]});
    for (method, path) in [
        (Method::POST, ""),
        (Method::PATCH, "/1"),
        (Method::DELETE, "/1"),
        (Method::POST, "/1/team_members"),
        (Method::PATCH, "/1/team_members"),
        (Method::DELETE, "/1/team_members"),
    ] {
        let answer = server.ask(&server.carol, method.clone(), path, members.clone()).await;
        assert_eq!(answer, (401, not_allowed.clone()), "{method} {path}");
        if !path.is_empty() {
            let path = path.replace("/1", "/99");
            assert_eq!(server.admin(method.clone(), &path, members.clone()).await.0, 404, "{method} {path}");
        }
    }
    for path in ["/99", "/99/team_members", "/0", "/x"] {
        assert_eq!(server.get(path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn members_come_and_go() {
    let server = Server::start();
    let (_, team) = server.admin(Method::POST, "", json!({"name": "night shift"})).await;
    let path = format!("/{}/team_members", team["id"]);
    let ids = |answer: (u16, Value)| {
        assert_eq!(answer.0, 200, "{}", answer.1);
        answer.1.as_array().unwrap().iter().map(|user| user["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids(server.admin(Method::POST, &path, json!({"user_ids": ["2", 2]})).await), [2]);
    assert_eq!(ids(server.admin(Method::POST, &path, json!({"user_ids": [1, 2]})).await), [1]);
    assert_eq!(ids(server.admin(Method::POST, &path, json!({"user_ids": [1, 2]})).await), [0; 0]);
    assert_eq!(server.get("").await.1[0]["is_member"], true);
    let (_, carol) = server.admin(Method::PATCH, &path, json!({"user_ids": [2]})).await;
    assert_eq!(
        carol,
        json!([{"id": 2, "account_id": 1, "availability_status": "offline", "auto_offline": true, "confirmed": false,
            "email": "c@c", "provider": "email", "available_name": "Carol", "name": "Carol", "role": "agent",
            "thumbnail": "", "custom_role_id": null}])
    );
    assert_eq!(server.get(&path).await, (200, carol));
    for method in [Method::POST, Method::PATCH, Method::DELETE] {
        for user_ids in [json!([2, 3]), json!([77])] {
            let answer = server.admin(method.clone(), &path, json!({"user_ids": user_ids})).await;
            assert_eq!(answer, (401, json!({"error": "Invalid User IDs"})), "{method}");
        }
        let nobody = server.admin(method.clone(), &path, json!({})).await;
        assert_eq!((nobody.0, &nobody.1["error"]), (422, &json!("param is missing or the value is empty: user_ids")));
    }
    assert_eq!(server.admin(Method::DELETE, &path, json!({"user_ids": [1, 2]})).await, (200, json!(null)));
    assert_eq!(ids(server.get(&path).await), [0; 0]);
    let changes: Vec<_> = server.events().into_iter().skip(1).map(|(name, changes, _)| (name, changes)).collect();
    let told = |before: Value, after: Value| ("team_members_changed".to_owned(), json!({"user_ids": [before, after]}));
    let expected = [
        told(json!([]), json!([2])),
        told(json!([2]), json!([1, 2])),
        told(json!([1, 2]), json!([2])),
        told(json!([2]), json!([])),
    ];
    assert_eq!(changes, expected);
}

#[tokio::test]
async fn conversations_keep_their_assignee_and_lose_the_team() {
    let server = Server::start();
    server.admin(Method::POST, "", json!({"name": "night shift"})).await;
    server.store.write_blocking(|tx| Ok(tx.execute_batch("update teams set id = 1 where account_id = 1")?)).unwrap();
    server.store.write_blocking(|tx| Ok(tx.execute_batch(CONVERSATIONS)?)).unwrap();
    server.admin(Method::POST, "/1/team_members", json!({"user_ids": [2]})).await;
    assert_eq!(server.admin(Method::DELETE, "/1", json!({})).await.0, 200);
    // hidden at once, though it is still on a hundred conversations
    let team = (AccountId(1), TeamId(1));
    assert_eq!(server.get("").await.1, json!([]));
    assert!(server.store.read_blocking(|db| views(db, team.0, None, &[team.1])).unwrap().is_empty());
    assert_eq!(server.numbers("select count(*) from team_members"), [0]);
    assert_eq!(server.numbers("select count(*) from conversations where team_id = 1"), [100]);
    assert_eq!(server.admin(Method::DELETE, "/1", json!({})).await.0, 404);
    assert_eq!(server.admin(Method::POST, "", json!({"name": "night shift"})).await.0, 200);
    let job = "select count(*) from jobs where name = 'delete_team' and payload = '{\"account_id\":1,\"team_id\":1}'";
    assert_eq!(server.numbers(job), [1]);
    for _ in 0..2 {
        assert!(!server.store.write_blocking(move |tx| deletion_step(tx, team.0, team.1)).unwrap());
    }
    assert_eq!(server.numbers("select count(*) from teams where id = 1"), [0]);
    assert_eq!(server.numbers("select team_id from conversations where team_id is not null"), [99]);
    assert_eq!(server.numbers("select distinct assignee_id from conversations order by 1"), [2, 3]);
    let told = server.events().into_iter().find(|event| event.0 == "team_deleted").unwrap();
    let snapshot = json!({"id": 1, "account_id": 1, "name": "night shift", "description": null,
        "allow_auto_assign": true, "user_ids": [2]});
    assert_eq!((told.1, told.2), (json!({}), snapshot));
}

#[tokio::test]
async fn a_page_of_teams_is_seen_by_its_viewer() {
    let server = Server::start();
    for name in ["a", "b"] {
        server.admin(Method::POST, "", json!({"name": name})).await;
    }
    let (_, teams) = server.get("").await;
    let ids: Vec<TeamId> = teams.as_array().unwrap().iter().map(|t| TeamId(t["id"].as_i64().unwrap())).collect();
    server.admin(Method::POST, &format!("/{}/team_members", ids[0]), json!({"user_ids": [2]})).await;
    let wanted = [ids[0], ids[1], TeamId(99), TeamId(77)];
    let seen = move |viewer| {
        let views = server.store.read_blocking(|db| views(db, AccountId(1), viewer, &wanted)).unwrap();
        views.values().for_each(assert_same_json);
        let mut members: Vec<_> = views.into_iter().map(|(id, team)| (id, team.is_member)).collect();
        members.sort_unstable();
        members
    };
    assert_eq!(seen(Some(UserId(2))), [(ids[0], true), (ids[1], false)]);
    assert_eq!(seen(Some(UserId(1))), [(ids[0], false), (ids[1], false)]);
    assert_eq!(seen(None), [(ids[0], false), (ids[1], false)]);
}
