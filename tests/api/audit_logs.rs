//! The audit log (beyond the swagger, shaped as Chatwoot's enterprise edition has it).

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::clients::{Answer, Client};
use crate::support::json::{any_id, any_text, any_time, anything, at_least, merged};
use crate::support::seed::PASSWORD;
use crate::support::server::Server;

/// What Ada did, told of this thing.
fn line(company: &Company, thing: &str, id: impl Into<Value>, action: &str, changes: Value) -> Value {
    json!({
        "id": any_id(), "auditable_id": id.into(), "auditable_type": thing, "auditable": null, "associated_id": company.id,
        "associated_type": "Account", "user_id": company.ada.id, "user_type": "User", "username": company.ada.email,
        "action": action, "audited_changes": changes, "version": 1, "comment": null, "request_uuid": any_text(),
        "created_at": any_time(), "remote_address": "127.0.0.1",
    })
}

fn page(lines: &[Value]) -> Value {
    json!({"per_page": 15, "total_entries": lines.len(), "current_page": 1, "audit_logs": lines})
}

/// The newest lines.
fn newest(company: &Company, count: usize) -> Vec<Value> {
    let list = company.ada.get(&company.at("/audit_logs")).ok();
    list["audit_logs"].as_array().unwrap()[..count].to_vec()
}

#[track_caller]
fn assert_newest(company: &Company, expected: &[Value]) {
    let found = newest(company, expected.len());
    crate::support::json::assert_same("the newest lines", &json!(found), &json!(expected));
}

#[test]
fn whoever_was_let_in_is_told_of_first() {
    let acme = Company::new();
    let made = |person: i64, role: i64, name: &str| {
        let changes =
            json!({"account_id": acme.id, "user_id": person, "role": role, "availability": 0, "inviter_id": null});
        merged(
            line(&acme, "AccountUser", any_id(), "create", changes),
            json!({"user_id": any_id(), "user_type": "PlatformApp", "username": null,
                "auditable": {"id": any_id(), "user_id": person, "role": name, "availability": "online"}}),
        )
    };
    let (ada, bob) = (made(acme.ada.id, 1, "administrator"), made(acme.bob.id, 0, "agent"));
    acme.ada.get(&acme.at("/audit_logs")).assert(200, page(&[bob, ada]));
    acme.bob.get(&acme.at("/audit_logs")).assert_not_allowed();
    acme.bot("Robo")
        .get(&acme.at("/audit_logs"))
        .assert_error(401, "Access to this endpoint is not authorized for bots");
}

#[test]
fn a_line_tells_what_was_asked_for_by_whom() {
    let acme = Company::new();
    let asked = acme.ada.post(&acme.at("/webhooks"), json!({"url": "https://hook.example.com", "name": "Hook"}));
    let webhook = asked.body["payload"]["webhook"].clone();
    let attributes = json!({"account_id": acme.id, "inbox_id": null, "name": "Hook", "url": "https://hook.example.com",
        "subscriptions": webhook["subscriptions"]});
    let made = merged(
        line(&acme, "Webhook", webhook["id"].clone(), "create", attributes.clone()),
        json!({"request_uuid": asked.header("x-request-id")}),
    );
    assert_newest(&acme, std::slice::from_ref(&made));
    let path = acme.at(&format!("/webhooks/{}", webhook["id"]));
    acme.ada.patch(&path, json!({"name": "Hook"})).ok();
    acme.ada.patch(&path, json!({"url": "no address"})).assert_invalid(&[("url", "Url is invalid")]);
    acme.ada.patch(&path, json!({"name": "CRM"})).ok();
    acme.ada.delete(&path, ()).assert_empty();
    let changed = line(&acme, "Webhook", webhook["id"].clone(), "update", json!({"name": ["Hook", "CRM"]}));
    let gone = line(&acme, "Webhook", webhook["id"].clone(), "destroy", merged(attributes, json!({"name": "CRM"})));
    let (changed, gone) = (merged(changed, json!({"version": 2})), merged(gone, json!({"version": 3})));
    assert_newest(&acme, &[gone, changed, made]);
    let all = acme.ada.get(&acme.at("/audit_logs")).text();
    assert!(!all.contains(webhook["secret"].as_str().unwrap()), "{all}");
}

