//! However it is spelt: each write as JSON, form and parts, flat and wrapped, with numbers as texts, with the other verb, with a
//! slash or `.json` behind the path. The answers are alike.

mod cases;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::support::Company;
use crate::support::body::{Body, form, multipart, query, raw, untyped};
use crate::support::clients::{Answer, Client};
use crate::support::document::{Operation, operations, place};
use crate::support::seed::unique;
use crate::support::server::Server;
use crate::support::visitors::Outside;
use cases::{CASES, Shop, WITHOUT_BODY};

/// Names and values of a form: `a[b]`, `a[]`; null is an empty value.
fn pairs(prefix: &str, value: &Value) -> Vec<(String, String)> {
    let below = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}[{name}]") };
    match value {
        Value::Object(members) => members.iter().flat_map(|(name, value)| pairs(&below(name), value)).collect(),
        Value::Array(items) => items.iter().flat_map(|item| pairs(&format!("{prefix}[]"), item)).collect(),
        Value::Null => vec![(prefix.to_owned(), String::new())],
        Value::String(text) => vec![(prefix.to_owned(), text.clone())],
        other => vec![(prefix.to_owned(), other.to_string())],
    }
}

/// The same with numbers and booleans as texts.
fn as_texts(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), as_texts(value))).collect(),
        Value::Array(items) => items.iter().map(as_texts).collect(),
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        other => other.clone(),
    }
}

/// The spellings of a body, with what is put behind the path.
fn spellings(root: Option<&str>, body: &Value) -> Vec<(String, String, Body)> {
    let mut all = Vec::new();
    for (shape, body) in [("flat", Some(body.clone())), ("wrapped", root.map(|root| json!({ root: body })))] {
        let Some(body) = body else { continue };
        let mut add =
            |name: &str, suffix: &str, body: Body| all.push((format!("{name}, {shape}"), suffix.to_owned(), body));
        let pairs = pairs("", &body);
        let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
        add("JSON", "", body.clone().into());
        add("JSON in parameters of a type", "/", raw("application/json; charset=utf-8", body.to_string()));
        add("JSON without a type", ".json", untyped(body.to_string()));
        add("numbers as texts", "", as_texts(&body).into());
        add("form", "", form(pairs.iter().map(|(name, value)| (name, value))));
        add("parts", "/", parts.into());
        add("query", &format!("?{}", query(pairs.iter().map(|(name, value)| (name, value)))), Body::None);
    }
    all
}

/// An answer without what is another each time: ids, times, tokens, addresses, and the body's number.
fn essence(n: i64, name: &str, value: &Value) -> Value {
    let is_id = name == "id"
        || name.ends_with("_id")
        || name.ends_with("_at")
        || ["timestamp", "uuid", "waiting_since", "created_on"].contains(&name);
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), essence(n, name, value))).collect::<Map<_, _>>().into()
        }
        Value::Array(_) if name == "backup_codes" => json!(["…"]),
        Value::Array(items) => items.iter().map(|item| essence(n, name, item)).collect(),
        Value::Number(_) if is_id => json!(0),
        Value::String(text) if text.contains('@') => json!(text.replace(|c: char| c.is_ascii_digit(), "")),
        Value::String(text) if text.len() >= 20 && !text.contains(' ') => json!("…"),
        Value::String(text) => json!(text.replace(&format!("-{n}-"), "-n-")),
        other => other.clone(),
    }
}

struct Asked {
    n: i64,
    answer: Answer,
}

impl Asked {
    fn essence(&self) -> (u16, Value) {
        let body = essence(self.n, "", &self.answer.body);
        // so many conversations, messages and agents there are by now
        let body = if body.is_array() && body.as_array().is_some_and(|list| list.len() > 1) { json!([]) } else { body };
        (self.answer.status, body)
    }
}

/// On a server where nobody else makes anything.
fn shop() -> (Shop, Vec<Operation>) {
    let company = Company::on(Arc::new(Server::start()), "Acme");
    let furniture = company.furnish("acme", 1);
    let document = company.server.nobody().get("/swagger/swagger.json").ok();
    let person = (*company.ada.session()).clone();
    let outside = Outside::of(&company);
    (Shop { company, furniture, person, outside }, operations(&document))
}

fn named<'o>(operations: &'o [Operation], name: &str) -> Option<&'o Operation> {
    operations.iter().find(|operation| format!("{} {}", operation.method, place(&operation.path)) == name)
}

