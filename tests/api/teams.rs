//! Tag Teams, and the members of a team (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{form, multipart};
use crate::support::json::{any_id, at_least, merged};
use crate::support::shapes::{agent, team};

#[test]
fn a_team_is_made() {
    let acme = Company::new();
    let mut events = acme.events();
    let answer = acme.ada.post(&acme.at("/teams"), json!({"name": "Night SHIFT"}));
    answer.assert(200, team(&acme, any_id(), "night shift"));
    events.assert(json!([{
        "name": "team_created", "subject_id": answer.body["id"], "conversation": null, "actor": ["User", acme.ada.id],
        "changes": {},
    }]));
    let full = json!({"name": "Sales", "description": "They sell", "allow_auto_assign": false, "unknown": 1});
    let expected =
        merged(team(&acme, any_id(), "sales"), json!({"description": "They sell", "allow_auto_assign": false}));
    acme.ada.post(&acme.at("/teams"), json!({"team": full})).assert(200, expected);
}

#[test]
fn a_form_or_parts_say_the_same_as_json() {
    let acme = Company::new();
    for (name, wrap) in [("flat", false), ("wrapped", true)] {
        let key = |key: &str| if wrap { format!("team[{key}]") } else { key.to_owned() };
        let expected = |name: &str| merged(team(&acme, any_id(), name), json!({"allow_auto_assign": false}));
        let pairs = form([(key("name"), name), (key("allow_auto_assign"), "false")]);
        acme.ada.post(&acme.at("/teams"), pairs).assert(200, expected(name));
        let other = format!("{name} parts");
        let parts = multipart().text(&key("name"), &other).text(&key("allow_auto_assign"), "0");
        acme.ada.post(&acme.at("/teams"), parts).assert(200, expected(&other));
    }
}

#[test]
fn everybody_sees_all_teams_and_whether_they_are_in() {
    let acme = Company::new();
    acme.bob.get(&acme.at("/teams")).assert(200, json!([]));
    let (sales, night) = (acme.team("Sales"), acme.team("Night"));
    acme.ada.post(&acme.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [acme.bob.id]})).ok();
    let bobs = merged(team(&acme, sales, "sales"), json!({"is_member": true}));
    for (who, sales_seen) in [(&acme.bob, bobs.clone()), (&acme.ada, team(&acme, sales, "sales"))] {
        let list = who.get(&acme.at("/teams")).ok();
        let list = list.as_array().unwrap();
        assert!(
            list.len() == 2 && list.contains(&sales_seen) && list.contains(&team(&acme, night, "night")),
            "{list:?}"
        );
        who.get(&acme.at(&format!("/teams/{sales}"))).assert(200, sales_seen);
    }
    acme.bob.session().get(&acme.at(&format!("/teams/{sales}/"))).assert(200, bobs);
}

#[test]
fn a_team_changes_in_part() {
    let acme = Company::new();
    let id = acme.team("Sales");
    let path = acme.at(&format!("/teams/{id}"));
    let mut events = acme.events();
    let expected = merged(team(&acme, id, "sales & more"), json!({"description": "They sell"}));
    acme.ada.patch(&path, json!({"name": "Sales & MORE", "description": "They sell"})).assert(200, expected.clone());
    events.assert(json!([{
        "name": "team_updated", "subject_id": id, "conversation": null, "actor": ["User", acme.ada.id],
        "changes": {"name": ["sales", "sales & more"], "description": [null, "They sell"]},
    }]));
    acme.ada.put(&path, json!({"team": {"name": "SALES & more"}})).assert(200, expected.clone());
    events.assert_none();
    let expected = merged(expected, json!({"description": null, "allow_auto_assign": false}));
    acme.ada.patch(&path, json!({"description": null, "allow_auto_assign": "false"})).assert(200, expected);
    events.assert_names(&["team_updated"]);
}

#[test]
fn a_team_obeys_the_rules() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let (sales, night) = (acme.team("Sales"), acme.team("Night"));
    let mut events = acme.events();
    let path = acme.at("/teams");
    let blank = [("name", "Name must not be blank")];
    let taken = [("name", "Name has already been taken")];
    acme.ada.post(&path, json!({"name": " "})).assert_invalid(&blank);
    acme.ada.post(&path, json!({"name": null})).assert_invalid(&blank);
    acme.ada.post(&path, json!({"description": "x"})).assert_invalid(&blank);
    acme.ada.post(&path, json!({"name": "SALES"})).assert_invalid(&taken);
    acme.ada.patch(&acme.at(&format!("/teams/{night}")), json!({"name": "sales"})).assert_invalid(&taken);
    acme.ada.patch(&acme.at(&format!("/teams/{night}")), json!({"name": ""})).assert_invalid(&blank);
    for nothing in [json!({}), Value::Null] {
        acme.ada.post(&path, nothing).assert_error(422, "param is missing or the value is empty: team");
    }
    events.assert_none();
    theirs.team("Sales");
    acme.ada.patch(&acme.at(&format!("/teams/{sales}")), json!({"name": "Sales"})).ok();
    events.assert_none();
}

