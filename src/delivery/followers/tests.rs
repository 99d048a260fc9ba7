//! Each row once, in order, whatever fails or stops in between.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::accounts::{self, AccountChange};
use crate::base::ids::AccountId;
use crate::base::{Actor, Error, Event};
use crate::store::{Db, Env};

/// Leaves a row for each label or team that it hears of; fails on subject 13 and panics on 14, after having written.
fn keep(tx: &Tx, happened: &Happened) -> Result<()> {
    let (name, id) = (format!("{:05} {}", happened.id, happened.subject), happened.kind.name());
    tx.execute("insert into installation values (?1, ?2)", (name, id))?;
    match happened.subject {
        13 => Err(Error::internal("unlucky")),
        14 => panic!("unluckier"),
        _ => Ok(()),
    }
}

fn echo(tx: &Tx, happened: &Happened) -> Result<()> {
    tx.emit(Event::new(happened.account, EventKind::TeamCreated, happened.subject, happened.actor))?;
    Ok(())
}

const KEEPER: &[Follower] =
    &[Follower { name: "keeper", kinds: &[EventKind::LabelCreated], wants: always, handle: keep }];
const BOTH: &[Follower] = &[
    Follower { name: "keeper", kinds: &[EventKind::LabelCreated, EventKind::TeamCreated], wants: always, handle: keep },
    Follower { name: "echo", kinds: &[EventKind::LabelCreated], wants: always, handle: echo },
];

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("test.db"), Arc::new(Env::default())).unwrap()
}

async fn emit(store: &Store, kind: EventKind, subjects: impl IntoIterator<Item = i64>) {
    let subjects: Vec<i64> = subjects.into_iter().collect();
    let emit = move |tx: &Tx| {
        if tx.query_row("select count(*) from accounts", [], |row| row.get::<_, i64>(0))? == 0 {
            accounts::create(tx, AccountChange::named("Acme"), Actor::System)?;
        }
        for subject in subjects {
            tx.emit(Event::new(AccountId(1), kind, subject, Actor::System))?;
        }
        Ok(())
    };
    store.write(emit).await.unwrap();
}

/// The subjects that were kept, in order.
fn kept(store: &Store) -> Vec<i64> {
    let read = |db: &Db| {
        let mut list =
            db.prepare("select name from installation where value in ('label_created', 'team_created') order by name")?;
        let rows = list.query_map([], |row| row.get::<_, String>(0))?;
        let names = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(names.iter().map(|name| name.split_once(' ').unwrap().1.parse().unwrap()).collect())
    };
    store.read_blocking(read).unwrap()
}

fn noted(store: &Store) -> i64 {
    store.read_blocking(|db: &Db| Ok(sql::cursors(db)?.into_values().min().unwrap())).unwrap()
}

fn newest(store: &Store) -> i64 {
    store.read_blocking(|db: &Db| Ok(db.query_row("select max(id) from outbox", [], |row| row.get(0))?)).unwrap()
}

