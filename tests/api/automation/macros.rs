//! Macros: whose they are, and what they do.

use serde_json::{Value, json};

use super::action;
use crate::support::clients::Person;
use crate::support::json::{any_id, any_text, anything, merged};
use crate::support::{Company, Talk, shapes};

fn close() -> Value {
    json!([action("add_label", json!(["done"])), action("change_status", json!(["resolved"]))])
}

fn shown(company: &Company, by: &Person, role: &str, visibility: &str) -> Value {
    let author = shapes::agent(company, by, role);
    json!({
        "id": any_id(), "name": "Close", "visibility": visibility, "created_by": author, "updated_by": author,
        "account_id": company.id, "actions": close(),
    })
}

#[test]
fn agents_make_their_own_and_administrators_some_for_all() {
    let acme = Company::new();
    let path = acme.at("/macros");
    acme.bob.get(&path).assert(200, json!({"payload": []}));
    let mut events = acme.events();
    let new = json!({"name": "Close", "visibility": "global", "actions": close()});
    let own = acme.bob.post(&path, new.clone());
    own.assert(200, json!({"payload": shown(&acme, &acme.bob, "agent", "personal")}));
    let shared = acme.ada.post(&path, new);
    let global = shown(&acme, &acme.ada, "administrator", "global");
    shared.assert(200, json!({"payload": global}));
    events.assert_names(&["macro_created", "macro_created"]);
    acme.ada.get(&path).assert(200, json!({"payload": [global]}));
    let both = json!({"payload": [shown(&acme, &acme.bob, "agent", "personal"), global]});
    acme.bob.get(&path).assert(200, both);
    let at = |made: &crate::support::clients::Answer| acme.at(&format!("/macros/{}", made.body["payload"]["id"]));
    let (own, shared) = (at(&own), at(&shared));
    acme.bob.get(&shared).assert(200, json!({"payload": global}));
    acme.ada.get(&own).assert_not_allowed();
    acme.ada.patch(&own, json!({"name": "Mine"})).assert_not_allowed();
    acme.ada.delete(&own, ()).assert_not_allowed();
    acme.ada.post(&format!("{own}/execute"), json!({"conversation_ids": [1]})).assert_not_allowed();
    acme.bob.patch(&shared, json!({"name": "Mine"})).assert_not_allowed();
    acme.bob.delete(&shared, ()).assert_not_allowed();
    let eve = crate::support::seed::member(&acme.server, acme.id, "Eve", "administrator");
    let edited = merged(global, json!({"name": "Shut", "updated_by": shapes::agent(&acme, &eve, "administrator")}));
    eve.patch(&shared, json!({"name": "Shut"})).assert(200, json!({"payload": edited}));
    eve.delete(&shared, ()).assert_not_allowed();
    acme.bob.delete(&own, ()).assert_empty();
    acme.bob.get(&own).assert_not_found();
    acme.ada.delete(&shared, ()).assert_empty();
    events.assert_names(&["account_user_created", "macro_updated", "macro_deleted", "macro_deleted"]);
}

#[test]
fn a_macro_obeys_the_rules() {
    let acme = Company::new();
    let path = acme.at("/macros");
    let mut events = acme.events();
    let refused = |body: Value, error: Value| {
        let answer = acme.bob.post(&path, body);
        answer.assert(422, json!({"error": error, "description": any_text(), "errors": anything()}));
    };
    refused(json!({}), json!({"name": ["can't be blank"], "actions": ["can't be blank"]}));
    let open = json!({"name": "Open", "actions": [action("open_conversation", json!([]))]});
    refused(open, json!({"actions": ["Macro execution actions open_conversation not supported."]}));
    let odd = json!({"name": "Odd", "visibility": "secret", "actions": close()});
    acme.bob.post(&path, odd).assert_error(422, "'secret' is not a valid visibility");
    events.assert_none();
}

#[test]
fn a_macro_works_in_the_name_of_who_asks() {
    let talk = Talk::new();
    let team = talk.team("Night shift");
    talk.assign(&talk.ada, json!({"team_id": team}));
    let actions = json!([
        action("assign_agent", json!(["self"])),
        action("send_message", json!(["Bye, {{contact.name}}"])),
        action("add_private_note", json!(["Done with {{contact.name}}"])),
        action("add_label", json!(["done"])),
        action("remove_assigned_team", json!([])),
        action("change_priority", json!(["low"])),
        action("resolve_conversation", json!([])),
    ]);
    let id = talk.shortcut(&talk.bob, "personal", actions);
    let hidden = talk.conversation(talk.inbox_without_bob(), talk.contact);
    let mut events = talk.events();
    let path = talk.at(&format!("/macros/{id}/execute"));
    talk.bob.post(&path, json!({"conversation_ids": [talk.id, hidden, 9_999]})).assert_empty();
    let resolved = "select count(*) from conversations where status = 1 and account_id";
    talk.server.wait_until(&format!("{resolved} = {}", talk.company.id), 1);
    talk.server.wait_until("select count(*) from jobs where name = 'run_macro'", 0);
    let shown = talk.show();
    assert_eq!(
        (&shown["labels"], &shown["priority"], &shown["meta"]["assignee"]["id"], shown["meta"].get("team")),
        (&json!(["done"]), &json!("low"), &json!(talk.bob.id), None)
    );
    assert_eq!(
        talk.log().split_off(1),
        [
            (2, "Bob self-assigned this conversation".to_owned()),
            (1, "Bye, Jane".to_owned()),
            (1, "Done with {{contact.name}}".to_owned().replace("{{contact.name}}", "Jane")),
            (2, "Bob added done".to_owned()),
            (2, "Unassigned from night shift by Bob".to_owned()),
            (2, "Bob set the priority to low".to_owned()),
            (2, "Conversation was marked resolved by Bob".to_owned()),
        ]
    );
    assert!(talk.show()["first_reply_created_at"].as_i64().unwrap() > 0, "a person has answered");
    let told = events.take();
    assert!(told.as_array().unwrap().iter().all(|event| event["conversation"] == talk.id), "{told:#}");
    let left = talk.ada.get(&talk.at(&format!("/conversations/{hidden}"))).ok();
    assert_eq!((&left["status"], &left["labels"]), (&json!("open"), &json!([])));
    talk.bob.post(&path, json!({})).assert_empty();
}

impl Talk {
    /// Another inbox, in which Bob is not.
    fn inbox_without_bob(&self) -> i64 {
        self.inbox("Secret")["id"].as_i64().unwrap()
    }
}
