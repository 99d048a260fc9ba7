//! The devices somebody is logged in on, to themselves.

use serde_json::{Value, json};

use crate::profile::PROFILE;
use crate::support::Company;
use crate::support::clients::Session;
use crate::support::json::{any_id, any_iso_time};

const SESSIONS: &str = "/api/v1/profile/sessions";

/// Signs Bob in from a browser.
fn browser(company: &Company, user_agent: &str) -> Session {
    let bob = &company.bob;
    let client = company.server.nobody().with("user-agent", user_agent);
    let answer = client.post("/auth/sign_in", json!({"email": bob.email, "password": bob.password}));
    let names = ["access-token", "client", "uid"];
    Session(names.iter().fold(client, |client, name| client.with(name, answer.header(name))))
}

fn shown(browser: [&str; 2], device: Value, platform: [&str; 2], current: bool) -> Value {
    json!({
        "id": any_id(), "browser_name": browser[0], "browser_version": browser[1], "device_name": device,
        "platform_name": platform[0], "platform_version": platform[1], "ip_address": "127.0.0.1", "city": null,
        "country": null, "country_code": null, "last_activity_at": any_iso_time(), "created_at": any_iso_time(),
        "current": current,
    })
}

#[test]
fn people_see_where_they_are_logged_in_and_log_out_there() {
    let acme = Company::new();
    let laptop = browser(&acme, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0");
    let phone = browser(
        &acme,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 \
         Mobile/15E148 Safari/604.1",
    );
    let on_phone = |current| shown(["Safari", "17.5"], json!("iPhone"), ["iOS", "17.5"], current);
    let on_laptop = |current| shown(["Firefox", "132.0"], json!(null), ["Windows", "10.0"], current);
    let list = laptop.get(SESSIONS);
    list.assert(200, json!([on_phone(false), on_laptop(true)]));
    phone.get(SESSIONS).assert(200, json!([on_phone(true), on_laptop(false)]));
    // by a token no session is in use
    acme.bob.get(SESSIONS).assert(200, json!([on_phone(false), on_laptop(false)]));
    let id = |n: usize| list.body[n]["id"].as_i64().unwrap();
    let at = |id: i64| format!("{SESSIONS}/{id}");
    laptop.delete(&at(id(1)), ()).assert_error(422, "The session in use is ended by signing out");
    // nobody else's
    acme.ada.delete(&at(id(0)), ()).assert_not_found();
    phone.get(PROFILE).ok();
    laptop.delete(&at(id(0)), ()).assert_empty();
    phone.get(PROFILE).assert_sign_in_first();
    laptop.delete(&at(id(0)), ()).assert_not_found();
    laptop.get(SESSIONS).assert(200, json!([on_laptop(true)]));
    acme.bob.delete(&at(id(1)), ()).assert_empty();
    laptop.get(PROFILE).assert_sign_in_first();
}

#[test]
fn the_oldest_of_too_many_devices_is_logged_out() {
    let acme = Company::new();
    let first = acme.bob.session();
    let second = acme.bob.session();
    for _ in 0..24 {
        acme.bob.session();
    }
    first.get(PROFILE).assert_sign_in_first();
    let list = second.get(SESSIONS).ok();
    assert_eq!(list.as_array().unwrap().len(), 25);
}

#[test]
fn a_proxy_that_is_not_trusted_is_not_believed() {
    let acme = Company::new();
    let client = acme.server.nobody().with("x-forwarded-for", "198.51.100.7");
    client.post("/auth/sign_in", json!({"email": acme.bob.email, "password": acme.bob.password})).ok();
    assert_eq!(acme.bob.get(SESSIONS).ok()[0]["ip_address"], "127.0.0.1");
}
