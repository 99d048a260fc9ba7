//! Labels through their endpoints, on a store of their own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::Millis;
use crate::base::ids::{AccountId, UserId};
use crate::http::{errors, wire::assert_same_json};
use crate::store::{Db, Env, Store};

/// Ada administers Acme, Carol works there; Globex has a label, too.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at)
        values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into labels(id, account_id, title, created_at, updated_at) values (99, 2, 'vip', 0, 0);";

/// 400 contacts of each account with a conversation each, all labelled `vip`; every tenth is labelled `gold` already.
const LABELLED: &str = "
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h'), (2, 2, 'j', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 0), (2, 2, 'Channel::Api', 2, 'App', 0, 0);
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 799)
    insert into contacts(id, account_id, created_at, updated_at) select i + 1, i % 2 + 1, 0, 0 from n;
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        select id, account_id, id, account_id, id, id, 0, 0 from contacts;
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid, last_activity_at,
        created_at, updated_at) select id, account_id, id, account_id, id, id, '', 0, 0, 0 from contacts;
    insert into contact_labels(contact_id, label, account_id) select id, 'vip', account_id from contacts;
    insert into contact_labels(contact_id, label, account_id) select id, 'gold', account_id from contacts where id % 10 = 1;
    insert into conversation_labels(conversation_id, label, account_id) select contact_id, label, account_id from contact_labels;";

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
        let route = Route::new().nest("/", OpenApiService::new(LabelsApi { store: store.clone() }, "test", "1"));
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        Server { store, endpoint: Box::new(poem::endpoint::ToDynEndpoint(route)), ada, carol, _folder: folder }
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        let path = format!("/api/v1/accounts/1/labels{path}");
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

    /// All rows of a query, each as a JSON array.
    fn rows(&self, sql: &'static str) -> Vec<Value> {
        let read = move |db: &Db| {
            let mut list = db.prepare(sql)?;
            let rows = list.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(rows.iter().map(|text| serde_json::from_str(text).unwrap()).collect())
        };
        self.store.read_blocking(read).unwrap()
    }
}

#[tokio::test]
async fn a_label_is_created_listed_changed_and_deleted() {
    let server = Server::start();
    let (status, made) = server.admin(Method::POST, "", json!({"label": {"title": "VIP"}})).await;
    let mut label = json!({"id": made["id"], "title": "vip", "description": null, "color": "#1f93ff",
        "show_on_sidebar": true});
    assert_eq!((status, &made), (200, &label));
    let body = json!({"title": "billing", "description": "Money", "color": "#000000", "show_on_sidebar": "0"});
    let (_, billing) = server.admin(Method::POST, "", body).await;
    let expected = json!({"id": billing["id"], "title": "billing", "description": "Money", "color": "#000000",
        "show_on_sidebar": false});
    assert_eq!(billing, expected);
    let list = server.ask(&server.carol, Method::GET, "", json!(null)).await;
    assert_eq!(list, (200, json!({"payload": [billing, label]})));
    let path = format!("/{}", made["id"]);
    label["show_on_sidebar"] = json!(false);
    for _ in 0..2 {
        let changed = server.admin(Method::PATCH, &path, json!({"show_on_sidebar": false})).await;
        assert_eq!(changed, (200, label.clone()));
    }
    assert_eq!(server.admin(Method::GET, &path, json!(null)).await, (200, label.clone()));
    assert_eq!(server.admin(Method::DELETE, &path, json!(null)).await, (200, json!(null)));
    assert_eq!(server.admin(Method::GET, &path, json!(null)).await.0, 404);
    label["account_id"] = json!(1);
    let events = server.rows("select json_array(name, json(changes), json(snapshot)) from outbox order by id");
    assert_eq!(
        events,
        [
            json!(["label_created", {}, null]),
            json!(["label_created", {}, null]),
            json!(["label_updated", {"show_on_sidebar": [true, false]}, null]),
            json!(["label_deleted", {}, label]),
        ]
    );
}

