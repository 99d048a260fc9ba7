//! Tag Profile: what people see of themselves and change.

use base64::Engine;
use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{Body, form, multipart};
use crate::support::clients::Person;
use crate::support::json::{any_iso_time, any_token, any_url, at_least, merged};
use crate::support::seed::{member, person, unique};

pub const PROFILE: &str = "/api/v1/profile";
/// The smallest PNG picture.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn picture() -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(PICTURE).unwrap()
}

/// The whole profile of a person who is in one account.
pub fn profile(company: &Company, person: &Person, role: &str) -> Value {
    json!({
        "access_token": person.token, "account_id": company.id, "available_name": person.name, "avatar_url": "",
        "confirmed": true, "display_name": null, "message_signature": null, "email": person.email, "id": person.id,
        "inviter_id": null, "name": person.name, "provider": "email", "pubsub_token": any_token(), "role": role,
        "ui_settings": {}, "uid": person.email, "type": null, "availability_status": "offline",
        "accounts": [{
            "id": company.id, "name": company.name, "status": "active", "active_at": null, "role": role,
            "permissions": [role], "availability": "online", "availability_status": "offline", "auto_offline": true,
        }],
    })
}

#[test]
fn people_see_themselves() {
    let acme = Company::new();
    for path in ["/profile", PROFILE, "/profile/", "/api/v1/profile.json"] {
        acme.bob.get(path).assert(200, profile(&acme, &acme.bob, "agent"));
        acme.ada.session().get(path).assert(200, profile(&acme, &acme.ada, "administrator"));
    }
}

#[test]
fn only_people_have_a_profile() {
    let acme = Company::new();
    let sent = json!({"name": "Robo", "account_id": acme.id});
    let made = acme.platform.post("/platform/api/v1/agent_bots", sent).ok();
    let robo = acme.server.client(&[("api_access_token", made["access_token"].as_str().unwrap())]);
    for path in ["/profile", PROFILE] {
        robo.get(path).assert_error(401, "Access to this endpoint is not authorized for bots");
        acme.platform.get(path).assert_error(401, "Access to this endpoint is not authorized for bots");
        acme.server.nobody().get(path).assert_sign_in_first();
        acme.server.client(&[("api_access_token", "wrong")]).get(path).assert_error(401, "Invalid Access Token");
    }
}

#[test]
fn people_change_themselves() {
    let acme = Company::new();
    let mut events = acme.events();
    let sent = json!({"profile": {
        "name": "Bobby", "display_name": "Bob the agent", "message_signature": "Yours, Bob",
        "ui_settings": {"sidebar": true}, "phone_number": "+15551234",
    }});
    let changed = json!({
        "name": "Bobby", "display_name": "Bob the agent", "available_name": "Bob the agent",
        "message_signature": "Yours, Bob", "ui_settings": {"sidebar": true},
        "custom_attributes": {"phone_number": "+15551234"},
    });
    let expected = merged(profile(&acme, &acme.bob, "agent"), changed);
    acme.bob.put(PROFILE, sent).assert(200, expected.clone());
    events.assert(json!([at_least(json!({
        "name": "user_updated", "subject_id": acme.bob.id, "actor": ["User", acme.bob.id],
    }))]));
    // flat, by the other verb, on the other path: the settings are replaced as a whole
    let expected = merged(expected, json!({"ui_settings": {"theme": "dark"}}));
    acme.bob.patch("/profile", json!({"ui_settings": {"theme": "dark"}})).assert(200, expected.clone());
    // nobody else sees settings
    events.assert_none();
    let pairs = form([("profile[name]", "Robert"), ("profile[message_signature]", "")]);
    let expected = merged(expected, json!({"name": "Robert", "message_signature": null}));
    acme.bob.put(PROFILE, pairs).assert(200, expected);
    events.assert_names(&["user_updated"]);
}

#[test]
fn people_obey_the_rules_on_themselves() {
    let acme = Company::new();
    let mut events = acme.events();
    acme.bob.put(PROFILE, json!({"name": " "})).assert_invalid(&[("name", "Name can't be blank")]);
    acme.bob.put(PROFILE, json!({"email": "bob"})).assert_invalid(&[("email", "Email is invalid")]);
    let taken = acme.bob.put(PROFILE, json!({"email": acme.ada.email}));
    taken.assert_invalid(&[("email", "Email has already been taken")]);
    let availability = acme.bob.put(PROFILE, json!({"availability": "away"}));
    availability.assert_error(422, "'away' is not a valid availability");
    acme.bob.put(PROFILE, ()).assert_error(422, "param is missing or the value is empty: profile");
    events.assert_none();
    acme.server.nobody().put(PROFILE, json!({"name": "Me"})).assert_sign_in_first();
}

