//! Opening, closing, copying: what lies on disk, and several processes on one file.

use std::fs;
use std::path::Path;

use super::*;
use crate::base::Error;
use crate::store::backup::{backup, problems};
use crate::store::job::{self, Answer, Job};
use crate::store::writer::Order;

fn beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn refusal<T>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Refused(text)) => text.into_owned(),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn closing_leaves_one_file_with_everything_in_it() {
    let bench = Bench::new();
    let store = bench.store.clone();
    bench.store.write_blocking(|tx| note(tx, "a")).unwrap();
    bench.store.close();
    bench.store.close();
    assert_eq!(beside(&bench.path()), ["test.db"]);
    assert!(store.write_blocking(|tx| note(tx, "b")).unwrap_err().to_string().contains("closed"));
    assert!(store.read_blocking(names).unwrap_err().to_string().contains("closed"));
    let again = Store::open(&bench.path(), env()).unwrap();
    assert_eq!(again.read_blocking(names).unwrap(), ["a"]);
}

#[tokio::test]
async fn closing_finishes_what_was_asked_for() {
    let bench = Bench::new();
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..20 {
        let store = bench.store.clone();
        tasks.spawn(async move { store.write(move |tx| note(tx, &format!("{n:02}"))).await });
    }
    tokio::task::yield_now().await;
    bench.store.close();
    let kept = tasks.join_all().await.iter().filter(|outcome| outcome.is_ok()).count();
    let again = Store::open(&bench.path(), env()).unwrap();
    assert_eq!(again.read(names).await.unwrap().len(), kept);
}

#[test]
fn a_unit_of_work_may_own_the_last_clone() {
    let Bench { store, folder } = Bench::new();
    let own = store.clone();
    let answer = store.write_blocking(move |tx| {
        drop(own);
        note(tx, "a")
    });
    assert!(answer.is_ok());
    let (sent, received) = std::sync::mpsc::channel();
    let last = store.clone();
    std::thread::spawn(move || {
        let work = job::writing(move |_| {
            drop(last);
            Ok(())
        });
        let reply = move |outcome: Result<Answer>| sent.send(outcome.map(drop)).unwrap();
        store.inner.orders.clone().send(Order::Work(Job::new(work, None, reply)))
    });
    received.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
    let path = folder.path().join("test.db");
    let log = super::super::schema::beside(&path, "-wal");
    until(|| !log.exists());
}

#[test]
fn several_processes_share_one_file() {
    let bench = Bench::new();
    let second = Store::open(&bench.path(), env()).unwrap();
    let threads: Vec<_> = [bench.store.clone(), second]
        .into_iter()
        .enumerate()
        .map(|(who, store)| {
            std::thread::spawn(move || {
                for n in 0..50 {
                    store.write_blocking(move |tx| note(tx, &format!("{who}-{n}"))).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(bench.count("select count(*) from installation where name <> 'secret'"), 100);
}

#[test]
fn a_file_is_opened_while_another_process_is_writing() {
    let bench = Bench::new();
    let stranger = bench.stranger();
    stranger.execute_batch("begin immediate; insert into installation values ('a', '')").unwrap();
    let start = Instant::now();
    let second = Store::open(&bench.path(), env()).unwrap();
    assert_eq!(second.read_blocking(names).unwrap(), [""; 0]);
    second.close();
    assert!(start.elapsed() < Duration::from_secs(2), "waited for the lock");
    stranger.execute_batch("commit").unwrap();
    assert_eq!(bench.store.read_blocking(names).unwrap(), ["a"]);
}

#[test]
fn a_new_file_may_be_opened_by_many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Store::open(&path, env()).map(drop))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(Store::open(&path, env()).unwrap().read_blocking(names).unwrap(), [""; 0]);
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let foreign = |path: &Path| {
        let conn = Connection::open(path).unwrap();
        conn.execute_batch("create table notes(text); pragma user_version = 1;").unwrap();
    };
    foreign(&path);
    let before = fs::read(&path).unwrap();
    assert!(refusal(Store::open(&path, env())).contains("not a database of chatwoot-lite"));
    assert!(refusal(backup(&path, &folder.path().join("copy.db"))).contains("not a database of chatwoot-lite"));
    assert_eq!((fs::read(&path).unwrap(), beside(&path)), (before, vec!["other.db".to_owned()]));
    for text in ["hello", "SQLite format 3\0"] {
        fs::write(&path, text).unwrap();
        assert!(refusal(Store::open(&path, env())).contains("not a database of chatwoot-lite"));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert!(refusal(Store::open(folder.path(), env())).contains("cannot read"));
    fs::write(&path, "").unwrap();
    Store::open(&path, env()).unwrap();
}

#[test]
fn a_file_whose_log_was_left_behind_is_opened() {
    let bench = Bench::new();
    bench.store.write_blocking(|tx| note(tx, "a")).unwrap();
    let killed = bench.folder.path().join("killed.db");
    fs::copy(bench.path(), &killed).unwrap();
    let log = |path: &Path| super::super::schema::beside(path, "-wal");
    fs::copy(log(&bench.path()), log(&killed)).unwrap();
    let store = Store::open(&killed, env()).unwrap();
    assert_eq!(store.read_blocking(names).unwrap(), ["a"]);
}

#[test]
fn a_backup_is_whole_while_writes_go_on() {
    let bench = Bench::new();
    let copy = bench.folder.path().join("copy.db");
    bench.store.write_blocking(|tx| note(tx, "000")).unwrap();
    let store = bench.store.clone();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let writing = std::thread::spawn(move || {
        let mut n = 1;
        while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            store.write_blocking(move |tx| note(tx, &format!("{n:03}")).and(tx.emit(event()).map(drop))).unwrap();
            n += 1;
        }
    });
    backup(&bench.path(), &copy).unwrap();
    drop(stop);
    writing.join().unwrap();
    assert!(refusal(backup(&bench.path(), &copy)).contains("exists already"));
    assert!(refusal(backup(&bench.folder.path().join("none.db"), &copy)).contains("no database"));
    let left: Vec<_> = beside(&copy).into_iter().filter(|name| !name.starts_with("test.db")).collect();
    assert_eq!(left, ["copy.db"]);
    let copied = Store::open(&copy, env()).unwrap();
    let rows = copied.read_blocking(names).unwrap().len() as i64;
    let events: i64 =
        copied.read_blocking(|db| Ok(db.query_row("select count(*) from outbox", [], |r| r.get(0))?)).unwrap();
    assert_eq!(rows, events + 1);
    assert_eq!(copied.read_blocking(|db| problems(db)).unwrap(), [""; 0]);
}

#[test]
fn problems_name_the_missing_row() {
    let bench = Bench::new();
    let stranger = bench.stranger();
    stranger
        .execute_batch("pragma foreign_keys = off; insert into teams values (1, 99, 'lost', null, 1, null, 0, 0);")
        .unwrap();
    let found = bench.store.read_blocking(|db| problems(db)).unwrap();
    assert_eq!(found, ["teams 1 refers to a missing row of accounts"]);
}
