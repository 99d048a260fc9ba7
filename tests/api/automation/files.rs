//! Files that rules and macros send.

use serde_json::{Value, json};

use super::{action, condition};
use crate::support::Talk;
use crate::support::body::raw;
use crate::support::json::{any_id, any_url};

const TEXT: &str = "price list";

/// Uploads a file for the account; answers its signed id.
fn upload(talk: &Talk) -> Value {
    let visitor = talk.visitor(&talk.website("Shop"));
    let blob = json!({"filename": "prices.txt", "content_type": "text/plain", "byte_size": TEXT.len()});
    let reserved = visitor.post(&visitor.at("direct_uploads"), json!({"blob": blob})).ok();
    let url = reserved["direct_upload"]["url"].as_str().unwrap();
    let path = &url[url.find("/rails").unwrap()..];
    assert_eq!(talk.server.nobody().put(path, raw("text/plain", TEXT)).status, 204);
    reserved["signed_id"].clone()
}

fn file(talk: &Talk, owner: &str, id: i64) -> Value {
    json!([{
        "id": any_id(), owner: id, "file_type": "text/plain", "account_id": talk.company.id, "file_url": any_url(),
        "blob_id": any_id(), "filename": "prices.txt",
    }])
}

fn attachments(talk: &Talk) -> Vec<String> {
    let list = talk.ada.get(&talk.path("/messages")).ok();
    let messages = list["payload"].as_array().unwrap();
    let files = messages.iter().filter_map(|message| message["attachments"].as_array()).flatten();
    files.map(|file| file["data_url"].as_str().unwrap().to_owned()).collect()
}

fn bytes(talk: &Talk, url: &str) -> (u16, String) {
    let answer = talk.server.nobody().get(&url[url.find("/rails").unwrap()..]);
    (answer.status, answer.text())
}

#[test]
fn a_rule_sends_its_file_each_time() {
    let talk = Talk::new();
    let asked = json!([condition("content", "contains", json!(["price"]))]);
    let rule = talk.rule("message_created", asked, json!([action("send_attachment", json!([upload(&talk)]))]));
    let path = talk.at(&format!("/automation_rules/{rule}"));
    let shown = talk.ada.get(&path).ok()["payload"].clone();
    crate::support::json::assert_same("files", &shown["files"], &file(&talk, "automation_rule_id", rule));
    assert_eq!(shown["actions"][0]["action_params"], json!([shown["files"][0]["blob_id"]]));
    // sent back as it was shown, it stays
    talk.ada.patch(&path, json!({"actions": shown["actions"]})).assert(200, json!({"payload": shown}));
    talk.hear("What is the price?");
    talk.runs(rule, 1);
    talk.hear("And that price?");
    talk.runs(rule, 2);
    let sent = attachments(&talk);
    assert_eq!(sent.len(), 2);
    let first = talk.log().iter().position(|(kind, _)| *kind == 1).unwrap();
    let messages = talk.ada.get(&talk.path("/messages")).ok();
    let message = messages["payload"][first]["id"].clone();
    talk.ada.delete(&talk.path(&format!("/messages/{message}")), ()).ok();
    assert_eq!(bytes(&talk, &sent[1]), (200, TEXT.to_owned()), "the other message still has it");
    let cloned = talk.ada.post(&format!("{path}/clone"), ()).ok()["payload"]["id"].as_i64().unwrap();
    talk.ada.delete(&path, ()).assert_empty();
    assert_eq!(bytes(&talk, &sent[1]).0, 200);
    talk.ada.delete(&talk.path(&format!("/messages/{}", messages["payload"][3]["id"])), ()).ok();
    assert_eq!(bytes(&talk, &sent[1]).0, 200, "the copy of the rule has it");
    let other = json!({"actions": [action("mute_conversation", json!([]))]});
    talk.ada.patch(&talk.at(&format!("/automation_rules/{cloned}")), other).ok();
    assert_eq!(bytes(&talk, &sent[1]).0, 404);
    talk.server.command(&["check"]);
}

#[test]
fn a_macro_sends_its_file() {
    let talk = Talk::new();
    let id = talk.shortcut(&talk.bob, "personal", json!([action("send_attachment", json!([upload(&talk)]))]));
    let path = talk.at(&format!("/macros/{id}"));
    let shown = talk.bob.get(&path).ok()["payload"].clone();
    crate::support::json::assert_same("files", &shown["files"], &file(&talk, "macro_id", id));
    talk.bob.post(&format!("{path}/execute"), json!({"conversation_ids": [talk.id]})).assert_empty();
    let sent = format!("select count(*) from attachments where account_id = {}", talk.company.id);
    talk.server.wait_until(&sent, 1);
    assert_eq!(bytes(&talk, &attachments(&talk)[0]), (200, TEXT.to_owned()));
    let foreign = talk.bob.patch(&path, json!({"actions": [action("send_attachment", json!([999_999]))]}));
    assert_eq!(foreign.status, 422);
}
