//! Campaigns of websites: as administrators make them, and as visitors meet them (beyond the swagger).

use serde_json::{Value, json};

use crate::support::json::{any_id, any_iso_time, any_text, at_least, merged};
use crate::support::{Company, shapes};

fn sent(inbox: &Value) -> Value {
    json!({
        "title": "Sale", "description": "In May", "message": "Ten percent off, {{contact.name}}?", "inbox_id": inbox["id"],
        "trigger_rules": {"url": "https://shop.example.com/*", "time_on_page": 10},
    })
}

/// The inbox as everybody sees it.
fn plain(mut inbox: Value) -> Value {
    inbox.as_object_mut().unwrap().remove("hmac_token");
    inbox
}

fn campaign(company: &Company, inbox: &Value, number: i64) -> Value {
    json!({
        "id": number, "title": "Sale", "description": "In May", "account_id": company.id, "inbox": plain(inbox.clone()),
        "sender": null, "message": "Ten percent off, {{contact.name}}?", "campaign_status": "active", "enabled": true,
        "campaign_type": "ongoing", "trigger_rules": {"url": "https://shop.example.com/*", "time_on_page": 10},
        "trigger_only_during_business_hours": false, "created_at": any_iso_time(), "updated_at": any_iso_time(),
    })
}

#[test]
fn campaigns_are_made_listed_changed_and_deleted() {
    let acme = Company::new();
    let shop = acme.website("Shop");
    let path = acme.at("/campaigns");
    acme.ada.get(&path).assert(200, json!([]));
    let mut events = acme.events();
    acme.ada.post(&path, sent(&shop)).assert(200, campaign(&acme, &shop, 1));
    events.assert(json!([at_least(json!({"name": "campaign_created", "actor": ["User", acme.ada.id]}))]));
    let with_sender = json!({"campaign": merged(sent(&shop), json!({"sender_id": acme.bob.id}))});
    let second = merged(campaign(&acme, &shop, 2), json!({"sender": shapes::agent(&acme, &acme.bob, "agent")}));
    acme.ada.post(&path, with_sender).assert(200, second.clone());
    let off = merged(campaign(&acme, &shop, 1), json!({"enabled": false}));
    let one = acme.at("/campaigns/1");
    acme.ada.patch(&one, json!({"enabled": false})).assert(200, off.clone());
    acme.ada.patch(&one, json!({"enabled": false})).assert(200, off.clone());
    acme.ada.get(&one).assert(200, off.clone());
    acme.ada.get(&path).assert(200, json!([off, second]));
    acme.ada.delete(&acme.at("/campaigns/2"), ()).assert_empty();
    acme.ada.get(&acme.at("/campaigns/2")).assert_not_found();
    events.assert_names(&["campaign_created", "campaign_updated", "campaign_deleted"]);
    // a number is given once
    acme.ada.post(&path, sent(&shop)).assert(200, campaign(&acme, &shop, 3));
    acme.ada.delete(&acme.at(&format!("/inboxes/{}", shop["id"])), ()).ok();
    acme.ada.get(&path).assert(200, json!([]));
    acme.server.command(&["check"]);
}

#[test]
fn a_campaign_obeys_the_rules() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let shop = acme.website("Shop");
    let path = acme.at("/campaigns");
    let mut events = acme.events();
    let refused = |changes: Value, errors: &[(&str, &str)]| {
        acme.ada.post(&path, merged(sent(&shop), changes)).assert_invalid(errors);
    };
    refused(json!({"title": " "}), &[("title", "Title can't be blank")]);
    refused(json!({"message": null}), &[("message", "Message can't be blank")]);
    refused(json!({"trigger_rules": {"url": "/pricing"}}), &[("url", "Url invalid")]);
    refused(json!({"inbox_id": null}), &[("inbox", "Inbox must exist")]);
    refused(json!({"inbox_id": theirs.website("Theirs")["id"]}), &[("inbox", "Inbox must exist")]);
    refused(json!({"inbox_id": acme.inbox("App")["id"]}), &[("inbox", "Inbox Unsupported Inbox type")]);
    let foreign = [("sender_id", "Sender must belong to the same account as the campaign")];
    refused(json!({"sender_id": theirs.bob.id}), &foreign);
    acme.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: campaign");
    let names = events.take();
    assert!(names.as_array().unwrap().iter().all(|event| event["name"] == "inbox_created"), "{names}");
}

