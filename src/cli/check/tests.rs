//! Each kept number is missed when it is wrong, and nothing is reported of a sound file or of one being cleaned up.

use std::sync::Arc;

use super::*;
use crate::store::Store;

/// Two conversations of one contact, messages of all kinds, a search index, a file.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'API', 0, 0);
    insert into contacts(id, account_id, name, email, created_at, updated_at) values (1, 1, 'C', 'c@x', 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (1, 1, 1, 1, 's', 'p', 0, 0);
    update account_counters set last_display_id = 2, last_event_seq = 1;
    insert into outbox(account_id, seq, name, subject_id, actor_type, created_at) values (1, 1, 'conversation_created', 1, 'System', 0);
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid, last_activity_at,
            agent_last_seen_at, messages_count, unread_count, last_message_id, last_non_activity_message_id, last_incoming_at,
            created_at, updated_at)
        values (1, 1, 1, 1, 1, 1, 'x', 0, 20, 5, 2, 5, 4, 30, 0, 0), (2, 1, 2, 1, 1, 1, 'y', 0, null, 0, 0, null, null, null, 0, 0);
    insert into messages(id, account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at) values
        (1, 1, 1, 1, 0, 'a', 10, 0), (2, 1, 1, 1, 0, 'b', 20, 0), (3, 1, 1, 1, 0, 'c', 30, 0), (4, 1, 1, 1, 1, 'd', 40, 0),
        (5, 1, 1, 1, 2, 'e', 50, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'U', 'u@x', 'u', 0, 0);
    insert into audits(account_id, auditable_type, auditable_id, action, audited_changes, version, created_at)
        values (1, 'Inbox', 1, 'create', '{}', 1, 0);
    insert into notifications(account_id, user_id, conversation_id, notification_type, last_activity_at, created_at, updated_at)
        values (1, 1, 1, 0, 0, 0, 0);
    insert into reporting_rollups(account_id, dimension, dimension_id, span, slot, conversations_count, open_count)
        values (1, 1, 1, 0, 0, 2, 2), (1, 1, 1, 1, 0, 2, 2);
    update reporting_cursor set last = 1;
    insert into blobs(id, key, filename, content_type, byte_size, is_linked, created_at) values (1, 'k', 'f', 'x', 3, 1, 1);
    insert into blob_chunks values (1, 0, x'0102'), (1, 1, x'03');";

fn company() -> (Connection, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let store = Store::open(&path, Arc::default()).unwrap();
    store.write_blocking(|tx| Ok(tx.execute_batch(COMPANY)?)).unwrap();
    store.close();
    (Connection::open(path).unwrap(), folder)
}