async fn to_the_end(round: &mut Round) {
    while round.go().await.unwrap() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_follower_begins_at_the_newest_row() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    emit(&store, EventKind::LabelCreated, 1..4).await;
    let mut round = Round::begin(&store, KEEPER).unwrap();
    to_the_end(&mut round).await;
    assert_eq!(kept(&store), Vec::<i64>::new());
    emit(&store, EventKind::LabelCreated, 4..6).await;
    to_the_end(&mut round).await;
    assert_eq!(kept(&store), [4, 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_no_interest_costs_no_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut round = Round::begin(&store, KEEPER).unwrap();
    emit(&store, EventKind::TeamCreated, 0..250).await;
    let commits = store.commits();
    to_the_end(&mut round).await;
    assert_eq!((store.commits(), noted(&store)), (commits, 0));
    emit(&store, EventKind::LabelCreated, [1]).await;
    emit(&store, EventKind::TeamCreated, 0..20).await;
    to_the_end(&mut round).await;
    assert_eq!((noted(&store), kept(&store)), (newest(&store), vec![1]));
    emit(&store, EventKind::TeamCreated, 0..20).await;
    to_the_end(&mut round).await;
    round.note().await.unwrap();
    assert_eq!(noted(&store), newest(&store));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_may_want_only_some_of_its_kinds() {
    const FEW: &[Follower] = &[Follower {
        name: "few",
        kinds: &[EventKind::LabelCreated],
        wants: |_, page| {
            let late = |happened: &&&Happened| happened.subject > 5;
            let is_unlucky = page.iter().any(|happened| happened.subject == 5);
            if is_unlucky {
                Err(Error::NotFound)
            } else {
                Ok(page.iter().filter(late).map(|happened| happened.id).collect())
            }
        },
        handle: keep,
    }];
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut round = Round::begin(&store, FEW).unwrap();
    emit(&store, EventKind::LabelCreated, 1..3).await;
    let commits = store.commits();
    to_the_end(&mut round).await;
    assert_eq!(store.commits(), commits);
    emit(&store, EventKind::LabelCreated, [3, 6, 7]).await;
    to_the_end(&mut round).await;
    assert_eq!((kept(&store), noted(&store)), (vec![6, 7], newest(&store)));
    emit(&store, EventKind::LabelCreated, 4..6).await;
    to_the_end(&mut round).await;
    assert_eq!((kept(&store), noted(&store)), (vec![6, 7, 4, 5], newest(&store)), "who cannot say is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_or_panics_is_left_out_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut round = Round::begin(&store, KEEPER).unwrap();
    emit(&store, EventKind::LabelCreated, 11..17).await;
    to_the_end(&mut round).await;
    assert_eq!((kept(&store), noted(&store)), (vec![11, 12, 15, 16], newest(&store)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_follower_emits_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut round = Round::begin(&store, BOTH).unwrap();
    emit(&store, EventKind::LabelCreated, 1..4).await;
    to_the_end(&mut round).await;
    assert_eq!(kept(&store), [1, 2, 3]);
    // the task is woken by what was emitted
    to_the_end(&mut round).await;
    assert_eq!(kept(&store), [1, 2, 3, 1, 2, 3]);
}

/// Killed wherever it is: after a read, after the write, with rows that only memory has passed. And two servers at once.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_missed_or_done_twice_over_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    drop(Round::begin(&store, KEEPER).unwrap());
    for n in 0..40 {
        emit(&store, EventKind::LabelCreated, (0..10).map(|i| 100 + n * 10 + i)).await;
        emit(&store, EventKind::TeamCreated, 0..30).await;
        // begins at what is noted; a page at a time, so that most rounds are lost with rows before them
        let mut round = Round::begin(&store, KEEPER).unwrap();
        round.go().await.unwrap();
        if n % 3 == 0 {
            let mut second = Round::begin(&store, KEEPER).unwrap();
            let (one, two) = tokio::join!(round.go(), second.go());
            assert!(one.is_ok() && two.is_ok());
        }
    }
    store.close();
    let store = open(folder.path());
    let mut round = Round::begin(&store, KEEPER).unwrap();
    to_the_end(&mut round).await;
    assert_eq!(kept(&store), (100..500).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_notices_what_happens_and_notes_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(Round::begin(&store, KEEPER).unwrap(), stopping));
    emit(&store, EventKind::LabelCreated, [1]).await;
    let start = Instant::now();
    while kept(&store) != [1] {
        assert!(start.elapsed() < Duration::from_secs(10), "waited too long");
        sleep(Duration::from_millis(5)).await;
    }
    stop.send_replace(true);
    task.await.unwrap();
    assert_eq!(noted(&store), newest(&store));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_kept_until_they_are_passed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut round = Round::begin(&store, KEEPER).unwrap();
    emit(&store, EventKind::LabelCreated, 1..6).await;
    let rows = newest(&store);
    let trim = |tx: &Tx| super::super::sql::trim_outbox(tx, tx.now.plus(1), 500);
    store.write(trim).await.unwrap();
    to_the_end(&mut round).await;
    assert_eq!((kept(&store), newest(&store)), (vec![1, 2, 3, 4, 5], rows));
    store.write(trim).await.unwrap();
    assert_eq!(newest(&store), rows, "not counted yet");
    let mut counting = Counting::begin(&store).unwrap();
    while counting.go().await.unwrap() {}
    counting.note().await.unwrap();
    store.write(trim).await.unwrap();
    let left = |db: &Db| Ok(db.query_row("select count(*) from outbox", [], |row| row.get::<_, i64>(0))?);
    assert_eq!(store.read_blocking(left).unwrap(), 0);
    // the next server still begins after them
    emit(&store, EventKind::LabelCreated, [6]).await;
    to_the_end(&mut Round::begin(&store, KEEPER).unwrap()).await;
    assert_eq!(kept(&store), [1, 2, 3, 4, 5, 6]);
}
