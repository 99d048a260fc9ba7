//! The message index is fed once per group and stays true to the messages, whatever happens to them.

use super::*;
use crate::base::Error;

const CAST: &str = "
    insert into channel_api (id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
    insert into inboxes (id, account_id, channel_type, channel_id, name, created_at, updated_at)
      values (1, 1, 'Channel::Api', 1, 'Shop', 0, 0);
    insert into contacts (id, account_id, name, created_at, updated_at) values (1, 1, 'Ada', 0, 0);
    insert into contact_inboxes (id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
      values (1, 1, 1, 1, 's', 'p', 0, 0);
    insert into conversations (id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid,
                               last_activity_at, created_at, updated_at) values (1, 1, 1, 1, 1, 1, 'u', 0, 0, 0),
                                                                               (2, 1, 2, 1, 1, 1, 'v', 0, 0, 0);";

pub(super) fn cast() -> Bench {
    let bench = Bench::new();
    bench.store.write_blocking(|tx| Ok(tx.execute_batch(CAST)?)).unwrap();
    bench
}

fn say(tx: &Tx, conversation: i64, content: &str) -> Result<i64> {
    tx.execute(
        "insert into messages (account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
         values (1, 1, ?1, 0, ?2, 0, 0)",
        rusqlite::params![conversation, content],
    )?;
    Ok(tx.last_insert_rowid())
}

fn hits(bench: &Bench, word: &str) -> Vec<i64> {
    let sql = "select rowid from messages_fts where messages_fts match ?1 order by rowid";
    let find = |db: &Db| -> Result<Vec<i64>> {
        let mut rows = db.prepare(sql)?;
        let rows = rows.query_map([word], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    bench.store.read_blocking(find).unwrap()
}

fn assert_sound(bench: &Bench) {
    let check = "insert into messages_fts(messages_fts, rank) values ('integrity-check', 1)";
    bench.store.write_blocking(move |tx| Ok(tx.execute_batch(check)?)).unwrap();
}

#[test]
fn messages_are_found_once_their_write_is_answered() {
    let bench = cast();
    let id = bench.store.write_blocking(|tx| say(tx, 1, "Grüße aus Köln")).unwrap();
    assert_eq!(hits(&bench, "gruße"), [id]);
    bench.store.write_blocking(move |tx| Ok(tx.execute("update messages set content = 'farewell'", [])?)).unwrap();
    assert_eq!(hits(&bench, "koln"), [0; 0]);
    assert_eq!(hits(&bench, "fare*"), [id]);
    bench.store.write_blocking(|tx| Ok(tx.execute("delete from messages", [])?)).unwrap();
    assert_eq!(hits(&bench, "farewell"), [0; 0]);
    assert_sound(&bench);
}

#[test]
fn what_is_kept_apart_for_the_index_is_found_changed_and_forgotten() {
    let bench = cast();
    let id = bench.store.write_blocking(|tx| say(tx, 1, "東京")).unwrap();
    let set = |spaced: &'static str| {
        bench.store.write_blocking(move |tx| Ok(tx.execute("update messages set spaced = ?1", [spaced])?)).unwrap();
        assert_sound(&bench);
    };
    assert_eq!(hits(&bench, "京"), [0; 0]);
    set("東 京");
    assert_eq!(hits(&bench, "京"), [id]);
    set("大 阪");
    assert_eq!((hits(&bench, "京"), hits(&bench, "阪")), (vec![], vec![id]));
    bench.store.write_blocking(|tx| Ok(tx.execute("delete from messages", [])?)).unwrap();
    assert_eq!(hits(&bench, "阪"), [0; 0]);
    assert_sound(&bench);
}

#[test]
fn an_undone_message_is_never_found() {
    let bench = cast();
    let failed: Result<()> = bench.store.write_blocking(|tx| {
        say(tx, 1, "ghost")?;
        Err(Error::NotFound)
    });
    assert!(failed.is_err());
    bench.store.write_blocking(|tx| say(tx, 1, "body")).unwrap();
    assert_eq!(hits(&bench, "ghost"), [0; 0]);
    assert_sound(&bench);
}

/// Small numbers, the same in every run.
fn next(seed: &mut u64) -> i64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as i64
}

fn step(tx: &Tx, dice: i64) -> Result<()> {
    let words = ["red", "green", "blue", "", "a\0b"];
    let word = words[(dice / 7) as usize % words.len()];
    match dice % 7 {
        0..=2 => say(tx, 1 + dice / 11 % 2, word).map(drop)?,
        3 => drop(tx.execute("update messages set content = ?1 where id % 5 = ?2", (word, dice / 13 % 5))?),
        4 => drop(tx.execute("delete from messages where id % 9 = ?1", [dice / 13 % 9])?),
        5 => {
            let id = say(tx, 1, word)?; // born and changed or gone within one write
            tx.execute("update messages set content = 'late' where id = ?1", [id])?;
            tx.execute("delete from messages where id = ?1 and ?2", (id, dice / 17 % 2))?;
        }
        _ => drop(tx.execute("update messages set content = null where id = (select max(id) from messages)", [])?),
    }
    if dice / 19 % 5 == 0 { Err(Error::NotFound) } else { Ok(()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_is_sound_after_random_groups_with_edits_deletions_and_undone_writes() {
    let bench = cast();
    let mut seed = 42;
    for _ in 0..40 {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (store, dice) = (bench.store.clone(), next(&mut seed));
            tasks.spawn(async move { store.write(move |tx| step(tx, dice)).await });
        }
        tasks.join_all().await;
        assert_sound(&bench);
    }
    let red = "select count(*) from messages where content = 'red'";
    assert_eq!(bench.count(red), hits(&bench, "red").len() as i64);
    bench.store.write_blocking(|tx| Ok(tx.execute("delete from conversations where id = 1", [])?)).unwrap();
    assert_sound(&bench);
}
