//! Tag Accounts: platform apps make accounts, change and remove them.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{form, multipart};
use crate::support::events::Events;
use crate::support::json::{any_id, any_text, merged};
use crate::support::server;

const ACCOUNTS: &str = "/platform/api/v1/accounts";

fn of(id: i64) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// What is switched on at first.
pub fn features() -> Value {
    let names = [
        "agent_bots",
        "agent_management",
        "automations",
        "campaigns",
        "canned_responses",
        "channel_website",
        "crm",
        "custom_attributes",
        "inbox_management",
        "integrations",
        "labels",
        "macros",
        "reports",
        "team_management",
    ];
    names.into_iter().map(|name| (name.to_owned(), json!(true))).collect::<serde_json::Map<_, _>>().into()
}

/// What is switched on at first, and this.
fn features_and(more: Value) -> Value {
    merged(features(), more)
}

/// An account of this name, everything else as at first.
fn account(name: &str) -> Value {
    json!({
        "id": any_id(),
        "name": name,
        "locale": "en",
        "domain": null,
        "support_email": any_text(),
        "features": features(),
        "custom_attributes": {},
        "limits": {},
        "status": "active",
    })
}

#[test]
fn a_platform_app_creates_an_account() {
    let server = server::shared();
    let answer = server.platform().post(ACCOUNTS, json!({"name": "Acme"}));
    answer.assert(200, account("Acme"));
    let id = answer.body["id"].as_i64().unwrap();
    server.platform().get(&of(id)).assert(200, merged(account("Acme"), json!({"id": id})));
    server.platform().get(&format!("{}/account_users", of(id))).assert(200, json!([]));
}

#[test]
fn an_app_lists_what_it_may_touch() {
    let server = server::Server::start();
    let (app, other) = (server.platform(), server.stranger());
    app.get(ACCOUNTS).assert(200, json!([]));
    let first = app.post(ACCOUNTS, json!({"name": "One"})).id();
    other.post(ACCOUNTS, json!({"name": "Theirs"})).ok();
    let second = app.post(ACCOUNTS, json!({"name": "Two"})).id();
    let (one, two) = (merged(account("One"), json!({"id": first})), merged(account("Two"), json!({"id": second})));
    app.get(ACCOUNTS).assert(200, json!([one, two]));
    app.delete(&of(first), ()).assert_empty();
    app.get(ACCOUNTS).assert(200, json!([two]));
}

#[test]
fn an_account_starts_with_everything_that_was_sent() {
    let server = server::shared();
    let sent = json!({
        "name": "Acme", "locale": "pt_BR", "domain": "acme.example", "support_email": "help@acme.example",
        "status": "suspended", "features": {"sla": true, "campaigns": false}, "limits": {"agents": 3, "inboxes": 2},
        "custom_attributes": {"plan": {"name": "pro"}}, "unknown": 1,
    });
    let mut started = features_and(json!({"sla": true}));
    started.as_object_mut().unwrap().remove("campaigns");
    let expected = json!({
        "id": any_id(), "name": "Acme", "locale": "pt_BR", "domain": "acme.example", "support_email": "help@acme.example",
        "features": started, "custom_attributes": {"plan": {"name": "pro"}}, "limits": {"agents": 3, "inboxes": 2},
        "status": "suspended",
    });
    server.platform().post(ACCOUNTS, sent).assert(200, expected);
}

#[test]
fn an_account_changes_in_part() {
    let acme = Company::new();
    let mut events = acme.events();
    let answer = acme.platform.patch(&of(acme.id), json!({"name": "Acme & Sons", "features": {"sla": true}}));
    let with_sla = features_and(json!({"sla": true}));
    let changed = json!({"id": acme.id, "features": with_sla});
    answer.assert(200, merged(account("Acme & Sons"), changed));
    events.assert(json!([{
        "name": "account_updated", "subject_id": acme.id, "conversation": null, "actor": ["PlatformApp", any_id()],
        "changes": {"name": ["Acme", "Acme & Sons"], "features": [features(), with_sla]},
    }]));
    let more = json!({"features": {"voice": true}, "custom_attributes": {"a": 1}, "limits": {"agents": 1}});
    acme.platform.patch(&of(acme.id), more).ok();
    let answer = acme.platform.put(&of(acme.id), json!({"features": {"sla": false}, "custom_attributes": {"b": 2}}));
    let changed = json!({
        "id": acme.id, "features": features_and(json!({"voice": true})), "custom_attributes": {"b": 2}, "limits": {"agents": 1},
    });
    answer.assert(200, merged(account("Acme & Sons"), changed));
    events.assert_names(&["account_updated", "account_updated"]);
    acme.platform.patch(&of(acme.id), json!({"name": "Acme & Sons"})).ok();
    acme.platform.patch(&of(acme.id), ()).ok();
    events.assert_none();
}

