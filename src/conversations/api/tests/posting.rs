//! What a new message answers, stores and tells.

use super::*;

#[tokio::test]
async fn an_agent_answers() {
    let server = Server::start();
    let body = json!({"content": "Hi Jane", "echo_id": "tmp-1", "private": "false"});
    let (status, message) = server.post(&server.bob, APP, body).await;
    assert_eq!(status, 200);
    let expected = json!({
        "id": 1, "content": "Hi Jane", "inbox_id": 2, "echo_id": "tmp-1", "conversation_id": APP, "message_type": 1,
        "content_type": "text", "status": "sent", "content_attributes": {}, "created_at": "masked", "private": false,
        "source_id": null,
        "sender": {
            "id": 2, "name": "Bob", "available_name": "Bobby", "avatar_url": "", "type": "user",
            "availability_status": "online", "thumbnail": "",
        },
    });
    assert_eq!(masked(message, &["/created_at"]), expected);
    assert_eq!(server.number("select count(*) from outbox where echo_id = 'tmp-1' and conversation_id = 2"), 1);
    assert_eq!(
        server.new_events(),
        ["message_created is_first_reply", "conversation_updated waiting_since first_reply_created_at"]
    );
    let state =
        "select messages_count = 1 and last_message_id = 1 and last_non_activity_message_id = 1 and unread_count = 0
        and waiting_since is null and first_reply_created_at = last_activity_at from conversations where id = 2";
    assert_eq!(server.number(state), 1);
    server.post(&server.bob, APP, json!({"content": "And more"})).await;
    assert_eq!(server.new_events(), ["message_created"]);
    let state = "select messages_count = 2 and last_message_id = 2 and first_reply_created_at <= last_activity_at
        from conversations where id = 2";
    assert_eq!((server.number(state), server.number("select count(*) from messages")), (1, 2));
}

#[tokio::test]
async fn the_contact_speaks_in_an_api_inbox() {
    let server = Server::start();
    server.execute("update conversations set status = 1, waiting_since = null where id = 2; update users set name = 'Ada' where id = 1");
    let message = server.hear("Hello {{contact.name}}").await;
    let expected = json!({
        "id": 1, "content": "Hello {{contact.name}}", "inbox_id": 2, "conversation_id": APP, "message_type": 0,
        "content_type": "text", "status": "sent", "content_attributes": {}, "created_at": "masked", "private": false,
        "source_id": null,
        "sender": {
            "additional_attributes": {}, "custom_attributes": {}, "email": null, "id": 1, "identifier": "j", "name": "jane doe",
            "phone_number": null, "thumbnail": "", "blocked": false, "type": "contact",
        },
    });
    assert_eq!(masked(message, &["/created_at"]), expected);
    let reopened = "System reopened the conversation due to a new incoming message.";
    let assigned = "Assigned to Bob by Ada";
    let log = [(0, "Hello {{contact.name}}".into()), (2, reopened.into()), (2, assigned.into())];
    assert_eq!(server.log(APP), log);
    assert_eq!(
        server.new_events(),
        [
            "message_created",
            "conversation_updated status assignee_id waiting_since",
            "message_created",
            "message_created",
            "contact_updated last_activity_at",
        ]
    );
    let state = "select status = 0 and unread_count = 1 and messages_count = 3 and last_incoming_at = waiting_since
        and last_message_id = 3 and last_non_activity_message_id = 1 from conversations where id = 2";
    assert_eq!(server.number(state), 1);
}

#[tokio::test]
async fn a_blocked_contact_reopens_nothing() {
    let server = Server::start();
    server.execute("update conversations set status = 1 where id = 2; update contacts set blocked = 1");
    server.hear("Hello").await;
    assert_eq!((server.number("select status from conversations where id = 2"), server.log(APP).len()), (1, 1));
}

