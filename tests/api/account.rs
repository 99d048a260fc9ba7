//! An account as its members see it and its administrators change it (beyond the swagger).

use serde_json::{Value, json};

use crate::accounts::features;
use crate::support::Company;
use crate::support::body::form;
use crate::support::clients::Person;
use crate::support::json::{any_id, any_iso_time, any_text, merged};
use crate::support::seed::person;

fn keys() -> Value {
    json!({"label": any_text(), "inbox": any_text(), "team": any_text()})
}

/// The account as it is at first.
fn account(company: &Company) -> Value {
    json!({
        "settings": {}, "created_at": any_iso_time(), "domain": null, "features": features(), "id": company.id, "locale": "en",
        "name": company.name, "support_email": "support@127.0.0.1", "status": "active", "cache_keys": keys(),
        "latest_chatwoot_version": null,
    })
}

#[test]
fn members_see_their_account() {
    let acme = Company::new();
    for path in [acme.at(""), acme.at("/"), acme.at(".json")] {
        acme.bob.get(&path).assert(200, account(&acme));
        acme.ada.session().get(&path).assert(200, account(&acme));
    }
}

#[test]
fn to_everybody_else_there_is_no_such_account() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    theirs.ada.get(&acme.at("")).assert_not_found();
    person(&acme.server, "Cleo").get(&acme.at("/")).assert_not_found();
    acme.server.nobody().get(&acme.at("")).assert_sign_in_first();
    acme.platform.get(&acme.at("")).assert_error(401, "Access to this endpoint is not authorized for bots");
    acme.bob.get(&format!("/api/v1/accounts/{}", i64::MAX)).assert_not_found();
    let path = format!("/platform/api/v1/accounts/{}", acme.id);
    acme.platform.patch(&path, json!({"status": "suspended"})).ok();
    acme.bob.get(&acme.at("")).assert_error(401, "Account is suspended");
}

#[test]
fn an_administrator_changes_the_account() {
    let acme = Company::new();
    let mut events = acme.events();
    let sent = json!({
        "name": "Acme & Sons", "locale": "de", "domain": "acme.example", "support_email": "help@acme.example",
        "auto_resolve_after": 1440, "auto_resolve_message": "Bye", "auto_resolve_ignore_waiting": true,
        "auto_resolve_label": "idle", "industry": "toys", "company_size": "1-10", "timezone": "Europe/Berlin", "unknown": 1,
    });
    let attributes = json!({
        "plan_name": null, "subscribed_quantity": null, "subscription_status": null, "subscription_ends_on": null,
        "industry": "toys", "company_size": "1-10", "timezone": "Europe/Berlin",
    });
    let changed = json!({
        "name": "Acme & Sons", "locale": "de", "domain": "acme.example", "support_email": "help@acme.example",
        "settings": {
            "auto_resolve_after": 1440, "auto_resolve_message": "Bye", "auto_resolve_ignore_waiting": true,
            "auto_resolve_label": "idle",
        },
        "custom_attributes": attributes,
    });
    let expected = merged(account(&acme), changed);
    acme.ada.patch(&acme.at(""), sent.clone()).assert(200, expected.clone());
    events.assert_names(&["account_updated"]);
    acme.ada.put(&acme.at("/"), sent).assert(200, expected.clone());
    events.assert_none();
    acme.bob.get(&acme.at("")).assert(200, expected.clone());
    // what is not sent stays; null takes away
    let settings = json!({"settings": {
        "auto_resolve_after": null, "auto_resolve_message": "Bye", "auto_resolve_ignore_waiting": true, "auto_resolve_label": "idle",
    }});
    let off = acme.ada.patch(&acme.at(""), json!({"auto_resolve_after": null}));
    off.assert(200, merged(expected.clone(), settings));
    events.assert_names(&["account_updated"]);
    let pairs = form([("auto_resolve_after", "30"), ("industry", "games"), ("domain", "")]);
    let form = acme.ada.patch(&acme.at(""), pairs).ok();
    assert_eq!(
        (&form["settings"]["auto_resolve_after"], &form["custom_attributes"]["industry"], &form["domain"]),
        (&json!(30), &json!("games"), &json!(null))
    );
}

