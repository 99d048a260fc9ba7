//! What was deleted is not in the bytes of the file either, and everything else is still there.

use std::fs;

use super::super::scrub::{self, Scrub};
use super::*;
use crate::store::backup;

/// What the file and its companions hold, as bytes.
fn bytes(bench: &Bench) -> Vec<u8> {
    ["", "-wal", "-shm"]
        .iter()
        .flat_map(|ending| fs::read(bench.path().with_extension(format!("db{ending}"))).unwrap_or_default())
        .collect()
}

fn is_in(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// Goes on to the end; answers the steps it took, and how it went on from each.
fn scrub(bench: &Bench) -> Vec<Scrub> {
    let (mut steps, mut next) = (Vec::new(), Some(Scrub::BEGIN));
    while let Some(at) = next.filter(|at| *at != Scrub::Rewrite) {
        steps.push(at);
        next = bench.store.write_blocking(move |tx| scrub::step(tx, at)).unwrap();
        assert!(steps.len() < 1000, "{steps:?}");
    }
    steps
}

fn empty_log(bench: &Bench, rewriting: bool) -> bool {
    tokio::runtime::Runtime::new().unwrap().block_on(bench.store.empty_log(rewriting)).unwrap()
}

/// Empties the log as soon as the thread that makes it shorter is not at it.
fn empty_log_soon(bench: &Bench) {
    let patience = Instant::now() + Duration::from_secs(30);
    while !empty_log(bench, false) {
        assert!(Instant::now() < patience);
    }
}

/// Texts of all lengths, some over several pages, many of which are changed and deleted again. What stays says so.
fn live(bench: &Bench) {
    let write = |tx: &Tx| {
        for n in 0..1500_i64 {
            let word = if n % 3 == 0 { "staying" } else { "vanishing" };
            let text = format!("{word} {n} ").repeat(1 + usize::try_from(n % 97 * (n % 7)).unwrap());
            tx.execute(
                "insert into notes(account_id, contact_id, content, created_at, updated_at) values (1, 1, ?, 0, 0)",
                [&text],
            )?;
            tx.execute("insert into messages(account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
                 values (1, 1, 1, 0, ?, 0, 0)", [format!("{word}word{n}")])?;
            tx.execute(
                "insert into contacts(account_id, name, email, created_at, updated_at) values (1, ?1, ?1, 0, 0)",
                [format!("{word}{n}@x.example")],
            )?;
        }
        Ok(())
    };
    bench.store.write_blocking(write).unwrap();
    bench.store.write_blocking(|tx| Ok(tx.execute_batch("analyze")?)).unwrap();
    let write = |tx: &Tx| {
        tx.execute_batch(
            "update notes set content = 'vanishing ' || content where id % 30 = 1;
             update notes set content = substr(content, 11) where id % 30 = 1;
             delete from notes where content like 'vanishing%';
             delete from messages where content like 'vanishing%';
             delete from contacts where email like 'vanishing%';
             insert into blobs(id, key, filename, content_type, byte_size, created_at) values (1, 'k', 'f', 't', 1, 1);
             insert into blob_chunks values (1, 0, zeroblob(3000)), (1, 1, zeroblob(5000));",
        )?;
        Ok(())
    };
    bench.store.write_blocking(write).unwrap();
}

/// All rows of the tables in question, as one text.
fn rows(bench: &Bench) -> String {
    let sql = "select group_concat(content, '|') from (select content from notes union all select content from messages
        union all select email from contacts order by 1)";
    bench.store.read_blocking(|db| Ok(db.query_row(sql, [], |row| row.get::<_, String>(0))?)).unwrap()
}

fn assert_sound(bench: &Bench) {
    assert_eq!(bench.store.read_blocking(|db| backup::problems(db)).unwrap(), [""; 0]);
    for index in ["messages_fts", "contacts_fts"] {
        let check = format!("insert into {index}({index}, rank) values ('integrity-check', 1)");
        bench.store.write_blocking(move |tx| Ok(tx.execute_batch(&check)?)).unwrap();
    }
    let found = "select count(*) from messages_fts where messages_fts match 'staying*'";
    assert_eq!(bench.count(found), 500);
}

#[test]
fn what_was_deleted_is_in_no_byte_of_the_file() {
    let bench = super::search::cast();
    live(&bench);
    let before = rows(&bench);
    assert!(is_in(&bytes(&bench), "vanishing"));
    let steps = scrub(&bench);
    assert!(steps.contains(&Scrub::Roots(true)) && !steps.contains(&Scrub::Rewrite), "{steps:?}");
    assert!(steps.iter().filter(|step| matches!(step, Scrub::Pages(_))).count() > 2, "{steps:?}");
    empty_log_soon(&bench);
    let after = bytes(&bench);
    assert!(is_in(&after, "staying") && !is_in(&after, "vanishing"));
    assert_eq!(rows(&bench), before);
    assert_sound(&bench);
    // once more there is next to nothing to write
    let log = || fs::metadata(bench.path().with_extension("db-wal")).map_or(0, |log| log.len());
    empty_log_soon(&bench);
    scrub(&bench);
    assert!(log() < 100 * 2048, "{}", log());
}

#[test]
fn a_file_that_cannot_be_scrubbed_is_rewritten() {
    let bench = super::search::cast();
    live(&bench);
    let before = rows(&bench);
    let merge = |tx: &Tx| {
        Ok(tx.execute_batch("insert into messages_fts(messages_fts) values ('optimize'); insert into contacts_fts(contacts_fts) values ('optimize'); delete from sqlite_stat4;")?)
    };
    bench.store.write_blocking(merge).unwrap();
    empty_log(&bench, true);
    empty_log_soon(&bench);
    assert!(!is_in(&bytes(&bench), "vanishing"));
    assert_eq!(rows(&bench), before);
    assert_sound(&bench);
}

#[test]
fn a_reader_of_earlier_states_keeps_the_log() {
    let bench = Bench::new();
    let reader = bench.stranger();
    reader.execute_batch("begin; select count(*) from accounts;").unwrap();
    bench.store.write_blocking(|tx| note(tx, "new")).unwrap();
    assert!(!empty_log(&bench, false));
    reader.execute_batch("rollback").unwrap();
    empty_log_soon(&bench);
    bench.store.write_blocking(|tx| note(tx, "newer")).unwrap();
}