#[tokio::test]
async fn a_bot_answers_and_shows_the_picture_of_the_inbox() {
    let server = Server::start();
    let (_, message) = server.post(&server.robo, APP, json!({"content": "{{agent.name}} here"})).await;
    let picture = "http://here/rails/active_storage/blobs/redirect/logo/logo.png";
    assert_eq!(message["sender"], json!({"id": 1, "name": "Robo", "avatar_url": picture, "type": "agent_bot"}));
    assert_eq!(message["content"], "Robo here");
    assert_eq!(server.new_events(), ["message_created", "conversation_updated waiting_since"]);
    // a person may speak through a bot of their account, and is themselves otherwise
    let as_bot = |id: i64| json!({"content": "x", "sender_type": "AgentBot", "sender_id": id.to_string()});
    assert_eq!(server.say(WEB, as_bot(1)).await["sender"]["name"], "Robo");
    assert_eq!(server.say(WEB, as_bot(2)).await["sender"]["type"], "user");
    assert_eq!(server.say(WEB, json!({"sender_id": 1})).await["sender"]["type"], "user");
}

#[tokio::test]
async fn notes_mention_members() {
    let server = Server::start();
    let note = "[@B](mention://user/2/B) [@B](mention://user/2/B) [@n](mention://team/1/n) [@?](mention://user/77/X)";
    server.say(APP, json!({"content": note, "private": true})).await;
    server.say(WEB, json!({"content": note})).await;
    for table in ["mentions", "conversation_participants"] {
        let sql = format!(
            "select group_concat(user_id) from (select user_id from {table} where conversation_id = 2 order by 1)"
        );
        let users: String = server.store.read_blocking(|db| Ok(db.query_row(&sql, [], |row| row.get(0))?)).unwrap();
        assert_eq!(users, "2,3", "{table}");
        assert_eq!(server.number(&format!("select count(*) from {table}")), 2, "{table}");
    }
    // a note is no answer
    assert_eq!(
        server.number(
            "select waiting_since is not null and first_reply_created_at is null from conversations where id = 2"
        ),
        1
    );
}

#[tokio::test]
async fn attributes_are_kept_as_they_are_sent() {
    let server = Server::start();
    let message = server
        .say(
            APP,
            json!({
                "content": "Choose", "content_type": "input_select", "source_id": "ext-1", "external_created_at": 1_600_000_000,
                "content_attributes": "{\"items\":[{\"title\":\"Yes\",\"value\":\"y\"}],\"other\":1}",
                "campaign_id": "7", "template_params": {"name": "hello"}, "cc_emails": "not one",
            }),
        )
        .await;
    let expected = json!({"items": [{"title": "Yes", "value": "y"}], "other": 1, "external_created_at": 1_600_000_000});
    assert_eq!((&message["content_attributes"], &message["source_id"]), (&expected, &json!("ext-1")));
    assert_eq!(message["content_type"], "input_select");
    let kept =
        "select additional_attributes = '{\"template_params\":{\"name\":\"hello\"},\"campaign_id\":7}' from messages";
    assert_eq!(server.number(kept), 1);
    // a campaign is no answer
    assert_eq!(server.number("select first_reply_created_at is null from conversations where id = 2"), 1);
    let empty = server.say(APP, json!({"content_attributes": [1], "content": null})).await;
    assert_eq!((&empty["content_attributes"], &empty["content"]), (&json!({}), &json!(null)));
}

#[tokio::test]
async fn variables_are_expanded() {
    let server = Server::start();
    let text = "Hi {{ contact.first_name }}, {{agent.name}} of {{account.name}}, {{inbox.name}} {{conversation.display_id}} `{{x}}`";
    let message = server.say(APP, json!({"content": text})).await;
    assert_eq!(message["content"], "Hi Jane, Ada Byron of Acme, App 2 `{{x}}`");
    let broken = server.say(APP, json!({"content": "{{contact.name", "private": true})).await;
    assert_eq!(broken["content"], "{{contact.name");
}

