//! The page of the widget, what it is told, and that looking costs no row.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::json::{any_text, anything, at_least};

/// The value of a global in the page's script.
fn global(page: &str, name: &str) -> Value {
    let (_, rest) = page.split_once(&format!("window.{name}=")).unwrap();
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    values.next().unwrap().unwrap()
}

#[test]
fn looking_at_the_page_stores_nothing() {
    let acme = Company::new();
    let inbox = acme.website("Shop </script><b> \"&{{title}}");
    let token = inbox["website_token"].as_str().unwrap();
    let mut events = acme.events();
    let nobody = acme.server.nobody();
    let answer = nobody.get(&format!("/widget?website_token={token}&locale=undefined"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    let page = answer.text();
    let channel = global(&page, "chatwootWebChannel");
    assert_eq!(channel["websiteName"], "Shop </script><b> \"&{{title}}");
    assert_eq!(channel["workingHours"].as_array().unwrap().len(), 7);
    assert_eq!(channel["enabledFeatures"], json!(["attachments", "emoji_picker", "end_conversation"]));
    assert_eq!(page.matches("</script>").count(), 2, "{page}");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'sha256-") && !policy.contains("frame-ancestors"), "{policy}");
    assert_eq!((answer.header("x-frame-options"), answer.header("cache-control")), ("", "no-store"));
    // the token of the page is good, and is kept by the next page
    let session = global(&page, "authToken");
    let again = nobody.get(&format!("/widget?website_token={token}&cw_conversation={}", session.as_str().unwrap()));
    assert_eq!(global(&again.text(), "chatwootPubsubToken"), global(&page, "chatwootPubsubToken"));
    let other = nobody.get(&format!("/widget?website_token={token}&cw_conversation=forged"));
    assert_ne!(global(&other.text(), "chatwootPubsubToken"), global(&page, "chatwootPubsubToken"));
    events.assert_none();
    let unknown = nobody.get("/widget?website_token=nothing");
    unknown.assert(404, json!({"error": "web widget does not exist"}));
    assert_eq!(nobody.post("/widget", ()).status, 405);
}

#[test]
fn only_some_sites_may_show_the_page() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let path = acme.at(&format!("/inboxes/{}", inbox["id"]));
    let policy = |origin: &str| {
        let nobody = acme.server.nobody();
        let client = if origin.is_empty() { (*nobody).clone() } else { nobody.with("origin", origin) };
        let page = client.get(&format!("/widget?website_token={}", inbox["website_token"].as_str().unwrap()));
        page.header("content-security-policy").to_owned()
    };
    let sites = "https://a.example, *.b.example,evil;script-src *";
    acme.ada.patch(&path, json!({"channel": {"allowed_domains": sites}})).ok();
    let allowed = policy("");
    assert!(allowed.ends_with("; frame-ancestors https://a.example *.b.example *"), "{allowed}");
    assert_eq!(allowed.matches("script-src").count(), 1);
    let features = json!({"channel": {"selected_feature_flags": ["attachments", "allow_mobile_webview"]}});
    acme.ada.patch(&path, features).ok();
    for (origin, is_bound) in [("", false), ("null", false), ("file://", false), ("https://c.example", true)] {
        assert_eq!(policy(origin).contains("frame-ancestors"), is_bound, "{origin}");
    }
}

#[test]
fn a_widget_is_told_what_it_asks_for() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    acme.let_in(inbox["id"].as_i64().unwrap(), &[&acme.bob]);
    let visitor = acme.visitor(&inbox);
    let mut events = acme.events();
    let config = visitor.post(&visitor.at("config"), ());
    config.assert(
        200,
        json!({
            "website_channel_config": at_least(json!({
                "auth_token": any_text(), "website_name": "Shop", "website_token": inbox["website_token"],
                "locale": "en", "portal": null, "reply_time": "in_a_few_minutes", "utc_off_set": "+00:00",
                "pre_chat_form_enabled": false, "working_hours_enabled": false,
            })),
            "contact": {"email": null, "id": null, "identifier": null, "name": null, "phone_number": null,
                "pubsub_token": visitor.pubsub_token},
            "global_config": anything(),
        }),
    );
    let members =
        json!({"payload": [{"id": acme.bob.id, "name": "Bob", "avatar_url": "", "availability_status": "offline"}]});
    visitor.get(&visitor.at("inbox_members")).assert(200, members.clone());
    visitor.with_token("none").get(&visitor.at("inbox_members")).assert(200, members);
    visitor.get(&visitor.at("campaigns")).assert(200, json!([]));
    let nobody_yet =
        json!({"id": null, "has_email": false, "has_name": false, "has_phone_number": false, "identifier": null});
    visitor.get(&visitor.at("contact")).assert(200, nobody_yet.clone());
    visitor.get(&visitor.at("conversations?locale=xx&cw_conversation=y")).assert(200, json!({}));
    visitor.get(&visitor.at("messages")).assert(200, json!({"payload": [], "meta": {}}));
    visitor.post(&visitor.at("conversations/update_last_seen"), json!({"contact_last_seen_at": 1})).assert_empty();
    visitor.patch(&visitor.at("contact/set_user"), json!({"identifier": null})).assert(200, nobody_yet.clone());
    visitor.patch(&visitor.at("contact"), json!({"email": "nonsense"})).assert(200, nobody_yet);
    for (path, body) in [
        ("events", json!({"name": "webwidget.triggered", "event_info": {"referer": "https://x"}})),
        ("events", json!({"name": "anything"})),
        ("labels", json!({"label": "vip"})),
    ] {
        let answer = visitor.post(&visitor.at(path), body);
        assert_eq!((answer.status, answer.text()), (204, String::new()), "{path}");
    }
    visitor.post(&visitor.at("conversations/toggle_typing"), json!({"typing_status": "on"})).assert_not_found();
    visitor.get(&visitor.at("conversations/toggle_status")).assert_not_found();
    visitor.post(&visitor.at("conversations/set_custom_attributes"), json!({})).assert_not_found();
    assert_eq!(visitor.post(&visitor.at("conversations/transcript"), ()).status, 429);
    events.assert_none();
}

