//! Changed inboxes.

use serde_json::{Value, json};

use super::{make, website};
use crate::support::Company;
use crate::support::body::form;
use crate::support::json::{any_text, at_least, merged};
use crate::support::shapes::{api_inbox, website_inbox, with_secrets};

#[test]
fn an_inbox_changes_in_part() {
    let acme = Company::new();
    let app = acme.inbox("App")["id"].as_i64().unwrap();
    let path = acme.at(&format!("/inboxes/{app}"));
    let mut events = acme.events();
    let sent = json!({
        "name": "Program", "greeting_enabled": true, "greeting_message": "Hi", "enable_auto_assignment": false,
        "channel": {"webhook_url": "https://x.example/hook"},
    });
    let mut shown = sent.clone();
    shown.as_object_mut().unwrap().remove("channel");
    shown["webhook_url"] = json!("https://x.example/hook");
    let expected = merged(with_secrets(api_inbox(app, "App")), shown);
    acme.ada.patch(&path, sent.clone()).assert(200, expected.clone());
    events.assert(json!([{
        "name": "inbox_updated", "subject_id": app, "conversation": null, "actor": ["User", acme.ada.id],
        "changes": at_least(json!({
            "name": ["App", "Program"], "greeting_enabled": [false, true], "greeting_message": [null, "Hi"],
            "enable_auto_assignment": [true, false],
        })),
    }]));
    for sent in [sent, json!({}), Value::Null, json!({"channel": {"type": "web_widget"}, "unknown": 1})] {
        acme.ada.put(&path, sent).assert(200, expected.clone());
    }
    events.assert_none();
    // "null" is nothing
    let cleared = merged(expected, json!({"greeting_message": null, "greeting_enabled": false}));
    let sent = form([("greeting_message", "null"), ("greeting_enabled", "false")]);
    acme.ada.patch(&path, sent).assert(200, cleared);
}

#[test]
fn the_channel_changes_with_it() {
    let acme = Company::new();
    let shop = make(&acme, json!({"name": "Shop", "channel": website()})).ok();
    let id = shop["id"].as_i64().unwrap();
    let channel = json!({
        "website_url": "https://new.example.com", "widget_color": "#00ff00", "welcome_title": "Hello", "reply_time": "in_a_few_hours",
        "selected_feature_flags": ["emoji_picker"], "allowed_domains": "a.example, b.example",
    });
    let expected = merged(with_secrets(website_inbox(id, "Shop", "")), channel.clone());
    let tokens = json!({"website_token": shop["website_token"], "hmac_token": shop["hmac_token"], "channel_id": shop["channel_id"]});
    let path = acme.at(&format!("/inboxes/{id}"));
    acme.ada.patch(&path, json!({"channel": channel})).assert(200, merged(expected, tokens));
}

#[test]
fn days_are_matched_by_their_number() {
    let acme = Company::new();
    let app = acme.inbox("App");
    let path = acme.at(&format!("/inboxes/{}", app["id"]));
    let monday = json!({
        "day_of_week": 1, "closed_all_day": false, "open_hour": 8, "open_minutes": 30, "close_hour": 12, "close_minutes": 0,
        "open_all_day": false,
    });
    let mut days = app["working_hours"].clone();
    days[1] = monday.clone();
    let changed = acme.ada.patch(&path, json!({"working_hours": [monday], "timezone": "Asia/Tokyo"})).ok();
    assert_eq!((&changed["working_hours"], &changed["timezone"]), (&days, &json!("Asia/Tokyo")));
    let closed = json!([{"day_of_week": 2, "closed_all_day": true}]);
    let changed = acme.ada.patch(&path, json!({"working_hours": closed})).ok();
    assert_eq!(
        (&changed["working_hours"][2]["closed_all_day"], &changed["working_hours"][1]),
        (&json!(true), &days[1])
    );
    // who would close before they open changes nothing
    let backwards = merged(monday, json!({"open_hour": 17, "close_hour": 9}));
    let changed = acme.ada.patch(&path, json!({"working_hours": [backwards]})).ok();
    assert_eq!(changed["working_hours"][1], days[1]);
}

#[test]
fn a_survey_is_kept_in_full() {
    let acme = Company::new();
    let path = acme.at(&format!("/inboxes/{}", acme.inbox("App")["id"]));
    let full = json!({
        "display_type": "emoji", "message": "", "survey_rules": {"operator": "contains", "values": []},
        "button_text": "Please rate us", "language": "en",
    });
    let changed = acme.ada.patch(&path, json!({"csat_survey_enabled": true, "csat_config": {}})).ok();
    assert_eq!((&changed["csat_survey_enabled"], &changed["csat_config"]), (&json!(true), &full));
    let config = json!({"display_type": "star", "survey_rules": {"operator": "does_not_contain", "values": ["spam"]}});
    let changed = acme.ada.patch(&path, json!({"csat_config": config})).ok();
    assert_eq!(changed["csat_config"], merged(full, config));
}

#[test]
fn a_change_obeys_the_rules() {
    let acme = Company::new();
    let path = acme.at(&format!("/inboxes/{}", acme.website("Shop")["id"]));
    let mut events = acme.events();
    acme.ada.patch(&path, json!({"name": ""})).assert_invalid(&[("name", "Name can't be blank")]);
    let no_url = [("website_url", "Website url can't be blank")];
    acme.ada.patch(&path, json!({"channel": {"website_url": ""}})).assert_invalid(&no_url);
    let wrong = acme.ada.patch(&path, json!({"sender_name_type": "rude"}));
    wrong.assert(422, at_least(json!({"error": "'rude' is not a valid sender_name_type", "description": any_text()})));
    let wrong = acme.ada.patch(&path, json!({"channel": {"reply_time": "never"}}));
    wrong.assert(422, at_least(json!({"error": "'never' is not a valid reply_time", "description": any_text()})));
    events.assert_none();
}

#[test]
fn only_administrators_change_inboxes() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let app = acme.inbox("App")["id"].as_i64().unwrap();
    acme.let_in(app, &[&acme.bob]);
    let mut events = acme.events();
    let path = acme.at(&format!("/inboxes/{app}"));
    let sent = json!({"name": "Mine"});
    acme.bob.patch(&path, sent.clone()).assert_not_allowed();
    theirs.ada.patch(&path, sent.clone()).assert_error(401, "You are not authorized to access this account");
    theirs.ada.patch(&theirs.at(&format!("/inboxes/{app}")), sent.clone()).assert_not_found();
    acme.server.nobody().patch(&path, sent).assert_sign_in_first();
    events.assert_none();
}
