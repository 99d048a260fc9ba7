//! Many conversations at once, in the background.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::at_least;

#[test]
fn many_conversations_get_the_same_change() {
    let talk = Talk::new();
    let more: Vec<i64> = (0..25).map(|_| talk.conversation(talk.inbox, talk.contact)).collect();
    let hidden = talk.inbox("Other")["id"].as_i64().unwrap();
    let hidden = talk.conversation(hidden, talk.contact);
    let team = talk.team("night");
    let path = talk.at("/bulk_actions");
    talk.bob.post(&talk.path("/labels"), json!({"labels": ["old", "kept"]})).ok();
    let mut ids = vec![talk.id, i64::MAX, hidden];
    ids.extend(&more);
    let action = json!({
        "type": "Conversation", "ids": ids, "fields": {"status": "snoozed", "assignee_id": talk.bob.id, "team_id": team},
        "labels": {"add": ["vip"], "remove": ["old"]}, "snoozed_until": "2100-01-01T00:00:00Z",
    });
    talk.bob.post(&path, action).assert_empty();
    let done = format!(
        "select count(*) from conversations where account_id = {} and status = 3 and assignee_id = {} and team_id = {team}",
        talk.company.id, talk.bob.id
    );
    talk.server.wait_until(&done, 26);
    let shown = talk.show();
    let expected = at_least(json!({
        "status": "snoozed", "snoozed_until": "2100-01-01T00:00:00.000Z", "labels": ["kept", "vip"],
        "meta": at_least(json!({"assignee": at_least(json!({"id": talk.bob.id})), "team": at_least(json!({"id": team}))})),
    }));
    crate::support::json::assert_same("shown", &shown, &expected);
    // in the name of who asked, and not where they see nothing
    assert!(talk.activities().contains(&"Conversation was snoozed by Bob".to_owned()), "{:?}", talk.activities());
    let other = talk.ada.get(&talk.at(&format!("/conversations/{hidden}"))).ok();
    assert_eq!((&other["status"], &other["labels"]), (&json!("open"), &json!([])));
    // one after the other
    for status in ["resolved", "open"] {
        let action = json!({"type": "Conversation", "ids": ids, "fields": {"status": status, "assignee_id": null, "team_id": null}});
        talk.bob.post(&path, action).assert_empty();
    }
    let done = format!(
        "select count(*) from conversations where account_id = {} and status = 0 and assignee_id is null and team_id is null",
        talk.company.id
    );
    talk.server.wait_until(&done, 27);
    talk.server.command(&["check"]);
}

#[test]
fn what_cannot_be_done_is_refused_at_once() {
    let talk = Talk::new();
    let path = talk.at("/bulk_actions");
    let mut events = talk.events();
    for kind in [json!({}), json!({"type": "Inbox"}), json!({"type": "conversation", "ids": [1]})] {
        talk.bob.post(&path, kind).assert(422, json!({"success": false}));
    }
    let wrong = json!({"type": "Conversation", "ids": [1], "fields": {"status": "x"}});
    talk.bob.post(&path, wrong).assert_error(422, "'x' is not a valid status");
    let many: Vec<i64> = (0..10_001).collect();
    let refused = talk.bob.post(&path, json!({"type": "Conversation", "ids": many}));
    refused.assert_invalid(&[("ids", "Ids is too many (maximum is 10000)")]);
    let wrong = json!({"type": "Conversation", "ids": [1], "fields": {"status": "snoozed"}, "snoozed_until": "x"});
    talk.bob.post(&path, wrong).assert_error(422, "'x' is not a valid snoozed_until");
    events.assert_none();
}

#[test]
fn many_contacts_get_the_same_labels_or_go() {
    let talk = Talk::new();
    let others: Vec<i64> = (0..25).map(|n| talk.contact(&format!("Joe{n}"))).collect();
    let (path, account) = (talk.at("/bulk_actions"), talk.company.id);
    talk.bob.post(&talk.at(&format!("/contacts/{}/labels", talk.contact)), json!({"labels": ["old"]})).ok();
    let mut ids = vec![talk.contact, i64::MAX];
    ids.extend(&others);
    let action = json!({"type": "Contact", "ids": ids, "labels": {"add": ["vip"], "remove": ["old"]}});
    talk.bob.post(&path, action).assert_empty();
    talk.server
        .wait_until(&format!("select count(*) from contact_labels where account_id = {account} and label = 'vip'"), 26);
    talk.server
        .wait_until(&format!("select count(*) from contact_labels where account_id = {account} and label = 'old'"), 0);
    let action = json!({"type": "Contact", "ids": others, "action_name": "delete"});
    talk.bob.post(&path, action.clone()).assert_not_allowed();
    talk.ada.post(&path, action).assert_empty();
    talk.server.wait_until(&format!("select count(*) from contacts where account_id = {account}"), 1);
    talk.server.command(&["check"]);
}
