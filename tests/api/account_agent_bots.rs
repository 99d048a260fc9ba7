//! Tag Account AgentBots: the bots of an account, and those of the installation as it sees them.

use serde_json::{Value, json};

use crate::support::body::{form, multipart};
use crate::support::clients::Platform;
use crate::support::json::{any_id, any_token, at_least, merged};
use crate::support::{Company, shapes};

/// Robo as an account sees it.
fn robo(company: &Company) -> Value {
    json!({
        "id": any_id(), "name": "Robo", "description": "Answers first", "thumbnail": "",
        "outgoing_url": "https://bot.example.com/hook", "bot_type": "webhook", "bot_config": {}, "account_id": company.id,
        "access_token": any_token(), "system_bot": false,
    })
}

fn sent() -> Value {
    json!({"name": "Robo", "description": "Answers first", "outgoing_url": "https://bot.example.com/hook"})
}

fn system_bot(platform: &Platform) -> i64 {
    let new = json!({"name": "House", "description": "Everywhere", "outgoing_url": "https://house.example.com"});
    platform.post("/platform/api/v1/agent_bots", new).id()
}

#[test]
fn an_administrator_makes_a_bot() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let mut events = acme.events();
    let foreign = json!({"account_id": theirs.id, "unknown": 1, "bot_type": "webhook"});
    let answer = acme.ada.post(&acme.at("/agent_bots"), merged(sent(), foreign));
    answer.assert(200, robo(&acme));
    let id = answer.body["id"].as_i64().unwrap();
    events.assert(json!([{
        "name": "agent_bot_created", "subject_id": id, "conversation": null, "actor": ["User", acme.ada.id], "changes": {},
    }]));
    let known = json!({"id": id, "access_token": answer.body["access_token"]});
    acme.bob.get(&acme.at(&format!("/agent_bots/{id}"))).assert(200, merged(robo(&acme), known));
    // its token opens the account
    let token = answer.body["access_token"].as_str().unwrap();
    let bot = acme.server.client(&[("api_access_token", token)]);
    bot.post(&acme.at("/conversations/1/assignments"), ()).assert_not_found();
    bot.post(&theirs.at("/conversations/1/assignments"), ())
        .assert_error(401, "Bot is not authorized to access this account");
}

#[test]
fn forms_and_parts_make_bots_too() {
    let acme = Company::new();
    let pairs = [("name", "Robo"), ("description", "Answers first"), ("outgoing_url", "https://bot.example.com/hook")];
    acme.ada.post(&acme.at("/agent_bots"), form(pairs)).assert(200, robo(&acme));
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
    let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    let made = acme.ada.post(&acme.at("/agent_bots"), parts.file("avatar", "robo.gif", "image/gif", gif)).ok();
    assert_ne!(made["thumbnail"], "");
    let path = acme.at(&format!("/agent_bots/{}/avatar", made["id"]));
    acme.bob.delete(&path, ()).assert_not_allowed();
    acme.ada.delete(&path, ()).assert(200, merged(robo(&acme), json!({"access_token": made["access_token"]})));
}

#[test]
fn the_only_kind_has_a_name_and_a_number() {
    let acme = Company::new();
    let url = acme.at("/agent_bots");
    for kind in [json!("webhook"), json!(0), json!("0"), json!(null)] {
        let made = acme.ada.post(&url, merged(sent(), json!({"bot_type": kind})));
        made.assert(200, robo(&acme));
        let path = format!("{url}/{}", made.body["id"]);
        acme.ada.patch(&path, json!({"bot_type": kind})).assert(200, made.body.clone());
        acme.ada.patch(&path, form([("bot_type", "0")])).assert(200, made.body);
    }
    for (kind, echo) in [(json!(1), "1"), (json!("csml"), "csml")] {
        let refused = acme.ada.post(&url, merged(sent(), json!({"bot_type": kind})));
        refused.assert_error(422, &format!("'{echo}' is not a valid bot_type"));
    }
}

#[test]
fn a_bot_needs_nothing_and_keeps_its_settings() {
    let acme = Company::new();
    let bare = json!({"name": null, "description": null, "outgoing_url": null});
    acme.ada.post(&acme.at("/agent_bots"), json!({})).assert(200, merged(robo(&acme), bare));
    let config = json!({"bot_config": {"lang": "en", "deep": [1]}});
    acme.ada.post(&acme.at("/agent_bots"), merged(sent(), config.clone())).assert(200, merged(robo(&acme), config));
}

