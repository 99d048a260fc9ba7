//! Tag Users: platform apps make people, change and remove them, and sign them in.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{form, query};
use crate::support::clients::Person;
use crate::support::json::{any_id, any_token, at_least, merged};
use crate::support::seed::{PASSWORD, person, unique};
use crate::support::server;

const USERS: &str = "/platform/api/v1/users";

fn of(id: i64) -> String {
    format!("{USERS}/{id}")
}

/// A user who was just made and is in no account.
pub fn user(name: &str, email: &str) -> Value {
    json!({
        "access_token": any_token(), "account_id": null, "available_name": name, "avatar_url": "", "confirmed": true,
        "display_name": null, "message_signature": null, "email": email, "id": any_id(), "inviter_id": null, "name": name,
        "provider": "email", "pubsub_token": any_token(), "role": null, "ui_settings": {}, "uid": email, "type": null,
        "availability_status": "offline", "accounts": [],
    })
}

fn address() -> String {
    format!("cleo-{}@example.com", unique())
}

#[test]
fn a_platform_app_creates_a_user() {
    let server = server::shared();
    let email = address();
    let sent = json!({"name": "Cleo", "email": format!(" {} ", email.to_uppercase()), "password": PASSWORD});
    let answer = server.platform().post(USERS, sent);
    answer.assert(200, user("Cleo", &email));
    let cleo = answer.body;
    server.platform().get(&of(cleo["id"].as_i64().unwrap())).assert(200, cleo.clone());
    let token = cleo["access_token"].as_str().unwrap();
    server.client(&[("api_access_token", token)]).get("/api/v1/profile").assert(200, cleo);
}

#[test]
fn a_user_may_have_a_display_name_and_attributes_but_no_name() {
    let server = server::shared();
    let email = address();
    let before_at = email.split('@').next().unwrap();
    let sent = json!({
        "email": email, "password": PASSWORD, "display_name": "The Countess", "custom_attributes": {"level": 3},
    });
    let more =
        json!({"available_name": "The Countess", "display_name": "The Countess", "custom_attributes": {"level": 3}});
    server.platform().post(USERS, sent).assert(200, merged(user(before_at, &email), more));
}

#[test]
fn a_platform_app_shows_the_token_of_a_user() {
    let server = server::shared();
    let cleo = person(&server, "Cleo");
    let profile = cleo.get("/api/v1/profile").ok();
    server.platform().post(&format!("{}/token", of(cleo.id)), ()).assert(200, json!({
        "access_token": cleo.token, "expiry": null,
        "user": {"id": cleo.id, "name": "Cleo", "display_name": null, "email": cleo.email, "pubsub_token": profile["pubsub_token"]},
    }));
    server.platform().post(&format!("{}/token", of(0)), ()).assert_not_found();
}

#[test]
fn a_form_makes_a_user() {
    let server = server::shared();
    let email = address();
    let pairs = form([("name", "Cleo"), ("email", &email), ("password", PASSWORD), ("custom_attributes[level]", "3")]);
    let expected = merged(user("Cleo", &email), json!({"custom_attributes": {"level": "3"}}));
    server.platform().post(USERS, pairs).assert(200, expected);
}

#[test]
fn somebody_who_is_known_is_answered_as_they_are() {
    let server = server::shared();
    let cleo = person(&server, "Cleo");
    let stranger = server.stranger();
    stranger.get(&of(cleo.id)).assert_error(401, "Non permissible resource");
    let sent = json!({"name": "Somebody else", "email": cleo.email, "password": "An0ther-one"});
    let answer = stranger.post(USERS, sent);
    answer.assert(200, merged(user("Cleo", &cleo.email), json!({"id": cleo.id, "access_token": cleo.token})));
    stranger.get(&of(cleo.id)).ok();
    cleo.session().get("/api/v1/profile").ok();
}

#[test]
fn a_user_obeys_the_rules() {
    let server = server::shared();
    let platform = server.platform();
    let missing =
        [("email", "Email can't be blank"), ("password", "Password can't be blank"), ("name", "Name can't be blank")];
    platform.post(USERS, json!({})).assert_invalid(&missing);
    let email = address();
    let refused = |password: &str, messages: &[&str]| {
        let errors: Vec<(&str, &str)> = messages.iter().map(|message| ("password", *message)).collect();
        platform.post(USERS, json!({"email": email, "password": password})).assert_invalid(&errors);
    };
    refused("", &["Password can't be blank"]);
    refused("Aa1!", &["Password is too short (minimum is 6 characters)"]);
    refused("password1!", &["Password must contain at least 1 uppercase character"]);
    refused("PASSWORD1!", &["Password must contain at least 1 lowercase character"]);
    refused("Password!", &["Password must contain at least 1 number character"]);
    refused("Passw0rd", &["Password must contain at least 1 special character"]);
    refused(&format!("Aa1!{}", "x".repeat(125)), &["Password is too long (maximum is 128 characters)"]);
    for wrong in ["cleo", "cleo@", "@example.com", "a b@example.com"] {
        let sent = json!({"email": wrong, "password": PASSWORD, "name": "Cleo"});
        platform.post(USERS, sent).assert_invalid(&[("email", "Email is invalid")]);
    }
}

