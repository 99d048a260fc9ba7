//! What inboxes keep for so many days.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::body::multipart;
use crate::support::json::at_least;
use crate::support::server::Server;
use crate::support::{Company, Talk};

fn shown(inbox: i64, conversations: Option<i64>, files: Option<i64>, erases: bool, due: i64) -> Value {
    json!({
        "inbox_id": inbox, "conversation_days": conversations, "attachment_days": files, "erase_contacts": erases,
        "due_conversations_count": due,
    })
}

#[test]
fn administrators_say_for_how_long_an_inbox_keeps_things() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let path = talk.at(&format!("/inboxes/{}/retention", talk.inbox));
    talk.ada.get(&path).assert(200, shown(talk.inbox, None, None, false, 0));
    let rule = json!({"conversation_days": "90", "erase_contacts": true});
    talk.ada.put(&path, rule).assert(200, shown(talk.inbox, Some(90), None, true, 0));
    // what is left out stays
    talk.ada.put(&path, json!({"attachment_days": 30})).assert(200, shown(talk.inbox, Some(90), Some(30), true, 0));
    talk.ada.get(&path).assert(200, shown(talk.inbox, Some(90), Some(30), true, 0));
    talk.set(&talk.ada, "resolved");
    let account = talk.company.id;
    talk.server.alter(&format!(
        "update conversations set last_activity_at = last_activity_at - 91 * 86400000 where account_id = {account}"
    ));
    talk.ada.get(&path).assert(200, shown(talk.inbox, Some(90), Some(30), true, 1));
    let bad = json!({"conversation_days": 0, "attachment_days": 36501});
    talk.ada.put(&path, bad).assert_invalid(&[
        ("conversation_days", "Conversation days must be from 1 to 36500"),
        ("attachment_days", "Attachment days must be from 1 to 36500"),
    ]);
    talk.ada
        .put(&path, json!({"conversation_days": null}))
        .assert_invalid(&[("erase_contacts", "Erase contacts needs a number of days for conversations")]);
    let never = json!({"conversation_days": null, "attachment_days": null, "erase_contacts": false});
    talk.ada.put(&path, never).assert(200, shown(talk.inbox, None, None, false, 0));
    talk.bob.get(&path).assert_not_allowed();
    talk.bob.put(&path, json!({"conversation_days": 1})).assert_not_allowed();
    theirs.ada.get(&theirs.at(&format!("/inboxes/{}/retention", talk.inbox))).assert_not_found();
    theirs.ada.put(&theirs.at(&format!("/inboxes/{}/retention", talk.inbox)), json!({})).assert_not_found();
}

#[test]
fn what_is_too_old_goes_with_the_next_round() {
    let server = Arc::new(Server::start());
    let acme = Company::on(server.clone(), "Acme");
    let inbox = |name: &str| acme.inbox(name)["id"].as_i64().unwrap();
    let (strict, lenient) = (inbox("Strict"), inbox("Lenient"));
    let people = ["Gone", "Open", "Both", "Young"].map(|name| acme.contact(name));
    let [gone, open, both, young] = people;
    let talk = |inbox: i64, contact: i64, status: &str| {
        let id = acme.conversation(inbox, contact);
        let path = acme.at(&format!("/conversations/{id}"));
        let file = multipart().text("content", "see there").file("attachments[]", "a.txt", "text/plain", b"bytes");
        acme.ada.post(&format!("{path}/messages"), file).ok();
        acme.ada.post(&format!("{path}/toggle_status"), json!({"status": status})).ok();
        id
    };
    let kept = [talk(strict, open, "open"), talk(lenient, both, "resolved"), talk(strict, young, "resolved")];
    let lost = [talk(strict, gone, "resolved"), talk(strict, both, "resolved")];
    let rule = json!({"conversation_days": 30, "attachment_days": 20, "erase_contacts": true});
    acme.ada.put(&acme.at(&format!("/inboxes/{strict}/retention")), rule).ok();
    let mut events = acme.events();
    server.kill();
    server.alter(&format!(
        "update conversations set last_activity_at = last_activity_at - 31 * 86400000, created_at = created_at - 31 * 86400000
           where contact_id <> {young};
         update attachments set created_at = created_at - 31 * 86400000;
         update contacts set created_at = created_at - 31 * 86400000, last_activity_at = created_at - 31 * 86400000 where id <> {young};
         update retention_rules set swept_at = 0, conversation_id = 0, contact_id = 0"
    ));
    server.revive();
    // the address that was read at first is the same
    server.wait_until("select count(*) from retention_rules where swept_at > 0", 1);
    server.wait_until("select count(*) from jobs where name in ('delete_conversation', 'erase_contact', 'scrub')", 0);
    for id in lost {
        acme.ada.get(&acme.at(&format!("/conversations/{id}"))).assert_not_found();
    }
    for (id, files) in kept.into_iter().zip([0, 1, 0]) {
        let list = acme.ada.get(&acme.at(&format!("/conversations/{id}/messages"))).ok();
        let message = list["payload"].as_array().unwrap().iter().find(|message| message["content"] == "see there");
        let attachments = message.unwrap()["attachments"].as_array().map_or(0, Vec::len);
        assert_eq!(attachments, files, "{list:#}");
    }
    assert_eq!(people.map(|id| acme.ada.get(&acme.at(&format!("/contacts/{id}"))).status), [404, 200, 200, 200]);
    let erasures = acme.ada.get(&acme.at("/contacts/erasures"));
    erasures.assert(
        200,
        json!({"payload": [at_least(json!({"contact_id": gone, "user_id": null, "status": "completed"}))]}),
    );
    let told = events.take();
    let count = |name: &str| told.as_array().unwrap().iter().filter(|event| event["name"] == name).count();
    let counts = ["conversation_deleted", "message_updated", "contact_deleted", "contact_erased"].map(count);
    assert_eq!(counts, [2, 2, 1, 1], "{told:#}");
    server.command(&["check"]);
}
