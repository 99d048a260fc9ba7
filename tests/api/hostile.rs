//! Whatever is sent: an answer of the contract, never a fault, and the server lives on.
//!
//! Every operation gets the corpus with valid credentials and real ids. That no answer is a 500 is checked by the clients.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::body::{Body, Multipart, form, multipart, raw, untyped};
use crate::support::clients::{Answer, Client};
use crate::support::document::{Operation, members, operations, sample};
use crate::support::seed::{Company, Furniture};
use crate::support::server::Server;

/// A company with everything in it, on a server that may be mistreated.
struct Victim {
    server: Arc<Server>,
    document: Value,
    company: Company,
    furniture: Furniture,
    platform: Client,
    /// The administrator, by a session: it outlives a new token.
    person: Client,
}

impl Victim {
    fn new() -> Victim {
        let server = Arc::new(Server::start());
        let document = server.nobody().get("/swagger/swagger.json").ok();
        let company = Company::on(server.clone(), "Acme");
        let furniture = company.furnish("acme", 2);
        let (platform, person) = ((*server.platform()).clone(), (*company.ada.session()).clone());
        Victim { server, document, company, furniture, platform, person }
    }

    /// Those who take a body and leave what others need; deletions come last.
    fn operations(&self) -> Vec<Operation> {
        let mut all = operations(&self.document);
        let rank = |operation: &Operation| {
            let ends = operation.path.ends_with("/sign_out") || operation.path.ends_with("/reset_access_token");
            let takes_all = operation.method == "DELETE" && operation.path.ends_with("accounts/{account_id}");
            (operation.method == "DELETE", takes_all, ends)
        };
        all.sort_by_key(rank);
        all
    }

    fn caller(&self, operation: &Operation) -> &Client {
        if operation.path.starts_with("/platform/") { &self.platform } else { &self.person }
    }

    #[track_caller]
    fn try_on(&self, operation: &Operation, body: Body, what: &str) {
        let path = operation.at(&self.furniture.things);
        let answer = self.caller(operation).send(&operation.method, &path, body);
        assert_well_formed(&answer, what);
    }

    /// Still there, with all it had.
    fn assert_alive(&self) {
        self.server.nobody().get("/health").assert(200, json!({"status": "woot"}));
        let log = std::fs::read_to_string(self.server.database().with_file_name("server.log")).unwrap();
        assert!(!log.contains("panicked"), "{log}");
        self.server.command(&["check"]);
    }
}

/// 2xx or 4xx, with nothing or JSON in the body; a refusal says something.
#[track_caller]
fn assert_well_formed(answer: &Answer, what: &str) {
    let what = || format!("{} with {}: {}", answer.asked, what.chars().take(120).collect::<String>(), answer.status);
    assert!(matches!(answer.status, 200..=299 | 400..=499), "{}", what());
    if answer.bytes.is_empty() {
        assert!(answer.status < 300, "{}: nothing is said", what());
        return;
    }
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{}", what());
    let parsed: Result<Value, _> = serde_json::from_slice(&answer.bytes);
    assert!(parsed.is_ok(), "{}: no JSON: {}", what(), answer.text());
}

