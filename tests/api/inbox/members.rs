//! The members of an inbox, and who could be given its conversations (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::form;
use crate::support::clients::Person;
use crate::support::json::at_least;
use crate::support::shapes::agent;

fn ids(list: &Value) -> Vec<i64> {
    let mut ids: Vec<i64> =
        list["payload"].as_array().unwrap().iter().map(|agent| agent["id"].as_i64().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn sorted(people: &[&Person]) -> Vec<i64> {
    let mut ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn members_are_added_replaced_and_removed() {
    let acme = Company::new();
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let (cleo, path) = (acme.agent("Cleo"), acme.at("/inbox_members"));
    let shown = acme.at(&format!("/inbox_members/{inbox}"));
    let mut events = acme.events();
    let add = |people: &[&Person]| json!({"inbox_id": inbox, "user_ids": sorted(people)});
    let bob = agent(&acme, &acme.bob, "agent");
    acme.ada.post(&path, add(&[&acme.bob])).assert(200, json!({"payload": [bob]}));
    events.assert(json!([at_least(json!({
        "name": "inbox_members_changed", "subject_id": inbox, "actor": ["User", acme.ada.id],
    }))]));
    // those who are in stay in
    assert_eq!(ids(&acme.ada.post(&path, add(&[&cleo])).ok()), sorted(&[&acme.bob, &cleo]));
    assert_eq!(ids(&acme.bob.get(&shown).ok()), sorted(&[&acme.bob, &cleo]));
    events.assert_names(&["inbox_members_changed"]);
    acme.ada.post(&path, add(&[&cleo])).ok();
    events.assert_none();
    assert_eq!(ids(&acme.ada.patch(&path, add(&[&acme.ada, &cleo])).ok()), sorted(&[&acme.ada, &cleo]));
    acme.bob.get(&shown).assert_not_allowed();
    acme.ada.delete(&path, add(&[&cleo])).assert_empty();
    events.assert_names(&["inbox_members_changed", "inbox_members_changed"]);
    acme.ada.delete(&path, add(&[&cleo])).assert_empty();
    events.assert_none();
    let pairs = form([("inbox_id", inbox.to_string()), ("user_ids[]", acme.bob.id.to_string())]);
    assert_eq!(ids(&acme.ada.put(&path, pairs).ok()), [acme.bob.id]);
    assert_eq!(ids(&acme.ada.patch(&path, json!({"inbox_id": inbox, "user_ids": []})).ok()), Vec::<i64>::new());
}

#[test]
fn who_could_be_assigned_is_a_member_or_an_administrator() {
    let acme = Company::new();
    let [app, shop] = [acme.inbox("App"), acme.inbox("Shop")].map(|inbox| inbox["id"].as_i64().unwrap());
    let cleo = acme.agent("Cleo");
    acme.let_in(app, &[&acme.bob, &cleo]);
    acme.let_in(shop, &[&acme.bob]);
    let list = |query: &str| ids(&acme.bob.get(&acme.at(&format!("/assignable_agents?{query}"))).ok());
    assert_eq!(list(&format!("inbox_ids[]={app}")), sorted(&[&acme.ada, &acme.bob, &cleo]));
    assert_eq!(list(&format!("inbox_ids[]={app}&inbox_ids[]={shop}")), sorted(&[&acme.ada, &acme.bob]));
    let old = acme.bob.get(&acme.at(&format!("/inboxes/{app}/assignable_agents"))).ok();
    assert_eq!(ids(&old), sorted(&[&acme.ada, &acme.bob, &cleo]));
    cleo.get(&acme.at(&format!("/assignable_agents?inbox_ids[]={app}&inbox_ids[]={shop}"))).assert_not_allowed();
    acme.ada.get(&acme.at("/assignable_agents?inbox_ids[]=9223372036854775807")).assert_not_found();
}

#[test]
fn members_belong_to_the_account() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    acme.let_in(inbox, &[&acme.bob]);
    let mut events = acme.events();
    let path = acme.at("/inbox_members");
    let add = |id: i64| json!({"inbox_id": inbox, "user_ids": [id]});
    acme.ada.post(&path, json!({"inbox_id": i64::MAX, "user_ids": [acme.bob.id]})).assert_not_found();
    acme.ada.post(&path, json!({"user_ids": [acme.bob.id]})).assert_not_found();
    for method in ["POST", "PATCH", "DELETE"] {
        acme.bob.send(method, &path, add(acme.bob.id)).assert_not_allowed();
        let refused = "You are not authorized to access this account";
        theirs.ada.send(method, &path, add(theirs.ada.id)).assert_error(401, refused);
        theirs.ada.send(method, &theirs.at("/inbox_members"), add(theirs.ada.id)).assert_not_found();
        acme.server.nobody().send(method, &path, add(acme.bob.id)).assert_sign_in_first();
    }
    // whoever is a stranger does not get in
    let foreign = acme.ada.post(&path, add(theirs.bob.id));
    assert!((400..500).contains(&foreign.status), "{}", foreign.text());
    events.assert_none();
    assert_eq!(ids(&acme.ada.get(&acme.at(&format!("/inbox_members/{inbox}"))).ok()), [acme.bob.id]);
    theirs.ada.get(&theirs.at(&format!("/inbox_members/{inbox}"))).assert_not_found();
}
