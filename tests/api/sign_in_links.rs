//! New passwords and confirmed addresses by links that the operator or an administrator makes.

use serde_json::{Value, json};

use crate::profile::{PROFILE, profile};
use crate::support::Company;
use crate::support::clients::{Answer, Person, Session};
use crate::support::json::{any_url, at_least, merged};
use crate::support::seed::unique;

const NEW: &str = "An0ther-one";

/// The token in a link that the operator makes.
fn token(company: &Company, command: &str, email: &str) -> String {
    let made = company.server.command(&["user", command, "--email", email, "--base-url", "https://chat.example.com/"]);
    assert!(made.status.success());
    let url = String::from_utf8(made.stdout).unwrap();
    assert!(url.starts_with("https://chat.example.com/app/auth/"), "{url}");
    url.trim().split('=').next_back().unwrap().to_owned()
}

fn choose(company: &Company, token: &str, password: &str) -> Answer {
    let sent = json!({"reset_password_token": token, "password": password, "password_confirmation": password});
    company.server.nobody().put("/auth/password", sent)
}

/// The session that an answer brought.
fn session(company: &Company, answer: &Answer) -> Session {
    let nobody = (*company.server.nobody()).clone();
    let with = |client: crate::support::clients::Client, name: &&str| client.with(name, answer.header(name));
    Session(["access-token", "client", "uid"].iter().fold(nobody, with))
}

fn refused(message: &str) -> Value {
    json!({"message": message, "redirect_url": "/"})
}

#[test]
fn a_request_for_a_new_password_is_answered() {
    let acme = Company::new();
    let ask = |email: &str| acme.server.nobody().post("/auth/password", json!({"email": email}));
    let known = "Woot! Request for password reset is successful. Check your mail for instructions.";
    ask(&acme.bob.email.to_uppercase()).assert(200, json!({"message": known}));
    let unknown = "Uh ho! We could not find any user with the specified email.";
    ask("nobody-at-all@example.com").assert(404, json!({"message": unknown}));
    ask("").assert(404, json!({"message": unknown}));
}

#[test]
fn a_link_leads_to_a_new_password_once() {
    let acme = Company::new();
    let before = acme.bob.session();
    let token = token(&acme, "reset-link", &acme.bob.email);
    // what is refused uses nothing up
    choose(&acme, &token, "short").assert_invalid(&[
        ("password", "Password is too short (minimum is 6 characters)"),
        ("password", "Password must contain at least 1 uppercase character"),
        ("password", "Password must contain at least 1 number character"),
        ("password", "Password must contain at least 1 special character"),
    ]);
    let sent = json!({"reset_password_token": token, "password": NEW, "password_confirmation": "other"});
    let differing = acme.server.nobody().put("/auth/password", sent);
    differing.assert_invalid(&[("password_confirmation", "Password confirmation doesn't match Password")]);
    before.get(PROFILE).ok();
    let answer = choose(&acme, &token, NEW);
    answer.assert(200, json!({"data": profile(&acme, &acme.bob, "agent")}));
    session(&acme, &answer).get(PROFILE).ok();
    before.get(PROFILE).assert_sign_in_first();
    choose(&acme, &token, NEW).assert(422, refused("Invalid token"));
    choose(&acme, "wrong", NEW).assert(422, refused("Invalid token"));
    choose(&acme, "", NEW).assert(422, refused("Invalid token"));
    acme.server.nobody().put("/auth/password", ()).assert(422, refused("Invalid token"));
    Person { password: NEW.to_owned(), ..acme.bob.clone() }.session().get(PROFILE).ok();
    let old =
        acme.server.nobody().post("/auth/sign_in", json!({"email": acme.bob.email, "password": acme.bob.password}));
    assert_eq!(old.status, 401);
}

