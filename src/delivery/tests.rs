//! Jobs survive, are done in steps and in turn, and are tried again; the outbox is trimmed.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::watch;

use super::runner::Runner;
use super::{Delivery, upkeep};
use crate::accounts::{self, AccountChange};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Actor, Event, EventKind};
use crate::hub::Hub;
use crate::store::{Db, Env, Store, Tx};

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("test.db"), Arc::new(Env::default())).unwrap()
}

/// An account with so many contacts, deleted: the job is waiting.
fn deleted_account(tx: &Tx, contacts: i64) -> crate::base::Result<AccountId> {
    let account = accounts::create(tx, AccountChange::named("Acme"), Actor::System)?.id;
    tx.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
         insert into contacts(account_id, name, created_at, updated_at) select ?1, 'C', 0, 0 from n",
        (account, contacts),
    )?;
    accounts::delete(tx, account, Actor::System)?;
    Ok(account)
}

fn number(store: &Store, sql: &'static str) -> i64 {
    store.read_blocking(move |db: &Db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

fn going() -> watch::Receiver<bool> {
    watch::channel(false).1
}

async fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "waited too long");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_survives_a_restart_and_a_new_one_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.write(|tx| deleted_account(tx, 1200)).await.unwrap();
    store.close();
    let store = open(folder.path());
    assert_eq!(number(&store, "select count(*) from jobs"), 1);
    let delivery = Delivery::start(&store, &Hub::default()).unwrap();
    until(|| number(&store, "select count(*) from jobs") == 0).await;
    assert_eq!(number(&store, "select count(*) from accounts"), 0);
    assert_eq!(number(&store, "select count(*) from contacts"), 0);
    store.write(|tx| deleted_account(tx, 1)).await.unwrap();
    until(|| number(&store, "select count(*) from accounts") == 0).await;
    delivery.stop().await;
    store.write(|tx| deleted_account(tx, 1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(number(&store, "select count(*) from jobs"), 1, "nobody works any more");
}

#[tokio::test]
async fn jobs_go_step_by_step_and_in_turn() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.write(|tx| deleted_account(tx, 1200)).await.unwrap();
    store.write(|tx| deleted_account(tx, 700)).await.unwrap();
    let mut runner = Runner::new(store.clone());
    assert!(runner.round(&going()).await.unwrap());
    assert_eq!(number(&store, "select count(*) from contacts where account_id = 1"), 700);
    assert_eq!(number(&store, "select count(*) from contacts where account_id = 2"), 200);
    assert!(runner.round(&going()).await.unwrap());
    assert_eq!(number(&store, "select count(*) from jobs"), 1, "the short one is done");
    assert!(!runner.round(&watch::channel(true).1).await.unwrap(), "stopped before its next step");
    assert_eq!(number(&store, "select count(*) from contacts"), 200);
    assert!(!runner.round(&going()).await.unwrap());
    assert_eq!(number(&store, "select count(*) from accounts"), 0);
}

#[tokio::test]
async fn two_labels_change_places() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let rename = |tx: &Tx| {
        let account = accounts::create(tx, AccountChange::named("Acme"), Actor::System)?.id;
        tx.execute_batch(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1400)
             insert into contacts(account_id, name, created_at, updated_at) select 1, 'C', 0, 0 from n;
             insert into contact_labels select id, iif(id <= 700, 'first', 'second'), 1 from contacts;",
        )?;
        for (from, to) in [("first", "away"), ("second", "first"), ("away", "second")] {
            tx.enqueue("rename_label", json!({"account_id": account, "from": from, "to": to}))?;
        }
        Ok(())
    };
    store.write(rename).await.unwrap();
    let mut runner = Runner::new(store.clone());
    let mut rounds = 0;
    while runner.round(&going()).await.unwrap() {
        rounds += 1;
        assert!(rounds < 50, "they never come to rest");
    }
    let moved = "select count(*) from contact_labels where label = iif(contact_id <= 700, 'second', 'first')";
    assert_eq!((number(&store, moved), number(&store, "select count(*) from jobs")), (1400, 0));
}

#[tokio::test]
async fn a_failure_is_noted_and_tried_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.write(|tx| tx.enqueue("unassign_user", json!({"account_id": 1}))).await.unwrap();
    store.write(|tx| tx.enqueue("fold_the_laundry", json!({}))).await.unwrap();
    let mut runner = Runner::new(store.clone());
    assert!(!runner.round(&going()).await.unwrap());
    assert!(!runner.round(&going()).await.unwrap());
    let failed =
        "select count(*) from jobs where attempts = 1 and last_error like 'user_id%' and run_at > created_at + 900";
    assert_eq!(number(&store, failed), 1);
    let mend = |tx: &Tx| {
        tx.execute("update jobs set payload = '{\"account_id\":1,\"user_id\":1}', run_at = 0 where attempts = 1", [])?;
        Ok(())
    };
    store.write(mend).await.unwrap();
    assert!(!runner.round(&going()).await.unwrap());
    let left = "select count(*) from jobs where name = 'fold_the_laundry' and attempts = 0";
    assert_eq!((number(&store, left), number(&store, "select count(*) from jobs")), (1, 1), "the unknown one stays");
}

#[tokio::test]
async fn a_job_that_goes_on_well_forgets_its_failures() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.write(|tx| deleted_account(tx, 700)).await.unwrap();
    store.write(|tx| Ok(tx.execute("update jobs set attempts = 3, last_error = 'x'", [])?)).await.unwrap();
    assert!(Runner::new(store.clone()).round(&going()).await.unwrap());
    assert_eq!(number(&store, "select count(*) from jobs where attempts = 0 and last_error is null"), 1);
}

#[tokio::test]
async fn housekeeping_removes_what_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let fill = |tx: &Tx| {
        let account = accounts::create(tx, AccountChange::named("Acme"), Actor::System)?.id;
        let event = || Event::new(account, EventKind::AccountUpdated, account.0, Actor::System);
        tx.execute("delete from outbox", [])?;
        for _ in 0..1200 {
            tx.at(tx.now.plus(-8 * 24 * 3_600_000), |then| then.emit(event()))?;
        }
        tx.at(tx.now.plus(-6 * 24 * 3_600_000), |then| then.emit(event()))?;
        tx.execute_batch(
            "update reporting_cursor set last = (select max(id) from outbox);
             insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a', 'p', 0, 0);
             insert into sessions values (1, 1, 'old', 'd', null, null, 1, 1, 1);
             insert into one_time_tokens values ('old', 1, 'sso', 1);
             insert into blobs(key, filename, content_type, byte_size, created_at) values ('k', 'f', 'text/plain', 0, 1);",
        )?;
        crate::access::sessions::create(tx, UserId(1), "a", &Default::default()).map(drop)
    };
    store.write(fill).await.unwrap();
    store
        .write(|tx| Ok(tx.execute("insert into sessions values (9, 1, 'older', 'd', null, null, 1, 1, 1)", [])?))
        .await
        .unwrap();
    upkeep::all(&store, &going()).await;
    for (table, left) in [
        ("select count(*) from outbox", 1),
        ("select count(*) from sessions", 1),
        ("select count(*) from one_time_tokens", 0),
        ("select count(*) from blobs", 0),
    ] {
        assert_eq!(number(&store, table), left, "{table}");
    }
}
