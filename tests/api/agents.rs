//! The members of an account, as the account sees and changes them (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{form, multipart};
use crate::support::clients::Person;
use crate::support::json::{any_id, at_least, merged};
use crate::support::seed::{person, unique};

fn agent(company: &Company, person: &Person, role: &str) -> Value {
    json!({
        "id": person.id, "account_id": company.id, "availability_status": "offline", "auto_offline": true,
        "confirmed": true, "email": person.email, "provider": "email", "available_name": person.name,
        "name": person.name, "role": role, "thumbnail": "", "custom_role_id": null,
    })
}

fn address() -> String {
    format!("dora-{}@example.com", unique())
}

#[test]
fn every_member_sees_the_members_by_name() {
    let acme = Company::new();
    let zoe = acme.agent("Zoe");
    let abe = acme.agent("abe");
    let expected = json!([
        agent(&acme, &abe, "agent"),
        agent(&acme, &acme.ada, "administrator"),
        agent(&acme, &acme.bob, "agent"),
        agent(&acme, &zoe, "agent"),
    ]);
    acme.bob.get(&acme.at("/agents")).assert(200, expected.clone());
    acme.ada.session().get(&acme.at("/agents/")).assert(200, expected);
}

#[test]
fn an_administrator_invites_somebody_new() {
    let acme = Company::new();
    let mut events = acme.events();
    let email = address();
    let answer = acme.ada.post(&acme.at("/agents"), json!({"email": email.to_uppercase(), "name": "Dora"}));
    let expected = json!({
        "id": any_id(), "account_id": acme.id, "availability_status": "offline", "auto_offline": true,
        "confirmed": false, "email": email, "provider": "email", "available_name": "Dora", "name": "Dora",
        "role": "agent", "thumbnail": "", "custom_role_id": null,
    });
    answer.assert(200, expected);
    let id = answer.body["id"].as_i64().unwrap();
    events.assert(json!([{
        "name": "account_user_created", "subject_id": id, "conversation": null, "actor": ["User", acme.ada.id],
        "changes": {"role": [null, "agent"]},
    }]));
    let again = acme.ada.post(&acme.at("/agents"), json!({"email": email}));
    again.assert_invalid(&[("user_id", "User has already been taken")]);
    events.assert_none();
    let members = acme.platform.get(&format!("/platform/api/v1/accounts/{}/account_users", acme.id)).ok();
    let last = members.as_array().unwrap().last().unwrap();
    assert_eq!((&last["user_id"], &last["inviter_id"]), (&json!(id), &json!(acme.ada.id)));
}

#[test]
fn an_administrator_invites_somebody_who_is_known() {
    let acme = Company::new();
    let cleo = person(&acme.server, "Cleo");
    let sent = json!({"agent": {
        "email": cleo.email, "name": "Another name", "role": "administrator", "availability": "busy", "auto_offline": false,
    }});
    let expected =
        merged(agent(&acme, &cleo, "administrator"), json!({"availability_status": "busy", "auto_offline": false}));
    acme.ada.post(&acme.at("/agents"), sent).assert(200, expected);
    cleo.post(&acme.at("/agents"), json!({"email": address()})).ok();
}

#[test]
fn a_form_or_parts_invite_as_well() {
    let acme = Company::new();
    for wrap in [false, true] {
        let name = |name: &str| if wrap { format!("agent[{name}]") } else { name.to_owned() };
        let (email, other) = (address(), address());
        let pairs = form([(name("email"), email.as_str()), (name("role"), "agent"), (name("auto_offline"), "0")]);
        let made = acme.ada.post(&acme.at("/agents"), pairs).ok();
        assert_eq!((&made["email"], &made["auto_offline"]), (&json!(email), &json!(false)));
        let parts = multipart().text(&name("email"), &other).text(&name("name"), "Dora");
        assert_eq!(acme.ada.post(&acme.at("/agents"), parts).ok()["name"], "Dora");
    }
}

#[test]
fn an_invitation_obeys_the_rules() {
    let acme = Company::new();
    let mut events = acme.events();
    let path = acme.at("/agents");
    let address_missing = acme.ada.post(&path, json!({"role": "agent"}));
    assert_eq!((address_missing.status, &address_missing.body["attributes"][0]), (422, &json!("email")));
    let invalid = acme.ada.post(&path, json!({"email": "dora", "name": "Dora"}));
    invalid.assert_invalid(&[("email", "Email is invalid")]);
    let role = acme.ada.post(&path, json!({"email": address(), "role": "owner"}));
    role.assert_error(422, "'owner' is not a valid role");
    acme.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: agent");
    acme.bob.post(&path, json!({"email": address()})).assert_not_allowed();
    acme.server.nobody().post(&path, json!({"email": address()})).assert_sign_in_first();
    events.assert_none();
}