#[test]
fn a_deleted_team_is_gone() {
    let acme = Company::new();
    let id = acme.team("Sales");
    acme.ada.post(&acme.at(&format!("/teams/{id}/team_members")), json!({"user_ids": [acme.bob.id]})).ok();
    let mut events = acme.events();
    let path = acme.at(&format!("/teams/{id}"));
    acme.ada.delete(&path, ()).assert_empty();
    events.assert(json!([at_least(json!({"name": "team_deleted", "subject_id": id, "actor": ["User", acme.ada.id]}))]));
    acme.ada.get(&path).assert_not_found();
    acme.ada.patch(&path, json!({"name": "x"})).assert_not_found();
    acme.ada.delete(&path, ()).assert_not_found();
    acme.ada.get(&format!("{path}/team_members")).assert_not_found();
    acme.bob.get(&acme.at("/teams")).assert(200, json!([]));
    acme.team("Sales");
}

#[test]
fn members_are_added_replaced_and_removed() {
    let acme = Company::new();
    let (id, cleo) = (acme.team("Sales"), acme.agent("Cleo"));
    let path = acme.at(&format!("/teams/{id}/team_members"));
    let mut events = acme.events();
    let [ada, bob, cleos] = [(&acme.ada, "administrator"), (&acme.bob, "agent"), (&cleo, "agent")]
        .map(|(who, role)| agent(&acme, who, role));
    acme.bob.get(&path).assert(200, json!([]));
    acme.ada.post(&path, json!({"user_ids": [acme.bob.id]})).assert(200, json!([bob]));
    events.assert(json!([at_least(json!({
        "name": "team_members_changed", "subject_id": id, "actor": ["User", acme.ada.id],
    }))]));
    // only who is new is answered
    acme.ada.post(&path, json!({"user_ids": [acme.bob.id, cleo.id]})).assert(200, json!([cleos]));
    events.assert_names(&["team_members_changed"]);
    acme.ada.post(&path, json!({"user_ids": [acme.bob.id]})).assert(200, json!([]));
    events.assert_none();
    let all = acme.ada.patch(&path, json!({"user_ids": [acme.ada.id, cleo.id]})).ok();
    let all = all.as_array().unwrap();
    assert!(all.len() == 2 && all.contains(&ada) && all.contains(&cleos), "{all:?}");
    events.assert_names(&["team_members_changed"]);
    acme.ada.delete(&path, json!({"user_ids": [cleo.id, acme.bob.id]})).assert_empty();
    acme.bob.get(&path).assert(200, json!([ada]));
    events.assert_names(&["team_members_changed"]);
    acme.ada.patch(&path, form([("user_ids[]", cleo.id.to_string())])).assert(200, json!([cleos]));
}

#[test]
fn strangers_join_no_team() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = acme.team("Sales");
    let path = acme.at(&format!("/teams/{id}/team_members"));
    let mut events = acme.events();
    for method in ["POST", "PATCH", "DELETE"] {
        let mixed = json!({"user_ids": [acme.bob.id, theirs.bob.id]});
        acme.ada.send(method, &path, mixed.clone()).assert_error(401, "Invalid User IDs");
        acme.ada.send(method, &path, json!({"user_ids": [i64::MAX]})).assert_error(401, "Invalid User IDs");
        acme.bob.send(method, &path, json!({"user_ids": [acme.bob.id]})).assert_not_allowed();
        theirs
            .ada
            .send(method, &path, mixed.clone())
            .assert_error(401, "You are not authorized to access this account");
        theirs.ada.send(method, &theirs.at(&format!("/teams/{id}/team_members")), mixed.clone()).assert_not_found();
        acme.server.nobody().send(method, &path, mixed).assert_sign_in_first();
    }
    events.assert_none();
    acme.bob.get(&path).assert(200, json!([]));
}

#[test]
fn only_administrators_manage_teams() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = acme.team("Sales");
    let robo = acme.bot("Robo");
    let mut events = acme.events();
    let path = acme.at(&format!("/teams/{id}"));
    acme.bob.post(&acme.at("/teams"), json!({"name": "Mine"})).assert_not_allowed();
    acme.bob.patch(&path, json!({"name": "Mine"})).assert_not_allowed();
    acme.bob.delete(&path, ()).assert_not_allowed();
    for method in ["GET", "PATCH", "DELETE"] {
        let sent = || if method == "PATCH" { json!({"name": "Mine"}) } else { Value::Null };
        theirs.ada.send(method, &path, sent()).assert_error(401, "You are not authorized to access this account");
        theirs.ada.send(method, &theirs.at(&format!("/teams/{id}")), sent()).assert_not_found();
        robo.send(method, &path, sent()).assert_error(401, "Access to this endpoint is not authorized for bots");
        acme.server.nobody().send(method, &path, sent()).assert_sign_in_first();
        for id in ["0", "9223372036854775807", "sales"] {
            acme.ada.send(method, &acme.at(&format!("/teams/{id}")), sent()).assert_not_found();
        }
    }
    events.assert_none();
}
