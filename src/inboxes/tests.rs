//! The verbs of inboxes on a store of their own.

use std::sync::Arc;

use super::model::{ChannelKind, InboxChange, NewInbox};
use super::*;
use crate::base::ids::{AccountId, InboxId, TeamId, UserId};
use crate::base::{Actor, Error, Result};
use crate::store::{Env, Store, Tx};

const ACME: AccountId = AccountId(1);
const APP: InboxId = InboxId(1);

/// Ada, Bob, Carol and Dan work at Acme, which has an API inbox with one conversation; Bob and Dan are in a team.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at)
        values (1, 'Ada', 'a', 'a', 0, 0), (2, 'Bob', 'b', 'b', 0, 0), (3, 'Carol', 'c', 'c', 0, 0), (4, 'Dan', 'd', 'd', 0, 0);
    insert into account_users(account_id, user_id, role, auto_offline, created_at, updated_at)
        values (1, 1, 1, 1, 0, 0), (1, 2, 0, 1, 0, 0), (1, 3, 0, 1, 0, 0), (1, 4, 0, 1, 0, 0);
    insert into teams(id, account_id, name, created_at, updated_at) values (5, 1, 'sales', 0, 0);
    insert into team_members(team_id, user_id, account_id, created_at) values (5, 2, 1, 0), (5, 4, 1, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 0);
    insert into agent_bots(id, account_id, created_at, updated_at) values (1, null, 0, 0);
    insert into agent_bot_inboxes(inbox_id, agent_bot_id, account_id, created_at) values (1, 1, 1, 0);
    insert into contacts(id, account_id, created_at, updated_at) values (1, 1, 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (1, 1, 1, 1, 's', 'p', 0, 0);
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid, last_activity_at,
        created_at, updated_at) values (1, 1, 1, 1, 1, 1, 'u', 0, 0, 0);";

/// What `work` does to the company.
fn acme<T: Send + 'static>(work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> T {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
    let work = |tx: &Tx| {
        tx.execute_batch(COMPANY)?;
        work(tx)
    };
    store.write_blocking(work).unwrap()
}

fn count(tx: &Tx, table: &str) -> i64 {
    tx.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap()
}

/// Everybody joins the inbox in the order of their ids.
fn staffed(tx: &Tx) -> Result<()> {
    add_members(tx, ACME, APP, &[UserId(1), UserId(2), UserId(3), UserId(4)], Actor::System)
}

#[test]
fn whoever_is_online_and_waited_longest_is_next() {
    let next = acme(|tx| {
        staffed(tx)?;
        let next = |team| next_assignee(tx, ACME, APP, team);
        let mut chosen = vec![next(None)?];
        for user in [1, 3, 4] {
            tx.env.presence.user_seen(ACME, UserId(user), tx.now);
        }
        chosen.extend([next(None)?, next(None)?, next(Some(TeamId(5)))?, next(None)?, next(Some(TeamId(6)))?]);
        // Bob counts as present always, Ada is busy, and Carol's sign of life is old
        tx.execute_batch(
            "update account_users set auto_offline = 0 where user_id = 2;
             update account_users set availability = 2 where user_id = 1;",
        )?;
        tx.env.presence.user_seen(ACME, UserId(3), tx.now.plus(-31_000));
        chosen.extend([next(None)?, next(None)?, next(None)?]);
        Ok(chosen)
    });
    let ids: Vec<i64> = next.into_iter().map(|user| user.map_or(0, |user| user.0)).collect();
    assert_eq!(ids, [0, 1, 3, 4, 1, 0, 2, 4, 2]);
}

#[test]
fn who_joins_comes_last_and_who_stays_keeps_their_turn() {
    let next = acme(|tx| {
        staffed(tx)?;
        tx.execute_batch("update account_users set auto_offline = 0")?;
        next_assignee(tx, ACME, APP, None)?;
        members::replace(tx, ACME, APP, &[UserId(1), UserId(3)], Actor::System)?;
        add_members(tx, ACME, APP, &[UserId(2), UserId(2), UserId(3)], Actor::System)?;
        (0..4).map(|_| next_assignee(tx, ACME, APP, None)).collect::<Result<Vec<_>>>()
    });
    assert_eq!(next, [Some(UserId(3)), Some(UserId(1)), Some(UserId(2)), Some(UserId(3))]);
}

