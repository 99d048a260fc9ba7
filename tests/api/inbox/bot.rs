//! The bot of an inbox.

use serde_json::{Value, json};

use crate::support::json::merged;
use crate::support::{Company, Talk, shapes};

#[test]
fn an_inbox_has_one_bot_or_none() {
    let talk = Talk::new();
    let set = talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox));
    let get = talk.at(&format!("/inboxes/{}/agent_bot", talk.inbox));
    let (robo, beep) = (talk.bot("Robo"), talk.bot("Beep"));
    let nobody = json!({"agent_bot": {}});
    talk.bob.get(&get).assert(200, nobody.clone());
    let mut events = talk.events();
    for bot in [&robo, &beep] {
        talk.ada.post(&set, json!({"agent_bot": bot.id})).assert_empty();
        events.assert(json!([{
            "name": "inbox_updated", "subject_id": talk.inbox, "conversation": null, "actor": ["User", talk.ada.id],
            "changes": {"agent_bot": [if bot.id == robo.id { json!(null) } else { json!(robo.id) }, bot.id]},
        }]));
        let shown = shapes::bot(&talk, bot);
        talk.bob.get(&get).assert(200, merged(json!({"agent_bot": shown}), shown));
        talk.ada.post(&set, json!({"agent_bot": bot.id.to_string()})).assert_empty();
        events.assert_none();
    }
    for detached in [json!({"agent_bot": null}), json!({}), Value::Null] {
        talk.ada.post(&set, json!({"agent_bot": robo.id})).assert_empty();
        talk.ada.post(&set, detached).assert_empty();
        talk.bob.get(&get).assert(200, nobody.clone());
    }
}

#[test]
fn a_system_bot_serves_every_account() {
    let acme = Company::new();
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let made = acme
        .platform
        .post("/platform/api/v1/agent_bots", json!({"name": "House", "outgoing_url": "http://127.0.0.1:9/"}));
    let made = made.ok();
    let id = made["id"].as_i64().unwrap();
    acme.ada.post(&acme.at(&format!("/inboxes/{inbox}/set_agent_bot")), json!({"agent_bot": id})).assert_empty();
    let shown = json!({
        "id": id, "name": "House", "description": null, "thumbnail": "", "bot_type": "webhook", "bot_config": {},
        "account_id": null, "system_bot": true,
    });
    let answer = acme.ada.get(&acme.at(&format!("/inboxes/{inbox}/agent_bot")));
    answer.assert(200, merged(json!({"agent_bot": shown}), shown));
    // in this account now it may write
    let token = made["access_token"].as_str().unwrap();
    let house = acme.server.client(&[("api_access_token", token)]);
    let new = json!({"inbox_id": inbox, "contact_id": acme.contact("Jane")});
    house.post(&acme.at("/conversations"), new.clone()).ok();
    acme.ada.post(&acme.at(&format!("/inboxes/{inbox}/set_agent_bot")), json!({"agent_bot": null})).assert_empty();
    let foreign = "Bot is not authorized to access this account";
    house.post(&acme.at("/conversations"), new).assert_error(401, foreign);
    acme.platform.delete(&format!("/platform/api/v1/agent_bots/{}", id), ()).assert_empty();
}

#[test]
fn a_bot_that_is_deleted_leaves_its_inbox() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    talk.ada
        .post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": robo.id}))
        .assert_empty();
    talk.ada.delete(&talk.at(&format!("/agent_bots/{}", robo.id)), ()).assert_empty();
    talk.ada.get(&talk.at(&format!("/inboxes/{}/agent_bot", talk.inbox))).assert(200, json!({"agent_bot": {}}));
    let made = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
    assert_eq!(talk.ada.post(&talk.at("/conversations"), made).ok()["status"], "open");
}

#[test]
fn an_inbox_takes_no_foreign_bot() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    let (robo, foreign, cleo) = (talk.bot("Robo"), theirs.bot("Robo"), talk.agent("Cleo"));
    let mut events = talk.events();
    let set = talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox));
    let get = talk.at(&format!("/inboxes/{}/agent_bot", talk.inbox));
    for unknown in [foreign.id, i64::MAX, 0] {
        talk.ada.post(&set, json!({"agent_bot": unknown})).assert_not_found();
    }
    let attach = json!({"agent_bot": robo.id});
    talk.ada.post(&talk.at("/inboxes/9223372036854775807/set_agent_bot"), attach.clone()).assert_not_found();
    talk.ada.get(&talk.at("/inboxes/9223372036854775807/agent_bot")).assert_not_found();
    talk.bob.post(&set, attach.clone()).assert_not_allowed();
    cleo.get(&get).assert_not_allowed();
    let refused = "You are not authorized to access this account";
    theirs.ada.post(&set, json!({"agent_bot": foreign.id})).assert_error(401, refused);
    theirs.ada.get(&get).assert_error(401, refused);
    talk.server.nobody().post(&set, attach).assert_sign_in_first();
    events.assert_none();
    talk.ada.get(&get).assert(200, json!({"agent_bot": {}}));
}
