//! Contacts through their endpoints, on a store of their own.

use std::sync::Arc;

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::super::{model::Contact, wire};
use super::*;
use crate::access::{Cache, Owner, create_token};
use crate::base::Millis;
use crate::base::ids::{AccountId, UserId};
use crate::http::{errors, wire::assert_same_json};
use crate::store::{Env, Store};

/// Ada administers Acme, Carol works there and is in no inbox; Acme has an API inbox.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Carol', 'c@c', 'c', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 0);
    insert into contacts(id, account_id, name, identifier, created_at, updated_at) values (99, 2, 'Zed', 'zed', 0, 0);";

struct Server {
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
        let s = || store.clone();
        let apis = (ContactApi { store: s() }, ContactInboxesApi { store: s() }, ContactsApi { store: s() });
        let route = Route::new().nest("/", OpenApiService::new(apis, "test", "1"));
        let route = errors::guard(route.data(store).data(Arc::new(Cache::default())));
        Server { endpoint: Box::new(poem::endpoint::ToDynEndpoint(route)), ada, carol, _folder: folder }
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        let path = format!("/api/v1/accounts/1/contacts{path}");
        let request = Request::builder().method(method).uri(path.parse().unwrap()).header("api_access_token", token);
        let request = request.content_type("application/json").body(body.to_string());
        let response = self.endpoint.call(request).await.unwrap();
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(&self.carol, Method::GET, path, json!({})).await
    }
}

#[tokio::test]
async fn a_contact_is_created_shown_changed_and_deleted() {
    let server = Server::start();
    let body = json!({"contact": {"name": "Jane", "email": "Jane@x.test", "blocked": "true", "inbox_id": "1",
        "custom_attributes": {"plan": "pro"}}});
    let (status, made) = server.ask(&server.carol, Method::POST, "", body).await;
    assert_eq!(status, 200, "{made}");
    let (payload, place) = (&made["payload"]["contact"], &made["payload"]["contact_inbox"]);
    let expected = json!({
        "additional_attributes": {}, "availability_status": "offline", "email": "jane@x.test", "id": made["id"],
        "name": "Jane", "phone_number": null, "blocked": true, "identifier": null, "thumbnail": "",
        "custom_attributes": {"plan": "pro"}, "created_at": made["created_at"],
        "contact_inboxes": [{"source_id": place["source_id"], "inbox": payload["contact_inboxes"][0]["inbox"]}],
    });
    assert_eq!(payload, &expected);
    assert_eq!((&place["inbox"]["id"], &payload["contact_inboxes"][0]["inbox"]["id"]), (&json!(1), &json!(1)));
    let path = format!("/{}", made["id"]);
    let (_, shown) = server.get(&path).await;
    assert_eq!((&shown["payload"], &shown["name"]), (&expected, &json!("Jane")));
    let (_, bare) = server.get(&format!("{path}?include_contact_inboxes=0")).await;
    assert_eq!(bare["payload"].get("contact_inboxes"), None);
    let (status, changed) = server.ask(&server.carol, Method::PUT, &path, json!({"name": null, "email": ""})).await;
    assert_eq!((status, &changed["payload"]["name"], &changed["email"]), (200, &json!(null), &json!(null)));
    assert_eq!(server.ask(&server.carol, Method::DELETE, &path, json!({})).await.0, 401);
    assert_eq!(server.ask(&server.ada, Method::DELETE, &path, json!({})).await, (200, json!(null)));
    assert_eq!(server.get(&path).await.0, 404);
    assert_eq!(server.get("/99").await.0, 404);
}

#[test]
fn what_is_documented_is_written() {
    let contact = || Contact::blank(AccountId(1), Millis(0));
    let shown = wire::ContactShown { conversations_count: Some(1), ..contact().into() };
    let list = wire::ContactList { meta: wire::ListMeta { count: 1, current_page: 1 }, payload: vec![shown.clone()] };
    assert_same_json(&list);
    assert_same_json(&wire::OneContact::from(shown.clone()));
    assert_same_json(&wire::ChangedContact::from(shown.clone()));
    assert_same_json(&wire::ContactSender::from(contact()));
    let contact_inbox = wire::NewPlace { inbox: None, source_id: None };
    let payload = wire::NewContact { contact: shown.clone(), contact_inbox };
    assert_same_json(&wire::CreatedContact { payload, contact: shown });
}

#[tokio::test]
async fn wrong_values_are_named() {
    let server = Server::start();
    let post = async |path: &str, body: Value| server.ask(&server.ada, Method::POST, path, body).await;
    let (status, body) = post("", json!({"email": "jane", "phone_number": "1"})).await;
    assert_eq!((status, &body["attributes"]), (422, &json!(["email", "phone_number"])));
    assert_eq!(post("", json!({"custom_attributes": [1]})).await.0, 422);
    assert_eq!(post("", json!({"name": "Jane", "identifier": "j", "inbox_id": 5})).await.0, 404);
    assert_eq!(server.get("").await.1["meta"]["count"], 0);
    let (_, jane) = post("", json!({"name": "Jane", "identifier": "j"})).await;
    let path = format!("/{}/contact_inboxes", jane["id"]);
    assert_eq!(post(&path, json!({"inbox_id": null})).await.0, 404);
    assert_eq!(server.ask(&server.carol, Method::POST, &path, json!({"inbox_id": 1})).await.0, 401);
    let (_, place) = post(&path, json!({"inbox_id": 1, "source_id": "s"})).await;
    assert_eq!((&place["source_id"], &place["inbox"]["id"]), (&json!("s"), &json!(1)));
    let offered =
        server.ask(&server.ada, Method::GET, &format!("/{}/contactable_inboxes", jane["id"]), json!({})).await;
    assert_eq!(offered, (200, json!({"payload": [place]})));
}

#[tokio::test]
async fn lists_and_searches_share_their_answer() {
    let server = Server::start();
    server.ask(&server.ada, Method::POST, "", json!({"name": "Jane", "identifier": "CRM"})).await;
    let (_, list) = server.get("?sort=-name&page=1").await;
    assert_eq!(
        (&list["meta"], list["payload"].as_array().unwrap().len()),
        (&json!({"count": 1, "current_page": 1}), 1)
    );
    assert_eq!(list["payload"][0]["conversations_count"], 0);
    assert_eq!(server.get("/search?q=%20jANE%20").await.1, list);
    for (q, count) in [("crm", 0), ("CRM", 1), ("j%25e", 1), ("zed", 0), ("%22%20OR%20%22", 0), ("a:b*(", 0)] {
        let (status, found) = server.get(&format!("/search?q={q}")).await;
        assert_eq!((status, &found["meta"]["count"]), (200, &json!(count)), "{q}");
    }
    let (status, refused) = server.get("/search?q=%20").await;
    assert_eq!((status, &refused["error"]), (422, &json!("Specify search string with parameter q")));
}