#[test]
fn an_administrator_changes_a_member() {
    let acme = Company::new();
    let mut events = acme.events();
    let path = acme.at(&format!("/agents/{}", acme.bob.id));
    let sent = json!({"name": "Bobby", "role": "administrator", "availability": "busy", "auto_offline": false});
    let changed = json!({
        "name": "Bobby", "available_name": "Bobby", "availability_status": "busy", "auto_offline": false,
    });
    let expected = merged(agent(&acme, &acme.bob, "administrator"), changed);
    acme.ada.patch(&path, sent.clone()).assert(200, expected.clone());
    let actor = json!(["User", acme.ada.id]);
    let role =
        json!({"role": ["agent", "administrator"], "availability": ["online", "busy"], "auto_offline": [true, false]});
    events.assert(json!([
        at_least(json!({"name": "user_updated", "subject_id": acme.bob.id, "actor": actor, "changes": {"name": ["Bob", "Bobby"]}})),
        at_least(json!({"name": "account_user_updated", "subject_id": acme.bob.id, "actor": actor, "changes": role})),
    ]));
    acme.ada.put(&path, sent).assert(200, expected);
    events.assert_none();
    acme.ada.patch(&path, json!({"name": " "})).assert_invalid(&[("name", "Name can't be blank")]);
    acme.ada.patch(&path, json!({"role": "owner"})).assert_error(422, "'owner' is not a valid role");
    events.assert_none();
}

#[test]
fn an_administrator_dismisses_a_member() {
    let acme = Company::new();
    let theirs = Company::named("Theirs");
    let members = format!("/platform/api/v1/accounts/{}/account_users", theirs.id);
    theirs.platform.post(&members, json!({"user_id": acme.bob.id})).ok();
    let cleo = acme.agent("Cleo");
    let mut events = acme.events();
    acme.ada.delete(&acme.at(&format!("/agents/{}", acme.bob.id)), ()).assert_empty();
    events.assert(json!([at_least(json!({
        "name": "account_user_deleted", "subject_id": acme.bob.id, "actor": ["User", acme.ada.id],
    }))]));
    // who works elsewhere stays a user, who does not is gone
    acme.bob.get(&theirs.at("/agents")).ok();
    acme.bob.get(&acme.at("/agents")).assert_error(401, "You are not authorized to access this account");
    acme.ada.delete(&acme.at(&format!("/agents/{}", cleo.id)), ()).assert_empty();
    cleo.get("/api/v1/profile").assert_error(401, "Invalid Access Token");
    acme.ada.delete(&acme.at(&format!("/agents/{}", cleo.id)), ()).assert_not_found();
    events.assert_names(&["account_user_deleted"]);
}

#[test]
fn many_are_invited_at_once() {
    let acme = Company::new();
    let mut events = acme.events();
    let (one, two) = (address(), address());
    let emails = json!({"emails": [one, "no address", two, acme.bob.email, one]});
    acme.ada.post(&acme.at("/agents/bulk_create"), emails).assert_empty();
    events.assert_names(&["account_user_created", "account_user_created"]);
    let agents = acme.ada.get(&acme.at("/agents")).ok();
    let made: Vec<&Value> =
        agents.as_array().unwrap().iter().filter(|agent| agent["confirmed"] == json!(false)).collect();
    assert_eq!(made.len(), 2, "{agents}");
    for agent in made {
        let name = agent["email"].as_str().unwrap().split('@').next().unwrap();
        let facts = (&agent["name"], &agent["auto_offline"], &agent["availability_status"]);
        assert_eq!(facts, (&json!(name), &json!(false), &json!("offline")));
    }
    acme.bob.post(&acme.at("/agents/bulk_create"), json!({"emails": [address()]})).assert_not_allowed();
}

#[test]
fn members_are_the_accounts_own_affair() {
    let acme = Company::new();
    let theirs = Company::named("Theirs");
    let mut events = theirs.events();
    let their_bob = format!("/agents/{}", theirs.bob.id);
    for caller in [&acme.ada, &acme.bob] {
        let refused = "You are not authorized to access this account";
        caller.get(&theirs.at("/agents")).assert_error(401, refused);
        caller.post(&theirs.at("/agents"), json!({"email": address()})).assert_error(401, refused);
        caller.patch(&theirs.at(&their_bob), json!({"name": "Mine"})).assert_error(401, refused);
        caller.delete(&theirs.at(&their_bob), ()).assert_error(401, refused);
    }
    acme.ada.patch(&acme.at(&their_bob), json!({"name": "Mine"})).assert_not_found();
    acme.ada.delete(&acme.at(&their_bob), ()).assert_not_found();
    acme.bob
        .patch(&acme.at(&format!("/agents/{}", acme.bob.id)), json!({"role": "administrator"}))
        .assert_not_allowed();
    acme.bob.delete(&acme.at(&format!("/agents/{}", acme.ada.id)), ()).assert_not_allowed();
    acme.ada.get("/api/v1/accounts/9223372036854775807/agents").assert_not_found();
    events.assert_none();
    let profile = theirs.bob.get("/api/v1/profile").ok();
    assert_eq!((&profile["name"], &profile["accounts"][0]["active_at"]), (&json!("Bob"), &json!(null)));
}
