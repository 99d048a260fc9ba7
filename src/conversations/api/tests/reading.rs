//! Pages of messages, and deleted ones.

use super::*;
use crate::base::Millis;
use crate::base::ids::{AccountId, DisplayId};
use crate::conversations::{find, views};
use crate::http::wire::assert_same_json;
use crate::messages::{self, Window};

impl Server {
    fn fill(&self) {
        self.execute(
            "insert into messages(account_id, inbox_id, conversation_id, message_type, private, content, created_at, updated_at)
             select 1, 2, iif(n.id % 2, 2, 3), 1, n.id % 10 = 1, 'm', 1000 * n.id, 0
               from (with recursive n(id) as (select 1 union all select id + 1 from n where id < 240) select id from n) n",
        );
    }

    async fn ids(&self, query: &str) -> Vec<i64> {
        let list = self.list(APP, query).await;
        list["payload"].as_array().unwrap().iter().map(|message| message["id"].as_i64().unwrap()).collect()
    }
}

#[tokio::test]
async fn pages_are_oldest_first() {
    let server = Server::start();
    server.fill();
    let odd = |from: i64, to: i64| (from..=to).filter(|id| id % 2 == 1).collect::<Vec<_>>();
    assert_eq!(server.ids("").await, odd(201, 239));
    assert_eq!(server.ids("?before=201").await, odd(161, 199));
    assert_eq!(server.ids("?before=5").await, odd(1, 3));
    assert_eq!(server.ids("?after=1").await, odd(3, 201));
    assert_eq!(server.ids("?after=1&before=240").await, odd(1, 239));
    assert_eq!(server.ids("?after=239").await, Vec::<i64>::new());
    assert_eq!(server.ids("?before=&after=&filter_internal_messages=").await, odd(201, 239));
    let public = odd(189, 239).into_iter().filter(|id| id % 10 != 1).collect::<Vec<_>>();
    assert_eq!(server.ids("?filter_internal_messages=no").await, public[public.len() - 20..]);
    assert_eq!(server.ids("?before=9223372036854775807").await, odd(201, 239));
    assert_eq!(server.ids("?after=9223372036854775807").await, Vec::<i64>::new());
    assert_eq!(server.ids("?before=x").await, Vec::<i64>::new());
    assert_eq!(server.ids("?after=x").await, odd(1, 199));
}

#[tokio::test]
async fn a_list_shows_its_conversation() {
    let server = Server::start();
    server.execute(
        "update conversations set assignee_id = 2, agent_last_seen_at = 5, additional_attributes = '{\"referer\":\"r\"}' where id = 2;
         insert into conversation_labels(conversation_id, label, account_id) values (2, 'vip', 1);",
    );
    server.hear("Hello").await;
    let list = server.list(APP, "").await;
    let contact = list["payload"][0]["sender"].clone();
    let assignee = json!({"id": 2, "name": "Bob", "available_name": "Bobby", "avatar_url": "", "type": "user",
        "availability_status": "online", "thumbnail": ""});
    let meta = json!({
        "labels": ["vip"], "additional_attributes": {"referer": "r"}, "contact": contact, "assignee": assignee,
        "agent_last_seen_at": Millis(5).iso(), "assignee_last_seen_at": null,
    });
    assert_eq!(list["meta"], meta);
    assert_eq!((list["payload"].as_array().unwrap().len(), &list["payload"][0]["content"]), (1, &json!("Hello")));
    server.execute("update conversations set assignee_id = null where id = 2");
    assert_eq!(server.list(APP, "").await["meta"].get("assignee"), None);
}

#[tokio::test]
async fn what_is_documented_is_written() {
    let server = Server::start();
    server.hear("Hello").await;
    server.post(&server.robo, APP, json!({"content": "x"})).await;
    server.upload(APP, &[("content", "x")], &[("attachments", "a.txt", "a")]).await;
    let (list, pushed) = server
        .store
        .read_blocking(|db| {
            let conversation = find(db, AccountId(1), DisplayId(APP))?;
            let list = views::messages(db, &conversation, &Window::default())?;
            let glimpse = views::glimpse(&conversation, "app".into());
            let wanted: Vec<_> = list.payload.iter().map(|message| (message.id, glimpse.clone())).collect();
            Ok((list, messages::push_views(db, conversation.account, &wanted)?))
        })
        .unwrap();
    assert_same_json(&list);
    pushed.values().for_each(assert_same_json);
    let first = serde_json::to_value(&pushed[&list.payload[0].id]).unwrap();
    let expected = json!({
        "id": 1, "content": "Hello", "account_id": 1, "inbox_id": 2, "conversation_id": APP, "message_type": 0,
        "created_at": list.payload[0].created_at, "updated_at": "masked", "private": false, "status": "sent", "source_id": null,
        "content_type": "text", "content_attributes": {}, "sender_type": "Contact", "sender_id": 1, "external_source_ids": {},
        "additional_attributes": {}, "processed_message_content": "Hello", "sentiment": {},
        "conversation": {"assignee_id": null, "unread_count": 1, "last_activity_at": "masked", "contact_inbox": {"source_id": "app"}},
        "sender": serde_json::to_value(&list.meta.contact).unwrap(),
    });
    assert_eq!(masked(first, &["/updated_at", "/conversation/last_activity_at"]), expected);
}

#[tokio::test]
async fn a_deleted_message_leaves_its_place() {
    let server = Server::start();
    server.hear("secret").await;
    server.upload(APP, &[("content", "x")], &[("attachments", "a.txt", "a"), ("attachments", "b.txt", "b")]).await;
    server.new_events();
    let delete = async |id: i64| {
        let path = format!("1/conversations/{APP}/messages/{id}");
        server.ask(&server.bob, Method::DELETE, &path, json!({})).await
    };
    for changes in [vec!["message_updated content content_attributes"], vec![]] {
        let (status, message) = delete(2).await;
        assert_eq!(
            (status, &message["content"], message.get("attachments")),
            (200, &json!("This message was deleted"), None)
        );
        assert_eq!(
            (&message["content_attributes"], &message["content_type"]),
            (&json!({"deleted": true}), &json!("text"))
        );
        assert_eq!(message["sender"]["type"], "user");
        assert_eq!(server.new_events(), changes);
    }
    assert_eq!(server.number("select count(*) from attachments"), 0);
    assert_eq!(server.number("select count(*) from blobs where is_linked = 0"), 2);
    assert_eq!(delete(1).await.1["sender"]["type"], "contact");
    assert_eq!(server.number("select count(*) from outbox where changes like '%secret%'"), 0);
    server.say(WEB, json!({"content": "elsewhere"})).await;
    assert_eq!((delete(3).await.0, delete(99).await.0), (404, 404));
    assert_eq!(server.number("select count(*) from messages_fts where messages_fts match 'secret'"), 0);
    assert_eq!(server.list(APP, "").await["payload"].as_array().unwrap().len(), 2);
}
