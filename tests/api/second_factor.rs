//! The second factor: an authenticator app, and backup codes for whoever lost it.

use serde_json::{Value, json};

use crate::profile::{PROFILE, profile};
use crate::support::Company;
use crate::support::clients::{Answer, Person};
use crate::support::json::{any_text, any_token};
use crate::support::totp::code;

const MFA: &str = "/api/v1/profile/mfa";
const VERIFY: &str = "/api/v1/profile/mfa/verify";
const BACKUP_CODES: &str = "/api/v1/profile/mfa/backup_codes";

fn status(enabled: bool, generated: bool) -> Value {
    json!({"feature_available": true, "enabled": enabled, "backup_codes_generated": generated})
}

/// Begins; answers the secret.
fn set_up(person: &Person) -> String {
    person.post(MFA, ()).ok()["secret"].as_str().unwrap().to_owned()
}

/// Uses it from now on; answers the secret and the backup codes. One of the three codes around now is used up.
fn enable(person: &Person) -> (String, Vec<String>) {
    let secret = set_up(person);
    let enabled = person.post(VERIFY, json!({"otp_code": code(&secret, -1)}));
    // the thirty seconds may have ended in between
    let enabled =
        if enabled.status == 422 { person.post(VERIFY, json!({"otp_code": code(&secret, -1)})) } else { enabled };
    let codes =
        enabled.ok()["backup_codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
    (secret, codes)
}

fn password(company: &Company, person: &Person) -> Answer {
    company.server.nobody().post("/auth/sign_in", json!({"email": person.email, "password": person.password}))
}

/// The token that the password is answered with.
#[track_caller]
fn half(company: &Company, person: &Person) -> String {
    let answer = password(company, person);
    answer.assert(206, json!({"mfa_required": true, "mfa_token": any_token()}));
    assert_eq!(answer.header("access-token"), "");
    answer.body["mfa_token"].as_str().unwrap().to_owned()
}

fn show(company: &Company, token: &str, name: &str, code: &str) -> Answer {
    company.server.nobody().post("/auth/sign_in", json!({"mfa_token": token, name: code}))
}

#[test]
fn a_second_factor_is_set_up_and_asked_for() {
    let acme = Company::new();
    let bob = &acme.bob;
    bob.get(MFA).assert(200, status(false, false));
    let set_up = bob.post(MFA, ());
    set_up.assert(200, json!({"provisioning_url": any_text(), "secret": any_text()}));
    let secret = set_up.body["secret"].as_str().unwrap().to_owned();
    let url =
        format!("otpauth://totp/chatwoot-lite:{}?secret={secret}&issuer=chatwoot-lite", bob.email.replace('@', "%40"));
    assert_eq!(set_up.body["provisioning_url"], url);
    // nothing is asked for before a code was seen
    bob.get(MFA).assert(200, status(false, false));
    assert_eq!(password(&acme, bob).status, 200);
    bob.post(VERIFY, json!({"otp_code": "000000x"})).assert_error(422, "Invalid verification code");
    bob.post(BACKUP_CODES, json!({"otp_code": code(&secret, 0)})).assert_error(422, "MFA is not enabled");
    bob.delete(MFA, json!({"otp_code": code(&secret, 0), "password": bob.password}))
        .assert_error(422, "MFA is not enabled");
    let enabled = bob.post(VERIFY, json!({"otp_code": code(&secret, 0)}));
    enabled.assert(200, json!({"enabled": true, "backup_codes": vec![any_text(); 10]}));
    bob.get(MFA).assert(200, status(true, true));
    // the secret is never told again, and stays what it is
    bob.post(MFA, ()).assert_error(422, "MFA is already enabled");
    bob.post(VERIFY, json!({"otp_code": code(&secret, 1)})).assert_error(422, "MFA is already enabled");
    for path in [MFA, PROFILE, "/api/v1/profile/sessions"] {
        assert!(!bob.get(path).text().contains(&secret), "{path}");
    }
    let token = half(&acme, bob);
    let signed_in = show(&acme, &token, "otp_code", &code(&secret, 1));
    signed_in.assert(200, json!({"data": profile(&acme, bob, "agent")}));
    assert_eq!(signed_in.header("uid"), bob.email);
    // neither the token nor the code is good twice
    show(&acme, &token, "otp_code", &code(&secret, 1)).assert_error(401, "Invalid or expired MFA token");
    let again = half(&acme, bob);
    show(&acme, &again, "otp_code", &code(&secret, 1)).assert_error(400, "Invalid verification code");
}

#[test]
fn a_wrong_token_or_code_leads_nowhere() {
    let acme = Company::new();
    let (secret, codes) = enable(&acme.bob);
    let (carl_secret, _) = enable(&acme.ada);
    show(&acme, "wrong", "otp_code", &code(&secret, 0)).assert_error(401, "Invalid or expired MFA token");
    let token = half(&acme, &acme.bob);
    for (name, shown) in [("otp_code", ""), ("otp_code", "123"), ("backup_code", "ABCDEFGH"), ("otp_code", &codes[0])] {
        show(&acme, &token, name, shown).assert_error(400, "Invalid verification code");
    }
    show(&acme, &token, "otp_code", &code(&carl_secret, 1)).assert_error(400, "Invalid verification code");
    // a wrong code uses nothing up
    assert_eq!(show(&acme, &token, "otp_code", &code(&secret, 0)).status, 200);
    let wrong = acme.server.nobody().post("/auth/sign_in", json!({"email": acme.bob.email, "password": "Wr0ng-one"}));
    assert_eq!(wrong.status, 401);
}

#[test]
fn backup_codes_are_good_once_each() {
    let acme = Company::new();
    let bob = &acme.bob;
    let (secret, codes) = enable(bob);
    let by = |shown: &str| show(&acme, &half(&acme, bob), "backup_code", shown).status;
    assert_eq!(by(&codes[0]), 200);
    assert_eq!(by(&codes[0]), 400);
    // however it was written down
    assert_eq!(by(&format!(" {}-{} ", &codes[1][..4].to_lowercase(), &codes[1][4..])), 200);
    let renewed = bob.post(BACKUP_CODES, json!({"otp_code": code(&secret, 0)}));
    renewed.assert(200, json!({"backup_codes": vec![any_text(); 10]}));
    assert_eq!(by(&codes[2]), 400);
    assert_eq!(by(renewed.body["backup_codes"][0].as_str().unwrap()), 200);
    bob.post(BACKUP_CODES, json!({"otp_code": codes[3]})).assert_error(422, "Invalid verification code");
    let other = acme.server.nobody().post(BACKUP_CODES, json!({"otp_code": code(&secret, 1)}));
    other.assert_sign_in_first();
}

#[test]
fn it_takes_password_and_code_to_do_without() {
    let acme = Company::new();
    let bob = &acme.bob;
    let (secret, _) = enable(bob);
    let invalid = "Invalid credentials or verification code";
    bob.delete(MFA, json!({"otp_code": code(&secret, 0), "password": "Wr0ng-one"})).assert_error(422, invalid);
    bob.delete(MFA, json!({"otp_code": code(&secret, 0)})).assert_error(422, invalid);
    bob.delete(MFA, json!({"password": bob.password})).assert_error(422, "Invalid verification code");
    bob.delete(MFA, json!({"otp_code": code(&secret, 0), "password": bob.password}))
        .assert(200, json!({"enabled": false}));
    bob.get(MFA).assert(200, status(false, false));
    assert_eq!(password(&acme, bob).status, 200);
    // once more, with another secret
    let (other, _) = enable(bob);
    assert_ne!(other, secret);
    // whoever lost everything asks the operator
    half(&acme, bob);
    assert!(acme.server.command(&["user", "disable-mfa", "--email", &bob.email]).status.success());
    assert_eq!(password(&acme, bob).status, 200);
}

#[test]
fn codes_are_guessed_a_few_times_only_even_by_who_knows_the_password() {
    let acme = Company::new();
    let (secret, codes) = enable(&acme.bob);
    for n in 0..10 {
        let token = half(&acme, &acme.bob);
        let (name, shown) = if n % 2 == 0 { ("otp_code", "000000x") } else { ("backup_code", "WRONGWRO") };
        show(&acme, &token, name, shown).assert_error(400, "Invalid verification code");
    }
    assert_eq!(password(&acme, &acme.bob).status, 429);
    let (carla, carla_codes) = enable(&acme.ada);
    let token = half(&acme, &acme.ada);
    for _ in 0..9 {
        assert_eq!(show(&acme, &token, "otp_code", "000000x").status, 400);
    }
    acme.ada
        .delete(MFA, json!({"password": acme.ada.password, "otp_code": "000000x"}))
        .assert_error(422, "Invalid verification code");
    // closed for what is right, too, wherever it is shown
    assert_eq!(show(&acme, &token, "otp_code", &code(&carla, 0)).status, 429);
    assert_eq!(show(&acme, &token, "backup_code", &carla_codes[0]).status, 429);
    assert_eq!(acme.ada.post(BACKUP_CODES, json!({"otp_code": code(&carla, 0)})).status, 429);
    assert_eq!(acme.bob.post(BACKUP_CODES, json!({"otp_code": code(&secret, 0)})).status, 429);
    assert_eq!(acme.ada.get(PROFILE).status, 200);
    assert_eq!(codes.len(), 10);
}

#[test]
fn a_success_forgets_the_failures() {
    let acme = Company::new();
    let (_, codes) = enable(&acme.bob);
    for backup_code in &codes[..2] {
        let token = half(&acme, &acme.bob);
        for _ in 0..9 {
            assert_eq!(show(&acme, &token, "otp_code", "000000x").status, 400);
        }
        assert_eq!(show(&acme, &token, "backup_code", backup_code).status, 200);
    }
}

#[test]
fn a_link_to_a_new_password_does_not_replace_the_second_factor() {
    let acme = Company::new();
    let bob = &acme.bob;
    let (secret, _) = enable(bob);
    let before = half(&acme, bob);
    let link = acme.server.command(&["user", "reset-link", "--email", &bob.email]).stdout;
    let link = String::from_utf8(link).unwrap();
    let reset = json!({"reset_password_token": link.trim().split('=').next_back(), "password": "An0ther-one"});
    let answer = acme.server.nobody().put("/auth/password", reset);
    answer.assert(206, json!({"mfa_required": true, "mfa_token": any_token()}));
    // half a sign-in by the old password is worth nothing any more
    show(&acme, &before, "otp_code", &code(&secret, 0)).assert_error(401, "Invalid or expired MFA token");
    let token = answer.body["mfa_token"].as_str().unwrap();
    assert_eq!(show(&acme, token, "otp_code", &code(&secret, 0)).status, 200);
    // a sign-on link is vouched for by the platform app
    let sso = acme.platform.get(&format!("/platform/api/v1/users/{}/login", bob.id)).ok();
    let sso = sso["url"].as_str().unwrap().split('=').next_back().unwrap();
    let by_link = acme.server.nobody().post("/auth/sign_in", json!({"email": bob.email, "sso_auth_token": sso}));
    assert_eq!(by_link.status, 200);
}