#[test]
fn a_suspended_account_is_closed_to_its_members() {
    let acme = Company::new();
    acme.ada.get(&acme.at("/agents")).ok();
    acme.platform.patch(&of(acme.id), json!({"status": "suspended"})).ok();
    acme.ada.get(&acme.at("/agents")).assert_error(401, "Account is suspended");
    acme.platform.patch(&of(acme.id), json!({"status": "active"})).ok();
    acme.ada.get(&acme.at("/agents")).ok();
}

#[test]
fn an_account_takes_everything_along_but_its_users() {
    let acme = Company::new();
    let mut events = acme.events();
    acme.platform.delete(&of(acme.id), ()).assert_empty();
    events.assert_names(&["account_deleted"]);
    acme.platform.get(&of(acme.id)).assert_not_found();
    acme.platform.delete(&of(acme.id), ()).assert_not_found();
    acme.ada.get(&acme.at("/agents")).assert_not_found();
    let profile = acme.ada.get("/api/v1/profile").ok();
    assert_eq!((&profile["accounts"], &profile["account_id"]), (&json!([]), &Value::Null));
}

#[test]
fn an_account_obeys_its_rules() {
    let acme = Company::new();
    let mut events = acme.events();
    let blank = [("name", "Name can't be blank")];
    acme.platform.post(ACCOUNTS, json!({})).assert_invalid(&blank);
    acme.platform.post(ACCOUNTS, ()).assert_invalid(&blank);
    acme.platform.post(ACCOUNTS, json!({"name": "  "})).assert_invalid(&blank);
    acme.platform.post(ACCOUNTS, json!({"name": null})).assert_invalid(&blank);
    acme.platform.patch(&of(acme.id), json!({"name": ""})).assert_invalid(&blank);
    let long = json!({"name": "Acme", "domain": "d".repeat(101), "support_email": "nobody"});
    acme.platform.post(ACCOUNTS, long).assert_invalid(&[
        ("domain", "Domain is too long (maximum is 100 characters)"),
        ("support_email", "Support email is invalid"),
    ]);
    let status = acme.platform.patch(&of(acme.id), json!({"status": "closed"}));
    status.assert_error(422, "'closed' is not a valid status");
    acme.platform.patch(&of(acme.id), json!({"locale": "e n"})).assert_error(422, "'e n' is not a valid locale");
    events.assert_none();
}

#[test]
fn a_form_or_parts_say_the_same_as_json() {
    let server = server::shared();
    let expected = merged(
        account("Acme"),
        json!({"features": features_and(json!({"sla": true})), "custom_attributes": {"plan": "pro"}}),
    );
    let pairs = [("name", "Acme"), ("features[sla]", "true"), ("custom_attributes[plan]", "pro")];
    server.platform().post(ACCOUNTS, form(pairs)).assert(200, expected.clone());
    let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    server.platform().post(ACCOUNTS, parts).assert(200, expected);
}

#[test]
fn only_the_app_that_made_it_may_touch_an_account() {
    let acme = Company::new();
    let mut events = acme.events();
    let stranger = acme.server.stranger();
    stranger.get(&of(acme.id)).assert_error(401, "Non permissible resource");
    stranger.patch(&of(acme.id), json!({"name": "Mine"})).assert_error(401, "Non permissible resource");
    stranger.delete(&of(acme.id), ()).assert_error(401, "Non permissible resource");
    stranger.get(&of(i64::MAX)).assert_not_found();
    let everybody_else = [&*acme.ada, &*acme.ada.session(), &*acme.server.nobody()].map(Clone::clone);
    for caller in everybody_else.iter().chain([&acme.server.client(&[("api_access_token", "wrong")])]) {
        caller.post(ACCOUNTS, json!({"name": "Mine"})).assert_error(401, "Invalid access_token");
        caller.get(&of(acme.id)).assert_error(401, "Invalid access_token");
        caller.patch(&of(acme.id), json!({"name": "Mine"})).assert_error(401, "Invalid access_token");
        caller.delete(&of(acme.id), ()).assert_error(401, "Invalid access_token");
        // strangers do not even learn which accounts there are
        caller.get(&of(i64::MAX)).assert_error(401, "Invalid access_token");
    }
    events.assert_none();
}

#[test]
fn an_account_is_announced_once() {
    let server = server::shared();
    let id = server.platform().post(ACCOUNTS, json!({"name": "Acme"})).id();
    let mut all = Events::from_start(&server, id);
    all.assert(json!([{
        "name": "account_created", "subject_id": id, "conversation": null, "actor": ["PlatformApp", any_id()], "changes": {},
    }]));
}