#[test]
fn a_new_password_needs_the_old_one() {
    let acme = Company::new();
    let session = acme.bob.session();
    let other = acme.bob.session();
    let new = "An0ther-one";
    let sent = json!({"password": new, "password_confirmation": new, "current_password": "Wr0ng-one"});
    session.put(PROFILE, sent).assert_error(422, "Invalid current password");
    session.put(PROFILE, json!({"password": new})).assert_error(422, "Invalid current password");
    let sent = json!({"password": new, "password_confirmation": "other", "current_password": acme.bob.password});
    let errors = [("password_confirmation", "Password confirmation doesn't match Password")];
    session.put(PROFILE, sent).assert_invalid(&errors);
    let sent = json!({"password": new, "password_confirmation": new, "current_password": acme.bob.password});
    let answer = session.put(PROFILE, sent);
    answer.assert(200, profile(&acme, &acme.bob, "agent"));
    // the one who changed it goes on in a new session; every other device signs in again
    let fresh = ["access-token", "client", "uid"]
        .iter()
        .fold((*acme.server.nobody()).clone(), |client, name| client.with(name, answer.header(name)));
    fresh.get(PROFILE).ok();
    session.get(PROFILE).assert_sign_in_first();
    other.get(PROFILE).assert_sign_in_first();
    acme.bob.get(PROFILE).ok();
    Person { password: new.to_owned(), ..acme.bob.clone() }.session().get(PROFILE).ok();
}

#[test]
fn a_new_address_is_good_at_once() {
    let acme = Company::new();
    let email = format!("robert-{}@example.com", unique());
    let answer = acme.bob.session().put(PROFILE, json!({"email": email.to_uppercase()}));
    answer.assert(200, merged(profile(&acme, &acme.bob, "agent"), json!({"email": email, "uid": email})));
    assert_eq!(answer.header("uid"), email);
    Person { email, ..acme.bob.clone() }.session().get(PROFILE).ok();
}

#[test]
fn people_have_a_picture_until_they_take_it_away() {
    let acme = Company::new();
    let mut events = acme.events();
    let parts = multipart().file("profile[avatar]", "me.png", "image/png", &picture());
    let answer = acme.bob.put(PROFILE, parts);
    answer.assert(200, merged(profile(&acme, &acme.bob, "agent"), json!({"avatar_url": any_url()})));
    events.assert_names(&["user_updated"]);
    let url = answer.body["avatar_url"].as_str().unwrap();
    let path = url.strip_prefix(&format!("http://{}", acme.server.address())).unwrap();
    let shown = acme.server.nobody().get(path);
    assert_eq!((shown.status, shown.header("content-type"), &shown.bytes), (200, "image/png", &picture()));
    let agents = acme.ada.get(&acme.at("/agents")).ok();
    assert_eq!(agents[1]["thumbnail"], url);
    acme.bob.delete("/api/v1/profile/avatar", ()).assert(200, profile(&acme, &acme.bob, "agent"));
    events.assert_names(&["user_updated"]);
    assert_eq!(acme.server.nobody().get(path).status, 404);
    acme.bob.delete("/api/v1/profile/avatar", ()).assert(200, profile(&acme, &acme.bob, "agent"));
    events.assert_none();
}

#[test]
fn a_picture_is_a_picture() {
    let acme = Company::new();
    let refused = [("avatar", "Avatar filetype not supported")];
    for (name, kind, bytes) in [
        ("me.svg", "image/svg+xml", &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]),
        ("me.png", "image/png", b"text"),
    ] {
        acme.bob.put(PROFILE, multipart().file("avatar", name, kind, bytes)).assert_invalid(&refused);
    }
    acme.bob.get(PROFILE).assert(200, profile(&acme, &acme.bob, "agent"));
}