/// Bodies that are wrong as a whole.
fn whole_bodies() -> Vec<(&'static str, Body)> {
    let json = |text: &str| raw("application/json", text);
    let nested = |open: &str, close: &str, depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
    let many = (0..3000).map(|i| format!("\"k{i}\":{i}")).collect::<Vec<_>>().join(",");
    let form = |text: &str| raw("application/x-www-form-urlencoded", text);
    let parts = |text: &str| raw("multipart/form-data; boundary=x", text);
    vec![
        ("nothing", Body::None),
        ("nothing as JSON", json("")),
        ("spaces", json(" \r\n\t ")),
        ("half an object", json("{\"name\":")),
        ("two objects", json("{}{}")),
        ("a comma too many", json("{\"name\":\"x\",}")),
        ("no quotes", json("{name:'x'}")),
        ("NaN", json("{\"name\":NaN}")),
        ("null", json("null")),
        ("a number", json("1e999")),
        ("a text", json("\"name\"")),
        ("a list", json("[]")),
        ("a list of objects", json("[{\"name\":\"x\"}]")),
        ("a key twice", json("{\"name\":\"a\",\"name\":{\"b\":1}}")),
        ("deep lists", json(&nested("[", "]", 100_000))),
        ("deep objects", json(&nested("{\"a\":", "}", 100_000))),
        ("a deep member", json(&format!("{{\"name\":{}}}", nested("[", "]", 120)))),
        ("many keys", json(&format!("{{{many}}}"))),
        ("no UTF-8", raw("application/json", b"{\"name\":\"\xff\xfe\"}".to_vec())),
        ("no UTF-8 in a key", raw("application/json", b"{\"\xc3\x28\":1}".to_vec())),
        ("half a surrogate", json("{\"name\":\"\\ud800\"}")),
        ("a byte order mark", raw("application/json", b"\xef\xbb\xbf{\"name\":\"x\"}".to_vec())),
        ("UTF-16", raw("application/json; charset=utf-16", b"{\0}\0".to_vec())),
        ("NUL bytes", raw("application/json", vec![0; 64])),
        ("no type", untyped("{\"name\":\"x\"}")),
        ("noise without type", untyped(vec![0xf0, 0x28, 0x8c, 0x28])),
        ("text", raw("text/plain", "name=x")),
        ("XML", raw("application/xml", "<name>x</name>")),
        ("a type that is none", raw("x", "{}")),
        ("an empty type", raw("", "{}")),
        ("JSON of another kind", raw("application/vnd.api+json", "{\"name\":\"x\"}")),
        ("an empty form", form("")),
        ("separators", form("&&==&=&")),
        ("broken escapes", form("name=%&%zz=%1&%c3%28=%ff")),
        ("open brackets", form("name[=1&name]=2&[=3&[]=4&name[[a]]=5&name[a=6")),
        ("list and object", form("name[]=1&name[a]=2&name=3&name[][b]=4")),
        ("deep brackets", form(&format!("name{}=1", "[a]".repeat(2000)))),
        ("lists of lists", form(&format!("name{}=1", "[]".repeat(500)))),
        ("many pairs", form(&"name=x&".repeat(20_000))),
        ("NUL in a form", form("name=%00&%00=name")),
        ("no boundary", raw("multipart/form-data", "--x\r\n\r\n--x--")),
        ("an empty boundary", raw("multipart/form-data; boundary=", "--\r\n\r\n----")),
        ("no parts", parts("--x--\r\n")),
        ("nothing at all", parts("")),
        ("another boundary", parts("--y\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--y--\r\n")),
        ("no end", parts("--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx")),
        ("no disposition", parts("--x\r\n\r\nx\r\n--x--\r\n")),
        ("no name", multipart().part("form-data", None, b"x").into()),
        ("an empty name", multipart().text("", "x").into()),
        ("a file for a text", multipart().file("name", "../../etc/passwd", "text/plain", b"x").into()),
        ("a name with breaks", multipart().text("name\\\"; filename=\\\"x", "y").into()),
        ("no UTF-8 in a part", multipart().part("form-data; name=\"name\"", None, b"\xff\x00\xfe").into()),
        ("many parts", many_parts().into()),
        ("a long header", parts(&format!("--x\r\nX: {}\r\n\r\nx\r\n--x--\r\n", "y".repeat(100_000)))),
    ]
}

fn many_parts() -> Multipart {
    (0..2000).fold(multipart(), |parts, i| parts.text(&format!("name[{i}]"), "x"))
}

#[test]
fn bodies_that_are_wrong_as_a_whole() {
    let victim = Victim::new();
    let bodies = whole_bodies();
    for operation in victim.operations().iter().filter(|operation| operation.writes()) {
        for (name, body) in &bodies {
            victim.try_on(operation, body.clone(), name);
        }
    }
    victim.assert_alive();
}

/// What no member is meant to be.
fn values() -> Vec<Value> {
    let wide: Vec<Value> = (0..2000).map(|i| json!(i)).collect();
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(9_223_372_036_854_775_807_i64),
        json!(9_223_372_036_854_775_808_u64),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("\u{202e}\u{feff}\u{1f4a9}\u{0301}"),
        json!("'; drop table users; --"),
        json!("%_\\\"*("),
        json!("<script>alert(1)</script>{{contact.name}}{% if %}"),
        json!("99999999999999999999"),
        json!("true"),
        json!("x".repeat(70_000)),
        json!([]),
        json!({}),
        json!([null, 1, "x", [], {}]),
        json!({"a": {"b": [1]}, "": null}),
        json!({"$ref": "x", "__proto__": {}}),
        Value::Array(wide),
        deep,
    ]
}