#[test]
fn all_that_is_set_up_is_told_of() {
    let acme = Company::new();
    let (ada, bob) = (&acme.ada, &acme.bob);
    // not of daily work
    let inbox = acme.inbox("Shop")["id"].as_i64().unwrap();
    let conversation = acme.conversation(inbox, acme.contact("Jane"));
    acme.message(ada, conversation, "hello");
    ada.post(&acme.at("/labels"), json!({"title": "vip"})).ok();
    assert_newest(
        &acme,
        &[merged(
            line(&acme, "Inbox", inbox, "create", at_least(json!({"name": "Shop", "channel_type": "Channel::Api"}))),
            json!({}),
        )],
    );
    ada.patch(&acme.at(&format!("/inboxes/{inbox}")), json!({"name": "Store"})).ok();
    acme.let_in(inbox, &[bob]);
    ada.delete(&acme.at("/inbox_members"), json!({"inbox_id": inbox, "user_ids": [bob.id]})).assert_empty();
    let member = json!({"inbox_id": inbox, "user_id": bob.id});
    assert_newest(
        &acme,
        &[
            merged(line(&acme, "InboxMember", bob.id, "destroy", member.clone()), json!({"version": 2})),
            line(&acme, "InboxMember", bob.id, "create", member),
            merged(line(&acme, "Inbox", inbox, "update", json!({"name": ["Shop", "Store"]})), json!({"version": 2})),
        ],
    );
    let team = acme.team("sales");
    ada.post(&acme.at(&format!("/teams/{team}/team_members")), json!({"user_ids": [bob.id]})).ok();
    let named =
        json!({"account_id": acme.id, "name": "sales", "description": null, "allow_auto_assign": true, "user_ids": []});
    assert_newest(
        &acme,
        &[
            line(&acme, "TeamMember", bob.id, "create", json!({"team_id": team, "user_id": bob.id})),
            merged(line(&acme, "Team", team, "create", named), json!({"auditable": {"id": team, "name": "sales"}})),
        ],
    );
    ada.patch(&acme.at(""), json!({"name": "Acme Ltd"})).ok();
    let steps = json!([{"action_name": "resolve_conversation", "action_params": []}]);
    let made = ada.post(&acme.at("/macros"), json!({"name": "Done", "visibility": "global", "actions": steps})).ok();
    let rule = ada.post(
        &acme.at("/automation_rules"),
        json!({"name": "Close", "event_name": "conversation_opened", "actions": steps}),
    );
    ada.delete(&acme.at(&format!("/conversations/{conversation}")), ()).assert_empty();
    let gone = at_least(json!({"status": "open", "inbox_id": inbox}));
    let rules = json!({"account_id": acme.id, "name": "Close", "event_name": "conversation_opened"});
    let macros = json!({"account_id": acme.id, "name": "Done", "visibility": "global"});
    assert_newest(
        &acme,
        &[
            line(&acme, "Conversation", any_id(), "destroy", gone),
            line(&acme, "AutomationRule", rule.id(), "create", rules),
            line(&acme, "Macro", made["payload"]["id"].clone(), "create", macros),
            line(&acme, "Account", acme.id, "update", json!({"name": ["Acme", "Acme Ltd"]})),
        ],
    );
}

#[test]
fn people_come_change_and_go() {
    let acme = Company::new();
    let email = format!("cleo-{}@acme.example", acme.id);
    let cleo = acme.ada.post(&acme.at("/agents"), json!({"name": "Cleo", "email": email, "role": "agent"})).id();
    let path = acme.at(&format!("/agents/{cleo}"));
    acme.ada.patch(&path, json!({"role": "administrator"})).ok();
    acme.ada.patch(&path, json!({"auto_offline": false})).ok();
    let shown = json!({"id": any_id(), "user_id": cleo, "role": "administrator", "availability": "online"});
    let values = |role: i64| json!({"account_id": acme.id, "user_id": cleo, "role": role, "availability": 0, "inviter_id": acme.ada.id});
    let changed = line(&acme, "AccountUser", any_id(), "update", json!({"role": [0, 1]}));
    let made = line(&acme, "AccountUser", any_id(), "create", values(0));
    let (changed, made) =
        (merged(changed, json!({"version": 2, "auditable": shown})), merged(made, json!({"auditable": shown})));
    assert_newest(&acme, &[changed, made]);
    acme.ada.delete(&path, ()).assert_empty();
    let gone = merged(line(&acme, "AccountUser", any_id(), "destroy", values(1)), json!({"version": 3}));
    assert_newest(&acme, &[gone]);
}