#[test]
fn a_change_obeys_the_rules() {
    let acme = Company::new();
    let mut events = acme.events();
    let change = |body: Value| acme.ada.patch(&acme.at(""), body);
    change(json!({"name": " "})).assert_invalid(&[("name", "Name can't be blank")]);
    change(json!({"support_email": "x"})).assert_invalid(&[("support_email", "Support email is invalid")]);
    change(json!({"locale": "e n"})).assert_error(422, "'e n' is not a valid locale");
    let bounds = [("auto_resolve_after", "Auto resolve after must be between 10 and 1439856 minutes")];
    for minutes in [9, 0, -1, 1_439_857] {
        change(json!({"auto_resolve_after": minutes})).assert_invalid(&bounds);
    }
    assert_eq!(change(json!({"auto_resolve_after": "soon"})).status, 422);
    acme.bob.patch(&acme.at(""), json!({"name": "Bob's"})).assert_not_allowed();
    events.assert_none();
    acme.ada.get(&acme.at("")).assert(200, account(&acme));
}

#[test]
fn what_a_platform_app_keeps_there_is_not_all_shown() {
    let acme = Company::new();
    let path = format!("/platform/api/v1/accounts/{}", acme.id);
    let sent =
        json!({"custom_attributes": {"plan_name": "pro", "secret": "x"}, "features": {"macros": false, "sla": true}});
    acme.platform.patch(&path, sent).ok();
    let shown = acme.bob.get(&acme.at("")).ok();
    assert_eq!(
        shown["custom_attributes"],
        json!({"plan_name": "pro", "subscribed_quantity": null, "subscription_status": null, "subscription_ends_on": null})
    );
    assert_eq!((&shown["features"]["macros"], &shown["features"]["sla"]), (&json!(null), &json!(true)));
}

#[test]
fn cache_keys_change_with_each_change_of_a_list() {
    let acme = Company::new();
    let read = || {
        let answer = acme.bob.get(&acme.at("/cache_keys"));
        answer.assert(200, json!({"cache_keys": keys()}));
        let shown = acme.bob.get(&acme.at("")).ok();
        assert_eq!(shown["cache_keys"], answer.body["cache_keys"]);
        answer.body["cache_keys"].clone()
    };
    let mut before = read();
    for (list, path, body) in [
        ("label", "/labels", json!({"title": "one"})),
        ("label", "/labels", json!({"title": "two"})),
        ("team", "/teams", json!({"name": "sales"})),
        ("inbox", "/inboxes", json!({"name": "App", "channel": {"type": "api"}})),
    ] {
        acme.ada.post(&acme.at(path), body).ok();
        let after = read();
        assert_ne!(after[list], before[list], "{list}");
        for other in ["label", "team", "inbox"].iter().filter(|other| **other != list) {
            assert_eq!(after[*other], before[*other], "{list} {other}");
        }
        before = after;
    }
}

#[test]
fn whoever_works_there_says_so() {
    let acme = Company::new();
    let seat = |person: &Person| person.get("/api/v1/profile").ok()["accounts"][0]["active_at"].clone();
    assert_eq!(seat(&acme.bob), json!(null));
    acme.bob.post(&acme.at("/update_active_at"), ()).assert_empty();
    assert!(seat(&acme.bob).is_string());
    assert_eq!(seat(&acme.ada), json!(null));
}

#[test]
fn there_are_no_help_centres() {
    let acme = Company::new();
    let none = json!({"payload": [], "meta": {"current_page": 1, "portals_count": 0}});
    acme.bob.get(&acme.at("/portals")).assert(200, none.clone());
    acme.ada.get(&acme.at("/portals/?locale=")).assert(200, none);
}

