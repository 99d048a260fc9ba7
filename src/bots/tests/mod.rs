//! Agent bots through their endpoints.

mod server;

use poem::http::Method;
use serde_json::json;

use super::*;
use crate::base::ids::AgentBotId;
use crate::http::wire::assert_same_json;
use server::{ACME, GIF, GLOBEX, Server, form};

#[tokio::test]
async fn an_administrator_creates_changes_and_deletes_bots() {
    let server = Server::start();
    let body = json!({"name": "Bo", "description": "Answers", "outgoing_url": "https://bo.test/hook",
        "bot_type": "webhook", "bot_config": {"mood": "calm"}, "avatar_url": "https://bo.test/a.png", "account_id": 2});
    let (status, made) = server.account(&server.ada, Method::POST, "", body).await;
    let expected = json!({"id": made["id"], "name": "Bo", "description": "Answers", "thumbnail": "",
        "outgoing_url": "https://bo.test/hook", "bot_type": "webhook", "bot_config": {"mood": "calm"}, "account_id": 1,
        "access_token": made["access_token"], "system_bot": false});
    assert_eq!((status, &made), (200, &expected));
    assert_eq!(made["access_token"].as_str().unwrap().len(), 24);
    let path = format!("/{}", made["id"]);
    assert_eq!(server.account(&server.carol, Method::GET, &path, json!({})).await, (200, expected.clone()));
    assert_eq!(server.account(&server.carol, Method::GET, "", json!({})).await, (200, json!([expected])));
    let change = json!({"name": null, "outgoing_url": ""});
    let (status, changed) = server.account(&server.ada, Method::PATCH, &path, change.clone()).await;
    assert_eq!((status, &changed["name"], &changed["outgoing_url"]), (200, &json!(null), &json!(null)));
    assert_eq!(changed["description"], "Answers");
    server.account(&server.ada, Method::PATCH, &path, change).await;
    let (_, fresh) = server.account(&server.ada, Method::POST, &format!("{path}/reset_access_token"), json!({})).await;
    assert_ne!(fresh["access_token"], made["access_token"]);
    for (method, path) in [(Method::PATCH, path.clone()), (Method::DELETE, path.clone()), (Method::POST, String::new())]
    {
        assert_eq!(server.account(&server.carol, method, &path, json!({})).await.0, 401);
    }
    let path = path.as_str();
    for rest in ["/avatar", "/reset_access_token"] {
        let method = if rest == "/avatar" { Method::DELETE } else { Method::POST };
        assert_eq!(server.account(&server.carol, method, &format!("{path}{rest}"), json!({})).await.0, 401);
    }
    assert_eq!(server.account(&server.ada, Method::DELETE, path, json!({})).await, (200, json!(null)));
    assert_eq!(server.account(&server.ada, Method::GET, path, json!({})).await.0, 404);
    assert_eq!(server.events(), ["1 agent_bot_created", "1 agent_bot_updated", "1 agent_bot_deleted"]);
    assert!(server.texts("select token from access_tokens where owner_type = 'AgentBot'").is_empty());
    assert!(server.jobs().is_empty(), "it had no conversations");
}

#[tokio::test]
async fn wrong_values_are_named() {
    let server = Server::start();
    let body = json!({"name": "n".repeat(256), "outgoing_url": "javascript:alert(1)"});
    let (status, refused) = server.account(&server.ada, Method::POST, "", body).await;
    let message = "Name is too long (maximum is 255 characters), Outgoing url is invalid";
    assert_eq!((status, &refused["message"]), (422, &json!(message)));
    assert_eq!(refused["attributes"], json!(["name", "outgoing_url"]));
    let (status, refused) = server.account(&server.ada, Method::POST, "", json!({"bot_type": "csml"})).await;
    assert_eq!((status, &refused["error"]), (422, &json!("'csml' is not a valid bot_type")));
    assert_eq!(server.account(&server.ada, Method::POST, "", json!({"bot_config": [1]})).await.0, 422);
    let (status, refused) = server.platform(Method::POST, "", json!({"account_id": 99})).await;
    assert_eq!((status, &refused["message"]), (422, &json!("Account must exist")));
    assert_eq!(server.account(&server.ada, Method::GET, "/x", json!({})).await.0, 404);
    assert!(server.events().is_empty());
}

