//! Paths, queries and methods nobody expects.

use super::{Victim, assert_well_formed};
use crate::support::Company;
use crate::support::document::operations;

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
        let path = victim.at(operation);
        let caller = victim.caller(operation);
        let ask = |query: &str| {
            let path = victim.outside.with_query(operation, &format!("{path}?{query}"));
            let answer = caller.send("GET", &path, ());
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
        let good = victim.at(operation);
        let (before, after): (Vec<&str>, Vec<&str>) = (good.split('/').collect(), operation.path.split('/').collect());
        for (i, _) in after.iter().enumerate().filter(|(_, segment)| segment.starts_with('{')) {
            for id in ids {
                let mut segments = before.clone();
                segments[i] = id;
                let path = victim.outside.with_query(operation, &segments.join("/"));
                let answer = victim.caller(operation).send(&operation.method, &path, ());
                assert_well_formed(&answer, id);
                let is_gone = matches!(answer.status, 401 | 404 | 405) || answer.asked.contains("..");
                // an id that is none is nothing, whoever asks; what the body lacks may be said first, and some other route may
                // be there for a word
                assert!(
                    is_gone || answer.status == 422 || answer.status < 300,
                    "{}: {} {}",
                    answer.asked,
                    answer.status,
                    answer.text()
                );
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
    answer.assert_error(405, "Method Not Allowed");
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