#[test]
fn members_choose_what_they_are_told_of() {
    let acme = Company::new();
    let path = acme.at("/notification_settings");
    let all = |prefix: &str| {
        let kinds = [
            "conversation_creation",
            "conversation_assignment",
            "assigned_conversation_new_message",
            "conversation_mention",
            "participating_conversation_new_message",
        ];
        json!(kinds.map(|kind| format!("{prefix}_{kind}")))
    };
    let settings = |email: Value, push: Value| {
        json!({
            "id": any_id(), "user_id": acme.bob.id, "account_id": acme.id,
            "all_email_flags": all("email"), "selected_email_flags": email,
            "all_push_flags": all("push"), "selected_push_flags": push,
        })
    };
    let first = settings(json!(["email_conversation_assignment"]), json!(["push_conversation_assignment"]));
    acme.bob.get(&path).assert(200, first);
    let sent = json!({"notification_settings": {
        "selected_email_flags": ["email_conversation_mention", "email_conversation_creation", "email_sla", "push_conversation_mention"],
        "selected_push_flags": [],
    }});
    let expected = settings(json!(["email_conversation_creation", "email_conversation_mention"]), json!([]));
    for answer in [acme.bob.patch(&path, sent.clone()), acme.bob.put(&path, sent)] {
        answer.assert(200, expected.clone());
    }
    acme.bob.get(&path).assert(200, expected);
    let push = acme.bob.patch(&path, json!({"selected_push_flags": all("push")}));
    push.assert(200, settings(json!(["email_conversation_creation", "email_conversation_mention"]), all("push")));
    acme.bob.patch(&path, ()).assert_error(422, "param is missing or the value is empty: notification_settings");
    // each for themselves
    assert_eq!(acme.ada.get(&path).ok()["selected_email_flags"], json!(["email_conversation_assignment"]));
}

#[test]
fn devices_are_registered_and_taken_out() {
    const PATH: &str = "/api/v1/notification_subscriptions";
    let acme = Company::new();
    let attributes = json!({"device_id": format!("phone-{}", acme.id), "push_token": "t-1", "device_platform": "iOS"});
    let sent = json!({"subscription_type": "fcm", "subscription_attributes": attributes});
    let shown = |person: &Person| {
        json!({
            "id": any_id(), "user_id": person.id, "subscription_type": "fcm",
            "subscription_attributes": attributes, "identifier": attributes["device_id"], "created_at": any_iso_time(),
            "updated_at": any_iso_time(),
        })
    };
    let first = acme.bob.post(PATH, json!({"notification_subscription": sent}));
    first.assert(200, shown(&acme.bob));
    // whoever is signed in on a device has it
    let second = acme.ada.post(PATH, sent.clone());
    second.assert(200, shown(&acme.ada));
    assert_eq!(first.body["id"], second.body["id"]);
    acme.bob.delete(PATH, json!({"push_token": "t-1"})).assert_empty();
    assert_eq!(acme.ada.post(PATH, sent.clone()).ok()["id"], first.body["id"]);
    acme.ada.delete(PATH, json!({"push_token": "t-1"})).assert_empty();
    acme.ada.delete(PATH, json!({"push_token": "t-1"})).assert_empty();
    assert_ne!(acme.ada.post(PATH, sent).ok()["id"], first.body["id"]);
    let nameless =
        acme.bob.post(PATH, json!({"subscription_type": "fcm", "subscription_attributes": {"endpoint": "x"}}));
    nameless.assert_invalid(&[("identifier", "Identifier can't be blank")]);
    acme.bob
        .post(PATH, json!({"subscription_type": "pigeon"}))
        .assert_error(422, "'pigeon' is not a valid subscription_type");
    acme.server.nobody().post(PATH, json!({"subscription_type": "fcm"})).assert_sign_in_first();
}
