//! Inside an account: inboxes an agent does not belong to, and where a bot's token ends.

use serde_json::json;

use crate::support::clients::Bot;
use crate::support::document::Things;
use crate::support::seed::Company;

#[test]
fn an_agent_sees_only_their_inboxes() {
    let acme = Company::new();
    let things = acme.furnish("acme", 1).things;
    let cleo = acme.agent("Cleo");
    let (inbox, conversation) = (things["inboxes"], things["conversations"]);
    let at = |path: &str| acme.at(&path.replace("{}", &conversation.to_string()));
    for (method, path, body) in [
        ("GET", "/conversations/{}", json!(null)),
        ("POST", "/conversations/{}/toggle_status", json!({"status": "resolved"})),
        ("POST", "/conversations/{}/toggle_typing_status", json!({"typing_status": "on"})),
        ("POST", "/conversations/{}/assignments", json!({"assignee_id": cleo.id})),
        ("GET", "/conversations/{}/labels", json!(null)),
        ("POST", "/conversations/{}/labels", json!({"labels": ["a"]})),
        ("GET", "/conversations/{}/messages", json!(null)),
        ("POST", "/conversations/{}/messages", json!({"content": "hello"})),
        ("PATCH", "/conversations/{}", json!({"priority": "high"})),
        ("POST", "/conversations/{}/toggle_priority", json!({"priority": "high"})),
        ("POST", "/conversations/{}/custom_attributes", json!({"custom_attributes": {}})),
        ("GET", "/conversations/{}/viewers", json!(null)),
        ("POST", "/conversations/{}/merge", json!({"mergee_conversation_id": conversation})),
        ("POST", "/conversations/{}/mute", json!(null)),
        ("POST", "/conversations/{}/unmute", json!(null)),
        ("POST", "/conversations/{}/unread", json!(null)),
        ("POST", "/conversations/{}/transcript", json!({"email": "a@example.com"})),
        ("GET", "/conversations/{}/participants", json!(null)),
        ("POST", "/conversations/{}/participants", json!({"user_ids": [cleo.id]})),
        ("PATCH", "/conversations/{}/participants", json!({"user_ids": [cleo.id]})),
        ("DELETE", "/conversations/{}/participants", json!({"user_ids": [acme.bob.id]})),
        ("GET", "/conversations/{}/attachments", json!(null)),
        ("GET", "/conversations/{}/draft_messages", json!(null)),
        ("PATCH", "/conversations/{}/draft_messages", json!({"message": "x"})),
        ("DELETE", "/conversations/{}/draft_messages", json!(null)),
        ("POST", "/conversations/{}/direct_uploads", json!({"blob": {"byte_size": 1}})),
    ] {
        cleo.send(method, &at(path), body).assert_not_allowed();
    }
    let message = at(&format!("/conversations/{{}}/messages/{}", things["messages"]));
    cleo.delete(&message, ()).assert_not_allowed();
    cleo.patch(&message, json!({"status": "read"})).assert_not_allowed();
    cleo.post(&format!("{message}/retry"), ()).assert_not_allowed();
    assert_eq!(cleo.get(&acme.at("/conversations/search?q=acme")).ok()["payload"], json!([]));
    cleo.get(&at(&format!("/inboxes/{inbox}/agent_bot"))).assert_not_allowed();
    let new = json!({"inbox_id": inbox, "contact_id": things["contacts"]});
    cleo.post(&at("/conversations"), new).assert_not_allowed();
    let link = json!({"inbox_id": inbox});
    cleo.post(&at(&format!("/contacts/{}/contact_inboxes", things["contacts"])), link).assert_not_allowed();
    let list = cleo.get(&at("/conversations?status=all")).ok();
    assert_eq!((&list["data"]["payload"], &list["data"]["meta"]["all_count"]), (&json!([]), &json!(0)));
    assert_eq!(cleo.get(&at("/inboxes")).ok()["payload"], json!([]));
    let of_contact = format!("/contacts/{}/conversations", things["contacts"]);
    assert_eq!(cleo.get(&at(&of_contact)).ok()["payload"], json!([]));
    let contactable = format!("/contacts/{}/contactable_inboxes", things["contacts"]);
    assert_eq!(cleo.get(&at(&contactable)).ok()["payload"], json!([]));
    acme.let_in(inbox, &[&acme.bob, &cleo]);
    cleo.get(&at("/conversations/{}")).ok();
    cleo.post(&at("/conversations/{}/messages"), json!({"content": "hello"})).ok();
}

#[test]
fn a_bots_token_ends_at_its_account() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let furniture = acme.furnish("acme", 1);
    let there = theirs.furnish("theirs", 1);
    let Bot { client: robo, .. } = &furniture.bot;
    let messages = |company: &Company, things: &Things| {
        company.at(&format!("/conversations/{}/messages", things["conversations"]))
    };
    robo.post(&messages(&acme, &furniture.things), json!({"content": "hello"})).ok();
    let foreign = robo.post(&messages(&theirs, &there.things), json!({"content": "hello"}));
    foreign.assert_error(401, "Bot is not authorized to access this account");
}
