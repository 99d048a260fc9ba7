//! Events, jobs, and who is told about them.

use serde_json::{Value, json};

use super::*;
use crate::base::ids::{ConversationId, UserId};
use crate::base::{Changes, Error, Millis};

#[test]
fn an_event_is_one_row_with_the_accounts_next_number() {
    let bench = Bench::new();
    let mut changes = Changes::default();
    changes.note("name", "Acme", "Acme Inc");
    let mut event = Event::new(AccountId(1), EventKind::MessageCreated, 7, Actor::User(UserId(3)))
        .with_changes(changes)
        .in_conversation(ConversationId(5));
    event.echo_id = Some("e\0cho".to_owned());
    event.snapshot = Some(json!({"id": 7}));
    let numbers = bench.store.write_blocking(move |tx| Ok((tx.emit(event.clone())?, tx.emit(event)?))).unwrap();
    assert_eq!(numbers, (1, 2));
    let row = "select json_object('name', name, 'subject', subject_id, 'conversation', conversation_id,
                 'actor', actor_type || actor_id, 'changes', json(changes), 'snapshot', json(snapshot)) from outbox where seq = 2";
    let row: String = bench.store.read_blocking(|db| Ok(db.query_row(row, [], |row| row.get(0))?)).unwrap();
    let expected = json!({"name": "message_created", "subject": 7, "conversation": 5, "actor": "User3",
                          "changes": {"name": ["Acme", "Acme Inc"]}, "snapshot": {"id": 7}});
    assert_eq!(serde_json::from_str::<Value>(&row).unwrap(), expected);
}

#[test]
fn an_undone_write_leaves_no_event_and_no_gap() {
    let bench = Bench::new();
    let failed: Result<()> = bench.store.write_blocking(|tx| {
        tx.emit(event())?;
        Err(Error::NotFound)
    });
    assert!(failed.is_err());
    assert_eq!(bench.store.write_blocking(|tx| tx.emit(event())).unwrap(), 1);
    assert_eq!(bench.count("select count(*) from outbox"), 1);
}

#[test]
fn the_past_is_written_with_its_own_clock_in_the_same_transaction() {
    let bench = Bench::new();
    let (changed, epoch) = (bench.store.changed(), bench.store.access_epoch());
    let past = Millis(1_000);
    let write = move |tx: &Tx| {
        tx.access_changed();
        let seq = tx.at(past, |then| {
            assert_eq!(then.now, past);
            then.emit(event())
        })?;
        assert!(tx.now > past && seq == 1);
        tx.emit(event())
    };
    assert_eq!(bench.store.write_blocking(write).unwrap(), 2);
    assert_eq!(bench.count("select created_at from outbox where seq = 1"), 1_000);
    assert!(bench.count("select created_at from outbox where seq = 2") > 1_000);
    assert!(changed.has_changed().unwrap() && bench.store.access_epoch() == epoch + 1);
    let failed: Result<()> = bench.store.write_blocking(move |tx| {
        tx.at(past, |then| note(then, "a"))?;
        tx.at(past, |_| Err(Error::NotFound))
    });
    assert!(failed.is_err());
    assert_eq!(bench.count("select count(*) from installation where name <> 'secret'"), 0);
}

#[test]
fn what_only_the_past_wished_for_is_done() {
    let bench = Bench::new();
    let changed = bench.store.changed();
    bench.store.write_blocking(|tx| tx.at(Millis(1), |then| then.enqueue("sweep", json!({})))).unwrap();
    assert!(changed.has_changed().unwrap());
}

#[tokio::test]
async fn events_and_jobs_wake_and_silent_writes_do_not() {
    let bench = Bench::new();
    let mut changed = bench.store.changed();
    bench.store.write(|tx| note(tx, "silent")).await.unwrap();
    assert!(!changed.has_changed().unwrap());
    bench.store.write(|tx| tx.emit(event())).await.unwrap();
    assert!(changed.has_changed().unwrap(), "woken before the caller is answered");
    changed.mark_unchanged();
    bench.store.write(|tx| tx.enqueue("sweep", json!({"from": 1}))).await.unwrap();
    assert!(changed.has_changed().unwrap());
    assert_eq!(bench.count("select count(*) from jobs where name = 'sweep' and payload = '{\"from\":1}'"), 1);
    changed.mark_unchanged();
    let failed: Result<()> = bench
        .store
        .write(|tx| {
            tx.emit(event())?;
            Err(Error::NotFound)
        })
        .await;
    assert!(failed.is_err() && !changed.has_changed().unwrap());
}

#[tokio::test]
async fn changed_access_grows_the_epoch_before_the_answer() {
    let bench = Bench::new();
    let before = bench.store.access_epoch();
    bench.store.write(|tx| note(tx, "a")).await.unwrap();
    assert_eq!(bench.store.access_epoch(), before);
    let failed: Result<()> = bench
        .store
        .write(|tx| {
            tx.access_changed();
            Err(Error::NotFound)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(bench.store.access_epoch(), before);
    bench
        .store
        .write(|tx| {
            tx.access_changed();
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(bench.store.access_epoch(), before + 1);
}

#[test]
fn another_process_is_noticed_while_idle_and_while_busy() {
    let bench = Bench::new();
    let stranger = bench.stranger();
    let (epoch, mut changed) = (bench.store.access_epoch(), bench.store.changed());
    stranger.execute_batch("insert into installation values ('a', '')").unwrap();
    until(|| bench.store.access_epoch() > epoch && changed.has_changed().unwrap());
    changed.mark_unchanged();
    let epoch = bench.store.access_epoch();
    stranger.execute_batch("insert into installation values ('b', '')").unwrap();
    bench.store.write_blocking(|tx| note(tx, "c")).unwrap();
    assert!(bench.store.access_epoch() > epoch, "seen at the start of a group");
}

#[test]
fn our_own_writes_reads_and_checkpoints_are_no_other_process() {
    let bench = Bench::new();
    let epoch = bench.store.access_epoch();
    for _ in 0..60 {
        bench
            .store
            .write_blocking(|tx| {
                tx.execute_batch("insert or replace into installation values ('big', hex(zeroblob(131072)))")?;
                Ok(())
            })
            .unwrap();
        bench.count("select count(*) from installation where name <> 'secret'");
    }
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(bench.store.access_epoch(), epoch);
}