#[test]
fn the_newest_link_counts_and_none_after_another_password() {
    let acme = Company::new();
    let first = token(&acme, "reset-link", &acme.bob.email);
    let second = token(&acme, "reset-link", &acme.bob.email);
    choose(&acme, &first, NEW).assert(422, refused("Invalid token"));
    let path = format!("/platform/api/v1/users/{}", acme.bob.id);
    acme.platform.patch(&path, json!({"password": NEW})).ok();
    choose(&acme, &second, NEW).assert(422, refused("Invalid token"));
    // of another kind
    let link = acme.platform.get(&format!("{path}/login")).ok();
    let sso = link["url"].as_str().unwrap().split('=').next_back().unwrap().to_owned();
    choose(&acme, &sso, NEW).assert(422, refused("Invalid token"));
}

#[test]
fn a_link_confirms_an_address() {
    let acme = Company::new();
    let email = format!("dora-{}@example.com", unique());
    let id = acme.ada.post(&acme.at("/agents"), json!({"email": email, "name": "Dora"})).id();
    let token = token(&acme, "confirmation-link", &email);
    let confirm = |token: &str| acme.server.nobody().post("/auth/confirmation", json!({"confirmation_token": token}));
    let mut events = acme.events();
    confirm("wrong").assert(422, refused("Invalid token"));
    confirm("").assert(422, refused("Invalid token"));
    events.assert_none();
    let answer = confirm(&token);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let data = json!({"id": id, "email": email, "confirmed": true, "name": "Dora"});
    answer.assert(200, json!({"data": at_least(data)}));
    session(&acme, &answer).get(PROFILE).ok();
    events.assert(json!([{
        "name": "user_updated", "subject_id": id, "conversation": null, "actor": ["User", id],
        "changes": {"confirmed": [false, true]},
    }]));
    let again = confirm(&token);
    again.assert(422, refused("Already confirmed"));
    assert_eq!(again.header("access-token"), "");
    acme.bob.post("/api/v1/profile/resend_confirmation", ()).assert_empty();
}

#[test]
fn an_administrator_lets_somebody_choose_their_first_password() {
    let acme = Company::new();
    let email = format!("dora-{}@example.com", unique());
    let id = acme.ada.post(&acme.at("/agents"), json!({"email": email, "name": "Dora"})).id();
    let path = acme.at(&format!("/agents/{id}/invitation_link"));
    acme.bob.post(&path, ()).assert_not_allowed();
    let link = acme.ada.post(&path, ());
    link.assert(200, json!({"url": any_url()}));
    let token = link.body["url"].as_str().unwrap().split('=').next_back().unwrap().to_owned();
    let data = json!({"id": id, "email": email, "confirmed": true});
    choose(&acme, &token, NEW).assert(200, json!({"data": at_least(data)}));
    let signed_in = acme.server.nobody().post("/auth/sign_in", json!({"email": email, "password": NEW}));
    assert_eq!(signed_in.status, 200);
    // nobody becomes anybody else
    let text = "Only who was invited and has no password yet is given a link";
    acme.ada.post(&path, ()).assert_error(422, text);
    acme.ada.post(&acme.at(&format!("/agents/{}/invitation_link", acme.bob.id)), ()).assert_error(422, text);
    acme.ada.post(&acme.at(&format!("/agents/{}/invitation_link", i64::MAX)), ()).assert_not_found();
    // nor somebody of another account, who has no password either
    let theirs = Company::named("Theirs");
    let shared = format!("eve-{}@example.com", unique());
    let eve = theirs.ada.post(&theirs.at("/agents"), json!({"email": shared})).id();
    acme.ada.post(&acme.at(&format!("/agents/{eve}/invitation_link")), ()).assert_not_found();
    acme.ada.post(&acme.at("/agents"), json!({"email": shared})).ok();
    acme.ada.post(&acme.at(&format!("/agents/{eve}/invitation_link")), ()).assert_error(422, text);
}

#[test]
fn what_is_answered_by_a_link_is_the_whole_user() {
    let acme = Company::new();
    let answer = choose(&acme, &token(&acme, "reset-link", &acme.ada.email), NEW);
    let expected = merged(profile(&acme, &acme.ada, "administrator"), json!({"confirmed": true}));
    answer.assert(200, json!({"data": expected}));
    assert_eq!((answer.header("token-type"), answer.header("uid")), ("Bearer", acme.ada.email.as_str()));
}
