//! Tag Integrations: the catalogue, and the hooks by which an account uses it.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{form, multipart};
use crate::support::clients::Answer;
use crate::support::json::{any_id, any_text, anything, assert_same, at_least, merged};

fn make(company: &Company, hook: Value) -> Answer {
    company.ada.post(&company.at("/integrations/hooks"), hook)
}

fn openai() -> Value {
    json!({"app_id": "openai", "settings": {"api_key": "secret"}})
}

/// A hook of the account's as administrators see it.
fn hook(company: &Company, app: &str, settings: Value) -> Value {
    json!({
        "id": any_id(), "app_id": app, "status": true, "inbox": null, "inbox_id": null, "account_id": company.id,
        "hook_type": "account", "settings": settings, "reference_id": null,
    })
}

/// Without what only administrators see.
fn for_agents(mut hook: Value) -> Value {
    for secret in ["settings", "reference_id"] {
        hook.as_object_mut().unwrap().remove(secret);
    }
    hook
}

#[test]
fn the_catalogue_shows_each_integration() {
    let acme = Company::new();
    let catalogue = [
        ("webhook", "account", true),
        ("dashboard_apps", "account", true),
        ("dialogflow", "inbox", true),
        ("google_translate", "account", false),
        ("dyte", "account", false),
        ("openai", "account", false),
    ];
    let expected = |with_setup: bool| -> Vec<Value> {
        let app = |(id, hook_type, multiple): &(&str, &str, bool)| {
            let app = json!({
                "id": id, "name": any_text(), "description": any_text(), "short_description": any_text(), "enabled": false,
                "hooks": [], "hook_type": hook_type, "allow_multiple_hooks": multiple,
            });
            let setup = json!({"logo": any_text(), "i18n_key": any_text(), "action": any_text(), "button": any_text()});
            let has_settings = !matches!(*id, "webhook" | "dashboard_apps");
            let settings = json!({
                "settings_json_schema": anything(), "settings_form_schema": anything(), "visible_properties": anything(),
            });
            match (with_setup, has_settings) {
                (false, _) => app,
                (true, false) => merged(app, setup),
                (true, true) => merged(merged(app, setup), settings),
            }
        };
        catalogue.iter().map(app).collect()
    };
    for (who, with_setup) in [(&acme.ada, true), (&acme.bob, false)] {
        let answer = who.get(&acme.at("/integrations/apps"));
        let mut apps = answer.ok();
        let order: Vec<&str> = catalogue.iter().map(|(id, ..)| *id).collect();
        let place = |app: &Value| order.iter().position(|id| app["id"] == *id).unwrap();
        apps["payload"].as_array_mut().unwrap().sort_by_key(place);
        assert_same("apps", &apps, &json!({"payload": expected(with_setup)}));
        for app in apps["payload"].as_array().unwrap().iter().filter(|_| with_setup) {
            assert_eq!(app["button"], app["action"]);
        }
    }
}

#[test]
fn a_hook_is_made_and_shown_with_its_app() {
    let acme = Company::new();
    let mut events = acme.events();
    let answer = make(&acme, openai());
    answer.assert(200, hook(&acme, "openai", json!({"api_key": "secret"})));
    events.assert(json!([{
        "name": "hook_created", "subject_id": answer.body["id"], "conversation": null, "actor": ["User", acme.ada.id],
        "changes": {},
    }]));
    for (who, hook) in [(&acme.ada, answer.body.clone()), (&acme.bob, for_agents(answer.body.clone()))] {
        let apps = who.get(&acme.at("/integrations/apps")).ok();
        for app in apps["payload"].as_array().unwrap() {
            let is_it = app["id"] == "openai";
            let expected = (json!(is_it), if is_it { json!([hook]) } else { json!([]) });
            assert_eq!((&app["enabled"], &app["hooks"]), (&expected.0, &expected.1), "{app}");
        }
    }
    let disabled =
        merged(hook(&acme, "dyte", json!({"api_key": "k", "organization_id": "o"})), json!({"status": false}));
    let sent = json!({"app_id": "dyte", "status": "disabled", "settings": {"api_key": "k", "organization_id": "o"}});
    make(&acme, json!({"hook": sent})).assert(200, disabled);
}