#[test]
fn people_choose_how_they_appear() {
    let acme = Company::new();
    let theirs = acme.platform.post("/platform/api/v1/accounts", json!({"name": "Theirs"})).id();
    let members = format!("/platform/api/v1/accounts/{theirs}/account_users");
    acme.platform.post(&members, json!({"user_id": acme.bob.id})).ok();
    let mut events = acme.events();
    let seats = |body: &Value| {
        let accounts = body["accounts"].as_array().unwrap();
        let seat = |seat: &Value| {
            (seat["availability"].clone(), seat["availability_status"].clone(), seat["auto_offline"].clone())
        };
        accounts.iter().map(seat).collect::<Vec<_>>()
    };
    let seat = |chosen: &str, shown: &str, auto: bool| (json!(chosen), json!(shown), json!(auto));
    let change = |call: &str, body: Value| acme.bob.post(&format!("/api/v1/profile/{call}"), body);
    let busy = change("availability", json!({"account_id": acme.id, "availability": "busy"})).ok();
    assert_eq!(seats(&busy), [seat("busy", "offline", true), seat("online", "offline", true)]);
    events.assert(json!([{
        "name": "account_user_updated", "subject_id": acme.bob.id, "conversation": null, "actor": ["User", acme.bob.id],
        "changes": {"availability": ["online", "busy"]},
    }]));
    let here =
        change("auto_offline", json!({"profile": {"account_id": acme.id.to_string(), "auto_offline": "false"}})).ok();
    assert_eq!(seats(&here), [seat("busy", "busy", false), seat("online", "offline", true)]);
    assert_eq!(here["availability_status"], "busy");
    events.assert_names(&["account_user_updated"]);
    // in all accounts at once, as it was done in 2021
    let everywhere = acme.bob.put(PROFILE, json!({"availability": "offline"})).ok();
    assert_eq!(seats(&everywhere), [seat("offline", "offline", false), seat("offline", "offline", true)]);
    events.assert_names(&["account_user_updated"]);
    change("availability", json!({"account_id": acme.id, "availability": "offline"})).ok();
    events.assert_none();
    change("availability", json!({"account_id": i64::MAX, "availability": "busy"})).assert_not_found();
    change("auto_offline", json!({"account_id": i64::MAX, "auto_offline": true})).assert_not_found();
    let wrong = change("availability", json!({"account_id": acme.id, "availability": "away"}));
    wrong.assert_error(422, "'away' is not a valid availability");
    events.assert_none();
}

#[test]
fn people_choose_the_account_they_work_in() {
    let acme = Company::new();
    let theirs = acme.platform.post("/platform/api/v1/accounts", json!({"name": "Theirs"})).id();
    let cleo = person(&acme.server, "Cleo");
    for (account, role) in [(acme.id, "agent"), (theirs, "administrator")] {
        let members = format!("/platform/api/v1/accounts/{account}/account_users");
        acme.platform.post(&members, json!({"user_id": cleo.id, "role": role})).ok();
    }
    assert_eq!(cleo.get(PROFILE).ok()["account_id"], acme.id);
    let choose = |body: Value| cleo.put("/api/v1/profile/set_active_account", body);
    choose(json!({"profile": {"account_id": theirs}})).assert_empty();
    let expected = json!({"account_id": theirs, "role": "administrator"});
    let seats = json!([
        at_least(json!({"id": acme.id, "active_at": null})),
        at_least(json!({"id": theirs, "active_at": any_iso_time()}))
    ]);
    cleo.get(PROFILE).assert(200, at_least(merged(expected, json!({"accounts": seats}))));
    choose(json!({"account_id": i64::MAX})).assert_not_found();
    let foreign = acme.platform.post("/platform/api/v1/accounts", json!({"name": "Foreign"})).id();
    choose(json!({"account_id": foreign})).assert_not_found();
}

#[test]
fn a_token_is_replaced() {
    let acme = Company::new();
    let session = acme.bob.session();
    let answer = acme.bob.post("/api/v1/profile/reset_access_token", ());
    let fresh = answer.body["access_token"].as_str().unwrap().to_owned();
    assert_ne!(fresh, acme.bob.token);
    answer.assert(200, merged(profile(&acme, &acme.bob, "agent"), json!({"access_token": any_token()})));
    acme.bob.get(PROFILE).assert_error(401, "Invalid Access Token");
    acme.server.client(&[("api_access_token", &fresh)]).get(PROFILE).ok();
    // sessions stay
    assert_eq!(session.get(PROFILE).ok()["access_token"], fresh);
}

#[test]
fn a_profile_may_be_sent_in_parts() {
    let acme = Company::new();
    let extra = member(&acme.server, acme.id, "Cleo", "agent");
    let parts: Body = multipart()
        .text("profile[name]", "Cléo")
        .text("profile[ui_settings][sidebar]", "true")
        .text("profile[availability]", "busy")
        .into();
    let changed = extra.put(PROFILE, parts).ok();
    assert_eq!((&changed["name"], &changed["accounts"][0]["availability"]), (&json!("Cléo"), &json!("busy")));
    assert_eq!(changed["ui_settings"], json!({"sidebar": "true"}));
}
