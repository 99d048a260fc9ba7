//! An erased contact is gone at once, and soon from every byte of the file.

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::body::multipart;
use crate::support::json::{any_id, any_time, at_least};
use crate::support::server::Server;
use crate::support::{Company, Talk};

/// In everything that is said of the contact, and in nothing else.
const WORD: &str = "zyxwvq";

/// Where the word is in the database and what lies beside it, whatever its letters look like; with what stands there.
fn found(server: &Server) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["", "-wal", "-shm"] {
        let path = server.database().with_extension(format!("db{ending}"));
        let bytes = fs::read(&path).unwrap_or_default().to_ascii_lowercase();
        for at in memchr(&bytes, WORD.as_bytes()) {
            let around = &bytes[at.saturating_sub(24)..(at + 40).min(bytes.len())];
            found.push(format!("{} at {at}: {}", path.display(), String::from_utf8_lossy(around)));
        }
    }
    found
}

fn memchr(bytes: &[u8], word: &[u8]) -> Vec<usize> {
    bytes.windows(word.len()).enumerate().filter(|(_, window)| *window == word).map(|(at, _)| at).collect()
}

fn file(name: &str, bytes: &[u8]) -> crate::support::body::Multipart {
    multipart().text("content", &format!("{WORD} with a file")).file("attachments[]", name, "text/plain", bytes)
}

/// A company where a contact has left traces everywhere, and another one some of the same kind.
struct Traces {
    company: Company,
    contact: i64,
    other: i64,
    conversation: i64,
}

impl Traces {
    fn leave(company: Company) -> Traces {
        let inbox = company.ada.post(
            &company.at("/inboxes"),
            json!({"name": "App", "channel": {"type": "api"}, "csat_survey_enabled": true}),
        );
        let inbox = inbox.id();
        company.let_in(inbox, &[&company.bob]);
        let done = json!([{"action_name": "add_label", "action_params": ["seen"]}]);
        let rule = json!({"name": "Rule", "event_name": "message_created", "conditions": [{
            "attribute_key": "content", "filter_operator": "contains", "values": ["hello"], "query_operator": null,
        }], "actions": done});
        company.ada.post(&company.at("/automation_rules"), rule).ok();
        let new = json!({
            "name": format!("{WORD} former"), "email": format!("{WORD}@mail.example"), "phone_number": "+4915159998877",
            "identifier": format!("{WORD}-crm"), "custom_attributes": {WORD: format!("{WORD} value")},
            "additional_attributes": {"city": format!("{WORD}town"), "company_name": format!("{WORD} Inc")},
            "inbox_id": inbox, "source_id": format!("{WORD}-source"),
        });
        let contact = company.ada.post(&company.at("/contacts"), new).ok();
        let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
        let path = company.at(&format!("/contacts/{contact}"));
        company.ada.put(&path, json!({"name": format!("{WORD} Latter")})).ok();
        company.ada.post(&format!("{path}/notes"), json!({"content": format!("{WORD} was noted")})).ok();
        let note = company.ada.post(&format!("{path}/notes"), json!({"content": format!("{WORD} again")})).id();
        company.ada.patch(&format!("{path}/notes/{note}"), json!({"content": format!("{WORD} anew")})).ok();
        company.ada.delete(&format!("{path}/notes/{note}"), ()).assert_empty();
        let double = json!({"name": format!("{WORD} double"), "email": format!("{WORD}-2@mail.example")});
        let double = company.ada.post(&company.at("/contacts"), double).ok()["payload"]["contact"]["id"].clone();
        let pair = json!({"base_contact_id": contact, "mergee_contact_id": double});
        company.ada.post(&company.at("/actions/contact_merge"), pair).ok();
        let conversation = company.conversation(inbox, contact);
        let gone = company.conversation(inbox, contact);
        let other = company.contact("Otto");
        let mut traces = Traces { company, contact, other, conversation: gone };
        traces.talk();
        traces.company.ada.delete(&traces.company.at(&format!("/conversations/{gone}")), ()).assert_empty();
        traces.conversation = conversation;
        traces.talk();
        let theirs = traces.company.conversation(inbox, other);
        traces.company.message(&traces.company.bob, theirs, "A kept word for Otto");
        traces.company.import("people.csv", format!("name,email\n{WORD},no address of {WORD}\n").as_bytes());
        traces.company.ada.post(&traces.company.at("/contacts/export"), ()).assert_empty();
        let open =
            format!("select count(*) from contact_exports where account_id = {} and status < 2", traces.company.id);
        traces.company.server.wait_until(&open, 0);
        traces
    }