#[tokio::test]
async fn a_platform_app_keeps_its_own_bots() {
    let server = Server::start();
    let body = json!({"name": "Sys", "outgoing_url": "https://sys.test"});
    let (status, system) = server.platform(Method::POST, "", body).await;
    let expected = json!({"id": system["id"], "name": "Sys", "description": null, "outgoing_url": "https://sys.test",
        "account_id": null, "access_token": system["access_token"]});
    assert_eq!((status, &system), (200, &expected));
    let (_, own) = server.platform(Method::POST, "", json!({"name": "Own", "account_id": "1"})).await;
    assert_eq!(server.platform(Method::GET, "", json!({})).await, (200, json!([system, own])));
    assert_eq!(server.events(), ["1 agent_bot_created"], "a system bot has no account to tell");
    let path = format!("/platform/api/v1/agent_bots/{}", system["id"]);
    let (status, refused) = server.ask(&server.other_app, Method::GET, &path, json!({})).await;
    assert_eq!((status, &refused["error"]), (401, &json!("Non permissible resource")));
    assert_eq!(server.ask(&server.other_app, Method::DELETE, &path, json!({})).await.0, 401);
    assert_eq!(server.ask(&server.other_app, Method::PATCH, "/platform/api/v1/agent_bots/99", json!({})).await.0, 404);
    assert_eq!(server.ask(&server.ada, Method::GET, &path, json!({})).await.0, 401);

    let seen = format!("/{}", system["id"]);
    let shown = json!({"id": system["id"], "name": "Sys", "description": null, "thumbnail": "", "bot_type": "webhook",
        "bot_config": {}, "account_id": null, "system_bot": true});
    assert_eq!(server.account(&server.carol, Method::GET, &seen, json!({})).await, (200, shown));
    assert_eq!(server.account(&server.ada, Method::PATCH, &seen, json!({"name": "Mine"})).await.0, 404);
    assert_eq!(server.account(&server.ada, Method::DELETE, &seen, json!({})).await.0, 404);
    let reset = format!("{seen}/reset_access_token");
    assert_eq!(server.account(&server.ada, Method::POST, &reset, json!({})).await.0, 404);
    assert_eq!(server.account(&server.carol, Method::GET, "", json!({})).await.1.as_array().unwrap().len(), 2);
    let (_, renamed) = server.platform(Method::PATCH, &seen, json!({"name": "S"})).await;
    assert_eq!((&renamed["name"], &renamed["outgoing_url"]), (&json!("S"), &json!("https://sys.test")));
    assert_eq!(server.platform(Method::DELETE, &seen, json!({})).await.0, 200);
    assert_eq!(server.platform(Method::GET, &seen, json!({})).await.0, 404);
    assert_eq!(server.texts("select permissible_type from platform_app_permissibles"), ["AgentBot"]);
}

#[tokio::test]
async fn a_deleted_bot_leaves_its_conversations_in_every_account() {
    let server = Server::start();
    let (_, system) = server.platform(Method::POST, "", json!({"name": "Sys"})).await;
    server.conversations(ACME, &system["id"], 501);
    server.conversations(GLOBEX, &system["id"], 2);
    let bot = AgentBotId(system["id"].as_i64().unwrap());
    assert!(!server.write(move |tx| detach_step(tx, ACME, bot)), "a bot that is there keeps its conversations");
    assert_eq!(server.platform(Method::DELETE, &format!("/{bot}"), json!({})).await.0, 200);
    assert!(server.attached().is_empty());
    let job = |account: i64| format!("detach_bot {}", json!({"account_id": account, "bot_id": bot}));
    assert_eq!(server.jobs(), [job(1), job(2)]);
    let left =
        || server.texts("select account_id || '' from conversations where assignee_agent_bot_id is not null").len();
    assert!(server.write(move |tx| detach_step(tx, ACME, bot)));
    assert_eq!(left(), 3);
    assert!(!server.write(move |tx| detach_step(tx, ACME, bot)));
    assert!(!server.write(move |tx| detach_step(tx, GLOBEX, bot)));
    assert_eq!(left(), 0);
}

