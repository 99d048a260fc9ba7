//! Deleted inboxes: gone at once, and soon really (beyond the swagger).

use serde_json::json;

use crate::support::Talk;
use crate::support::json::at_least;

#[test]
fn a_deleted_inbox_takes_its_conversations_along() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    talk.ada.post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": robo.id})).ok();
    talk.hear("Hello");
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    let kept = talk.conversation(other, talk.contact);
    let path = talk.at(&format!("/inboxes/{}", talk.inbox));
    let mut events = talk.events();
    let gone = json!({"message": "Your inbox deletion request will be processed in some time."});
    talk.ada.delete(&path, ()).assert(200, gone);
    events.assert(json!([at_least(json!({
        "name": "inbox_deleted", "subject_id": talk.inbox, "actor": ["User", talk.ada.id],
    }))]));
    // nothing of it is seen any more
    for rest in ["", "/agent_bot", "/assignable_agents"] {
        talk.ada.get(&format!("{path}{rest}")).assert_not_found();
    }
    talk.ada.patch(&path, json!({"name": "x"})).assert_not_found();
    talk.ada.delete(&path, ()).assert_not_found();
    talk.ada.get(&talk.at(&format!("/inbox_members/{}", talk.inbox))).assert_not_found();
    for rest in ["", "/messages", "/labels"] {
        talk.ada.get(&talk.path(rest)).assert_not_found();
        talk.bob.get(&talk.path(rest)).assert_not_found();
    }
    talk.post(&talk.ada, json!({"content": "x"})).assert_not_found();
    let list = talk.ada.get(&talk.at("/conversations?status=all")).ok();
    assert_eq!((&list["data"]["meta"]["all_count"], &list["data"]["payload"][0]["id"]), (&json!(1), &json!(kept)));
    assert_eq!(talk.bob.get(&talk.at("/inboxes")).ok(), json!({"payload": []}));
    assert_eq!(talk.ada.get(&talk.at("/inboxes")).ok()["payload"].as_array().unwrap().len(), 1);
    let jane = talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok();
    let inboxes = jane["contact_inboxes"].as_array().unwrap();
    assert!(inboxes.len() == 1 && inboxes[0]["inbox"]["id"] == other, "{inboxes:?}");
    let theirs = talk.ada.get(&talk.at(&format!("/contacts/{}/conversations", talk.contact))).ok();
    assert_eq!(theirs["payload"].as_array().unwrap().len(), 1);
    let new = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    talk.ada.post(&talk.at("/conversations"), new).assert_not_found();
    // and soon the rows are gone
    let (account, inbox) = (talk.company.id, talk.inbox);
    talk.server.wait_until(&format!("select count(*) from inboxes where id = {inbox}"), 0);
    talk.server.wait_until(&format!("select count(*) from conversations where account_id = {account}"), 1);
    talk.server.wait_until(&format!("select count(*) from messages where account_id = {account}"), 0);
    talk.server.wait_until(&format!("select count(*) from contact_inboxes where inbox_id = {inbox}"), 0);
    talk.server.command(&["check"]);
    // its contact and its bot stay
    talk.ada.get(&talk.at(&format!("/agent_bots/{}", robo.id))).ok();
    assert_eq!(talk.conversation(other, talk.contact), kept + 1);
}

#[test]
fn only_administrators_delete_inboxes() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let mut events = talk.events();
    let path = talk.at(&format!("/inboxes/{}", talk.inbox));
    talk.bob.delete(&path, ()).assert_not_allowed();
    theirs.ada.delete(&path, ()).assert_error(401, "You are not authorized to access this account");
    theirs.ada.delete(&theirs.at(&format!("/inboxes/{}", talk.inbox)), ()).assert_not_found();
    talk.server.nobody().delete(&path, ()).assert_sign_in_first();
    events.assert_none();
}
