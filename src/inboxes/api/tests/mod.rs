//! Inboxes through their endpoints, on a store of their own.

mod server;

use poem::http::Method;
use serde_json::{Value, json};

use server::Server;

fn day(day_of_week: i64) -> Value {
    let closed = day_of_week == 0 || day_of_week == 6;
    let hour = |hour: i64| if closed { json!(null) } else { json!(hour) };
    json!({"day_of_week": day_of_week, "closed_all_day": closed, "open_hour": hour(9), "open_minutes": hour(0),
        "close_hour": hour(17), "close_minutes": hour(0), "open_all_day": false})
}

#[tokio::test]
async fn a_website_is_created_as_its_form_sends_it() {
    let server = Server::start();
    let form = "name=Shop&greeting_enabled=false&greeting_message=null&channel[type]=web_widget&channel[website_url]=https://acme.test\
        &channel[widget_color]=%23009CE0&channel[welcome_title]=Hi&channel[welcome_tagline]=";
    let (status, made) =
        server.send(&server.ada, Method::POST, "/inboxes", "application/x-www-form-urlencoded", form).await;
    let expected = json!({
        "id": made["id"], "avatar_url": "", "channel_id": 1, "name": "Shop", "channel_type": "Channel::WebWidget",
        "greeting_enabled": false, "greeting_message": null, "working_hours_enabled": false, "enable_email_collect": true,
        "csat_survey_enabled": false, "csat_config": {}, "enable_auto_assignment": true, "auto_assignment_config": {},
        "out_of_office_message": null, "working_hours": (0..7).map(day).collect::<Vec<_>>(), "timezone": "UTC",
        "callback_webhook_url": null, "allow_messages_after_resolved": true, "lock_to_single_conversation": false,
        "sender_name_type": "friendly", "business_name": null, "widget_color": "#009CE0",
        "website_url": "https://acme.test", "hmac_mandatory": false, "welcome_title": "Hi", "welcome_tagline": null,
        "web_widget_script": made["web_widget_script"], "website_token": made["website_token"],
        "selected_feature_flags": ["attachments", "emoji_picker", "end_conversation"], "reply_time": "in_a_few_minutes",
        "allowed_domains": null, "hmac_token": made["hmac_token"], "pre_chat_form_enabled": false,
        "pre_chat_form_options": {}, "continuity_via_email": true, "forward_to_email": null,
        "messaging_service_sid": null, "phone_number": null, "provider": null, "page_id": null,
    });
    assert_eq!((status, &made), (200, &expected));
    for token in ["website_token", "hmac_token"] {
        assert_eq!(made[token].as_str().map(str::len), Some(24));
    }
    assert!(made["web_widget_script"].as_str().unwrap().contains("})(\"http://localhost:3000\");"));
    let path = format!("/inboxes/{}", made["id"]);
    assert_eq!(server.ask(Method::GET, &path, json!({})).await, (200, expected));
    assert_eq!(server.events(), ["inbox_created"]);
}

#[tokio::test]
async fn programs_and_mail_have_keys_of_their_own() {
    let server = Server::start();
    let channel = json!({"type": "api", "webhook_url": "https://crm.test/hook", "additional_attributes": {"a": 1}});
    let (_, api) = server.ask(Method::POST, "/inboxes", json!({"name": "App", "channel": channel})).await;
    assert_eq!(
        (&api["webhook_url"], &api["additional_attributes"]),
        (&json!("https://crm.test/hook"), &json!({"a": 1}))
    );
    assert_eq!((&api["website_url"], &api["hmac_mandatory"]), (&json!(null), &json!(false)));
    assert_eq!(api["inbox_identifier"].as_str().map(str::len), Some(24));
    assert_eq!((api["hmac_token"].as_str().map(str::len), api.get("pre_chat_form_enabled")), (Some(24), None));
    let channel = json!({"type": "email", "email": "Help@Acme.test", "imap_port": "993", "imap_password": "secret"});
    let (_, mail) = server.ask(Method::POST, "/inboxes", json!({"name": "Mail", "channel": channel})).await;
    assert_eq!(
        (&mail["email"], &mail["imap_port"], &mail["smtp_authentication"]),
        (&json!("help@acme.test"), &json!(993), &json!("login"))
    );
    assert_eq!((mail.get("webhook_url"), &mail["forwarding_enabled"]), (None, &json!(false)));
    let members = json!({"inbox_id": mail["id"], "user_ids": [2]});
    server.ask(Method::POST, "/inbox_members", members).await;
    let (_, seen) = server.carol(Method::GET, &format!("/inboxes/{}", mail["id"]), json!({})).await;
    assert_eq!((&seen["email"], seen.get("imap_password"), seen.get("smtp_port")), (&mail["email"], None, None));
}