#[test]
fn members_that_are_wrong_one_by_one() {
    let victim = Victim::new();
    let values = values();
    let mut tried = 0;
    for operation in victim.operations().iter().filter(|operation| operation.method != "DELETE") {
        let Some(schema) = operation.body(&victim.document) else { continue };
        let good = sample(&victim.document, schema, &|_| None);
        for (name, schema) in members(&victim.document, schema) {
            for value in &values {
                let mut body = good.clone();
                body[&name] = value.clone();
                victim.try_on(operation, body.into(), &format!("{name} = {value}"));
                // alone: nothing else may be what refuses it
                victim.try_on(operation, json!({ &name: value }).into(), &format!("only {name} = {value}"));
                tried += 2;
            }
            for (inner, _) in members(&victim.document, schema) {
                for value in values.iter().step_by(3) {
                    let body = json!({ &name: { &inner: value } });
                    victim.try_on(operation, body.into(), &format!("{name}.{inner} = {value}"));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 3000, "{tried}");
    victim.assert_alive();
}

#[test]
fn queries_nobody_expects() {
    let victim = Victim::new();
    let values = [
        "",
        "0",
        "-1",
        "1",
        "9223372036854775807",
        "9223372036854775808",
        "1e3",
        "x",
        "%00",
        "%ff",
        "%",
        "%F0%9F%92%A9",
        "'",
        "*",
        "%22",
        "a%20OR%20b",
        "NEAR(",
        "%2525",
        "true",
        "null",
        "a,b,c",
        "-created_at,,name",
        "%5B%5D",
    ];
    for operation in operations(&victim.document).iter().filter(|operation| !operation.writes()) {
        let path = operation.at(&victim.furniture.things);
        let caller = victim.caller(operation);
        let ask = |query: &str| {
            let answer = caller.send("GET", &format!("{path}?{query}"), ());
            assert_well_formed(&answer, query);
        };
        for name in operation.query().iter().map(String::as_str).chain(["page", "unknown"]) {
            for value in values {
                ask(&format!("{name}={value}"));
            }
            for spelling in ["[]=a", "[]", "[a]=b", "[a][b]=c", "[=1", "=1&{}=2", "[]=1&{}[a]=2"] {
                ask(&format!("{name}{}", spelling.replace("{}", name)));
            }
            ask(&format!("{name}={}", "x".repeat(3000)));
        }
        for query in ["?", "&&&", "=", "%=%", "a=b=c", "[]", "page[]=1&page[]=2", "page[a]=1"] {
            ask(query);
        }
    }
    victim.assert_alive();
}

#[test]
fn ids_that_are_none() {
    let victim = Victim::new();
    let ids = [
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999",
        "1.0",
        "1e3",
        "0x1",
        "+1",
        "x",
        "%20",
        "%00",
        "%ff",
        "%EF%BC%91",
        "null",
        "1;2",
        "1'",
        "..",
        "%2e%2e",
        "%2F",
        "~",
        "*",
        "_",
    ];
    for operation in operations(&victim.document).iter().filter(|operation| operation.path.contains('{')) {
        let things = &victim.furniture.things;
        let good = operation.at(things);
        let (before, after): (Vec<&str>, Vec<&str>) = (good.split('/').collect(), operation.path.split('/').collect());
        for (i, _) in after.iter().enumerate().filter(|(_, segment)| segment.starts_with('{')) {
            for id in ids {
                let mut segments = before.clone();
                segments[i] = id;
                let path = segments.join("/");
                let answer = victim.caller(operation).send(&operation.method, &path, ());
                assert_well_formed(&answer, id);
                let is_gone = matches!(answer.status, 401 | 404 | 405) || answer.asked.contains("..");
                // an id that is none is nothing, whoever asks; some other route may be there for a word
                assert!(is_gone || answer.status < 300, "{}: {} {}", answer.asked, answer.status, answer.text());
            }
        }
    }
    victim.company.ada.get(&victim.company.at("/agents")).ok();
    victim.assert_alive();
}

#[test]
fn unknown_paths_are_not_found_as_json() {
    let acme = Company::new();
    for path in [
        "/api/v2/accounts",
        "/api/v1/accounts",
        "/api/v1/accounts/1/nothing",
        "/api/v1",
        "/platform/api/v1/nothing",
        "/auth",
        "/public/api/v1/inboxes/x",
        "/nothing",
        "/api/v1/accounts//1/agents",
        "/api/v1/accounts/%00/agents",
        "/api/v1/accounts/9223372036854775808/agents",
        "/api/v1/accounts/x/agents",
        "/api/v1/profile/nothing",
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let answer = acme.ada.send(method, path, ());
            assert_well_formed(&answer, path);
            assert!(matches!(answer.status, 404 | 405), "{} {}", answer.asked, answer.status);
        }
    }
    acme.ada.get(&acme.at("/nothing")).assert_not_found();
    acme.ada.get("/api/v1/accounts/9223372036854775808/agents").assert_not_found();
}

#[test]
fn a_method_that_is_not_there_says_which_are() {
    let acme = Company::new();
    let answer = acme.ada.delete(&acme.at("/agents"), ());
    answer.assert_error(405, "Method not allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS, POST");
    for method in ["TRACE", "PURGE", "CONNECT_", "get"] {
        let answer = acme.ada.send(method, &acme.at("/agents"), ());
        assert!(matches!(answer.status, 400 | 405), "{} {}", answer.asked, answer.status);
    }
    let options = acme.server.nobody().send("OPTIONS", &acme.at("/agents"), ());
    assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS, POST"));
    let head = acme.ada.send("HEAD", &acme.at("/agents"), ());
    assert_eq!((head.status, head.bytes.len()), (200, 0));
}

#[test]
fn a_content_type_that_is_not_read_is_refused() {
    let acme = Company::new();
    for kind in ["text/plain", "application/xml", "application/octet-stream", "image/png", "application/jsonp"] {
        let answer = acme.ada.post(&acme.at("/agents"), raw(kind, "{\"email\":\"x@example.com\"}"));
        assert_eq!(answer.status, 415, "{kind}: {}", answer.text());
        assert!(answer.body["error"].is_string(), "{kind}");
    }
    for kind in
        ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=UTF-8"]
    {
        let answer = acme.ada.post(&acme.at("/agents"), raw(kind, "{\"email\":\"no address\"}"));
        assert_eq!(answer.status, 422, "{kind}: {}", answer.text());
    }
    // what cannot be read is a 400, what is of the wrong kind a 422
    let answer = acme.ada.post(&acme.at("/agents"), raw("application/json", "{"));
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(acme.ada.post(&acme.at("/agents"), json!({"email": {}})).status, 422);
}

#[test]
fn a_body_beyond_its_limit_is_refused() {
    let acme = Company::new();
    let huge = json!({"email": "x".repeat(4 << 20)});
    assert_eq!(acme.ada.post(&acme.at("/agents"), huge).status, 413);
    let pairs = form([("email", "x".repeat(4 << 20))]);
    assert_eq!(acme.ada.post(&acme.at("/agents"), pairs).status, 413);
    let parts = multipart().text("email", &"x".repeat((4 << 20) + 1));
    assert_eq!(acme.ada.post(&acme.at("/agents"), parts).status, 413);
    acme.ada.get(&acme.at("/agents")).ok();
}

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

#[test]
fn an_enum_names_the_value_it_does_not_know() {
    let victim = Victim::new();
    let mut asked = 0;
    for operation in victim.operations().iter().filter(|operation| operation.method != "DELETE") {
        let Some(schema) = operation.body(&victim.document) else { continue };
        for (name, schema) in members(&victim.document, schema) {
            if schema["enum"].is_null() {
                continue;
            }
            let path = operation.at(&victim.furniture.things);
            let answer = victim.caller(operation).send(&operation.method, &path, json!({ &name: "nonsense" }));
            answer.assert_error(422, &format!("'nonsense' is not a valid {name}"));
            asked += 1;
        }
    }
    assert!(asked >= 3, "{asked}");
}
