//! `serve`: what it says, where its addresses come from, how it stops; and `healthcheck`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::bench::{Bench, agent, until};

#[test]
fn the_first_line_says_where() {
    let bench = Bench::new();
    let server = bench.serve(&[]);
    assert!(server.address().ip().is_loopback() && server.address().port() != 0);
    assert_eq!(server.get("/health", "").1, json!({"status": "woot"}));
    assert_eq!(server.get("/api", "").1["version"], "4.14.2");
    assert_eq!(server.get("/swagger/swagger.json", "").1, bench.json(&["openapi"]));
    let address = server.address().to_string();
    assert_eq!(bench.text(&["healthcheck", "--listen", &address]), "");
    server.stop();
    assert!(bench.refused(1, &["healthcheck", "--listen", &address]).contains("is not well"));
}

#[test]
fn as_json_it_is_one_line_too() {
    let bench = Bench::new();
    let server = bench.serve(&["--json", "--base-url", "https://chat.example.com/"]);
    let said: Value = serde_json::from_str(&server.first_line).unwrap();
    assert_eq!(said["base_url"], "https://chat.example.com");
    assert_eq!(said["documentation"], "https://chat.example.com/swagger");
    assert!(said["listening"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!((&said["has_users"], &said["database"]), (&json!(false), &json!("chatwoot-lite.db")));
}

/// Sets a picture under a strange host name; answers its address.
fn picture(url: &str, token: &str) -> String {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let mut body = b"--b\r\ncontent-disposition: form-data; name=\"profile[avatar]\"; filename=\"a.png\"\r\n\
                     content-type: image/png\r\n\r\n"
        .to_vec();
    body.extend_from_slice(PNG);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = agent().put(format!("{url}/api/v1/profile")).header("api_access_token", token);
    let request = request.header("content-type", "multipart/form-data; boundary=b").header("host", "evil.example");
    let profile: Value = request.send(&body[..]).unwrap().body_mut().read_json().unwrap();
    profile["avatar_url"].as_str().unwrap().to_owned()
}

#[test]
fn addresses_come_from_the_base_url_and_never_from_a_request() {
    let bench = Bench::new();
    let token = bench.ada();
    let server = bench.serve(&[]);
    let address = picture(&server.url(), &token);
    assert!(address.starts_with(&format!("{}/rails/active_storage/blobs/", server.url())), "{address}");
    let mut file = agent().get(&address).call().unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    assert!(file.body_mut().read_to_vec().unwrap().starts_with(b"\x89PNG"));
    server.stop();
    let server = bench.serve(&["--base-url", "https://chat.example.com"]);
    let address = picture(&server.url(), &token);
    assert!(address.starts_with("https://chat.example.com/rails/"), "{address}");
}

#[test]
fn a_stop_lets_running_requests_finish() {
    for signal in ["TERM", "INT"] {
        let bench = Bench::new();
        let token = bench.ada();
        let server = bench.serve(&[]);
        let mut client = TcpStream::connect(server.address()).unwrap();
        let body = r#"{"name": "Ada Lovelace"}"#;
        let head = format!(
            "PUT /api/v1/profile HTTP/1.1\r\nhost: x\r\napi_access_token: {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        );
        client.write_all(head.as_bytes()).unwrap();
        // said as soon as the body is waited for
        let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
        client.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100"));
        server.signal(signal);
        until(|| TcpStream::connect(server.address()).is_err());
        client.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Ada Lovelace"), "{answer}");
        assert_eq!(server.ended(), Some(0));
        let left = std::fs::read_dir(bench.folder.path()).unwrap().map(|file| file.unwrap().file_name());
        assert_eq!(left.collect::<Vec<_>>(), ["chatwoot-lite.db"], "one tidy file");
        assert_eq!(bench.json(&["user", "list"])[0]["name"], "Ada Lovelace");
    }
}

#[test]
fn a_client_that_says_nothing_does_not_hold_the_server_up() {
    let bench = Bench::new();
    let server = bench.serve(&[]);
    let idle = TcpStream::connect(server.address()).unwrap();
    let start = std::time::Instant::now();
    server.stop();
    assert!(start.elapsed() < Duration::from_secs(12));
    drop(idle);
}

#[test]
fn jobs_of_an_earlier_run_are_taken_up() {
    let bench = Bench::new();
    let token = bench.json(&["platform-app", "create", "--name", "CRM"])["access_token"].as_str().unwrap().to_owned();
    let server = bench.serve(&[]);
    server.post("/platform/api/v1/accounts", &token, &json!({"name": "Acme"}));
    server.stop();
    let db = rusqlite::Connection::open(bench.path("chatwoot-lite.db")).unwrap();
    db.execute_batch(
        "update accounts set deleted_at = 1;
         insert into jobs(name, payload, run_at, created_at) values ('delete_account', '{\"account_id\":1}', 0, 0);",
    )
    .unwrap();
    let left =
        || db.query_row("select (select count(*) from jobs) + (select count(*) from accounts)", [], |row| row.get(0));
    assert_eq!(left(), Ok(2));
    let server = bench.serve(&[]);
    until(|| left() == Ok(0));
    // another program's job is noticed while the server runs
    db.execute_batch(
        "insert into accounts(id, name, deleted_at, created_at, updated_at) values (9, 'Gone', 1, 0, 0);
         insert into jobs(name, payload, run_at, created_at) values ('delete_account', '{\"account_id\":9}', 0, 0);",
    )
    .unwrap();
    until(|| left() == Ok(0));
    server.stop();
}
