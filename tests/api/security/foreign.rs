//! Records of another account: in the path, in the body, in the query.

use serde_json::{Map, Value, json};

use super::table::Who::{Agent, AgentOrBot};
use super::table::{has_inner_ids, is_of_account};
use super::worlds::{Worlds, assert_silent, query, sound};
use crate::support::clients::Client;
use crate::support::document::{Operation, members, sample};
use crate::support::seed::Furniture;

#[test]
fn a_foreign_record_is_not_found_inside_the_own_account() {
    let worlds = Worlds::new();
    let Worlds { own, ours, other, theirs, .. } = &worlds;
    let before = worlds.others_own_view();
    let mut events = other.events();
    let mut foreign = theirs.things.clone();
    foreign.insert("accounts", own.id);
    for (operation, who) in worlds.operations().into_iter().filter(|(operation, _)| is_of_account(operation)) {
        if !has_inner_ids(&operation) {
            continue;
        }
        let path = format!("{}{}", operation.at(&foreign), query(&operation, theirs, |_| None));
        let body = operation.body(&worlds.document).map(|schema| sample(&worlds.document, schema, &sound));
        let callers: &[(&str, &Client)] = match who {
            AgentOrBot => &[("an administrator", &own.ada), ("an agent", &own.bob), ("a bot", &ours.bot)],
            Agent => &[("an administrator", &own.ada), ("an agent", &own.bob)],
            _ => &[("an administrator", &own.ada)],
        };
        for (name, caller) in callers {
            let answer = caller.send(&operation.method, &path, body.clone().unwrap_or_default());
            assert_silent(&answer, name);
            assert_eq!(answer.status, 404, "{name}: {} {}", answer.asked, answer.text());
        }
    }
    events.assert_none();
    assert_eq!(worlds.others_own_view(), before);
}

/// A foreign record for a property or parameter of this name.
fn foreign_id(name: &str, theirs: &Furniture) -> Option<Value> {
    let id = |kind: &str| Some(json!(theirs.things[kind]));
    let ids = |kind: &str| Some(json!([theirs.things[kind]]));
    match name.trim_end_matches("[]") {
        "inbox_id" | "inbox_ids" => id("inboxes"),
        "contact_id" | "base_contact_id" | "mergee_contact_id" => id("contacts"),
        "merge_id" => id("merges"),
        "assignee_id" | "user_id" => id("users"),
        "user_ids" => ids("users"),
        "team_id" => id("teams"),
        "team_ids" => ids("teams"),
        "agent_bot" | "sender_id" | "agent_bot_id" => id("agent_bots"),
        "hook_id" => id("hooks"),
        "conversation_id" | "mergee_conversation_id" => id("conversations"),
        "ids" => ids("conversations"),
        "in_reply_to" | "before" | "after" | "if_last_message_id" => id("messages"),
        "source_id" => Some(json!(theirs.source_id)),
        _ => None,
    }
}

/// The bodies that mention foreign records: one with all of them, and one for each alone.
fn foreign_bodies(worlds: &Worlds, operation: &Operation) -> Vec<Value> {
    let Some(schema) = operation.body(&worlds.document) else { return Vec::new() };
    let all = sample(&worlds.document, schema, &|name| foreign_id(name, &worlds.theirs));
    let names = members(&worlds.document, schema).into_keys().collect::<Vec<_>>();
    let mut bodies: Vec<Value> = Vec::new();
    for name in names {
        let Some(id) = foreign_id(&name, &worlds.theirs) else { continue };
        bodies.push(json!({ &name: id }));
        // beside a record of our own, which lets the call get as far as the foreign one
        for own in ["inbox_id", "contact_id"].into_iter().filter(|own| *own != name) {
            let ours = foreign_id(own, &worlds.ours);
            bodies.push(json!({ &name: id, own: ours }));
        }
    }
    if all.as_object().is_some_and(|all| *all != Map::new()) {
        bodies.push(json!({"sender_type": "AgentBot", "assignee_type": "AgentBot", "assignee_id": worlds.theirs.things["agent_bots"]}));
        bodies.push(all);
    }
    bodies
}

#[test]
fn foreign_records_in_bodies_and_queries_stay_foreign() {
    let worlds = Worlds::new();
    let Worlds { own, ours, other, theirs, .. } = &worlds;
    let before = worlds.others_own_view();
    let mut events = other.events();
    let operations = worlds.operations();
    let of_account = || operations.iter().map(|(operation, _)| operation).filter(|operation| is_of_account(operation));
    let mut asked = 0;
    for operation in of_account().filter(|operation| operation.method != "DELETE") {
        let path = operation.at(&ours.things);
        for body in foreign_bodies(&worlds, operation) {
            let answer = own.ada.send(&operation.method, &path, body.clone());
            assert_silent(&answer, &body.to_string());
            asked += 1;
        }
        for name in operation.query().iter().filter(|name| foreign_id(name, theirs).is_some()) {
            let fill = |other: &str| {
                let id = foreign_id(other, theirs).filter(|_| other == name)?;
                Some(id.as_str().map_or_else(|| id.to_string(), str::to_owned))
            };
            let answer = own.ada.send(&operation.method, &format!("{path}{}", query(operation, ours, fill)), ());
            assert_silent(&answer, name);
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    // whatever was accepted brought nothing of theirs to us
    for operation in of_account().filter(|operation| !operation.writes()) {
        let path = format!("{}{}", operation.at(&ours.things), query(operation, ours, |_| None));
        assert_silent(&own.ada.get(&path), "an administrator");
        assert_silent(&own.bob.get(&path), "an agent");
    }
    events.assert_none();
    assert_eq!(worlds.others_own_view(), before);
}