#[tokio::test]
async fn wrong_values_are_named() {
    let server = Server::start();
    let refused = async |body: Value| {
        let (status, body) = server.ask(Method::POST, "/inboxes", body).await;
        (status, body["message"].as_str().unwrap_or(body["error"].as_str().unwrap_or_default()).to_owned())
    };
    let site = |url: &str| json!({"type": "web_widget", "website_url": url});
    for (body, message) in [
        (json!({"name": "a"}), "Channel must exist"),
        (json!({"name": "a", "channel": {"type": "line"}}), "Channel must exist"),
        (json!({"channel": {}}), "Name can't be blank, Channel must exist"),
        (json!({"name": "null", "channel": site("https://a.test")}), "Name can't be blank"),
        (json!({"name": "a", "channel": site(" ")}), "Website url can't be blank"),
        (
            json!({"name": "a", "channel": site("https://a.test"), "timezone": "Mars"}),
            "Timezone is not included in the list",
        ),
        (json!({"name": "a", "channel": {"type": "api", "reply_time": "soon"}}), "'soon' is not a valid reply_time"),
    ] {
        assert_eq!(refused(body).await, (422, message.to_owned()));
    }
    let (status, body) = server.ask(Method::POST, "/inboxes", json!({"name": "a", "channel": {"type": "x"}})).await;
    assert_eq!((status, &body["attributes"]), (422, &json!(["channel"])));
    assert_eq!(
        server.carol(Method::POST, "/inboxes", json!({"name": "a", "channel": site("https://a.test")})).await.0,
        401
    );
    assert!(server.events().is_empty());
}

#[tokio::test]
async fn an_inbox_is_changed_in_part() {
    let server = Server::start();
    let path = format!("/inboxes/{}", server.website("Shop").await);
    let (_, before) = server.ask(Method::GET, &path, json!({})).await;
    let change = json!({
        "enable_auto_assignment": "false", "greeting_message": "Hello", "timezone": "Europe/Berlin", "portal_id": "null",
        "csat_config": {"display_type": "star", "survey_rules": {"values": ["vip"]}},
        "working_hours": [{"day_of_week": 1, "open_hour": "8"}, {"day_of_week": 2, "close_hour": 9}, {"closed_all_day": true}],
        "channel": {"reply_time": "in_a_day", "selected_feature_flags": [], "website_url": "https://b.test", "email": "x"},
    });
    let (status, after) = server.ask(Method::PATCH, &path, change).await;
    let mut expected = before.clone();
    let csat = json!({"display_type": "star", "message": "", "button_text": "Please rate us", "language": "en",
        "survey_rules": {"operator": "contains", "values": ["vip"]}});
    for (name, value) in [
        ("enable_auto_assignment", json!(false)),
        ("greeting_message", json!("Hello")),
        ("csat_config", csat),
        ("timezone", json!("Europe/Berlin")),
        ("reply_time", json!("in_a_day")),
        ("selected_feature_flags", json!([])),
        ("website_url", json!("https://b.test")),
    ] {
        expected[name] = value;
    }
    expected["working_hours"][1]["open_hour"] = json!(8);
    assert_eq!((status, &after), (200, &expected));
    let (status, refused) =
        server.ask(Method::PATCH, &path, json!({"name": null, "channel": {"website_url": ""}})).await;
    assert_eq!((status, &refused["attributes"]), (422, &json!(["name", "website_url"])));
    assert_eq!(server.ask(Method::PATCH, &path, json!({})).await, (200, expected));
    assert_eq!(server.carol(Method::PATCH, &path, json!({"name": "x"})).await.0, 401);
    assert_eq!(server.ask(Method::PATCH, "/inboxes/90", json!({"name": "x"})).await.0, 404);
    assert_eq!(server.events(), ["inbox_created", "inbox_updated"]);
}

