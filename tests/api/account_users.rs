//! Tag Account Users: platform apps say who belongs to an account.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::form;
use crate::support::json::{any_id, any_iso_time, at_least, merged};
use crate::support::seed::person;

fn of(account: i64) -> String {
    format!("/platform/api/v1/accounts/{account}/account_users")
}

fn membership(account: i64, user: i64, role: &str) -> Value {
    json!({
        "id": any_id(), "account_id": account, "user_id": user, "role": role, "inviter_id": null,
        "created_at": any_iso_time(), "updated_at": any_iso_time(), "active_at": null,
        "availability": "online", "auto_offline": true, "custom_role_id": null, "agent_capacity_policy_id": null,
    })
}

#[test]
fn a_user_becomes_an_agent() {
    let acme = Company::new();
    let cleo = person(&acme.server, "Cleo");
    cleo.get(&acme.at("/agents")).assert_error(401, "You are not authorized to access this account");
    let mut events = acme.events();
    acme.platform.post(&of(acme.id), json!({"user_id": cleo.id})).assert(200, membership(acme.id, cleo.id, "agent"));
    events.assert(json!([{
        "name": "account_user_created", "subject_id": cleo.id, "conversation": null, "actor": ["PlatformApp", any_id()],
        "changes": {"role": [null, "agent"]},
    }]));
    cleo.get(&acme.at("/agents")).ok();
    acme.platform.get(&of(acme.id)).assert(
        200,
        json!([
            membership(acme.id, acme.ada.id, "administrator"),
            membership(acme.id, acme.bob.id, "agent"),
            membership(acme.id, cleo.id, "agent"),
        ]),
    );
}

#[test]
fn a_member_gets_another_role() {
    let acme = Company::new();
    let mut events = acme.events();
    let agents = json!({"email": "new@example.com"});
    acme.bob.post(&acme.at("/agents"), agents).assert_not_allowed();
    let promoted = acme.platform.post(&of(acme.id), json!({"user_id": acme.bob.id, "role": "administrator"}));
    promoted.assert(200, membership(acme.id, acme.bob.id, "administrator"));
    events.assert(json!([at_least(json!({
        "name": "account_user_updated", "subject_id": acme.bob.id, "changes": {"role": ["agent", "administrator"]},
    }))]));
    acme.bob.delete(&acme.at(&format!("/agents/{}", acme.ada.id)), ()).assert_empty();
    events.assert_names(&["account_user_deleted"]);
    // the same again, and no role at all, change nothing
    acme.platform.post(&of(acme.id), json!({"user_id": acme.bob.id, "role": "administrator"})).ok();
    let again = acme.platform.post(&of(acme.id), json!({"user_id": acme.bob.id}));
    assert_eq!(again.ok()["role"], "administrator");
    events.assert_none();
}

#[test]
fn a_form_adds_a_member() {
    let acme = Company::new();
    let cleo = person(&acme.server, "Cleo");
    let pairs = form([("user_id", cleo.id.to_string().as_str()), ("role", "administrator")]);
    acme.platform.post(&of(acme.id), pairs).assert(200, membership(acme.id, cleo.id, "administrator"));
}

#[test]
fn a_member_leaves() {
    let acme = Company::new();
    let mut events = acme.events();
    acme.platform.delete(&of(acme.id), json!({"user_id": acme.bob.id})).assert_empty();
    events.assert(json!([{
        "name": "account_user_deleted", "subject_id": acme.bob.id, "conversation": null, "actor": ["PlatformApp", any_id()],
        "changes": {},
    }]));
    acme.bob.get(&acme.at("/agents")).assert_error(401, "You are not authorized to access this account");
    // who is no member leaves as well; the query string does where a body was dropped
    acme.platform.delete(&of(acme.id), json!({"user_id": acme.bob.id})).assert_empty();
    acme.platform.delete(&of(acme.id), json!({"user_id": i64::MAX})).assert_empty();
    events.assert_none();
    acme.platform.delete(&format!("{}?user_id={}", of(acme.id), acme.ada.id), ()).assert_empty();
    events.assert_names(&["account_user_deleted"]);
    acme.platform.get(&of(acme.id)).assert(200, json!([]));
    // the people themselves stay
    acme.ada.get("/api/v1/profile").ok();
}

#[test]
fn a_member_is_a_user_with_a_role() {
    let acme = Company::new();
    let mut events = acme.events();
    let nobody = [("user", "User must exist")];
    acme.platform.post(&of(acme.id), json!({"user_id": i64::MAX})).assert_invalid(&nobody);
    acme.platform.post(&of(acme.id), json!({})).assert_invalid(&nobody);
    let role = acme.platform.post(&of(acme.id), json!({"user_id": acme.bob.id, "role": "owner"}));
    role.assert_error(422, "'owner' is not a valid role");
    acme.platform.get(&of(i64::MAX)).assert_not_found();
    acme.platform.post(&of(i64::MAX), json!({"user_id": acme.bob.id})).assert_not_found();
    acme.platform.delete(&of(i64::MAX), json!({"user_id": acme.bob.id})).assert_not_found();
    events.assert_none();
}

#[test]
fn the_account_must_be_the_apps_own_the_user_need_not() {
    let acme = Company::new();
    let stranger = acme.server.stranger();
    stranger.get(&of(acme.id)).assert_error(401, "Non permissible resource");
    stranger.post(&of(acme.id), json!({"user_id": acme.bob.id})).assert_error(401, "Non permissible resource");
    stranger.delete(&of(acme.id), json!({"user_id": acme.bob.id})).assert_error(401, "Non permissible resource");
    acme.bob.get(&acme.at("/agents")).ok();
    let theirs = stranger.post("/platform/api/v1/accounts", json!({"name": "Theirs"})).id();
    let member = stranger.post(&of(theirs), json!({"user_id": acme.bob.id}));
    member.assert(200, merged(membership(theirs, acme.bob.id, "agent"), json!({"id": any_id()})));
    for caller in [&*acme.ada, &*acme.server.nobody()] {
        caller.get(&of(acme.id)).assert_error(401, "Invalid access_token");
        caller.post(&of(acme.id), json!({"user_id": acme.bob.id})).assert_error(401, "Invalid access_token");
        caller.delete(&of(acme.id), json!({"user_id": acme.bob.id})).assert_error(401, "Invalid access_token");
    }
}
