//! The whole router: no operation hides another, and what lies where.

use std::collections::HashSet;

use poem::Request;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::store::Env;

fn open() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
    (App::new(store, Limits::new(false, Vec::new())), folder)
}

async fn ask(app: &App, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = Request::builder().method(method).uri_str(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.endpoint().get_response(request.finish()).await
}

async fn body(response: Response) -> Value {
    serde_json::from_str(&response.into_body().into_string().await.unwrap()).unwrap()
}

#[test]
fn every_operation_has_its_own_place_a_name_and_a_tag() {
    let mut places = HashSet::new();
    for path in Apis::meta().into_iter().flat_map(|api| api.paths) {
        // values by any name are the same place
        let segments = path.path.split('/').map(|s| if s.starts_with(['{', ':']) { "{}" } else { s });
        let place = segments.collect::<Vec<_>>().join("/");
        assert!(!place.ends_with('/'), "{place}");
        for operation in path.operations {
            let shown = format!("{} {place}", operation.method);
            assert!(operation.operation_id.is_some(), "{shown} has no operation id");
            assert_eq!(operation.tags.len(), 1, "{shown}");
            assert!(ROOTS.iter().any(|root| place.trim_start_matches('/').split('/').next() == Some(root)), "{shown}");
            assert!(places.insert(shown.clone()), "{shown} is there twice");
        }
    }
    assert!(places.len() > 20);
}

#[test]
fn the_document_has_every_operation() {
    let operations =
        |apis: Vec<MetaApi>| apis.iter().flat_map(|api| &api.paths).map(|path| path.operations.len()).sum();
    let served: usize = operations(Apis::meta());
    let document: Value = serde_json::from_str(&super::document()).unwrap();
    let documented = document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len());
    assert_eq!(documented.sum::<usize>(), served);
}

#[tokio::test]
async fn health_version_and_the_document_are_for_everybody() {
    let (app, _folder) = open();
    assert_eq!(body(ask(&app, Method::GET, "/health", &[]).await).await, json!({"status": "woot"}));
    assert_eq!(ask(&app, Method::HEAD, "/health", &[]).await.status(), StatusCode::OK);
    let version = body(ask(&app, Method::GET, "/api/", &[]).await).await;
    assert_eq!(version["version"], "4.14.2");
    let document = ask(&app, Method::GET, "/swagger/swagger.json", &[]).await.into_body().into_string().await.unwrap();
    assert_eq!(document, super::document());
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["servers"], json!([{"url": "/"}]));
    assert_eq!(document["paths"]["/health"]["get"]["tags"], json!(["Server"]));
    let page = ask(&app, Method::GET, "/swagger/swagger.json", &[("accept-encoding", "gzip")]).await;
    assert_eq!(page.header("content-encoding"), Some("gzip"));
    assert_eq!(ask(&app, Method::GET, "/robots.txt", &[]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_nowhere_is_not_found_as_json() {
    let (app, _folder) = open();
    let paths = ["/nothing", "/api/v1", "/api/v1/nothing", "/profile/x", "/swagger/x", "/rails/x", "/healthy"];
    for path in paths {
        let answer = ask(&app, Method::GET, path, &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.header("x-request-id").is_some());
        assert_eq!(body(answer).await, json!({"error": "Resource could not be found"}), "{path}");
    }
    let answer = ask(&app, Method::DELETE, "/api", &[]).await;
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
}

#[tokio::test]
async fn other_origins_may_ask_the_api() {
    let (app, _folder) = open();
    let origin = ("origin", "https://shop.example");
    let refused = ask(&app, Method::GET, "/api/v1/profile", &[origin]).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let preflight = [origin, ("access-control-request-method", "PUT")];
    let allowed = ask(&app, Method::OPTIONS, "/api/v1/accounts/1/agents/2", &preflight).await;
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert!(allowed.header("access-control-allow-methods").unwrap().contains("PUT"));
}