    /// All that can be said in the conversation.
    fn talk(&self) {
        let Company { ada, bob, .. } = &self.company;
        let path = self.company.at(&format!("/conversations/{}", self.conversation));
        let messages = format!("{path}/messages");
        let incoming = json!({"content": format!("hello, {WORD} speaking"), "message_type": "incoming"});
        ada.with("Idempotency-Key", &format!("key-{}", self.conversation)).post(&messages, incoming).ok();
        bob.post(&messages, json!({"content": format!("{WORD} is long. ").repeat(900)})).ok();
        let mention = format!("[@Ada](mention://user/{}/Ada) {WORD} secret", ada.id);
        bob.post(&messages, json!({"content": mention, "private": true})).ok();
        let bytes = format!("{WORD} in a file. ").repeat(30_000);
        let message = bob.post(&messages, file(&format!("{WORD}.txt"), bytes.as_bytes())).id();
        bob.post(&messages, file("other.txt", format!("short {WORD}").as_bytes())).ok();
        bob.delete(&format!("{messages}/{message}"), ()).ok();
        let draft = json!({"draft_message": {"message": format!("{WORD} not yet said")}});
        bob.patch(&format!("{path}/draft_messages"), draft).ok();
        ada.post(&format!("{path}/custom_attributes"), json!({"custom_attributes": {"order": format!("{WORD}-7")}}))
            .ok();
        ada.post(&format!("{path}/custom_attributes"), json!({"custom_attributes": {"order": format!("{WORD}-8")}}))
            .ok();
        let labels = json!({"labels": [format!("{WORD}-label")]});
        ada.post(&format!("{path}/labels"), labels).ok();
        ada.post(&format!("{path}/toggle_status"), json!({"status": "resolved"})).ok();
        let shown = ada.get(&path).ok();
        let survey = format!("/public/api/v1/csat_survey/{}", shown["uuid"].as_str().unwrap());
        let said = json!({"rating": 2, "feedback_message": format!("{WORD} is not amused")});
        let said = json!({"message": {"submitted_values": {"csat_survey_response": said}}});
        self.company.server.nobody().put(&survey, said).ok();
    }

    fn erase(&self) -> Value {
        self.company.ada.post(&self.company.at(&format!("/contacts/{}/erase", self.contact)), ()).ok()
    }

    /// Waits until the erasure is done, and looks at what is left.
    fn assert_erased(&self) {
        let Company { server, ada, .. } = &self.company;
        let done = format!(
            "select count(*) from outbox where account_id = {} and name = 'contact_erased' and subject_id = {}",
            self.company.id, self.contact
        );
        server.wait_until(&done, 1);
        assert_eq!(found(server), [""; 0]);
        let list = ada.get(&self.company.at("/contacts/erasures"));
        list.assert(
            200,
            json!({"payload": [at_least(json!({
                "contact_id": self.contact, "status": "completed", "finished_at": any_time(),
            }))]}),
        );
        server.command(&["check"]);
        // everybody else is there and found
        let hits = ada.get(&self.company.at("/contacts/search?q=Otto")).ok();
        assert_eq!((hits["meta"]["count"].clone(), hits["payload"][0]["id"].clone()), (json!(1), json!(self.other)));
        let hits = ada.get(&self.company.at("/conversations/search?q=kept")).ok();
        assert_eq!(hits["payload"].as_array().map(Vec::len), Some(1), "{hits:#}");
        assert_eq!(ada.get(&self.company.at("/contacts/imports")).ok()["payload"][0]["failed_records_url"], "");
        assert_eq!(ada.get(&self.company.at("/contacts/exports")).ok()["payload"], json!([]));
    }
}