#[tokio::test]
async fn a_picture_comes_and_goes() {
    let server = Server::start();
    let path = format!("/inboxes/{}", server.website("Shop").await);
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n".to_vec();
    body.extend(b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\r\n--b--\r\n");
    let (status, shown) = server.send(&server.ada, Method::PATCH, &path, "multipart/form-data; boundary=b", body).await;
    assert_eq!(status, 200, "{shown}");
    assert!(shown["avatar_url"].as_str().unwrap().ends_with("/a.png"), "{shown}");
    let avatar = format!("{path}/avatar");
    assert_eq!(server.carol(Method::DELETE, &avatar, json!({})).await.0, 401);
    assert_eq!(server.ask(Method::DELETE, &avatar, json!({})).await, (200, json!(null)));
    assert_eq!(server.ask(Method::GET, &path, json!({})).await.1["avatar_url"], "");
    assert_eq!(server.events(), ["inbox_created", "inbox_updated", "inbox_updated"]);
}

#[tokio::test]
async fn agents_see_the_inboxes_they_belong_to() {
    let server = Server::start();
    let (shop, app) = (server.website("shop").await, server.website("App").await);
    let names =
        |list: &Value| list["payload"].as_array().unwrap().iter().map(|i| i["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&server.ask(Method::GET, "/inboxes", json!({})).await.1), ["App", "shop"]);
    assert!(names(&server.carol(Method::GET, "/inboxes", json!({})).await.1).is_empty());
    let (shop_path, app_path) = (format!("/inboxes/{shop}"), format!("/inboxes/{app}"));
    assert_eq!(server.carol(Method::GET, &shop_path, json!({})).await.0, 401);
    assert_eq!(server.carol(Method::GET, "/inboxes/90", json!({})).await.0, 404);
    let (status, members) =
        server.ask(Method::POST, "/inbox_members", json!({"inbox_id": shop, "user_ids": ["2"]})).await;
    assert_eq!((status, &members["payload"][0]["name"]), (200, &json!("Carol")));
    let (status, seen) = server.carol(Method::GET, &shop_path, json!({})).await;
    assert_eq!(
        (status, seen.get("hmac_token"), names(&server.carol(Method::GET, "/inboxes", json!({})).await.1)),
        (200, None, vec![json!("shop")])
    );
    assert_eq!(server.carol(Method::DELETE, &app_path, json!({})).await.0, 401);
    let deleted = json!({"message": "Your inbox deletion request will be processed in some time."});
    assert_eq!(server.ask(Method::DELETE, &app_path, json!({})).await, (200, deleted));
    assert_eq!(server.ask(Method::DELETE, &app_path, json!({})).await.0, 404);
    assert_eq!(names(&server.ask(Method::GET, "/inboxes", json!({})).await.1), ["shop"]);
}

#[tokio::test]
async fn members_are_added_set_and_removed() {
    let server = Server::start();
    let shop = server.website("Shop").await;
    let list = format!("/inbox_members/{shop}");
    let names = |(status, list): (u16, Value)| {
        let names = list["payload"]
            .as_array()
            .map(|list| list.iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect());
        (status, names.unwrap_or_default())
    };
    let all = |names: &[&str]| (200, names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
    let body = |users: Value| json!({"inbox_id": shop.to_string(), "user_ids": users});
    let put = async |method, users| names(server.ask(method, "/inbox_members", body(users)).await);
    assert_eq!(server.carol(Method::GET, &list, json!({})).await.0, 401);
    assert_eq!(put(Method::POST, json!([1])).await, all(&["Ada"]));
    assert_eq!(put(Method::POST, json!([2])).await, all(&["Ada", "Carol"]));
    assert_eq!(put(Method::PATCH, json!([2])).await, all(&["Carol"]));
    for method in [Method::POST, Method::PATCH, Method::DELETE] {
        assert_eq!(server.ask(method, "/inbox_members", json!({"inbox_id": shop})).await.0, 422);
    }
    assert_eq!(names(server.carol(Method::GET, &list, json!({})).await), all(&["Carol"]));
    let one = server.carol(Method::GET, &format!("/assignable_agents?inbox_ids[]={shop}"), json!({})).await;
    assert_eq!(names(one), all(&["Ada", "Carol"]));
    assert_eq!(server.ask(Method::DELETE, "/inbox_members", body(json!([2]))).await, (200, json!(null)));
    let old = server.carol(Method::GET, &format!("/inboxes/{shop}/assignable_agents"), json!({})).await;
    assert_eq!(names(old), all(&["Ada"]));
    let (status, foreign) = server.ask(Method::PATCH, "/inbox_members", body(json!([1, 9]))).await;
    assert_eq!((status, &foreign["error"]), (401, &json!("Invalid User IDs")));
    assert_eq!(server.carol(Method::POST, "/inbox_members", body(json!([2]))).await.0, 401);
    assert_eq!(server.ask(Method::POST, "/inbox_members", json!({"inbox_id": 90, "user_ids": [1]})).await.0, 404);
    assert_eq!(server.ask(Method::POST, "/inbox_members", json!({"user_ids": [1]})).await.0, 404);
    for path in [
        "/assignable_agents",
        "/assignable_agents?inbox_ids[]=90",
        "/inboxes/90/assignable_agents",
        "/inbox_members/90",
    ] {
        assert_eq!(server.ask(Method::GET, path, json!({})).await.0, 404, "{path}");
    }
    assert_eq!(server.carol(Method::GET, &format!("/assignable_agents?inbox_ids={shop}"), json!({})).await.0, 401);
}

#[tokio::test]
async fn an_inbox_has_at_most_one_bot() {
    let server = Server::start();
    let shop = server.website("Shop").await;
    let (bot_path, set_path) = (format!("/inboxes/{shop}/agent_bot"), format!("/inboxes/{shop}/set_agent_bot"));
    let set = async |bot: Value| server.ask(Method::POST, &set_path, json!({"agent_bot": bot})).await;
    let none = (200, json!({"agent_bot": {}}));
    assert_eq!(server.ask(Method::GET, &bot_path, json!({})).await, none);
    assert_eq!(set(json!("2")).await, (200, json!(null)));
    let epoch = server.store.access_epoch();
    assert_eq!(set(json!(1)).await, (200, json!(null)));
    assert!(server.store.access_epoch() > epoch);
    assert_eq!(set(json!(1)).await, (200, json!(null)));
    let (status, shown) = server.ask(Method::GET, &bot_path, json!({})).await;
    let robo = json!({"id": 1, "name": "Robo", "description": null, "thumbnail": "", "outgoing_url": "https://bot.test",
        "bot_type": "webhook", "bot_config": {}, "account_id": 1, "access_token": "robo", "system_bot": false});
    let mut expected = robo.clone();
    expected["agent_bot"] = robo;
    assert_eq!((status, shown), (200, expected));
    assert_eq!((set(json!(3)).await.0, set(json!(99)).await.0), (404, 404));
    assert_eq!(server.ask(Method::POST, "/inboxes/90/set_agent_bot", json!({"agent_bot": 1})).await.0, 404);
    assert_eq!(server.carol(Method::POST, &set_path, json!({"agent_bot": null})).await.0, 401);
    assert_eq!(server.carol(Method::GET, &bot_path, json!({})).await.0, 401);
    assert_eq!(server.ask(Method::POST, &set_path, json!({})).await, (200, json!(null)));
    assert_eq!(server.ask(Method::GET, &bot_path, json!({})).await, none);
    assert_eq!(server.events(), ["inbox_created", "inbox_updated", "inbox_updated", "inbox_updated"]);
}