#[tokio::test]
async fn titles_are_checked_and_unique_in_the_account() {
    let server = Server::start();
    let (_, vip) = server.admin(Method::POST, "", json!({"title": "vip"})).await;
    for (body, message) in [
        (json!({"title": "ViP"}), "Title has already been taken"),
        (json!({"title": "a b"}), "Title is invalid"),
        (json!({"title": null}), "Title must not be blank"),
        (json!({"color": "#ffffff"}), "Title must not be blank"),
    ] {
        let (status, refused) = server.admin(Method::POST, "", body).await;
        assert_eq!((status, &refused["message"], &refused["attributes"]), (422, &json!(message), &json!(["title"])));
    }
    let empty = server.admin(Method::PATCH, &format!("/{}", vip["id"]), json!({})).await;
    assert_eq!((empty.0, &empty.1["error"]), (422, &json!("param is missing or the value is empty: label")));
    let (_, gold) = server.admin(Method::POST, "", json!({"title": "gold"})).await;
    let taken = server.admin(Method::PATCH, &format!("/{}", gold["id"]), json!({"title": "VIP"})).await;
    assert_eq!((taken.0, &taken.1["message"]), (422, &json!("Title has already been taken")));
    assert_eq!(server.rows("select json_array(name) from jobs"), [json!(null); 0]);
}

#[tokio::test]
async fn agents_only_list_and_foreign_labels_are_unknown() {
    let server = Server::start();
    let body = json!({"title": "vip"});
    let methods = [(Method::POST, ""), (Method::GET, "/99"), (Method::PATCH, "/99"), (Method::DELETE, "/99")];
    for (method, path) in methods {
        let answer = server.ask(&server.carol, method.clone(), path, body.clone()).await;
        assert_eq!(answer, (401, json!({"error": "You are not authorized to do this action"})), "{method}");
        if !path.is_empty() {
            assert_eq!(server.admin(method.clone(), path, body.clone()).await.0, 404, "{method}");
        }
    }
    assert_eq!(server.ask(&server.carol, Method::GET, "", json!(null)).await, (200, json!({"payload": []})));
}

#[tokio::test]
async fn a_new_title_follows_everywhere_in_the_account() {
    let server = Server::start();
    server.store.write_blocking(|tx| Ok(tx.execute_batch(LABELLED)?)).unwrap();
    let (_, vip) = server.admin(Method::POST, "", json!({"title": "vip"})).await;
    let path = format!("/{}", vip["id"]);
    assert_eq!(server.admin(Method::PATCH, &path, json!({"title": "Gold"})).await.1["title"], "gold");
    let jobs = server.rows("select json_array(name, json(payload)) from jobs");
    assert_eq!(jobs, [json!(["rename_label", {"account_id": 1, "from": "vip", "to": "gold"}])]);
    let step = || server.store.write_blocking(|tx| rename_step(tx, AccountId(1), "vip", "gold")).unwrap();
    let steps = std::iter::from_fn(|| Some(step())).take(10).take_while(|more| *more).count();
    assert_eq!(steps, 2, "300 conversations, then 100 and 300 contacts, then 100 contacts");
    for table in [
        "select json_array(account_id, label, count(*)) from conversation_labels group by account_id, label",
        "select json_array(account_id, label, count(*)) from contact_labels group by account_id, label",
    ] {
        assert_eq!(server.rows(table), [json!([1, "gold", 400]), json!([2, "vip", 400])], "{table}");
    }
    let events = server.rows("select json_array(name, json(changes)) from outbox order by id");
    assert_eq!(events[1..], [json!(["label_updated", {"title": ["vip", "gold"]}])]);
}

#[test]
fn what_is_documented_is_written() {
    let label = Label::blank(AccountId(1), Millis(0));
    assert_same_json(&wire::LabelList { payload: vec![label.into()] });
}