#[test]
fn a_user_changes_in_part_and_their_accounts_are_told() {
    let acme = Company::new();
    let mut events = acme.events();
    let change = json!({"name": "Bobby", "display_name": "Bob the agent", "custom_attributes": {"level": 3}});
    let answer = acme.platform.patch(&of(acme.bob.id), change);
    answer.assert(
        200,
        at_least(json!({
            "id": acme.bob.id, "name": "Bobby", "display_name": "Bob the agent", "available_name": "Bob the agent",
            "custom_attributes": {"level": 3}, "email": acme.bob.email, "role": "agent", "account_id": acme.id,
        })),
    );
    events.assert(json!([{
        "name": "user_updated", "subject_id": acme.bob.id, "conversation": null, "actor": ["PlatformApp", any_id()],
        "changes": {
            "name": ["Bob", "Bobby"], "display_name": [null, "Bob the agent"], "custom_attributes": [{}, {"level": 3}],
        },
    }]));
    let merged =
        acme.platform.put(&of(acme.bob.id), json!({"custom_attributes": {"team": "x"}, "display_name": null})).ok();
    assert_eq!(merged["custom_attributes"], json!({"level": 3, "team": "x"}));
    assert_eq!(merged["available_name"], "Bobby");
    events.assert_names(&["user_updated"]);
    acme.platform.patch(&of(acme.bob.id), json!({"name": "Bobby"})).ok();
    events.assert_none();
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one() {
    let server = server::shared();
    let mut cleo = person(&server, "Cleo");
    let session = cleo.session();
    session.get("/api/v1/profile").ok();
    let weak = server.platform().patch(&of(cleo.id), json!({"password": "weak"}));
    assert_eq!(weak.status, 422);
    session.get("/api/v1/profile").ok();
    server.platform().patch(&of(cleo.id), json!({"password": "An0ther-one"})).ok();
    session.get("/api/v1/profile").assert_sign_in_first();
    cleo.get("/api/v1/profile").ok();
    cleo.password = "An0ther-one".to_owned();
    cleo.session().get("/api/v1/profile").ok();
}

#[test]
fn an_address_belongs_to_one_user() {
    let server = server::shared();
    let (cleo, dora) = (person(&server, "Cleo"), person(&server, "Dora"));
    let taken = server.platform().patch(&of(cleo.id), json!({"email": dora.email.to_uppercase()}));
    taken.assert_invalid(&[("email", "Email has already been taken")]);
    let email = address();
    let moved = server.platform().patch(&of(cleo.id), json!({"email": email})).ok();
    assert_eq!((&moved["email"], &moved["uid"], &moved["confirmed"]), (&json!(email), &json!(email), &json!(true)));
    let cleo = Person { email, ..cleo };
    cleo.session().get("/api/v1/profile").ok();
}

#[test]
fn a_user_goes_and_leaves_their_accounts() {
    let acme = Company::new();
    let session = acme.bob.session();
    let mut events = acme.events();
    acme.platform.delete(&of(acme.bob.id), ()).assert_empty();
    events.assert_names(&["account_user_deleted"]);
    acme.platform.get(&of(acme.bob.id)).assert_not_found();
    acme.platform.delete(&of(acme.bob.id), ()).assert_not_found();
    acme.bob.get("/api/v1/profile").assert_error(401, "Invalid Access Token");
    session.get("/api/v1/profile").assert_sign_in_first();
    let agents = acme.ada.get(&acme.at("/agents")).ok();
    assert_eq!(agents.as_array().unwrap().len(), 1);
    // the address is free again
    let sent = json!({"name": "Bob", "email": acme.bob.email, "password": PASSWORD});
    let again = acme.platform.post(USERS, sent).id();
    assert_ne!(again, acme.bob.id);
}

#[test]
fn a_link_signs_in_once() {
    let server = server::shared();
    let cleo = person(&server, "Cleo+test");
    let url = server.platform().get(&format!("{}/login", of(cleo.id))).ok()["url"].as_str().unwrap().to_owned();
    let (place, parameters) = url.split_once('?').unwrap();
    assert_eq!(place, format!("http://{}/app/login", server.address()));
    let token = parameters.rsplit_once("sso_auth_token=").unwrap().1;
    assert_eq!(parameters, query_of(&cleo.email, token));
    assert!(token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()), "{token}");
    let another = person(&server, "Dora");
    let nobody = server.nobody();
    let wrong = json!({"success": false, "errors": ["Invalid login credentials. Please try again."]});
    nobody.post("/auth/sign_in", json!({"email": another.email, "sso_auth_token": token})).assert(401, wrong.clone());
    let signed_in = nobody.post("/auth/sign_in", json!({"email": cleo.email, "sso_auth_token": token}));
    signed_in.assert(200, json!({"data": merged(user("Cleo+test", &cleo.email), json!({"id": cleo.id}))}));
    assert_eq!(signed_in.header("uid"), cleo.email);
    nobody.post("/auth/sign_in", json!({"email": cleo.email, "sso_auth_token": token})).assert(401, wrong);
}

fn query_of(email: &str, token: &str) -> String {
    let escaped = email.replace('+', "%2B").replace('@', "%40");
    assert!(query([("email", email)]).contains("%40"));
    format!("email={escaped}&sso_auth_token={token}")
}

#[test]
fn only_the_app_that_made_them_may_touch_a_user() {
    let acme = Company::new();
    let mut events = acme.events();
    let stranger = acme.server.stranger();
    let paths = [("GET", of(acme.bob.id)), ("PATCH", of(acme.bob.id)), ("DELETE", of(acme.bob.id))];
    for (method, path) in paths.iter().chain([&("GET", format!("{}/login", of(acme.bob.id)))]) {
        stranger.send(method, path, ()).assert_error(401, "Non permissible resource");
        for caller in [&*acme.ada, &*acme.bob.session(), &*acme.server.nobody()] {
            caller.send(method, path, ()).assert_error(401, "Invalid access_token");
        }
        let unknown = path.replace(&acme.bob.id.to_string(), &i64::MAX.to_string());
        acme.platform.send(method, &unknown, ()).assert_not_found();
    }
    acme.ada.post(USERS, json!({"email": address(), "password": PASSWORD})).assert_error(401, "Invalid access_token");
    events.assert_none();
    acme.bob.get("/api/v1/profile").ok();
}