#[tokio::test]
async fn a_bot_that_moves_is_gone_from_where_it_was() {
    let server = Server::start();
    let (_, bot) = server.platform(Method::POST, "", json!({"name": "Bo", "account_id": 1})).await;
    server.conversations(ACME, &bot["id"], 1);
    let path = format!("/{}", bot["id"]);
    // a system bot serves everybody, and so those it served
    assert_eq!(server.platform(Method::PATCH, &path, json!({"account_id": null})).await.1["account_id"], json!(null));
    server.conversations(GLOBEX, &bot["id"], 1);
    assert_eq!((server.jobs().len(), server.attached()), (0, vec!["1".to_owned(), "2".into()]));
    assert_eq!(server.platform(Method::PATCH, &path, json!({"account_id": 2})).await.1["account_id"], 2);
    assert_eq!(server.attached(), ["2"]);
    assert_eq!(server.jobs(), [format!("detach_bot {}", json!({"account_id": 1, "bot_id": bot["id"]}))]);
    assert_eq!(server.account(&server.ada, Method::GET, &path, json!({})).await.0, 404);
    assert_eq!(server.platform(Method::PATCH, &path, json!({"account_id": 1})).await.1["account_id"], 1);
    let told = [
        "1 agent_bot_created",
        "1 agent_bot_updated",
        "2 agent_bot_updated",
        "2 agent_bot_deleted",
        "1 agent_bot_updated",
    ];
    assert_eq!(server.events(), told);
}

#[tokio::test]
async fn a_picture_comes_and_goes() {
    let server = Server::start();
    let request = form(&server.ada, Method::POST, "/api/v1/accounts/1/agent_bots", GIF);
    let (status, made) = server.send(request).await;
    assert_eq!((status, &made["name"]), (200, &json!("Bo")));
    let thumbnail = made["thumbnail"].as_str().unwrap();
    assert!(thumbnail.starts_with("http://localhost:3000/") && thumbnail.ends_with("/bo.gif"), "{thumbnail}");
    let path = format!("/api/v1/accounts/1/agent_bots/{}", made["id"]);
    let (_, again) = server.send(form(&server.ada, Method::PATCH, &path, GIF)).await;
    assert_ne!(again["thumbnail"], made["thumbnail"]);
    assert_eq!(server.texts("select filename from blobs where is_linked = 1"), ["bo.gif"]);
    let (status, refused) = server.send(form(&server.ada, Method::PATCH, &path, b"no picture")).await;
    assert_eq!((status, &refused["attributes"]), (422, &json!(["avatar"])));
    let (status, bare) = server.ask(&server.ada, Method::DELETE, &format!("{path}/avatar"), json!({})).await;
    assert_eq!((status, &bare["thumbnail"]), (200, &json!("")));
    assert!(server.texts("select filename from blobs where is_linked = 1").is_empty());
    let (_, bot) = server.send(form(&server.app, Method::POST, "/platform/api/v1/agent_bots", GIF)).await;
    let (status, shown) = server.platform(Method::DELETE, &format!("/{}/avatar", bot["id"]), json!({})).await;
    assert_eq!((status, shown), (200, bot));
}

#[tokio::test]
async fn others_see_what_their_account_sees() {
    let server = Server::start();
    let mut ids = Vec::new();
    for account in [json!(1), json!(2), json!(null)] {
        let body = json!({"name": "Bo", "outgoing_url": "https://bo.test", "account_id": account});
        ids.push(AgentBotId(server.platform(Method::POST, "", body).await.1["id"].as_i64().unwrap()));
    }
    let (own, foreign, system) = (ids[0], ids[1], ids[2]);
    let read = move |db: &crate::store::Db| {
        let known = [own, foreign, system].map(|id| exists(db, ACME, id).unwrap());
        Ok((
            known,
            slim(db, ACME, &ids)?,
            senders(db, ACME, &ids)?,
            view(db, ACME, own)?,
            view(db, ACME, foreign).is_err(),
        ))
    };
    let (known, slims, senders, shown, refused) = server.store.read_blocking(read).unwrap();
    assert_eq!((known, slims.len(), senders.len(), refused), ([true, false, true], 2, 2, true));
    let slim = json!({"id": own, "name": "Bo", "description": null, "thumbnail": "", "outgoing_url": "https://bo.test",
        "bot_type": "webhook"});
    assert_eq!(serde_json::to_value(&slims[&own]).unwrap(), slim);
    assert_eq!(serde_json::to_value(&slims[&system]).unwrap().get("outgoing_url"), None);
    let sender = json!({"id": system, "name": "Bo", "avatar_url": "", "type": "agent_bot"});
    assert_eq!(serde_json::to_value(&senders[&system]).unwrap(), sender);
    for id in [own, system] {
        assert_same_json(&slims[&id]);
        assert_same_json(&senders[&id]);
    }
    assert_same_json(&shown);
    let all = server.store.read_blocking(|db| sql::list(db, ACME)).unwrap();
    for bot in all {
        assert_same_json(&wire::PlatformAgentBot::from(bot.clone()));
        assert_same_json(&wire::AgentBot::seen_by(ACME, bot));
    }
}