#[test]
fn an_erased_contact_leaves_no_byte_in_the_file() {
    let traces = Traces::leave(Company::on(Arc::new(Server::start()), "Acme"));
    let Company { server, ada, bob, .. } = &traces.company;
    // as the server does each hour: values become samples
    server.alter("analyze");
    assert!(!found(server).is_empty());
    let path = traces.company.at(&format!("/contacts/{}", traces.contact));
    bob.post(&format!("{path}/erase"), ()).assert_not_allowed();
    let mut events = traces.company.events();
    let erasure = traces.erase();
    let expected = json!({
        "id": any_id(), "contact_id": traces.contact, "status": "removing", "conversations_count": 1,
        "messages_count": erasure["messages_count"], "attachments_count": 1, "notes_count": 1, "user_id": ada.id,
        "created_at": any_time(), "finished_at": null,
    });
    crate::support::json::assert_same("erasure", &erasure, &expected);
    ada.get(&path).assert_not_found();
    ada.post(&format!("{path}/erase"), ()).assert_not_found();
    let again = json!({"content": format!("hello, {WORD} speaking"), "message_type": "incoming"});
    traces.assert_erased();
    let told = events.take();
    let names: Vec<&str> = told.as_array().unwrap().iter().map(|event| event["name"].as_str().unwrap()).collect();
    assert!(names.starts_with(&["contact_deleted"]) && names.ends_with(&["contact_erased"]), "{names:?}");
    // a request that is sent again under its key is not done again
    let messages = traces.company.at(&format!("/conversations/{}/messages", traces.conversation));
    let answer = ada.with("Idempotency-Key", &format!("key-{}", traces.conversation)).post(&messages, again);
    assert_eq!(answer.status, 409, "{}", answer.text());
    // nor can the merger be undone
    ada.post(&format!("{path}/undo_merge"), ()).assert_not_found();
}

#[test]
fn a_kill_delays_an_erasure_and_no_more() {
    let server = Arc::new(Server::start());
    let traces = Traces::leave(Company::on(server.clone(), "Acme"));
    traces.erase();
    for (question, number) in [
        ("select count(*) from contact_erasures where phase > 0 or status > 0", 1),
        ("select count(*) from contact_erasures where status > 0", 1),
    ] {
        server.wait_until(question, number);
        server.kill();
        server.revive();
    }
    traces.assert_erased();
}

#[test]
fn several_are_erased_together_and_no_stranger() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let second = talk.contact("Second");
    let erase = |contact: i64| talk.at(&format!("/contacts/{contact}/erase"));
    talk.ada.post(&erase(theirs.contact), ()).assert_not_found();
    theirs.ada.post(&erase(talk.contact), ()).assert_error(401, "You are not authorized to access this account");
    talk.ada.post(&erase(talk.contact), ()).ok();
    talk.ada.post(&erase(second), ()).ok();
    let open = format!("select count(*) from contact_erasures where account_id = {} and status < 2", talk.company.id);
    talk.server.wait_until(&open, 0);
    let list = talk.ada.get(&talk.at("/contacts/erasures")).ok();
    let ids: Vec<_> = list["payload"].as_array().unwrap().iter().map(|erasure| erasure["contact_id"].clone()).collect();
    assert_eq!(ids, [json!(second), json!(talk.contact)]);
    assert_eq!(theirs.ada.get(&theirs.at("/contacts/erasures")).ok(), json!({"payload": []}));
    theirs.ada.get(&theirs.at(&format!("/contacts/{}", theirs.contact))).ok();
    assert_eq!(talk.ada.get(&talk.at("/contacts/erasures?page=2")).ok(), json!({"payload": []}));
}