#[test]
fn a_visitor_who_answers_begins_a_conversation_with_it() {
    let acme = Company::new();
    let shop = acme.website("Shop");
    acme.let_in(shop["id"].as_i64().unwrap(), &[&acme.bob]);
    let new = merged(sent(&shop), json!({"sender_id": acme.bob.id}));
    let number = acme.ada.post(&acme.at("/campaigns"), new).id();
    let silent = acme.ada.post(&acme.at("/campaigns"), merged(sent(&shop), json!({"enabled": false}))).id();
    let visitor = acme.visitor(&shop);
    visitor.get(&visitor.at("campaigns")).assert(
        200,
        json!([{
            "id": number, "trigger_rules": {"url": "https://shop.example.com/*", "time_on_page": 10},
            "trigger_only_during_business_hours": false, "message": "Ten percent off, {{contact.name}}?",
            "sender": shapes::user_sender(&acme.bob),
        }]),
    );
    let other = acme.website("Other");
    let stranger = acme.visitor(&other);
    stranger.get(&stranger.at("campaigns")).assert(200, json!([]));
    let report = |campaign: Value| {
        let info = json!({
            "campaign_id": campaign, "referer": "https://shop.example.com/may", "custom_attributes": {"coupon": "MAY"},
            "initiated_at": {"timestamp": "Mon May 01 2023"},
        });
        visitor.post(&visitor.at("events"), json!({"name": "campaign.triggered", "event_info": info}))
    };
    let mut events = acme.events();
    for unknown in [json!(silent), json!(99), json!(null), json!("x"), json!({})] {
        assert_eq!(report(unknown).status, 204);
    }
    events.assert_none();
    assert_eq!(report(json!(number)).status, 204);
    let shown = acme.ada.get(&acme.at("/conversations/1")).ok();
    let attributes = at_least(json!({
        "campaign_id": number, "referer": "https://shop.example.com/may", "initiated_at": {"timestamp": "Mon May 01 2023"},
    }));
    crate::support::json::assert_same("attributes", &shown["additional_attributes"], &attributes);
    assert_eq!(
        (&shown["custom_attributes"], &shown["first_reply_created_at"], &shown["status"]),
        (&json!({"coupon": "MAY"}), &json!(0), &json!("open"))
    );
    let messages = acme.ada.get(&acme.at("/conversations/1/messages")).ok();
    crate::support::json::assert_same(
        "the message",
        &messages["payload"],
        &json!([at_least(json!({
            "id": any_id(), "content": any_text(), "message_type": 1, "sender": shapes::user_sender(&acme.bob),
        }))]),
    );
    let log = visitor.log();
    assert!(log.len() == 1 && log[0].starts_with("Ten percent off, ") && log[0].ends_with('?'), "{log:?}");
    // once: who has a conversation has it already; and no greeting follows the answer
    report(json!(number));
    visitor.say("Yes please");
    assert_eq!(visitor.log().len(), 2);
    let meta = acme.ada.get(&acme.at("/conversations?status=all")).ok()["data"]["meta"].clone();
    assert_eq!(meta["all_count"], 1);
}

#[test]
fn a_campaign_of_nobody_speaks_in_nobodys_name() {
    let acme = Company::new();
    let shop = acme.website("Shop");
    let new = merged(sent(&shop), json!({"message": "Hello"}));
    let number = acme.ada.post(&acme.at("/campaigns"), new).id();
    let visitor = acme.visitor(&shop);
    let event = json!({"name": "campaign.triggered", "event_info": {"campaign_id": number.to_string()}});
    assert_eq!(visitor.post(&visitor.at("events"), event).status, 204);
    let messages = acme.ada.get(&acme.at("/conversations/1/messages")).ok();
    assert_eq!((&messages["payload"][0]["content"], messages["payload"][0].get("sender")), (&json!("Hello"), None));
}
