//! Filters that people keep for themselves (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::json::{any_id, any_iso_time, at_least, merged};

fn filter(id: impl Into<Value>, name: &str) -> Value {
    json!({
        "id": id.into(), "name": name, "filter_type": "conversation", "query": {}, "created_at": any_iso_time(),
        "updated_at": any_iso_time(),
    })
}

#[test]
fn everybody_keeps_their_own_filters() {
    let acme = Company::new();
    let path = acme.at("/custom_filters");
    acme.bob.get(&path).assert(200, json!([]));
    let query = json!({"payload": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"],
        "query_operator": "and", "z": null, "a": 1.50}]});
    let mut events = acme.events();
    let open = acme.bob.post(&path, json!({"custom_filter": {"name": "Open", "query": query}}));
    open.assert(200, merged(filter(any_id(), "Open"), json!({"query": query})));
    events.assert(json!([at_least(json!({
        "name": "custom_filter_created", "subject_id": open.body["id"], "actor": ["User", acme.bob.id],
    }))]));
    let berlin = acme.bob.post(&path, json!({"name": "Berlin", "filter_type": "contact"}));
    berlin.assert(200, merged(filter(any_id(), "Berlin"), json!({"filter_type": "contact"})));
    let month = acme.bob.post(&path, json!({"name": "Month", "filter_type": 2})).ok();
    assert_eq!(month["filter_type"], "report");
    for (query, expected) in [
        ("", json!([open.body])),
        ("?filter_type=conversation", json!([open.body])),
        ("?filter_type=contact", json!([berlin.body])),
        ("?filter_type=report", json!([month])),
        ("?filter_type=nothing", json!([])),
    ] {
        acme.bob.get(&format!("{path}{query}")).assert(200, expected);
        acme.ada.get(&format!("{path}{query}")).assert(200, json!([]));
    }
    let one = format!("{path}/{}", open.id());
    acme.bob.get(&one).assert(200, merged(filter(any_id(), "Open"), json!({"query": query})));
    // not even an administrator reads or changes what others keep
    acme.ada.get(&one).assert_not_found();
    acme.ada.patch(&one, json!({"name": "Mine"})).assert_not_found();
    acme.ada.delete(&one, ()).assert_not_found();
}

#[test]
fn a_filter_changes_and_goes() {
    let acme = Company::new();
    let path = acme.at("/custom_filters");
    let id = acme.bob.post(&path, json!({"name": "Open", "query": {"payload": []}})).id();
    let one = format!("{path}/{id}");
    let mut events = acme.events();
    acme.bob.patch(&one, json!({"name": "Open", "query": {"payload": []}})).ok();
    events.assert_none();
    let changed = merged(filter(id, "Mine"), json!({"query": {"a": 1}}));
    acme.bob.put(&one, json!({"name": "Mine", "query": {"a": 1}})).assert(200, changed);
    events.assert(json!([at_least(json!({
        "name": "custom_filter_updated", "subject_id": id,
        "changes": {"name": ["Open", "Mine"], "query": [{"payload": []}, {"a": 1}]},
    }))]));
    acme.bob.patch(&one, json!({"name": null})).assert_invalid(&[("name", "Name can't be blank")]);
    acme.bob.patch(&one, json!({"filter_type": "x"})).assert_error(422, "'x' is not a valid filter_type");
    let gone = acme.bob.delete(&one, ());
    assert_eq!((gone.status, gone.text()), (204, String::new()));
    events.assert(json!([at_least(json!({"name": "custom_filter_deleted", "subject_id": id}))]));
    acme.bob.delete(&one, ()).assert_not_found();
}

#[test]
fn a_kept_filter_obeys_the_rules() {
    let acme = Company::new();
    let path = acme.at("/custom_filters");
    let mut events = acme.events();
    acme.ada.post(&path, json!({"query": {}})).assert_invalid(&[("name", "Name can't be blank")]);
    acme.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: custom_filter");
    acme.ada
        .post(&path, json!({"name": "x", "query": "nothing"}))
        .assert_invalid(&[("query", "Query must be an object")]);
    let long = "Query is too long (maximum is 65536 characters)";
    acme.ada.post(&path, json!({"name": "x", "query": {"a": "x".repeat(65_536)}})).assert_invalid(&[("query", long)]);
    events.assert_none();
    let id = acme.ada.post(&path, json!({"name": "x"})).id();
    acme.server.alter(&format!(
        "insert into custom_filters(account_id, user_id, name, created_at, updated_at)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
         select account_id, user_id, name, 0, 0 from n, custom_filters where id = {id}"
    ));
    let limit = "Account Limit reached. The maximum number of allowed custom filters for a user per account is 1000.";
    acme.ada.post(&path, json!({"name": "one too many"})).assert_invalid(&[("account_id", limit)]);
    acme.bob.post(&path, json!({"name": "of somebody else"})).ok();
    acme.ada.delete(&format!("{path}/{id}"), ());
    acme.ada.post(&path, json!({"name": "there is room again"})).ok();
}

#[test]
fn filters_go_with_their_owner() {
    let acme = Company::new();
    let cleo = acme.agent("Cleo");
    cleo.post(&acme.at("/custom_filters"), json!({"name": "x"})).ok();
    let count = format!("select count(*) from custom_filters where user_id = {}", cleo.id);
    acme.server.wait_until(&count, 1);
    acme.platform.delete(&format!("/platform/api/v1/users/{}", cleo.id), ()).assert_empty();
    acme.server.wait_until(&count, 0);
}
