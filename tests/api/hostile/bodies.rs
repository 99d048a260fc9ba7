//! Bodies that are wrong as a whole, and members that are wrong one by one.

use serde_json::{Value, json};

use super::Victim;
use crate::support::Company;
use crate::support::body::{Body, Multipart, form, multipart, raw, untyped};
use crate::support::document::{members, sample, values};

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
fn oddities() -> Vec<Value> {
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
    let values = oddities();
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

#[test]
fn an_enum_names_the_value_it_does_not_know() {
    let victim = Victim::new();
    let mut asked = 0;
    for operation in victim.operations().iter().filter(|operation| operation.method != "DELETE") {
        let Some(schema) = operation.body(&victim.document) else { continue };
        for (name, schema) in members(&victim.document, schema) {
            if values(&victim.document, schema).is_none() {
                continue;
            }
            let path = victim.outside.with_query(operation, &victim.at(operation));
            let mut body = sample(&victim.document, operation.body(&victim.document).unwrap(), &|_| None);
            body[&name] = json!("nonsense");
            let answer = victim.caller(operation).send(&operation.method, &path, body);
            answer.assert_error(422, &format!("'nonsense' is not a valid {name}"));
            asked += 1;
        }
    }
    assert!(asked >= 8, "{asked}");
}
