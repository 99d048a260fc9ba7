//! Tag AgentBots: platform apps make bots, of an account or of the whole installation.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::form;
use crate::support::json::{any_id, any_token, merged};
use crate::support::server;

const BOTS: &str = "/platform/api/v1/agent_bots";

fn of(id: i64) -> String {
    format!("{BOTS}/{id}")
}

fn bot(account: Option<i64>) -> Value {
    json!({
        "id": any_id(), "name": "Robo", "description": "Answers first", "outgoing_url": "https://bot.example.com/hook",
        "account_id": account, "access_token": any_token(),
    })
}

fn sent() -> Value {
    json!({"name": "Robo", "description": "Answers first", "outgoing_url": "https://bot.example.com/hook"})
}

#[test]
fn a_platform_app_creates_a_system_bot() {
    let acme = Company::new();
    let answer = acme.platform.post(BOTS, sent());
    answer.assert(200, bot(None));
    let id = answer.body["id"].as_i64().unwrap();
    let token = answer.body["access_token"].clone();
    let known = merged(bot(None), json!({"id": id, "access_token": token}));
    acme.platform.get(&of(id)).assert(200, known.clone());
    let all = acme.platform.get(BOTS).ok();
    assert!(all.as_array().unwrap().contains(&known), "{all}");
    // seen in every account, without its token
    let seen = acme.bob.get(&acme.at(&format!("/agent_bots/{id}"))).ok();
    assert_eq!((&seen["system_bot"], seen.get("access_token")), (&json!(true), None));
    acme.platform.delete(&of(id), ()).assert_empty();
    acme.platform.get(&of(id)).assert_not_found();
}

#[test]
fn a_bot_of_an_account_is_announced_there() {
    let acme = Company::new();
    let mut events = acme.events();
    let answer = acme.platform.post(BOTS, merged(sent(), json!({"account_id": acme.id})));
    answer.assert(200, bot(Some(acme.id)));
    let id = answer.body["id"].as_i64().unwrap();
    let app = json!(["PlatformApp", any_id()]);
    events.assert(json!([
        {"name": "agent_bot_created", "subject_id": id, "conversation": null, "actor": app, "changes": {}},
    ]));
    let changed = acme.platform.patch(&of(id), json!({"description": "Answers last"}));
    changed.assert(200, merged(bot(Some(acme.id)), json!({"id": id, "description": "Answers last"})));
    events.assert_names(&["agent_bot_updated"]);
    acme.platform.put(&of(id), json!({"description": "Answers last", "bot_type": 0})).ok();
    events.assert_none();
    acme.platform.delete(&of(id), ()).assert_empty();
    events.assert_names(&["agent_bot_deleted"]);
}

#[test]
fn a_bot_needs_nothing() {
    let server = server::shared();
    let answer = server.platform().post(BOTS, json!({}));
    answer.assert(
        200,
        json!({
            "id": any_id(), "name": null, "description": null, "outgoing_url": null, "account_id": null,
            "access_token": any_token(),
        }),
    );
    server.platform().delete(&of(answer.id()), ()).assert_empty();
}

#[test]
fn a_form_makes_a_bot() {
    let acme = Company::new();
    let account = acme.id.to_string();
    let pairs = [
        ("name", "Robo"),
        ("description", "Answers first"),
        ("outgoing_url", "https://bot.example.com/hook"),
        ("account_id", &account),
    ];
    acme.platform.post(BOTS, form(pairs)).assert(200, bot(Some(acme.id)));
}

#[test]
fn a_bots_token_dies_with_it() {
    let acme = Company::new();
    let made = acme.platform.post(BOTS, merged(sent(), json!({"account_id": acme.id}))).ok();
    let token = made["access_token"].as_str().unwrap();
    let robo = acme.server.client(&[("api_access_token", token)]);
    let assign = acme.at("/conversations/1/assignments");
    robo.post(&assign, json!({})).assert_not_found();
    acme.platform.delete(&of(made["id"].as_i64().unwrap()), ()).assert_empty();
    robo.post(&assign, json!({})).assert_error(401, "Invalid Access Token");
}

#[test]
fn a_bots_address_is_not_endless() {
    let acme = Company::new();
    let long = format!("https://bot.example.com/{}", "x".repeat(2048));
    let errors = [("outgoing_url", "Outgoing url is too long (maximum is 2048 characters)")];
    acme.platform.post(BOTS, json!({"outgoing_url": long})).assert_invalid(&errors);
}

#[test]
fn only_the_app_that_made_it_may_touch_a_bot() {
    let acme = Company::new();
    let id = acme.platform.post(BOTS, merged(sent(), json!({"account_id": acme.id}))).id();
    let mut events = acme.events();
    let stranger = acme.server.stranger();
    stranger.get(&of(id)).assert_error(401, "Non permissible resource");
    stranger.patch(&of(id), json!({"name": "Mine"})).assert_error(401, "Non permissible resource");
    stranger.delete(&of(id), ()).assert_error(401, "Non permissible resource");
    stranger.get(BOTS).assert(200, json!([]));
    for method in ["GET", "PATCH", "DELETE"] {
        acme.platform.send(method, &of(i64::MAX), ()).assert_not_found();
        for caller in [&*acme.ada, &*acme.server.nobody()] {
            caller.send(method, &of(id), ()).assert_error(401, "Invalid access_token");
        }
    }
    acme.ada.post(BOTS, sent()).assert_error(401, "Invalid access_token");
    events.assert_none();
    acme.platform.delete(&of(id), ()).assert_empty();
}