#[test]
fn a_sound_file_has_no_problems() {
    let (db, folder) = company();
    assert_eq!(problems(&db).unwrap(), Vec::<String>::new());
    drop(db);
    let looking = backup::examine(&folder.path().join("test.db")).unwrap();
    assert_eq!(problems(&looking).unwrap(), Vec::<String>::new());
    assert!(looking.execute_batch("delete from messages").is_err());
    drop(looking);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn each_number_is_recounted() {
    for (damage, said) in [
        ("delete from account_counters", "account_counters of account 1 is nothing, counted 1"),
        (
            "update account_counters set resolved_contacts = 7",
            "account_counters.resolved_contacts of account 1 is 7, counted 1",
        ),
        ("update account_counters set audits = 7", "account_counters.audits of account 1 is 7, counted 1"),
        (
            "update account_counters set last_display_id = 1",
            "account_counters.last_display_id of account 1 is 1, counted 2",
        ),
        (
            "update account_counters set last_event_seq = 0",
            "account_counters.last_event_seq of account 1 is 0, counted 1",
        ),
        (
            "update conversation_counters set n = 3",
            "conversation_counters.n of account 1, status 0, inbox 1, assignee 0 is 3, counted 2",
        ),
        (
            "delete from conversation_counters",
            "conversation_counters.n of account 1, status 0, inbox 1, assignee 0 is 0, counted 2",
        ),
        (
            "insert into conversation_counters values (1, 1, 1, 5, 1)",
            "conversation_counters.n of account 1, status 1, inbox 1, assignee 5 is 1, counted 0",
        ),
        (
            "insert into conversation_values values (1, 'plan', 'pro', 1)",
            "conversation_values of conversation 1, plan is 1, counted 0",
        ),
        (
            r#"update conversations set custom_attributes = '{"plan":"Pro","x":null}' where id = 1; delete from conversation_values"#,
            "conversation_values of conversation 1, plan is 0, counted 1",
        ),
        (
            "update notification_counters set n = 2",
            "notification_counters.n of account 1, user 1, read 0, snoozed 0 is 2, counted 1",
        ),
        ("update contacts set conversations_count = 1", "contacts.conversations_count of contact 1 is 1, counted 2"),
        (
            "update conversations set messages_count = 4 where id = 1",
            "conversations.messages_count of conversation 1 is 4, counted 5",
        ),
        (
            "update conversations set unread_count = 3 where id = 1",
            "conversations.unread_count of conversation 1 is 3, counted 1",
        ),
        (
            "update conversations set unread_count = 1 where id = 2",
            "conversations.unread_count of conversation 2 is 1, counted 0",
        ),
        (
            "update conversations set last_message_id = 4 where id = 1",
            "conversations.last_message_id of conversation 1 is 4, counted 5",
        ),
        (
            "update conversations set last_message_id = 4 where id = 2",
            "conversations.last_message_id of conversation 2 is 4, counted nothing",
        ),
        (
            "update conversations set last_non_activity_message_id = null",
            "conversations.last_non_activity_message_id of conversation 1 is nothing, counted 4",
        ),
        (
            "update conversations set last_incoming_at = 20 where id = 1",
            "conversations.last_incoming_at of conversation 1 is 20, counted 30",
        ),
        (
            "delete from messages_fts_docsize where id = 3",
            "the search index (messages_fts) of message 3 is 0, counted 1",
        ),
        (
            "insert into contacts_fts_docsize values (9, x'00')",
            "the search index (contacts_fts) of contact 9 is 1, counted 0",
        ),
        (
            "update reporting_rollups set conversations_count = 0, open_count = 0",
            "reporting_rollups.conversations_count of inbox 1, day 0 (at least) is 0, counted 1",
        ),
        (
            "update reporting_rollups set open_count = 1",
            "reporting_rollups.conversations_count of inbox 1, day 0 is 2, counted 1",
        ),
        (
            "update reporting_rollups set reply_time = 5 where span = 0",
            "reporting_rollups of account 1, dimension 1 1, day 0 is 4, counted 9",
        ),
        ("update blobs set byte_size = 2", "blobs.byte_size of file 1 is 2, counted 3"),
    ] {
        let (db, _folder) = company();
        db.execute_batch(damage).unwrap();
        assert_eq!(problems(&db).unwrap(), [said], "{damage}");
    }
}

#[test]
fn structure_and_references_come_first() {
    let (db, _folder) = company();
    db.execute_batch("pragma foreign_keys = off; delete from contacts;").unwrap();
    let found = problems(&db).unwrap();
    assert!(found.contains(&"conversations 1 refers to a missing row of contacts".to_owned()), "{found:?}");
}

#[test]
fn many_differences_are_summed_up() {
    let (db, _folder) = company();
    db.execute_batch(
        "with recursive n(i) as (select 2 union all select i + 1 from n where i < 31)
         insert into contacts(id, account_id, created_at, updated_at) select i, 1, 0, 0 from n;
         update contacts set conversations_count = 9;",
    )
    .unwrap();
    let found = problems(&db).unwrap();
    assert_eq!(found.len(), 21);
    assert_eq!(found[20], "contacts.conversations_count is wrong in 11 more places");
}

#[test]
fn what_is_being_removed_is_no_problem() {
    for hidden in ["accounts", "inboxes"] {
        let (db, _folder) = company();
        db.execute_batch(&format!(
            "update {hidden} set deleted_at = 1; delete from messages where id > 2;
             update conversations set messages_count = 2, unread_count = 1 where id = 1;
             update blobs set is_linked = 0; delete from blob_chunks where n = 0;"
        ))
        .unwrap();
        assert_eq!(problems(&db).unwrap(), Vec::<String>::new());
    }
}