#[test]
fn every_write_with_a_body_has_a_case() {
    let acme = Company::new();
    let document = acme.server.nobody().get("/swagger/swagger.json").ok();
    let all = operations(&document);
    let has_case = |name: &str| WITHOUT_BODY.contains(&name) || CASES.iter().any(|case| case.operation == name);
    let names = all.iter().filter(|operation| operation.writes()).map(|o| format!("{} {}", o.method, place(&o.path)));
    let missing: Vec<String> = names.filter(|name| !has_case(name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let known = |name: &&&str| named(&all, name).is_none();
    let cases = CASES.iter().map(|case| &case.operation).chain(WITHOUT_BODY);
    let unknown: Vec<_> = cases.collect::<Vec<_>>().into_iter().filter(|name| known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn a_write_is_the_same_in_every_spelling() {
    let (shop, operations) = shop();
    let platform = shop.company.server.platform();
    let mut differing = Vec::new();
    for case in CASES {
        let Some(operation) = named(&operations, case.operation) else { continue };
        let insider: &Client = if operation.path.starts_with("/platform") { &platform } else { &shop.person };
        let caller = shop.outside.caller(operation).unwrap_or(insider);
        let path = shop.outside.at(operation, &shop.furniture.things);
        let ask = |method: &str, spelling: usize| {
            let n = unique();
            let (name, suffix, body) = spellings(case.root, &(case.body)(&shop, n)).swap_remove(spelling);
            (
                name,
                Asked {
                    n,
                    answer: caller.send(method, &shop.outside.with_query(operation, &format!("{path}{suffix}")), body),
                },
            )
        };
        let how_many = if case.root.is_some() { 14 } else { 7 };
        let (_, first) = ask(&operation.method, 0);
        assert!(matches!(first.answer.status, 200 | 204), "{}: {}", case.operation, first.answer.text());
        let mut compare = |name: String, asked: Asked| {
            if asked.essence() != first.essence() {
                differing.push(format!(
                    "{} as {name}: {} {:#}\ninstead of {:#}",
                    case.operation,
                    asked.answer.status,
                    asked.essence().1,
                    first.essence().1
                ));
            }
        };
        for spelling in 1..how_many {
            let (name, asked) = ask(&operation.method, spelling);
            compare(name, asked);
        }
        let other = match operation.method.as_str() {
            "PATCH" => "PUT",
            "PUT" => "PATCH",
            _ => continue,
        };
        let (name, asked) = ask(other, 0);
        compare(format!("{other}, {name}"), asked);
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[test]
fn a_read_is_the_same_on_every_spelling_of_its_path() {
    let (shop, operations) = shop();
    let platform = shop.company.server.platform();
    for operation in operations.iter().filter(|operation| !operation.writes()) {
        // new each time: a link, a number, a time
        if operation.path.ends_with("/login")
            || operation.path == "/api"
            || operation.path.ends_with("contactable_inboxes")
        {
            continue;
        }
        let insider: &Client = if operation.path.starts_with("/platform") { &platform } else { &shop.person };
        let caller = shop.outside.caller(operation).unwrap_or(insider);
        let path = shop.outside.at(operation, &shop.furniture.things);
        let query = if operation.query().iter().any(|name| name == "q") { "?q=acme" } else { "" };
        let plain = caller.get(&shop.outside.with_query(operation, &format!("{path}{query}")));
        for suffix in ["/", "//", ".json", ".json/"] {
            if operation.path == "/health" && suffix.contains("//") {
                continue;
            }
            let other = caller.get(&shop.outside.with_query(operation, &format!("{path}{suffix}{query}")));
            assert_eq!((other.status, other.body), (plain.status, plain.body.clone()), "{}", other.asked);
        }
    }
}

#[test]
fn a_header_is_the_same_in_every_spelling() {
    let acme = Company::new();
    for name in ["api_access_token", "api-access-token", "Api-Access-Token", "API_ACCESS_TOKEN", "Api_Access-Token"] {
        let ada = acme.server.client(&[(name, &acme.ada.token)]);
        assert_eq!(ada.get("/api/v1/profile").ok()["id"], acme.ada.id, "{name}");
    }
}

#[test]
fn lists_of_a_query_come_in_three_spellings() {
    let acme = Company::new();
    let things = acme.furnish("acme", 1).things;
    let labels = acme.at(&format!("/conversations/{}/labels", things["conversations"]));
    acme.ada.post(&labels, json!({"labels": ["one", "two"]})).ok();
    for query in ["labels[]=one&labels[]=none", "labels=none&labels=two", "labels=one,two", "labels%5B%5D=two"] {
        let list = acme.ada.get(&acme.at(&format!("/conversations?status=all&{query}"))).ok();
        assert_eq!(list["data"]["payload"].as_array().unwrap().len(), 1, "{query}: {list}");
    }
    let list = acme.ada.get(&acme.at("/conversations?status=all&labels[]=none")).ok();
    assert_eq!(list["data"]["payload"], json!([]));
    acme.ada.post(&labels, json!({"labels": "three, four"})).assert(200, json!({"payload": ["four", "three"]}));
    acme.ada.post(&labels, form([("labels", "five,six")])).assert(200, json!({"payload": ["five", "six"]}));
}
