//! What is refused, with its exact answer, and who may not come in.

use super::*;

#[tokio::test]
async fn every_refusal_is_one_text() {
    let server = Server::start();
    let long = "x".repeat(150_001);
    let items = "Validation failed: Content attributes At least one item is required.";
    for (conversation, body, text) in [
        (WEB, json!({"message_type": "incoming"}), "Incoming messages are only allowed in Api inboxes"),
        (MAIL, json!({"message_type": "0"}), "Incoming messages are only allowed in Api inboxes"),
        (APP, json!({"message_type": "x"}), "'x' is not a valid message_type"),
        (APP, json!({"content_type": "x"}), "'x' is not a valid content_type"),
        (APP, json!({"content": long}), "Validation failed: Content is too long (maximum is 150000 characters)"),
        (
            APP,
            json!({"source_id": "x".repeat(20_001)}),
            "Validation failed: Source is too long (maximum is 20000 characters)",
        ),
        (APP, json!({"content_type": "cards"}), items),
        (
            APP,
            json!({"content": long, "content_type": "form"}),
            &format!("{items}, Content is too long (maximum is 150000 characters)"),
        ),
        (APP, json!({"template_params": {}}), "param is missing or the value is empty: name"),
        (APP, json!({"attachments": ["signed"]}), "The uploaded file is not there any more"),
    ] {
        let (status, refused) = server.post(&server.ada, conversation, body).await;
        assert_eq!((status, refused["error"].as_str().unwrap()), (422, text));
        assert_eq!((&refused["description"], refused.get("message")), (&json!(text), None));
    }
    assert_eq!((server.number("select count(*) from messages"), server.events().len()), (0, 0));
    server.say(APP, json!({"content": "x".repeat(150_000)})).await;
}

#[tokio::test]
async fn a_website_takes_some_kinds_of_files() {
    let server = Server::start();
    let page = [("attachments[]", "a.html", "<html><script>")];
    let (status, refused) = server.upload(WEB, &[], &page).await;
    assert_eq!((status, &refused["error"]), (422, &json!("Validation failed: Attachments file type not supported")));
    assert_eq!(server.upload(APP, &[], &page).await.0, 200);
    assert_eq!(server.upload(WEB, &[], &[("attachments[]", "a.csv", "a,b")]).await.0, 200);
    assert_eq!(server.number("select count(*) from blobs where is_linked = 0"), 1);
}

#[tokio::test]
async fn fifteen_files_are_enough() {
    let server = Server::start();
    let many = [("attachments[]", "a.txt", "a"); 16];
    assert_eq!(server.upload(APP, &[], &many[..15]).await.0, 200);
    assert_eq!(server.upload(APP, &[], &many).await.0, 422);
}

#[tokio::test]
async fn a_conversation_has_two_hundred_messages_a_minute() {
    let server = Server::start();
    server.say(APP, json!({"content": "first"})).await;
    server.execute(
        "insert into messages(account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
         select 1, 2, 2, 1, 'x', m.created_at, 0 from messages m, json_each((select json_group_array(id) from
            (with recursive n(id) as (select 1 union all select id + 1 from n where id < 199) select id from n)));
         update conversations set messages_count = 200 where id = 2",
    );
    let (status, refused) = server.post(&server.ada, APP, json!({"content": "one more"})).await;
    assert_eq!((status, &refused["error"]), (422, &json!("Validation failed: Too many messages")));
    server.execute("update messages set created_at = created_at - 60000 where id = 1");
    server.say(APP, json!({"content": "a minute later"})).await;
}

#[tokio::test]
async fn strangers_learn_nothing() {
    let server = Server::start();
    let ask = async |token: &str, path: &str| {
        let mut answers = Vec::new();
        for (method, path) in
            [(Method::POST, path.to_owned()), (Method::GET, path.to_owned()), (Method::DELETE, format!("{path}/1"))]
        {
            let (status, body) = server.ask(token, method, path.as_str(), json!({"message_type": "x"})).await;
            answers.push((status, body["error"].as_str().unwrap_or_default().to_owned()));
        }
        answers
    };
    let not_allowed = (401, "You are not authorized to do this action".to_owned());
    let not_found = (404, "Resource could not be found".to_owned());
    let messages = |conversation| format!("1/conversations/{conversation}/messages");
    assert_eq!(ask(&server.carol, &messages(APP)).await, vec![not_allowed.clone(); 3]);
    assert_eq!(ask(&server.bob, &messages(WEB)).await, vec![not_allowed; 3]);
    assert_eq!(ask(&server.ada, &messages(99)).await, vec![not_found; 3]);
    let foreign = (401, "You are not authorized to access this account".to_owned());
    assert_eq!(ask(&server.ada, "2/conversations/1/messages").await, vec![foreign; 3]);
    let unknown = (401, "Invalid Access Token".to_owned());
    assert_eq!(ask("nobody", &messages(APP)).await, vec![unknown; 3]);
    // a bot may post, and no more
    let for_people = (401, "Access to this endpoint is not authorized for bots".to_owned());
    let bot = ask(&server.robo, &messages(APP)).await;
    assert_eq!((bot[0].0, &bot[1], &bot[2]), (422, &for_people, &for_people));
    // a member of the conversation's team comes in
    server.execute("update conversations set team_id = 1 where id = 2");
    assert_eq!(server.post(&server.carol, APP, json!({"content": "x"})).await.0, 200);
}