#[test]
fn an_account_sees_its_bots_and_those_of_the_installation() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let (own, foreign) = (acme.bot("Robo"), theirs.bot("Spy"));
    let house = system_bot(&acme.platform);
    let system = json!({
        "id": house, "name": "House", "description": "Everywhere", "thumbnail": "", "bot_type": "webhook", "bot_config": {},
        "account_id": null, "system_bot": true,
    });
    for who in [&acme.ada, &acme.bob] {
        // other tests have bots of the installation as well
        let list = who.get(&acme.at("/agent_bots")).ok();
        let list: Vec<&Value> =
            list.as_array().unwrap().iter().filter(|bot| bot["id"] == house || bot["system_bot"] == false).collect();
        let expected = [shapes::bot(&acme, &own), system.clone()];
        assert!(list.len() == 2 && expected.iter().all(|bot| list.contains(&bot)), "{list:?}");
        who.get(&acme.at(&format!("/agent_bots/{house}"))).assert(200, system.clone());
        who.get(&acme.at(&format!("/agent_bots/{}", foreign.id))).assert_not_found();
    }
    // the installation's bots are not the account's to change
    let mut events = acme.events();
    for bot in [house, foreign.id] {
        let path = acme.at(&format!("/agent_bots/{bot}"));
        acme.ada.patch(&path, json!({"name": "Mine"})).assert_not_found();
        acme.ada.delete(&path, ()).assert_not_found();
        acme.ada.post(&format!("{path}/reset_access_token"), ()).assert_not_found();
    }
    events.assert_none();
    acme.platform.delete(&format!("/platform/api/v1/agent_bots/{house}"), ()).assert_empty();
}

#[test]
fn a_bot_changes_in_part() {
    let acme = Company::new();
    let made = acme.ada.post(&acme.at("/agent_bots"), sent()).ok();
    let path = acme.at(&format!("/agent_bots/{}", made["id"]));
    let mut events = acme.events();
    let changed = merged(made.clone(), json!({"name": "Beep", "outgoing_url": "https://beep.example.com"}));
    acme.ada
        .patch(&path, json!({"name": "Beep", "outgoing_url": "https://beep.example.com"}))
        .assert(200, changed.clone());
    events.assert(json!([at_least(json!({
        "name": "agent_bot_updated", "subject_id": made["id"],
        "changes": at_least(json!({"name": ["Robo", "Beep"]})),
    }))]));
    for same in [json!({"name": "Beep"}), json!({}), Value::Null] {
        acme.ada.put(&path, same).assert(200, changed.clone());
    }
    events.assert_none();
    acme.ada.patch(&path, json!({"description": null})).assert(200, merged(changed, json!({"description": null})));
}

#[test]
fn a_bots_address_is_not_endless() {
    let acme = Company::new();
    let id = acme.bot("Robo").id;
    let mut events = acme.events();
    let long = json!({"outgoing_url": format!("https://bot.example.com/{}", "x".repeat(2048))});
    let errors = [("outgoing_url", "Outgoing url is too long (maximum is 2048 characters)")];
    acme.ada.post(&acme.at("/agent_bots"), long.clone()).assert_invalid(&errors);
    acme.ada.patch(&acme.at(&format!("/agent_bots/{id}")), long).assert_invalid(&errors);
    events.assert_none();
}

#[test]
fn a_deleted_bot_is_gone_with_its_token() {
    let acme = Company::new();
    let robo = acme.bot("Robo");
    let path = acme.at(&format!("/agent_bots/{}", robo.id));
    let mut events = acme.events();
    acme.ada.delete(&path, ()).assert_empty();
    events.assert(json!([at_least(json!({
        "name": "agent_bot_deleted", "subject_id": robo.id, "actor": ["User", acme.ada.id],
    }))]));
    acme.ada.get(&path).assert_not_found();
    acme.ada.delete(&path, ()).assert_not_found();
    robo.post(&acme.at("/conversations/1/assignments"), ()).assert_error(401, "Invalid Access Token");
    events.assert_none();
}

#[test]
fn a_token_is_replaced() {
    let acme = Company::new();
    let robo = acme.bot("Robo");
    let path = acme.at(&format!("/agent_bots/{}/reset_access_token", robo.id));
    acme.bob.post(&path, ()).assert_not_allowed();
    let answer = acme.ada.post(&path, ());
    answer.assert(200, merged(shapes::bot(&acme, &robo), json!({"access_token": any_token()})));
    assert_ne!(answer.body["access_token"], robo.token);
    robo.post(&acme.at("/conversations/1/assignments"), ()).assert_error(401, "Invalid Access Token");
    let new = acme.server.client(&[("api_access_token", answer.body["access_token"].as_str().unwrap())]);
    new.post(&acme.at("/conversations/1/assignments"), ()).assert_not_found();
}

#[test]
fn only_administrators_manage_bots() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let robo = acme.bot("Robo");
    let mut events = acme.events();
    let (all, one) = (acme.at("/agent_bots"), acme.at(&format!("/agent_bots/{}", robo.id)));
    acme.bob.post(&all, sent()).assert_not_allowed();
    acme.bob.patch(&one, sent()).assert_not_allowed();
    acme.bob.delete(&one, ()).assert_not_allowed();
    for (method, path) in [("GET", &all), ("POST", &all), ("GET", &one), ("PATCH", &one), ("DELETE", &one)] {
        let sent = if matches!(method, "POST" | "PATCH") { sent() } else { Value::Null };
        theirs.ada.send(method, path, sent.clone()).assert_error(401, "You are not authorized to access this account");
        robo.send(method, path, sent.clone()).assert_error(401, "Access to this endpoint is not authorized for bots");
        acme.server.nobody().send(method, path, sent).assert_sign_in_first();
    }
    events.assert_none();
}
