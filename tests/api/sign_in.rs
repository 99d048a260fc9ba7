//! How people sign in and out, and what proves them (beyond the swagger).

use serde_json::json;

use crate::profile::{PROFILE, profile};
use crate::support::Company;
use crate::support::body::form;
use crate::support::clients::Session;
use crate::support::json::{any_iso_time, merged};
use crate::support::seed::{person, unique};
use crate::support::server;

#[test]
fn a_token_decides_alone() {
    let acme = Company::new();
    let session = acme.bob.session();
    session.with("api_access_token", "wrong").get(PROFILE).assert_error(401, "Invalid Access Token");
    let ada = session.with("api-access-token", &acme.ada.token).get(PROFILE).ok();
    assert_eq!(ada["id"], acme.ada.id);
    let query = format!("{PROFILE}?api_access_token={}", acme.ada.token);
    acme.server.nobody().get(&query).assert_sign_in_first();
}

#[test]
fn a_person_signs_in_and_out() {
    let acme = Company::new();
    let nobody = acme.server.nobody();
    let upper = acme.bob.email.to_uppercase();
    let answer = nobody.post("/auth/sign_in", json!({"email": upper, "password": acme.bob.password}));
    answer.assert(200, json!({"data": profile(&acme, &acme.bob, "agent")}));
    assert_eq!((answer.header("token-type"), answer.header("uid")), ("Bearer", acme.bob.email.as_str()));
    let expiry: i64 = answer.header("expiry").parse().unwrap();
    let two_months = jiff::Timestamp::now().as_second() + 58 * 24 * 3600;
    assert!(expiry > two_months, "{expiry}");
    let session = Session(
        ["access-token", "client", "uid"].iter().fold((*nobody).clone(), |c, name| c.with(name, answer.header(name))),
    );
    let bearer = nobody.with("authorization", answer.header("authorization"));
    for client in [&*session, &bearer] {
        let again = client.get(PROFILE);
        assert_eq!(again.status, 200);
        for name in ["access-token", "client", "uid", "expiry", "token-type"] {
            assert_eq!(again.header(name), answer.header(name));
        }
    }
    // a call by token says nothing of sessions
    assert_eq!(acme.bob.get(PROFILE).header("access-token"), "");
    session.delete("/auth/sign_out", ()).assert(200, json!({"success": true}));
    session.get(PROFILE).assert_sign_in_first();
    let gone = json!({"success": false, "errors": ["User was not found or was not logged in."]});
    session.delete("/auth/sign_out", ()).assert(404, gone.clone());
    nobody.delete("/auth/sign_out", ()).assert(404, gone);
}

#[test]
fn sessions_of_several_devices_live_side_by_side() {
    let acme = Company::new();
    let (phone, laptop) = (acme.bob.session(), acme.bob.session());
    phone.get(PROFILE).ok();
    laptop.delete("/auth/sign_out", ()).ok();
    phone.get(PROFILE).ok();
    laptop.get(PROFILE).assert_sign_in_first();
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_alike() {
    let server = server::shared();
    let cleo = person(&server, "Cleo");
    let refused = json!({"success": false, "errors": ["Invalid login credentials. Please try again."]});
    for sent in [
        json!({"email": cleo.email, "password": "Wr0ng-one"}),
        json!({"email": format!("nobody-{}@example.com", unique()), "password": cleo.password}),
        json!({"email": cleo.email}),
        json!({"password": cleo.password}),
        json!({}),
    ] {
        let answer = server.nobody().post("/auth/sign_in", sent);
        answer.assert(401, refused.clone());
        assert_eq!(answer.header("access-token"), "");
    }
    let pairs = form([("email", &cleo.email), ("password", &cleo.password)]);
    server.nobody().post("/auth/sign_in", pairs).ok();
}

#[test]
fn passwords_are_guessed_a_few_times_only() {
    let server = server::shared();
    let cleo = person(&server, "Cleo");
    let nobody = server.nobody();
    let guess = |password: &str| nobody.post("/auth/sign_in", json!({"email": cleo.email, "password": password}));
    for _ in 0..9 {
        assert_eq!(guess("Wr0ng-one").status, 401);
    }
    // a success forgets the failures before it
    assert_eq!(guess(&cleo.password).status, 200);
    for _ in 0..10 {
        assert_eq!(guess("Wr0ng-one").status, 401);
    }
    let limited = guess(&cleo.password);
    assert_eq!(limited.status, 429, "{}", limited.text());
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(limited.body["error"].is_string());
}

#[test]
fn a_session_is_validated() {
    let acme = Company::new();
    let session = acme.bob.session();
    let data = merged(profile(&acme, &acme.bob, "agent"), json!({"created_at": any_iso_time()}));
    session.get("/auth/validate_token").assert(200, json!({"payload": {"success": true, "data": data}}));
    let refused = json!({"success": false, "errors": ["Invalid login credentials"]});
    acme.server.nobody().get("/auth/validate_token").assert(401, refused.clone());
    session.delete("/auth/sign_out", ()).ok();
    session.get("/auth/validate_token").assert(401, refused);
}

#[test]
fn a_colleague_without_a_password_cannot_sign_in() {
    let acme = Company::new();
    let email = format!("dora-{}@example.com", unique());
    acme.ada.post(&acme.at("/agents"), json!({"email": email, "name": "Dora"})).ok();
    let refused = json!({"success": false, "errors": ["Invalid login credentials. Please try again."]});
    for password in ["", "Passw0rd!"] {
        let answer = acme.server.nobody().post("/auth/sign_in", json!({"email": email, "password": password}));
        answer.assert(401, refused.clone());
    }
    // the operator gives them one
    let set = acme.server.command(&["user", "set-password", "--email", &email, "--password", "An0ther-one"]);
    assert!(set.status.success());
    let signed_in = acme.server.nobody().post("/auth/sign_in", json!({"email": email, "password": "An0ther-one"}));
    assert_eq!(signed_in.ok()["data"]["confirmed"], true);
}
