//! Groups of writes: isolation, order, durability, readers.

use std::sync::mpsc;

use super::*;
use crate::base::Error;

/// Keeps the writer busy until the returned sender is dropped, so that what is written meanwhile forms one group.
fn hold(store: &Store) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let (started, start) = mpsc::channel();
    let store = store.clone();
    std::thread::spawn(move || {
        store.write_blocking(move |_| {
            started.send(()).unwrap();
            let _ = released.recv();
            Ok(())
        })
    });
    start.recv().unwrap();
    release
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_and_panics_lose_only_their_own_writes() {
    let bench = Bench::new();
    let before = bench.store.commits();
    let release = hold(&bench.store);
    let write = |name: &'static str, end: fn() -> Result<()>| {
        let store = bench.store.clone();
        async move {
            store
                .write(move |tx| {
                    note(tx, name)?;
                    end()
                })
                .await
        }
    };
    let all = async {
        tokio::join!(
            write("a", || Ok(())),
            write("b", || Err(Error::NOT_ALLOWED)),
            write("c", || Ok(())),
            write("d", || panic!("on purpose")),
            write("e", || Ok(())),
        )
    };
    let releasing = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(release);
    };
    let ((a, b, c, d, e), ()) = tokio::join!(all, releasing);
    assert!(a.is_ok() && c.is_ok() && e.is_ok());
    assert!(matches!(b, Err(Error::Forbidden(_))));
    assert!(d.unwrap_err().to_string().contains("on purpose"));
    assert_eq!(bench.store.read(names).await.unwrap(), ["a", "c", "e"]);
    assert_eq!(bench.store.commits(), before + 1, "all of them are one group");
}

#[test]
fn the_first_of_a_group_may_fail_too() {
    let bench = Bench::new();
    let failed: Result<()> = bench.store.write_blocking(|tx| {
        note(tx, "a")?;
        Err(Error::NotFound)
    });
    assert!(matches!(failed, Err(Error::NotFound)));
    let panicked: Result<()> = bench.store.write_blocking(|tx| {
        note(tx, "b")?;
        panic!("on purpose")
    });
    assert!(matches!(panicked, Err(Error::Internal(_))));
    bench.store.write_blocking(|tx| note(tx, "c")).unwrap();
    assert_eq!(bench.store.read_blocking(names).unwrap(), ["c"]);
}

#[test]
fn a_lost_transaction_fails_its_whole_group_and_nothing_else() {
    let bench = Bench::new();
    let release = hold(&bench.store);
    let write = |work: fn(&Tx) -> Result<()>| {
        let store = bench.store.clone();
        std::thread::spawn(move || store.write_blocking(work))
    };
    let first = write(|tx| note(tx, "a"));
    std::thread::sleep(Duration::from_millis(30));
    // what SQLite does by itself when the disk is full
    let second = write(|tx| Ok(tx.execute_batch("rollback")?));
    std::thread::sleep(Duration::from_millis(30));
    drop(release);
    assert!(first.join().unwrap().unwrap_err().to_string().contains("could not be committed"));
    assert!(second.join().unwrap().is_err());
    bench.store.write_blocking(|tx| note(tx, "b")).unwrap();
    assert_eq!(bench.store.read_blocking(names).unwrap(), ["b"]);
}

#[test]
fn an_answered_write_is_committed() {
    let bench = Bench::new();
    let stranger = bench.stranger();
    for n in 0..20 {
        bench.store.write_blocking(move |tx| note(tx, &n.to_string())).unwrap();
        let seen: i64 = stranger
            .query_row("select count(*) from installation where name <> 'secret'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(seen, n + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_concurrent_writes_need_fewer_than_sixteen_commits() {
    let bench = Bench::new();
    let before = bench.store.commits();
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..64 {
        let store = bench.store.clone();
        tasks.spawn(async move { store.write(move |tx| note(tx, &format!("{n:02}"))).await });
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    assert_eq!(bench.store.read(names).await.unwrap().len(), 64);
    let commits = bench.store.commits() - before;
    assert!(commits < 16, "{commits} commits");
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_its_write_running() {
    let bench = Bench::new();
    let release = hold(&bench.store);
    let gone = tokio::time::timeout(Duration::from_millis(20), bench.store.write(|tx| note(tx, "a"))).await;
    assert!(gone.is_err());
    drop(release);
    bench.store.write(|tx| note(tx, "b")).await.unwrap();
    assert_eq!(bench.store.read(names).await.unwrap(), ["a", "b"]);
}

#[tokio::test]
async fn a_read_cannot_write_and_survives_a_panic() {
    let bench = Bench::new();
    for _ in 0..20 {
        let refused = bench.store.read(|db| Ok(db.execute("delete from accounts", [])?)).await;
        assert!(matches!(refused, Err(Error::Internal(_))));
        let panicked: Result<()> = bench.store.read(|_| panic!("on purpose")).await;
        assert!(matches!(panicked, Err(Error::Internal(_))));
    }
    assert_eq!(bench.count("select count(*) from accounts"), 1);
}

#[test]
fn a_read_sees_one_snapshot() {
    let bench = Bench::new();
    let store = bench.store.clone();
    let (first, second) = bench
        .store
        .read_blocking(|db| {
            let first = names(db)?;
            store.write_blocking(|tx| note(tx, "a"))?;
            Ok((first, names(db)?))
        })
        .unwrap();
    assert!(first.is_empty() && second.is_empty());
    assert_eq!(bench.store.read_blocking(names).unwrap(), ["a"]);
}

#[test]
fn odd_texts_are_stored_as_they_are() {
    let bench = Bench::new();
    for odd in ["", "a\0b", "\u{10ffff}", "'; drop table accounts; --"] {
        bench.store.write_blocking(move |tx| note(tx, odd)).unwrap();
    }
    let long = "x".repeat(5_000_000);
    bench.store.write_blocking(move |tx| note(tx, &long)).unwrap();
    let names = bench.store.read_blocking(names).unwrap();
    assert_eq!((names.len(), names.iter().any(|name| name == "a\0b")), (5, true));
}

#[test]
fn the_log_is_checkpointed_and_starts_over() {
    let bench = Bench::new();
    let log = super::super::schema::beside(&bench.path(), "-wal");
    let mut longest = 0;
    for _ in 0..400 {
        // about 64 pages each
        bench
            .store
            .write_blocking(|tx| {
                tx.execute_batch("insert or replace into installation values ('big', hex(zeroblob(131072)))")?;
                Ok(())
            })
            .unwrap();
        longest = longest.max(log.metadata().unwrap().len());
    }
    assert!(longest < 64 << 20, "the log grew to {longest} bytes");
}