/// Signs in from somewhere.
fn sign_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/auth/sign_in", json!({"email": email, "password": password}))
}

#[test]
fn who_signs_in_and_out_is_told_in_each_of_their_accounts() {
    let (acme, other) = (Company::new(), Company::named("Other"));
    let members = format!("/platform/api/v1/accounts/{}/account_users", other.id);
    acme.platform.post(&members, json!({"user_id": acme.bob.id, "role": "agent"})).ok();
    let nobody = acme.server.nobody();
    assert_eq!(sign_in(&nobody, &acme.bob.email, "wrong").status, 401);
    let session = acme.bob.session();
    session.delete("/auth/sign_out", ()).ok();
    for company in [&acme, &other] {
        let bob = json!({"user_id": acme.bob.id, "username": acme.bob.email,
            "auditable": at_least(json!({"id": acme.bob.id, "name": "Bob", "type": "user", "thumbnail": ""}))});
        let of = |action: &str, version: i64| {
            merged(
                merged(line(company, "User", acme.bob.id, action, json!({})), bob.clone()),
                json!({"version": version}),
            )
        };
        assert_newest(company, &[of("sign_out", 2), of("sign_in", 1)]);
    }
    assert_eq!(newest(&other, 1)[0]["associated_id"], json!(other.id));
}

#[test]
fn pages_follow_each_other() {
    let acme = Company::new();
    for n in 0..18 {
        acme.team(&format!("team {n}"));
    }
    let path = acme.at("/audit_logs");
    let first = acme.ada.get(&path).ok();
    let second = acme.ada.get(&format!("{path}?page=2")).ok();
    let head = |page: &Value| (page["per_page"].clone(), page["total_entries"].clone(), page["current_page"].clone());
    assert_eq!((head(&first), head(&second)), ((json!(15), json!(20), json!(1)), (json!(15), json!(20), json!(2))));
    let ids = |page: &Value| -> Vec<i64> {
        page["audit_logs"].as_array().unwrap().iter().map(|line| line["id"].as_i64().unwrap()).collect()
    };
    let all = [ids(&first), ids(&second)].concat();
    assert!(all.len() == 20 && all.is_sorted_by(|a, b| a > b), "{all:?}");
    let empty = json!({"per_page": 15, "total_entries": 20, "current_page": 9, "audit_logs": []});
    acme.ada.get(&format!("{path}?page=9")).assert(200, empty);
}

#[test]
fn only_a_trusted_proxy_says_from_where() {
    let behind = Arc::new(Server::start_with(&["--trusted-proxies", "127.0.0.1"]));
    let address = |company: &Company, key: Option<&str>| {
        let ada = company.ada.with("x-forwarded-for", "6.6.6.6, 203.0.113.9");
        let ada = key.map_or(ada.clone(), |key| ada.with("idempotency-key", key));
        ada.post(&company.at("/teams"), json!({"name": key.unwrap_or("none")})).ok();
        let line = newest(company, 1).remove(0);
        (line["auditable_type"].clone(), line["remote_address"].clone())
    };
    let open = Company::new();
    assert_eq!(address(&open, None), (json!("Team"), json!("127.0.0.1")));
    let acme = Company::on(behind, "Acme");
    assert_eq!(address(&acme, None), (json!("Team"), json!("203.0.113.9")));
    assert_eq!(address(&acme, Some("a key of its own")), (json!("Team"), json!("203.0.113.9")));
    // what nobody asked for over the network comes from nowhere
    let server = &acme.server;
    server.command(&[
        "user",
        "create",
        "--name",
        "Cli",
        "--email",
        "cli@acme.example",
        "--password",
        PASSWORD,
        "--account",
        "Acme",
        "--role",
        "agent",
    ]);
    let expected = json!({"user_id": null, "user_type": null, "username": null, "request_uuid": null, "remote_address": null,
        "auditable_type": "AccountUser", "auditable": anything()});
    assert_newest(&acme, &[at_least(expected)]);
}