#[tokio::test]
async fn answers_refer_to_messages_of_the_conversation() {
    let server = Server::start();
    server.say(WEB, json!({"content": "elsewhere", "source_id": "ext-0"})).await;
    server.say(APP, json!({"content": "question", "source_id": "ext-1"})).await;
    for (sent, kept) in [
        (json!({"in_reply_to": "2"}), json!([2, "ext-1"])),
        (json!({"in_reply_to_external_id": "ext-1"}), json!([2, "ext-1"])),
        (json!({"in_reply_to": 1}), json!([null, null])),
        (json!({"in_reply_to": {}, "in_reply_to_external_id": "ext-1"}), json!([null, null])),
        (json!({"in_reply_to_external_id": "ext-0"}), json!([null, null])),
    ] {
        let message = server.say(APP, json!({"content_attributes": sent})).await;
        let attributes = &message["content_attributes"];
        assert_eq!(json!([attributes["in_reply_to"], attributes["in_reply_to_external_id"]]), kept, "{sent}");
    }
}

#[tokio::test]
async fn e_mails_have_addresses() {
    let server = Server::start();
    let body = json!({"content": "x", "cc_emails": "a@x, b@x", "bcc_emails": " ", "to_emails": "c@x"});
    let message = server.say(MAIL, body).await;
    assert_eq!(message["content_attributes"], json!({"cc_emails": ["a@x", "b@x"], "to_emails": ["c@x"]}));
    let refused = server.post(&server.ada, MAIL, json!({"content": "x", "bcc_emails": "a@x, b"})).await;
    assert_eq!((refused.0, &refused.1["error"]), (422, &json!("Invalid email address")));
}

#[tokio::test]
async fn files_come_along() {
    let server = Server::start();
    let png = "\u{89}PNG";
    let files = [("attachments[]", "notes.txt", "hello"), ("attachments[]", "a.bin", png)];
    let fields = [("content", "see"), ("private", "1"), ("content_attributes", "{\"a\": 1}"), ("echo_id", "7")];
    let (status, message) = server.upload(APP, &fields, &files).await;
    assert_eq!(status, 200, "{message}");
    let of = ["content", "private", "content_attributes", "echo_id"].map(|key| message[key].clone());
    assert_eq!(of, [json!("see"), json!(true), json!({"a": 1}), json!("7")]);
    let expected = json!({
        "id": 1, "message_id": 1, "file_type": "file", "account_id": 1, "extension": null, "data_url": "masked",
        "thumb_url": "", "file_size": 5, "width": null, "height": null,
    });
    assert!(message["attachments"][0]["data_url"].as_str().unwrap().ends_with("/notes.txt"));
    assert_eq!(masked(message["attachments"][0].clone(), &["/data_url"]), expected);
    assert_eq!(message["attachments"].as_array().unwrap().len(), 2);
    assert_eq!(server.number("select count(*) from blobs where is_linked = 1 and account_id = 1"), 3);
    let (status, alone) = server.upload(APP, &[], &[("attachments", "b.txt", "b")]).await;
    assert_eq!((status, &alone["content"], &alone["attachments"][0]["file_size"]), (200, &json!(null), &json!(1)));
    let list = server.list(APP, "").await;
    let counts: Vec<_> =
        list["payload"].as_array().unwrap().iter().map(|m| m["attachments"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [2, 1]);
}

#[tokio::test]
async fn a_new_conversation_brings_its_first_message() {
    let server = Server::start();
    let body = json!({"inbox_id": "2", "contact_id": 1, "message": {"content": "Welcome {{contact.name}}"}});
    let (status, shown) = server.ask(&server.bob, Method::POST, "1/conversations", body).await;
    assert_eq!((status, &shown["messages"][0]["content"]), (200, &json!("Welcome Jane Doe")), "{shown}");
    assert_eq!(shown["messages"][0]["sender"]["name"], "Bob");
    assert_eq!((&shown["waiting_since"], &shown["last_non_activity_message"]), (&json!(0), &shown["messages"][0]));
    let expected = [
        "contact_inbox_created",
        "conversation_created status assignee_id",
        "message_created is_first_reply",
        "conversation_updated waiting_since first_reply_created_at",
    ];
    assert_eq!(server.new_events(), expected);
    let refused = json!({"inbox_id": 1, "contact_id": 1, "message": {"content": "x".repeat(150_001)}});
    let (status, refused) = server.ask(&server.ada, Method::POST, "1/conversations", refused).await;
    assert_eq!((status, &refused["attributes"]), (422, &json!(["content"])));
    assert_eq!((server.number("select count(*) from conversations"), server.events().len()), (5, 0));
}
