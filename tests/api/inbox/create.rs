//! New inboxes.

use serde_json::{Value, json};

use super::{api, make, website};
use crate::support::Company;
use crate::support::body::{form, multipart};
use crate::support::json::{any_id, any_text, at_least, merged};
use crate::support::seed::unique;
use crate::support::shapes::{api_inbox, email_inbox, website_inbox, with_secrets};

#[test]
fn each_kind_of_inbox_is_made() {
    let acme = Company::new();
    let mut events = acme.events();
    let app = make(&acme, json!({"name": "App", "channel": api()}));
    app.assert(200, with_secrets(api_inbox(any_id(), "App")));
    events.assert(json!([{
        "name": "inbox_created", "subject_id": app.body["id"], "conversation": null, "actor": ["User", acme.ada.id],
        "changes": {},
    }]));
    let shop = make(&acme, json!({"name": "Shop", "channel": website()}));
    shop.assert(200, with_secrets(website_inbox(any_id(), "Shop", "https://shop.example.com")));
    events.assert_names(&["inbox_created"]);
    let address = format!("help-{}@acme.example", unique());
    let mail = make(&acme, json!({"name": "Mail", "channel": {"type": "email", "email": address}}));
    mail.assert(200, at_least(email_inbox(any_id(), "Mail", &address)));
    events.assert_names(&["inbox_created"]);
    // nobody is in them by themselves
    acme.bob.get(&acme.at("/inboxes")).assert(200, json!({"payload": []}));
    // each has its own tokens
    let other = make(&acme, json!({"name": "Other", "channel": api()})).ok();
    for token in ["inbox_identifier", "hmac_token"] {
        assert_ne!(app.body[token], other[token], "{token}");
    }
}

#[test]
fn a_script_shows_the_widget_of_a_website() {
    let acme = Company::new();
    let shop = make(&acme, json!({"name": "Shop", "channel": website()})).ok();
    let (script, token) = (shop["web_widget_script"].as_str().unwrap(), shop["website_token"].as_str().unwrap());
    assert_eq!((script.matches("<script").count(), script.matches("</script>").count()), (1, 1), "{script}");
    assert!(script.trim().starts_with("<script") && script.trim().ends_with("</script>"), "{script}");
    for part in ["/packs/js/sdk.js", "async", "window.chatwootSDK.run(", token] {
        assert!(script.contains(part), "{part}: {script}");
    }
}

#[test]
fn an_inbox_starts_with_its_settings() {
    let acme = Company::new();
    let settings = json!({
        "greeting_enabled": true, "greeting_message": "Hi", "enable_email_collect": false, "csat_survey_enabled": true,
        "enable_auto_assignment": false, "working_hours_enabled": true, "out_of_office_message": "Closed",
        "timezone": "Europe/Paris", "allow_messages_after_resolved": false, "lock_to_single_conversation": true,
        "sender_name_type": "professional", "business_name": "Acme & Sons",
    });
    let channel = json!({
        "type": "web_widget", "website_url": "https://shop.example.com", "widget_color": "#ff0000", "welcome_title": "Hello",
        "welcome_tagline": "Ask us", "reply_time": "in_a_day", "pre_chat_form_enabled": true,
        "pre_chat_form_options": {"pre_chat_message": "Who are you?"}, "continuity_via_email": false,
        "hmac_mandatory": true, "allowed_domains": "shop.example.com", "selected_feature_flags": ["attachments"],
    });
    let mut shown = channel.clone();
    shown.as_object_mut().unwrap().remove("type");
    let sent = merged(json!({"name": "Shop", "channel": channel, "unknown": 1}), settings.clone());
    let expected = merged(with_secrets(website_inbox(any_id(), "Shop", "")), merged(settings, shown));
    // what is asked before the chat is kept in whole or with more
    let expected =
        merged(expected, json!({"pre_chat_form_options": at_least(json!({"pre_chat_message": "Who are you?"}))}));
    make(&acme, sent).assert(200, expected);
    let channel = json!({
        "type": "api", "webhook_url": "https://x.example/hook", "hmac_mandatory": "true",
        "additional_attributes": {"agent_reply_time_window": 24},
    });
    let expected = json!({
        "webhook_url": "https://x.example/hook", "hmac_mandatory": true, "additional_attributes": {"agent_reply_time_window": 24},
    });
    let app = make(&acme, json!({"name": "App", "channel": channel}));
    app.assert(200, merged(with_secrets(api_inbox(any_id(), "App")), expected));
}

