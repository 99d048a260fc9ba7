//! Files as a client sees them.

use std::sync::Arc;

use poem::Route;
use tempfile::TempDir;

use super::*;
use crate::files::Incoming;
use crate::store::Env;

struct World {
    route: Route,
    store: Store,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
        World { route: Route::new().at(ROUTE, Downloads(store.clone())), store, _folder: folder }
    }

    /// Stores and links a file, and answers its path.
    async fn file(&self, name: &str, kind: &str, bytes: &[u8]) -> String {
        let what = Incoming { filename: Some(name.to_owned()), content_type: Some(kind.to_owned()) };
        let file = files::receive(&self.store, what, bytes).await.unwrap();
        let id = file.id;
        self.store.write(move |tx| files::link(tx, id, None)).await.unwrap();
        files::url("", &file.key, &file.filename)
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri_str(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.route.call(request.finish()).await.unwrap_or_else(|error| error.into_response())
    }

    async fn bytes(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, Vec<u8>) {
        let answer = self.ask(Method::GET, path, headers).await;
        let length: usize = answer.header("content-length").unwrap().parse().unwrap();
        let status = answer.status();
        let bytes = answer.into_body().into_vec().await.unwrap();
        assert_eq!(bytes.len(), length);
        (status, bytes)
    }
}

#[tokio::test]
async fn a_file_comes_back_whole_and_in_part() {
    let world = World::new();
    let big: Vec<u8> = (0..CHUNK * 2 + 1000).map(|n| (n % 251) as u8).collect();
    let path = world.file("große Liste.bin", "application/octet-stream", &big).await;
    assert_eq!(world.bytes(&path, &[]).await, (StatusCode::OK, big.clone()));
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=262143-262144", CHUNK - 1, CHUNK + 1),
        ("bytes=300000-300009", 300_000, 300_010),
        ("bytes=-1001", CHUNK * 2 - 1, CHUNK * 2 + 1000),
        ("bytes=10-", 10, big.len()),
    ] {
        let part = big.get(from..to).unwrap().to_vec();
        assert_eq!(world.bytes(&path, &[("range", range)]).await, (StatusCode::PARTIAL_CONTENT, part), "{range}");
    }
    let answer = world.ask(Method::GET, &path, &[("range", "bytes=1-2")]).await;
    assert_eq!(answer.header("content-range"), Some("bytes 1-2/525288"));
    let answer = world.ask(Method::GET, &path, &[("range", "bytes=525288-")]).await;
    assert_eq!(answer.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(answer.header("content-range"), Some("bytes */525288"));
    let whole = world.bytes(&path, &[("range", "bytes=1-2"), ("if-range", "\"other\"")]).await;
    assert_eq!(whole.0, StatusCode::OK);
}

#[tokio::test]
async fn the_headers_keep_a_file_and_keep_it_quiet() {
    let world = World::new();
    let path = world.file("große Liste.txt", "text/plain", b"hello").await;
    let answer = world.ask(Method::HEAD, &path, &[]).await;
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "5"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", POLICY),
        ("content-disposition", "inline; filename=\"gro_e Liste.txt\"; filename*=UTF-8''gro%C3%9Fe%20Liste.txt"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    let etag = answer.header("etag").unwrap().to_owned();
    assert!(answer.into_body().is_empty());
    let known = world.ask(Method::GET, &path, &[("if-none-match", &etag)]).await;
    assert_eq!((known.status(), known.header("etag")), (StatusCode::NOT_MODIFIED, Some(etag.as_str())));
}

#[tokio::test]
async fn what_could_run_is_only_downloaded() {
    let world = World::new();
    for (bytes, kind) in [
        ("<svg >", "image/svg+xml"),
        ("<html >", "text/html"),
        ("%PDF-1.4", "application/pdf"),
        ("{}", "application/json"),
    ] {
        let path = world.file("x", kind, bytes.as_bytes()).await;
        let answer = world.ask(Method::GET, &path, &[]).await;
        assert_eq!(answer.content_type(), Some(kind));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment"), "{kind}");
    }
    let empty = world.file("empty", "text/plain", b"").await;
    assert_eq!(world.bytes(&empty, &[]).await, (StatusCode::OK, Vec::new()));
}

#[tokio::test]
async fn strangers_and_the_curious_find_nothing() {
    let world = World::new();
    let path = world.file("x.txt", "text/plain", b"hello").await;
    assert_eq!(world.ask(Method::POST, &path, &[]).await.status(), StatusCode::METHOD_NOT_ALLOWED);
    let unlinked = files::receive(&world.store, Incoming::default(), &b"secret"[..]).await.unwrap();
    for path in [files::url("", &unlinked.key, "file"), files::url("", "%FF%00", "x"), files::url("", "k", "..")] {
        assert_eq!(world.ask(Method::GET, &path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
