//! Canned responses (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::form;
use crate::support::json::{any_id, any_iso_time, at_least, merged};

fn response(company: &Company, short_code: &str, content: &str) -> Value {
    json!({"id": any_id(), "account_id": company.id, "short_code": short_code, "content": content,
        "created_at": any_iso_time(), "updated_at": any_iso_time()})
}

#[test]
fn agents_write_them_and_search_in_them() {
    let acme = Company::new();
    let path = acme.at("/canned_responses");
    acme.bob.get(&path).assert(200, json!([]));
    let mut events = acme.events();
    let hello = acme.bob.post(&path, json!({"short_code": "hello", "content": "Hi {{contact.name}}"}));
    hello.assert(200, response(&acme, "hello", "Hi {{contact.name}}"));
    events.assert(json!([at_least(json!({
        "name": "canned_response_created", "subject_id": hello.body["id"], "actor": ["User", acme.bob.id],
    }))]));
    let bye = json!({"canned_response": {"short_code": "bye", "content": "Hello again soon"}});
    acme.ada.post(&path, bye).assert(200, response(&acme, "bye", "Hello again soon"));
    acme.bob.post(&path, form([("canned_response[short_code]", "oh-hello"), ("canned_response[content]", "?")])).ok();
    let codes = |query: &str| {
        let list = acme.bob.get(&format!("{path}{query}")).ok();
        list.as_array().unwrap().iter().map(|r| r["short_code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["bye", "hello", "oh-hello"]);
    assert_eq!(codes("?search="), ["bye", "hello", "oh-hello"]);
    assert_eq!(codes("?search=HELLO"), ["hello", "oh-hello", "bye"]);
    assert_eq!(codes("?search=%25"), Vec::<String>::new());
    acme.bob.get(&format!("{path}?search=soon")).assert(200, json!([response(&acme, "bye", "Hello again soon")]));
}

#[test]
fn they_obey_the_rules_change_and_go() {
    let acme = Company::new();
    let path = acme.at("/canned_responses");
    let first = acme.ada.post(&path, json!({"short_code": "a", "content": "A"})).id();
    let other = acme.ada.post(&path, json!({"short_code": "b", "content": "B"})).id();
    let mut events = acme.events();
    let blank = [("content", "Content can't be blank"), ("short_code", "Short code can't be blank")];
    acme.bob.post(&path, json!({"short_code": " ", "content": null})).assert_invalid(&blank);
    let taken = [("short_code", "Short code has already been taken")];
    acme.bob.post(&path, json!({"short_code": "a", "content": "A"})).assert_invalid(&taken);
    let text = "param is missing or the value is empty: canned_response";
    acme.bob.post(&path, json!({})).assert_error(422, text);
    let one = acme.at(&format!("/canned_responses/{first}"));
    acme.bob.patch(&one, json!({"short_code": "b"})).assert_invalid(&taken);
    acme.bob.patch(&one, json!({"content": ""})).assert_invalid(&[("content", "Content can't be blank")]);
    events.assert_none();
    acme.bob
        .patch(&one, json!({"content": "AA"}))
        .assert(200, merged(response(&acme, "a", "AA"), json!({"id": first})));
    events.assert(json!([at_least(json!({
        "name": "canned_response_updated", "subject_id": first, "changes": {"content": ["A", "AA"]},
    }))]));
    acme.bob.delete(&one, ()).assert_empty();
    acme.bob.delete(&one, ()).assert_not_found();
    acme.bob.patch(&one, json!({"content": "AA"})).assert_not_found();
    acme.bob.get(&path).assert(200, json!([merged(response(&acme, "b", "B"), json!({"id": other}))]));
}
