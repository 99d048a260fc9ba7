//! Bytes that are no request at all.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use crate::support::Company;
use crate::support::server::Server;

/// What comes back on a connection of its own; empty when it is closed without a word.
fn over_the_wire(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // the server may hang up before it has heard everything
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn requests_that_are_none() {
    let acme = Company::new();
    let host = "Host: x\r\nConnection: close\r\n";
    let long = "x".repeat(1 << 20);
    for request in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        format!("GET /health HTTP/9.9\r\n{host}\r\n"),
        format!("GET /{long} HTTP/1.1\r\n{host}\r\n"),
        format!("GET /health HTTP/1.1\r\n{host}X: {long}\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(10_000)),
        format!("GET /health HTTP/1.1\r\n{host}api_access_token: \u{1}\u{2}\r\n\r\n"),
        format!("GET /api/v1/profile HTTP/1.1\r\n{host}api_access_token: ÿ\u{80}\r\n\r\n"),
        format!("GET /api/v1/profile HTTP/1.1\r\n{host}authorization: Bearer {{}}\r\n\r\n"),
        format!("POST /auth/sign_in HTTP/1.1\r\n{host}Content-Length: 100\r\n\r\n{{"),
        format!("POST /auth/sign_in HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n"),
        format!("POST /auth/sign_in HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{{}}"),
        format!("POST /auth/sign_in HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        format!(
            "POST /auth/sign_in HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
        ),
        format!("POST /auth/sign_in HTTP/1.1\r\n{host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{{}}"),
        format!("GET http://other.example/health HTTP/1.1\r\n{host}\r\n"),
        format!("GET * HTTP/1.1\r\n{host}\r\n"),
        format!("CONNECT x:1 HTTP/1.1\r\n{host}\r\n"),
        format!("GET /../../etc/passwd HTTP/1.1\r\n{host}\r\n"),
        format!("GET /swagger/../../../etc/passwd HTTP/1.1\r\n{host}\r\n"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
    ] {
        let answer = over_the_wire(&acme.server, request.as_bytes());
        let shown: String = request.chars().take(80).collect();
        assert!(!answer.contains(" 500 ") && !answer.contains("root:"), "{shown}: {answer}");
    }
    acme.server.nobody().get("/health").assert(200, json!({"status": "woot"}));
}