#[test]
fn mail_settings_are_kept() {
    let acme = Company::new();
    let settings = json!({
        "imap_enabled": true, "imap_address": "imap.acme.example", "imap_port": 993, "imap_login": "help", "imap_password": "x",
        "smtp_enabled": true, "smtp_address": "smtp.acme.example", "smtp_port": "587", "smtp_login": "help",
    });
    let channel =
        merged(json!({"type": "email", "email": format!("help-{}@acme.example", unique())}), settings.clone());
    let mail = make(&acme, json!({"name": "Mail", "channel": channel}));
    mail.assert(200, at_least(merged(settings, json!({"smtp_port": 587}))));
}

#[test]
fn forms_and_parts_make_inboxes_too() {
    let acme = Company::new();
    let pairs = [
        ("name", "Shop"),
        ("channel[type]", "web_widget"),
        ("channel[website_url]", "https://shop.example.com"),
        ("greeting_enabled", "true"),
        ("greeting_message", "null"),
    ];
    let settings = json!({"greeting_enabled": true});
    let expected = merged(with_secrets(website_inbox(any_id(), "Shop", "https://shop.example.com")), settings);
    acme.ada.post(&acme.at("/inboxes/"), form(pairs)).assert(200, expected.clone());
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
    let parts = pairs.iter().fold(multipart(), |parts, (name, value)| parts.text(name, value));
    let answer = acme.ada.post(&acme.at("/inboxes/"), parts.file("avatar", "logo.gif", "image/gif", gif));
    answer.assert(200, merged(expected, json!({"avatar_url": any_text()})));
    assert_ne!(answer.body["avatar_url"], "");
    let path = acme.at(&format!("/inboxes/{}/avatar", answer.id()));
    acme.bob.delete(&path, ()).assert_not_allowed();
    acme.ada.delete(&path, ()).assert_empty();
    let list = acme.ada.get(&acme.at("/inboxes")).ok();
    assert!(list["payload"].as_array().unwrap().iter().all(|inbox| inbox["avatar_url"] == ""));
}

#[test]
fn an_inbox_obeys_the_rules() {
    let acme = Company::new();
    let mut events = acme.events();
    let blank = [("name", "Name can't be blank")];
    make(&acme, json!({"channel": api()})).assert_invalid(&blank);
    make(&acme, json!({"name": " ", "channel": api()})).assert_invalid(&blank);
    make(&acme, json!({"name": "null", "channel": api()})).assert_invalid(&blank);
    let no_url = [("website_url", "Website url can't be blank")];
    make(&acme, json!({"name": "Shop", "channel": {"type": "web_widget"}})).assert_invalid(&no_url);
    let no_channel = [("channel", "Channel must exist")];
    for inbox in [
        json!({"name": "App", "channel": {"type": "pigeon"}}),
        json!({"name": "App", "channel": {}}),
        json!({"name": "App", "channel": null}),
        json!({"name": "App"}),
    ] {
        make(&acme, inbox).assert_invalid(&no_channel);
    }
    let long = "x".repeat(10_001);
    for (setting, words) in
        [("greeting_message", "Greeting message"), ("out_of_office_message", "Out of office message")]
    {
        let text = format!("{words} is too long (maximum is 10000 characters)");
        make(&acme, json!({"name": "App", "channel": api(), setting: long})).assert_invalid(&[(setting, &text)]);
    }
    events.assert_none();
    make(&acme, json!({"name": "App", "channel": api(), "greeting_message": "x".repeat(10_000)})).ok();
}

#[test]
fn only_administrators_make_inboxes() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let mut events = acme.events();
    let path = acme.at("/inboxes");
    let new: Value = json!({"name": "App", "channel": api()});
    acme.bob.post(&path, new.clone()).assert_not_allowed();
    acme.bob.post(&path, json!({})).assert_not_allowed();
    theirs.ada.post(&path, new.clone()).assert_error(401, "You are not authorized to access this account");
    acme.server.nobody().post(&path, new).assert_sign_in_first();
    events.assert_none();
}