#[test]
fn a_bot_hears_that_the_widget_was_opened() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let bot = acme.bot("Robo");
    acme.ada.post(&acme.at(&format!("/inboxes/{}/set_agent_bot", inbox["id"])), json!({"agent_bot": bot.id})).ok();
    let visitor = acme.visitor(&inbox);
    let mut events = acme.events();
    let report = json!({"name": "webwidget.triggered", "event_info": {"referer": "https://x"}});
    visitor.post(&visitor.at("events"), report);
    events.assert_names(&["contact_created", "contact_inbox_created", "webwidget_triggered"]);
    visitor.say("hello");
    let shown = visitor.get(&visitor.at("conversations")).ok();
    assert_eq!(shown["status"], "pending");
}

#[test]
fn a_token_counts_in_its_own_inbox_only() {
    let acme = Company::new();
    let theirs = Company::named("Theirs");
    let (shop, other, foreign) = (acme.website("Shop"), acme.website("Other"), theirs.website("Foreign"));
    let visitor = acme.visitor(&shop);
    visitor.say("hello");
    for inbox in [&other, &foreign] {
        let stranger = acme.visitor(inbox).with_token(&visitor.token);
        for path in ["conversations", "messages", "contact", "conversations/toggle_status"] {
            stranger.get(&stranger.at(path)).assert_not_found();
        }
        stranger.post(&stranger.at("messages"), json!({"message": {"content": "x"}})).assert_not_found();
    }
    for token in ["", "x", "a.b.c", visitor.pubsub_token.as_str()] {
        visitor.with_token(token).get(&visitor.at("conversations")).assert_not_found();
    }
    let nobody = acme.server.nobody();
    nobody.get("/api/v1/widget/conversations").assert_not_found();
    nobody.post("/api/v1/widget/config?website_token=x", ()).assert_not_found();
    let platform = acme.server.platform();
    let path = format!("/platform/api/v1/accounts/{}", theirs.id);
    let late = theirs.visitor(&foreign);
    platform.patch(&path, json!({"status": "suspended"})).ok();
    late.get(&late.at("contact")).assert_error(401, "Account is suspended");
    let page = nobody.get(&format!("/widget?website_token={}", late.website_token));
    page.assert_error(401, "Account is suspended");
}

#[test]
fn the_survey_page_and_what_any_site_may_load() {
    let acme = Company::new();
    let page = acme.server.nobody().get("/survey/responses/0b6e2a0e-0000-4000-8000-000000000000");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"));
    let foreign = acme.server.nobody().with("origin", "https://shop.example");
    for path in ["/packs/js/sdk.js", "/audio/widget/ding.mp3", "/public/api/v1/csat_survey/x"] {
        assert_eq!(foreign.get(path).header("access-control-allow-origin"), "*", "{path}");
    }
}