#[test]
fn a_hook_may_be_for_an_inbox() {
    let acme = Company::new();
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let settings = json!({"project_id": "p", "credentials": {"type": "service_account"}, "region": "eu"});
    let of_inbox = json!({"inbox": {"id": inbox, "name": "App"}, "inbox_id": inbox, "hook_type": "inbox"});
    let expected = merged(hook(&acme, "dialogflow", settings.clone()), of_inbox);
    let sent = json!({"app_id": "dialogflow", "inbox_id": inbox, "settings": settings});
    make(&acme, sent.clone()).assert(200, expected.clone());
    // there may be several
    let other = acme.inbox("Other")["id"].clone();
    make(&acme, merged(sent, json!({"inbox_id": other}))).ok();
    let apps = acme.ada.get(&acme.at("/integrations/apps")).ok();
    let app = apps["payload"].as_array().unwrap().iter().find(|app| app["id"] == "dialogflow").unwrap();
    assert_eq!(app["hooks"].as_array().unwrap().len(), 2);
    assert_same("hook", &app["hooks"][0], &expected);
    // and they go with their inbox
    acme.ada.delete(&acme.at(&format!("/inboxes/{inbox}")), ()).ok();
    acme.server.wait_until(&format!("select count(*) from inboxes where id = {inbox}"), 0);
    let apps = acme.ada.get(&acme.at("/integrations/apps")).ok();
    let app = apps["payload"].as_array().unwrap().iter().find(|app| app["id"] == "dialogflow").unwrap();
    assert_eq!(app["hooks"].as_array().unwrap().len(), 1);
}

#[test]
fn a_form_or_parts_say_the_same_as_json() {
    for wrap in [false, true] {
        let acme = Company::new();
        let key = |key: &str| match (wrap, key.split_once('[')) {
            (false, _) => key.to_owned(),
            (true, Some((key, rest))) => format!("hook[{key}][{rest}"),
            (true, None) => format!("hook[{key}]"),
        };
        let expected = hook(&acme, "openai", json!({"api_key": "secret"}));
        let path = acme.at("/integrations/hooks");
        let pairs = form([(key("app_id"), "openai"), (key("settings[api_key]"), "secret")]);
        let made = acme.ada.post(&path, pairs);
        made.assert(200, expected.clone());
        acme.ada.delete(&format!("{path}/{}", made.id()), ()).assert_empty();
        let parts = multipart().text(&key("app_id"), "openai").text(&key("settings[api_key]"), "secret");
        acme.ada.post(&path, parts).assert(200, expected);
    }
}

#[test]
fn a_hook_obeys_the_rules() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    make(&acme, openai()).ok();
    let their_inbox = theirs.inbox("App")["id"].clone();
    let mut events = acme.events();
    make(&acme, openai()).assert_invalid(&[("app_id", "App has already been taken")]);
    let no_app = make(&acme, json!({"settings": {}}));
    no_app.assert(422, at_least(json!({"message": "App can't be blank"})));
    let dialogflow = json!({"app_id": "dialogflow", "settings": {"project_id": "p", "credentials": {}}});
    make(&acme, dialogflow.clone()).assert(422, at_least(json!({"message": "Inbox can't be blank"})));
    make(&acme, json!({})).assert_error(422, "param is missing or the value is empty: hook");
    let foreign = make(&acme, merged(dialogflow, json!({"inbox_id": their_inbox})));
    assert!(matches!(foreign.status, 404 | 422), "{}", foreign.text());
    for (app, settings) in [
        ("dyte", json!({})),
        ("dyte", json!({"api_key": "k"})),
        ("dyte", json!({"api_key": "k", "organization_id": "o", "colour": "red"})),
        ("google_translate", json!({"project_id": "p"})),
    ] {
        let answer = make(&acme, json!({"app_id": app, "settings": settings}));
        answer.assert(422, at_least(json!({"message": "Settings : Invalid settings data"})));
    }
    let status =
        make(&acme, json!({"app_id": "dyte", "status": "maybe", "settings": {"api_key": "k", "organization_id": "o"}}));
    status.assert_error(422, "'maybe' is not a valid status");
    events.assert_none();
    // what nobody knows is taken once
    make(&acme, json!({"app_id": "own", "settings": {"a": 1}})).assert(200, hook(&acme, "own", json!({"a": 1})));
    make(&acme, json!({"app_id": "own"})).assert_invalid(&[("app_id", "App has already been taken")]);
}

