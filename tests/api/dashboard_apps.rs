//! Pages in frames beside a conversation (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::json::{any_id, any_iso_time, at_least, merged};

fn frame(url: &str) -> Value {
    json!([{"type": "frame", "url": url}])
}

fn app(title: &str, url: &str) -> Value {
    json!({"id": any_id(), "title": title, "content": frame(url), "created_at": any_iso_time()})
}

#[test]
fn they_are_made_listed_changed_and_deleted() {
    let acme = Company::new();
    let path = acme.at("/dashboard_apps");
    acme.bob.get(&path).assert(200, json!([]));
    let is_enabled = || {
        let apps = acme.bob.get(&acme.at("/integrations/apps")).ok();
        let apps = apps["payload"].as_array().unwrap();
        apps.iter().find(|app| app["id"] == "dashboard_apps").unwrap()["enabled"].clone()
    };
    assert_eq!(is_enabled(), false);
    let mut events = acme.events();
    let new = json!({"title": "CRM", "content": frame("https://crm.example.com/")});
    let made = acme.ada.post(&path, new.clone());
    made.assert(200, app("CRM", "https://crm.example.com/"));
    assert_eq!(is_enabled(), true);
    let one = acme.at(&format!("/dashboard_apps/{}", made.id()));
    acme.bob.get(&one).assert(200, app("CRM", "https://crm.example.com/"));
    acme.ada.post(&path, json!({"dashboard_app": merged(new, json!({"title": "Orders"}))})).ok();
    let shop = app("CRM", "https://shop.example.com/");
    acme.ada.patch(&one, json!({"content": frame("https://shop.example.com/")})).assert(200, shop.clone());
    acme.ada.patch(&one, json!({"title": "CRM"})).assert(200, shop.clone());
    acme.bob.get(&path).assert(200, json!([shop, app("Orders", "https://crm.example.com/")]));
    acme.ada.delete(&one, ()).assert_empty();
    acme.ada.get(&one).assert_not_found();
    events.assert(json!([
        at_least(json!({"name": "dashboard_app_created", "actor": ["User", acme.ada.id]})),
        at_least(json!({"name": "dashboard_app_created"})),
        at_least(json!({"name": "dashboard_app_updated"})),
        at_least(json!({"name": "dashboard_app_deleted"})),
    ]));
}

#[test]
fn a_frame_needs_the_address_of_a_page() {
    let acme = Company::new();
    let path = acme.at("/dashboard_apps");
    let mut events = acme.events();
    let invalid = [("content", "Content : Invalid data")];
    for content in
        [json!([]), json!(null), frame("javascript:alert(1)"), json!([{"type": "x", "url": "https://a.test"}])]
    {
        acme.ada.post(&path, json!({"title": "CRM", "content": content})).assert_invalid(&invalid);
    }
    acme.ada
        .post(&path, json!({"title": ""}))
        .assert_invalid(&[("title", "Title can't be blank"), ("content", "Content : Invalid data")]);
    acme.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: dashboard_app");
    events.assert_none();
}