#[test]
fn a_change_of_members_is_one_event() {
    let events = acme(|tx| {
        members::replace(tx, ACME, APP, &[UserId(2), UserId(1)], Actor::System)?;
        members::replace(tx, ACME, APP, &[UserId(1), UserId(2)], Actor::System)?;
        members::remove(tx, ACME, APP, &[UserId(1), UserId(3)], Actor::System)?;
        let stranger = add_members(tx, ACME, APP, &[UserId(9)], Actor::System).unwrap_err();
        assert!(matches!(stranger, Error::Forbidden(text) if text == "Invalid User IDs"));
        assert!(matches!(add_members(tx, ACME, InboxId(9), &[], Actor::System), Err(Error::NotFound)));
        let mut list = tx.prepare("select changes from outbox where name = 'inbox_members_changed' order by id")?;
        Ok(list.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
    });
    assert_eq!(events, [r#"{"user_ids":[[],[1,2]]}"#, r#"{"user_ids":[[1,2],[2]]}"#]);
}

#[test]
fn a_deleted_inbox_is_hidden_at_once_and_goes_in_steps() {
    acme(|tx| {
        staffed(tx)?;
        delete(tx, ACME, APP, Actor::System)?;
        assert!(matches!(find(tx, ACME, APP), Err(Error::NotFound)));
        assert!(matches!(delete(tx, ACME, APP, Actor::System), Err(Error::NotFound)));
        assert!(views(tx, ACME, &[APP])?.is_empty());
        let ada = crate::access::Agent {
            account: ACME,
            user: UserId(1),
            name: "Ada".into(),
            role: crate::access::Role::Administrator,
        };
        assert!(crate::access::visible_inboxes(tx, &ada)?.is_empty());
        assert_eq!((count(tx, "agent_bot_inboxes"), count(tx, "channel_api"), count(tx, "conversations")), (0, 0, 1));
        let job: (String, String) =
            tx.query_row("select name, payload from jobs", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        assert_eq!(job, ("delete_inbox".into(), r#"{"account_id":1,"inbox_id":1}"#.into()));
        let snapshot: String =
            tx.query_row("select snapshot from outbox where name = 'inbox_deleted'", [], |row| row.get(0))?;
        assert!(snapshot.contains(r#""name":"App""#) && !snapshot.contains("hmac_token"));
        assert!(!deletion_step(tx, AccountId(2), APP)?);
        // more than one step can take
        let messages = "insert into messages(account_id, inbox_id, conversation_id, message_type, created_at, updated_at)
             select 1, 1, 1, 0, 0, 0 from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) select i from n)";
        tx.execute_batch(messages)?;
        assert!(deletion_step(tx, ACME, APP)?);
        while deletion_step(tx, ACME, APP)? {}
        for table in
            ["inboxes", "conversations", "messages", "contact_inboxes", "inbox_members", "conversation_counters"]
        {
            assert_eq!(count(tx, table), 0, "{table}");
        }
        assert_eq!(count(tx, "contacts"), 1);
        Ok(())
    });
}

#[test]
fn an_inbox_that_is_there_is_not_removed() {
    acme(|tx| {
        assert!(!deletion_step(tx, ACME, APP)?);
        find(tx, ACME, APP).map(drop)
    });
}

#[test]
fn an_address_of_mail_belongs_to_one_inbox_and_is_free_again_after_it() {
    acme(|tx| {
        let new = || {
            let channel = ChannelChange { email: Some("help@acme.test".into()), ..ChannelChange::default() };
            let change = InboxChange { name: Some("Help".into()), channel, ..InboxChange::default() };
            NewInbox { kind: Some(ChannelKind::Email), change }
        };
        let first = create(tx, ACME, new(), Actor::System)?;
        let taken = create(tx, ACME, new(), Actor::System).unwrap_err().to_string();
        assert_eq!(taken, "Email has already been taken");
        delete(tx, ACME, first.id, Actor::System)?;
        create(tx, ACME, new(), Actor::System).map(drop)
    });
}

#[test]
fn a_change_that_changes_nothing_is_no_event() {
    acme(|tx| {
        let change = |name: &str| InboxChange { name: Some(name.into()), ..InboxChange::default() };
        update(tx, ACME, APP, change("App"), Actor::System)?;
        assert_eq!(count(tx, "outbox"), 0);
        update(tx, ACME, APP, change("Application"), Actor::System)?;
        let changes: String = tx.query_row("select changes from outbox", [], |row| row.get(0))?;
        assert_eq!(changes, r#"{"name":["App","Application"]}"#);
        assert!(matches!(update(tx, AccountId(2), APP, change("x"), Actor::System), Err(Error::NotFound)));
        Ok(())
    });
}