#[test]
fn a_hook_is_changed_by_any_path() {
    let acme = Company::new();
    let made = make(&acme, openai()).ok();
    let id = made["id"].as_i64().unwrap();
    let short = acme.at("/integrations/hooks");
    let mut events = acme.events();
    let off = merged(made.clone(), json!({"status": false}));
    acme.ada.patch(&format!("{short}/{id}"), json!({"status": "disabled"})).assert(200, off.clone());
    events.assert(json!([at_least(json!({"name": "hook_updated", "subject_id": id, "actor": ["User", acme.ada.id]}))]));
    acme.ada.patch(&format!("{short}?hook_id={id}"), json!({"hook": {"status": "enabled"}})).assert(200, made.clone());
    acme.ada.put(&format!("{short}?id={id}"), json!({"status": "disabled"})).assert(200, off);
    acme.ada.patch(&short, json!({"hook_id": id, "status": "enabled"})).assert(200, made.clone());
    events.assert_names(&["hook_updated", "hook_updated", "hook_updated"]);
    // settings are replaced, the rest stays as it is
    let settings = json!({"api_key": "new", "label_suggestion": true});
    let sent = json!({"id": id.to_string(), "settings": settings, "app_id": "dyte", "inbox_id": 7});
    acme.ada.patch(&short, sent).assert(200, merged(made, json!({"settings": settings})));
    let wrong = acme.ada.patch(&short, json!({"id": id, "settings": {}}));
    wrong.assert(422, at_least(json!({"message": "Settings : Invalid settings data"})));
    events.assert_names(&["hook_updated"]);
}

#[test]
fn a_hook_is_deleted_by_any_path() {
    let acme = Company::new();
    let short = acme.at("/integrations/hooks");
    let mut events = acme.events();
    for path in ["/{}", "?hook_id={}", "?id={}"] {
        let id = make(&acme, openai()).id();
        acme.ada.delete(&format!("{short}{}", path.replace("{}", &id.to_string())), ()).assert_empty();
        events.assert_names(&["hook_created", "hook_deleted"]);
    }
    let id = make(&acme, openai()).id();
    acme.ada.delete(&short, json!({"hook_id": id})).assert_empty();
    for nowhere in [short.clone(), format!("{short}/{id}"), format!("{short}?hook_id=0"), format!("{short}/x")] {
        acme.ada.delete(&nowhere, ()).assert_not_found();
        acme.ada.patch(&nowhere, json!({"status": "enabled"})).assert_not_found();
    }
}

#[test]
fn only_administrators_connect_the_account() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = make(&acme, openai()).id();
    let robo = acme.bot("Robo");
    let mut events = acme.events();
    let (all, one) = (acme.at("/integrations/hooks"), acme.at(&format!("/integrations/hooks/{id}")));
    for (method, path, sent) in
        [("POST", &all, openai()), ("PATCH", &one, json!({"status": "disabled"})), ("DELETE", &one, Value::Null)]
    {
        acme.bob.send(method, path, sent.clone()).assert_not_allowed();
        theirs.ada.send(method, path, sent.clone()).assert_error(401, "You are not authorized to access this account");
        robo.send(method, path, sent.clone()).assert_error(401, "Access to this endpoint is not authorized for bots");
        acme.server.nobody().send(method, path, sent).assert_sign_in_first();
    }
    let foreign = theirs.at(&format!("/integrations/hooks/{id}"));
    theirs.ada.patch(&foreign, json!({"status": "disabled"})).assert_not_found();
    theirs.ada.delete(&foreign, ()).assert_not_found();
    theirs.ada.get(&acme.at("/integrations/apps")).assert_error(401, "You are not authorized to access this account");
    events.assert_none();
    let apps = theirs.ada.get(&theirs.at("/integrations/apps")).ok();
    assert!(apps["payload"].as_array().unwrap().iter().all(|app| app["hooks"] == json!([])));
}
