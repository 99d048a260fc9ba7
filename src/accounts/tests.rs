//! Deleting an account, step by step, with the kept numbers right in between.

use std::sync::Arc;

use super::*;
use crate::base::Actor;
use crate::base::ids::{AccountId, UserId};
use crate::store::{Db, Env, Store, Tx};

/// Two conversations, one of 700 messages; a file, a bot, a team, a label; and all of it once more in another account.
const COMPANY: &str = "
    insert into users(id, name, email, pubsub_token, created_at, updated_at)
        values (:a, 'Ada', 'ada' || :a, 'u' || :a, 0, 0);
    insert into account_users(account_id, user_id, created_at, updated_at) values (:a, :a, 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (:a, :a, 'i' || :a, 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (:a, :a, 'Channel::Api', :a, 'API', 0, 0);
    insert into inbox_members values (:a, :a, :a, 0, 0);
    insert into agent_bots(id, account_id, created_at, updated_at) values (:a, :a, 0, 0);
    insert into access_tokens values ('b' || :a, 'AgentBot', :a, 0);
    insert into teams(id, account_id, name, created_at, updated_at) values (:a, :a, 't', 0, 0);
    insert into labels(id, account_id, title, created_at, updated_at) values (:a, :a, 'l', 0, 0);
    insert into contacts(id, account_id, name, email, created_at, updated_at) values (:a, :a, 'C', 'c@x', 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (:a, :a, :a, :a, 's', 'ci' || :a, 0, 0);
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, assignee_id, uuid,
            last_activity_at, messages_count, unread_count, last_message_id, last_non_activity_message_id, created_at, updated_at)
        values (:a * 10, :a, 1, :a, :a, :a, :a, 'x', 0, 700, 700, :a * 1000 + 700, :a * 1000 + 700, 0, 0),
               (:a * 10 + 1, :a, 2, :a, :a, :a, :a, 'y', 0, 1, 1, :a * 1000 + 701, :a * 1000 + 701, 0, 0);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 701)
    insert into messages(id, account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
        select :a * 1000 + i, :a, :a, :a * 10 + (i > 700), 0, 'hello', i, i from n;
    insert into blobs(id, key, filename, content_type, byte_size, is_linked, created_at)
        values (:a, 'k' || :a, 'f', 'text/plain', 0, 1, 1);
    insert into attachments(account_id, conversation_id, message_id, blob_id, created_at) values (:a, :a * 10, :a * 1000 + 5, :a, 0);
    update messages set has_attachments = 1 where id = :a * 1000 + 5;
    insert into blobs(id, key, filename, content_type, byte_size, is_linked, created_at)
        values (:a + 10, 'u' || :a, 'f', 'text/plain', 0, 1, 1);
    insert into editor_uploads(blob_id, account_id, user_id, created_at) values (:a + 10, :a, :a, 0);
    insert into draft_messages(conversation_id, user_id, account_id, message, updated_at) values (:a * 10, :a, :a, 'x', 0);
    insert into conversation_redirects(account_id, display_id, uuid, conversation_id) values (:a, 9, 'z' || :a, :a * 10);
    insert into idempotency_keys(account_id, principal, key, run, created_at) values (:a, 'p', 'k' || :a, 'r', 0);";

fn open() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
    let fill = |tx: &Tx| {
        for id in [1, 2] {
            create(tx, AccountChange::named("Acme"), Actor::System)?;
            tx.execute_batch(&COMPANY.replace(":a", &id.to_string()))?;
        }
        Ok(())
    };
    store.write_blocking(fill).unwrap();
    (store, folder)
}

fn number(store: &Store, sql: &'static str) -> i64 {
    store.read_blocking(move |db: &Db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

#[test]
fn an_account_goes_in_steps_and_takes_nothing_else_along() {
    let (store, _folder) = open();
    store.write_blocking(|tx| delete(tx, AccountId(1), Actor::System)).unwrap();
    assert!(store.write_blocking(|tx| find(tx, AccountId(1))).is_err());
    assert_eq!(number(&store, "select count(*) from access_tokens"), 1);
    assert!(store.write_blocking(|tx| deletion_step(tx, AccountId(1))).unwrap());
    assert_eq!(number(&store, "select messages_count from conversations where id = 10"), 200);
    assert_eq!(number(&store, "select unread_count from conversations where id = 10"), 200);
    let mut steps = 1;
    while store.write_blocking(|tx| deletion_step(tx, AccountId(1))).unwrap() {
        steps += 1;
    }
    assert!(steps < 5);
    for table in [
        "account_users",
        "channel_api",
        "inboxes",
        "inbox_members",
        "agent_bots",
        "teams",
        "labels",
        "contacts",
        "contact_inboxes",
        "conversations",
        "messages",
        "attachments",
        "account_counters",
        "accounts",
        "conversation_counters",
        "editor_uploads",
        "draft_messages",
        "conversation_redirects",
        "idempotency_keys",
    ] {
        let (mine, theirs) = ("where account_id = 1", "where account_id = 2");
        let column = |condition: &str| {
            if table == "accounts" { condition.replace("account_id", "id") } else { condition.into() }
        };
        let count = |condition: &str| format!("select count(*) from {table} {}", column(condition));
        let count = |condition| {
            store.read_blocking(|db| Ok(db.query_row(&count(condition), [], |r| r.get::<_, i64>(0))?)).unwrap()
        };
        assert_eq!(count(mine), 0, "{table}");
        assert!(count(theirs) > 0, "{table}");
    }
    assert_eq!(number(&store, "select count(*) from outbox where account_id = 1"), 1);
    assert_eq!(number(&store, "select count(*) from blobs where is_linked = 1"), 2);
    assert_eq!(number(&store, "select count(*) from users"), 2);
    assert!(!store.write_blocking(|tx| deletion_step(tx, AccountId(2))).unwrap());
    assert_eq!(number(&store, "select count(*) from messages"), 701);
}

#[test]
fn who_leaves_is_assigned_nothing() {
    let (store, _folder) = open();
    assert!(!store.write_blocking(|tx| unassign_step(tx, AccountId(1), UserId(1))).unwrap());
    assert_eq!(
        number(&store, "select count(*) from conversations where account_id = 1 and assignee_id is not null"),
        0
    );
    assert_eq!(number(&store, "select count(*) from conversations where account_id = 2 and assignee_id = 2"), 2);
}
