//! Nobody hears what they may not see.

use serde_json::json;

use crate::support::seed::Company;
use crate::world::{Dialogue, listen};

#[test]
fn an_account_hears_nothing_of_another() {
    let (acme, globex) = (Dialogue::new(), Dialogue::of(Company::named("Globex")));
    let mut ada = listen(&globex.company, &globex.company.ada);
    let mut contact = globex.listen_as_contact();
    ada.assert_silent();
    acme.hear("Help!");
    acme.say("Hello");
    acme.company.team("Night");
    acme.company.contact("John");
    acme.company.bob.post(&acme.at("/toggle_typing_status"), json!({"typing_status": "on"})).assert_empty();
    ada.assert_silent();
    contact.assert_silent();
}

#[test]
fn an_agent_hears_of_their_inboxes_only() {
    let acme = Dialogue::new();
    let cleo = acme.company.agent("Cleo");
    let (mut bob, mut stranger) = (listen(&acme.company, &acme.company.bob), listen(&acme.company, &cleo));
    bob.assert_silent();
    acme.say("Hello");
    bob.events(&["message.created", "first.reply.created", "conversation.updated"]);
    acme.company.ada.post(&acme.at("/toggle_status"), json!({"status": "resolved"})).ok();
    acme.company.ada.post(&acme.at("/toggle_typing_status"), json!({"typing_status": "on"})).assert_empty();
    bob.events(&["conversation.status_changed", "conversation.updated", "message.created", "conversation.typing_on"]);
    stranger.assert_silent();
    // a team does not make one hear: the reference tells the inbox only
    let team = acme.company.team("Night");
    stranger.event("account.cache_invalidated");
    acme.company.ada.post(&acme.at("/assignments"), json!({"team_id": team})).ok();
    stranger.assert_silent();
}

#[test]
fn a_contact_hears_of_their_own_conversations_and_never_of_notes() {
    let acme = Dialogue::new();
    let john = acme.company.contact("John");
    let other = acme.company.conversation(acme.inbox, john);
    let mut jane = acme.listen_as_contact();
    acme.company.message(&acme.company.bob, other, "Not for Jane");
    let note = json!({"content": "She is difficult", "private": true});
    let note = acme.company.bob.post(&acme.at("/messages"), note).id();
    acme.company.bob.delete(&acme.at(&format!("/messages/{note}")), ()).ok();
    acme.company.ada.post(&acme.at("/assignments"), json!({"assignee_id": acme.company.bob.id})).ok();
    // only that somebody takes care now
    let updated = jane.event("conversation.updated");
    assert_eq!(updated["messages"], json!([]));
    assert!(!updated.to_string().contains("difficult") && !updated.to_string().contains("pubsub_token"), "{updated:#}");
    jane.assert_silent();
    acme.say("Hello");
    assert_eq!(jane.event("message.created")["content"], "Hello");
    // a note is never the last message
    acme.company.bob.post(&acme.at("/messages"), json!({"content": "Really", "private": true})).ok();
    acme.company.ada.post(&acme.at("/labels"), json!({"labels": ["vip"]})).ok();
    let last = loop {
        let message = jane.message();
        assert!(!message.to_string().contains("Really"), "{message:#}");
        if message["data"]["labels"] == json!(["vip"]) {
            break message["data"]["messages"][0]["content"].clone();
        }
    };
    assert_eq!(last, "Hello");
}

#[test]
fn the_mentioned_are_told_if_they_may_see() {
    let acme = Dialogue::new();
    let cleo = acme.company.agent("Cleo");
    let (mut ada, mut bob) = (listen(&acme.company, &acme.company.ada), listen(&acme.company, &acme.company.bob));
    let mut stranger = listen(&acme.company, &cleo);
    let mention = |id: i64, name: &str| format!("[@{name}](mention://user/{id}/{name})");
    let text = format!("{} and {}, look", mention(acme.company.bob.id, "Bob"), mention(cleo.id, "Cleo"));
    acme.company.ada.post(&acme.at("/messages"), json!({"content": text, "private": true})).ok();
    bob.event("message.created");
    let mentioned = bob.event("conversation.mentioned");
    assert_eq!((&mentioned["id"], &mentioned["account_id"]), (&json!(acme.id), &json!(acme.company.id)));
    bob.event("notification.created");
    ada.event("message.created");
    ada.assert_silent();
    stranger.assert_silent();
    // in an answer it is only a word
    acme.company.ada.post(&acme.at("/messages"), json!({"content": text})).ok();
    bob.events(&["message.created", "first.reply.created", "conversation.updated"]);
    // he follows the conversation now: what he is told of it takes the place of the mention
    bob.events(&["notification.deleted", "notification.created"]);
    bob.assert_silent();
}

#[test]
fn a_proven_identity_hears_on_all_its_sessions() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let path = company.at(&format!("/contacts/{}/contact_inboxes", acme.contact));
    let sources = ["phone", "laptop"].map(|source| {
        company.ada.post(&path, json!({"inbox_id": acme.inbox, "source_id": source, "hmac_verified": true})).ok();
        source
    });
    let tokens = sources.map(|source| {
        let sql = format!("select pubsub_token from contact_inboxes where contact_id = ? and source_id = '{source}'");
        crate::world::stored::<String>(&company.server, &sql, acme.contact)
    });
    let mut sockets =
        tokens.map(|token| crate::socket::Socket::listen(&company.server, &crate::world::session(&token)));
    let mut unproven = acme.listen_as_contact();
    let new = json!({"inbox_id": acme.inbox, "source_id": "phone"});
    company.ada.post(&company.at("/conversations"), new).ok();
    for socket in &mut sockets {
        socket.event("conversation.created");
    }
    unproven.assert_silent();
}
