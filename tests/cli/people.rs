//! `user` and `platform-app`: what they print, what they refuse, and that a running server notices.

use serde_json::json;

use crate::bench::{Bench, until};

const CREATE: [&str; 4] = ["user", "create", "--name", "Bob"];

fn create<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&CREATE[..], args].concat()
}

#[test]
fn a_user_comes_with_an_account_and_a_token() {
    let bench = Bench::new();
    let args = create(&["--email", "Bob@Example.com", "--password", "Passw0rd!", "--account", "Acme"]);
    let made = bench.json(&args);
    let token = made["access_token"].as_str().unwrap();
    assert_eq!(
        made,
        json!({"user": {"id": 1, "email": "bob@example.com"}, "account": {"id": 1, "name": "Acme"}, "access_token": token})
    );
    assert!(token.len() >= 20);
    assert_eq!(
        bench.json(&["user", "list"]),
        json!([{"id": 1, "name": "Bob", "email": "bob@example.com",
                "accounts": [{"id": 1, "name": "Acme", "role": "administrator"}]}])
    );
    assert!(bench.text(&["user", "list"]).contains("Acme (administrator)"));
    assert_eq!(bench.json(&["check"]), json!({"ok": true, "problems": []}));
}

#[test]
fn known_people_and_accounts_are_taken_as_they_are() {
    let bench = Bench::new();
    let token = bench.ada();
    let last = bench.refused(1, &create(&["--email", "ada@example.com", "--role", "agent"]));
    assert_eq!(last, "chatwoot-lite: ada@example.com is the account's only administrator");
    bench.json(&create(&["--email", "bob@example.com", "--password", "Passw0rd!"]));
    // the only account there is, and no password for somebody who has one
    let again = bench.json(&create(&["--email", "ada@example.com", "--role", "agent"]));
    assert_eq!((&again["user"]["id"], &again["account"]["id"]), (&json!(1), &json!(1)));
    assert_eq!(again["access_token"], token.as_str());
    let other = bench.json(&create(&["--email", "ada@example.com", "--account", "Other"]));
    assert_eq!(other["account"], json!({"id": 2, "name": "Other"}));
    let listed = bench.json(&["user", "list"]);
    assert_eq!(listed[0]["name"], "Ada");
    let roles =
        [json!({"id": 1, "name": "Acme", "role": "agent"}), json!({"id": 2, "name": "Other", "role": "administrator"})];
    assert_eq!(listed[0]["accounts"], json!(roles));
    let unclear = bench.refused(1, &create(&["--email", "b@example.com", "--password", "Passw0rd!"]));
    assert!(unclear.contains("several accounts"), "{unclear}");
}

#[test]
fn what_breaks_a_rule_is_refused() {
    let bench = Bench::new();
    let said = |args: &[&str]| bench.refused(1, &create(args));
    assert!(said(&["--email", "b@example.com", "--password", "secret"]).contains("Password must contain"));
    assert!(said(&["--email", "b@example.com"]).contains("a password is needed"), "there is no terminal");
    assert!(said(&["--email", "nobody", "--password", "Passw0rd!"]).contains("Email is invalid"));
    assert_eq!(bench.json(&["user", "list"]), json!([]));
    for command in [&["user", "token"][..], &["user", "set-password", "--password", "Passw0rd!"]] {
        let said = bench.refused(1, &[command, &["--email", "x@example.com"]].concat());
        assert_eq!(said, "chatwoot-lite: there is no user with the e-mail x@example.com");
    }
    assert!(bench.refused(1, &["platform-app", "create", "--name", " "]).contains("Name can't be blank"));
    assert!(bench.refused(1, &["platform-app", "delete", "7"]).ends_with("there is no platform app 7"));
}

#[test]
fn a_running_server_notices_people() {
    let bench = Bench::new();
    let server = bench.serve(&[]);
    let first = bench.ada();
    assert_eq!(server.get("/api/v1/profile", &first).0, 200);
    assert_eq!(bench.text(&["user", "token", "--email", "ada@example.com"]).trim_end(), first);
    let reset = bench.json(&["user", "token", "--email", "ada@example.com", "--reset"]);
    let second = reset["access_token"].as_str().unwrap();
    assert_eq!(reset["user"], json!({"id": 1, "email": "ada@example.com"}));
    assert!(second != first);
    assert_eq!(server.get("/api/v1/profile", second).0, 200);
    until(|| server.get("/api/v1/profile", &first).0 == 401);

    let sign_in =
        |password| server.post("/auth/sign_in", "", &json!({"email": "ada@example.com", "password": password})).0;
    assert_eq!(sign_in("Passw0rd!"), 200);
    let changed = bench.json(&["user", "set-password", "--email", "ada@example.com", "--password", "0ther-Word"]);
    assert_eq!(changed, json!({"user": {"id": 1, "email": "ada@example.com"}}));
    assert_eq!((sign_in("Passw0rd!"), sign_in("0ther-Word")), (401, 200));

    bench.json(&create(&["--email", "bob@example.com", "--password", "Passw0rd!"]));
    bench.json(&create(&["--email", "ada@example.com", "--role", "agent"]));
    let role = || server.get("/api/v1/profile", second).1["role"].clone();
    until(|| role() == "agent");
    server.stop();
    assert_eq!(bench.json(&["check"]), json!({"ok": true, "problems": []}));
}

#[test]
fn platform_apps_provision_until_they_are_deleted() {
    let bench = Bench::new();
    let server = bench.serve(&[]);
    let made = bench.json(&["platform-app", "create", "--name", "CRM"]);
    let token = made["access_token"].as_str().unwrap();
    assert_eq!(made, json!({"id": 1, "name": "CRM", "access_token": token}));
    assert_eq!(bench.json(&["platform-app", "list"]), json!([made]));
    assert!(bench.text(&["platform-app", "list"]).contains(token));
    let (status, account) = server.post("/platform/api/v1/accounts", token, &json!({"name": "Acme"}));
    assert_eq!((status, &account["name"]), (200, &json!("Acme")));
    assert_eq!(bench.json(&["platform-app", "delete", "1"]), json!({"id": 1, "name": "CRM"}));
    assert_eq!(bench.json(&["platform-app", "list"]), json!([]));
    until(|| server.get("/platform/api/v1/accounts/1", token).0 == 401);
    let next = bench.json(&["platform-app", "create", "--name", "Next"]);
    assert_eq!(next["id"], 2, "ids are not used twice");
}
