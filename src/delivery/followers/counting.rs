//! The follower that counts for reports. It is in no hurry: what happens within a second is added up while reading, and each sum
//! written once, so that a message costs the writer next to nothing.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::sleep;

use super::{NOTED_EVERY, PAUSE, sql};
use crate::base::{Happened, Result};
use crate::reports::{self, KINDS, Sums};
use crate::store::{Db, Store, Tx};

/// How long what happened waits to be counted.
const CALM: Duration = Duration::from_secs(1);
/// Rows read at a time.
const PAGE: i64 = 500;

/// Counts until it is told to stop.
pub(in crate::delivery) async fn run(mut counting: Counting, mut stopping: watch::Receiver<bool>) {
    let mut changed = counting.store.changed();
    while !*stopping.borrow() {
        // What changes from here on wakes us even if this round misses it.
        changed.mark_unchanged();
        let failed = match counting.go().await {
            Ok(true) => continue,
            Ok(false) => false,
            Err(error) => {
                tracing::error!(%error, "cannot count what happened");
                true
            }
        };
        let awaited = async {
            tokio::select! {
                Ok(()) = changed.changed(), if !failed => sleep(CALM).await,
                () = sleep(if failed { PAUSE } else { NOTED_EVERY }) => {}
            }
        };
        tokio::select! {
            _ = stopping.changed() => {}
            () = awaited => {}
        }
    }
    if let Err(error) = counting.note().await {
        tracing::error!(%error, "cannot note how far the counting is");
    }
}

/// Goes through the outbox.
pub(in crate::delivery) struct Counting {
    store: Store,
    /// The last row that is counted, or is nothing to count.
    passed: i64,
    /// The last of those that is noted in the database, and when it was.
    noted: (i64, Instant),
    /// So many rows are read one at a time, to find the one that cannot be counted.
    singly: i64,
}

impl Counting {
    /// Begins where an earlier run stopped.
    pub fn begin(store: &Store) -> Result<Self> {
        let passed = store.read_blocking(reports::counted)?;
        Ok(Counting { store: store.clone(), passed, noted: (passed, Instant::now()), singly: 0 })
    }

    /// Counts what is there, up to a page; says whether there may be more at once.
    pub async fn go(&mut self) -> Result<bool> {
        let most = if self.singly > 0 { 1 } else { PAGE };
        let done = self.count(most).await;
        self.singly = if done.is_ok() { (self.singly - 1).max(0) } else { PAGE };
        done
    }

    async fn count(&mut self, most: i64) -> Result<bool> {
        let after = self.passed;
        let page = self.store.read(move |db| Page::read(db, after, most)).await?;
        let is_full = page.is_full;
        if page.sums.is_empty() {
            self.passed = page.newest;
            if self.noted.1.elapsed() >= NOTED_EVERY {
                self.note().await?;
            }
        } else {
            self.passed = self.store.write(move |tx| page.write(tx)).await?;
            self.noted = (self.passed, Instant::now());
        }
        Ok(is_full)
    }

    /// Notes how far it is, so that the outbox can be trimmed.
    pub async fn note(&mut self) -> Result<()> {
        let passed = self.passed;
        if passed > self.noted.0 {
            self.store.write(move |tx| reports::note_counted(tx, passed)).await?;
        }
        self.noted = (passed, Instant::now());
        Ok(())
    }
}

/// What was read at once.
struct Page {
    after: i64,
    sums: Sums,
    /// The last row that was read.
    newest: i64,
    is_full: bool,
    is_single: bool,
}

impl Page {
    fn read(db: &Db, after: i64, most: i64) -> Result<Page> {
        let rows = sql::after(db, after, most)?;
        let (is_full, is_single) = (rows.len() as i64 == most, most == 1);
        let newest = rows.last().map_or(after, |row| row.id);
        let rows = rows.into_iter().filter(|row| row.kind.is_some_and(|kind| KINDS.contains(&kind)));
        let happened: Vec<Happened> = rows.filter_map(sql::Unread::read).collect();
        let sums = left_out(reports::sum(db, &happened), newest, is_single)?;
        Ok(Page { after, sums, newest, is_full, is_single })
    }

    /// Writes the sums; answers the last row that is counted.
    fn write(&self, tx: &Tx) -> Result<i64> {
        // another server on this file may have been faster
        let counted = reports::counted(tx)?;
        if counted > self.after {
            return Ok(counted);
        }
        left_out(tx.attempt(|tx| self.sums.write(tx))?, self.newest, self.is_single)?;
        reports::note_counted(tx, self.newest)?;
        Ok(self.newest)
    }
}

/// A single row that cannot be counted is left out: the rest must not wait for ever.
fn left_out<T: Default>(outcome: Result<T>, row: i64, is_single: bool) -> Result<T> {
    match outcome {
        Err(error) if is_single => {
            tracing::error!(%error, row, "this is not counted");
            Ok(T::default())
        }
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::accounts::{self, AccountChange};
    use crate::base::ids::{AccountId, ConversationId};
    use crate::base::{Actor, Event, EventKind};
    use crate::store::Env;

    const INBOX: &str = "
        insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
        insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
            values (1, 1, 'Channel::Api', 1, 'API', 0, 0);
        insert into contacts(id, account_id, name, created_at, updated_at) values (1, 1, 'C', 0, 0);
        insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
            values (1, 1, 1, 1, 's', 'p', 0, 0);
        insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid, last_activity_at,
                created_at, updated_at) values (1, 1, 1, 1, 1, 1, 'x', 0, 0, 0);
        insert into messages(id, account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
            values (1, 1, 1, 1, 0, 'a', 10, 0), (2, 1, 1, 1, 2, 'a log', 10, 0);";

    fn open(folder: &tempfile::TempDir) -> Store {
        let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
        store
            .write_blocking(|tx| {
                accounts::create(tx, AccountChange::named("Acme"), Actor::System)?;
                Ok(tx.execute_batch(INBOX)?)
            })
            .unwrap();
        store
    }

    /// So many messages come in.
    async fn hear(store: &Store, message: i64, times: usize) {
        let emit = move |tx: &Tx| {
            for _ in 0..times {
                let event = Event::new(AccountId(1), EventKind::MessageCreated, message, Actor::System);
                tx.emit(event.in_conversation(ConversationId(1)))?;
            }
            Ok(())
        };
        store.write(emit).await.unwrap();
    }

    fn number(store: &Store, sql: &'static str) -> i64 {
        store.read_blocking(move |db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    fn heard(store: &Store) -> i64 {
        number(
            store,
            "select coalesce(sum(incoming_messages_count), 0) from reporting_rollups where dimension = 0 and span = 1",
        )
    }

    async fn to_the_end(counting: &mut Counting) {
        while counting.go().await.unwrap() {}
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_thousand_messages_are_two_writes() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        let mut counting = Counting::begin(&store).unwrap();
        to_the_end(&mut counting).await;
        hear(&store, 1, 1000).await;
        let commits = store.commits();
        to_the_end(&mut counting).await;
        assert_eq!((heard(&store), store.commits() - commits), (1000, 2));
        // the account and the inbox, a quarter of an hour and a day each, or two where midnight is near
        assert!(number(&store, "select count(*) from reporting_rollups") <= 8);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_not_counted_costs_no_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        let mut counting = Counting::begin(&store).unwrap();
        to_the_end(&mut counting).await;
        let commits = store.commits();
        hear(&store, 2, 3).await;
        to_the_end(&mut counting).await;
        assert_eq!(store.commits() - commits, 1, "only what was told");
        counting.note().await.unwrap();
        let newest = number(&store, "select max(id) from outbox");
        assert_eq!(store.read_blocking(reports::counted).unwrap(), newest);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn each_row_is_counted_once_whoever_counts() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        hear(&store, 1, 3).await;
        let (mut one, mut other) = (Counting::begin(&store).unwrap(), Counting::begin(&store).unwrap());
        to_the_end(&mut one).await;
        to_the_end(&mut other).await;
        hear(&store, 1, 2).await;
        to_the_end(&mut other).await;
        to_the_end(&mut one).await;
        // the next run goes on where these stopped
        to_the_end(&mut Counting::begin(&store).unwrap()).await;
        assert_eq!(heard(&store), 5);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_cannot_be_counted_is_left_out_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        hear(&store, 1, 3).await;
        hear(&store, 3, 1).await;
        hear(&store, 1, 2).await;
        // an answer, which nobody can count
        let damage = "
            insert into messages(id, account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
                values (3, 1, 1, 1, 1, 'b', 10, 0);
            create trigger unlucky before insert on reporting_rollups when new.outgoing_messages_count > 0 begin
                select raise(abort, 'unlucky');
            end;";
        store.write_blocking(|tx| Ok(tx.execute_batch(damage)?)).unwrap();
        let mut counting = Counting::begin(&store).unwrap();
        assert!(counting.go().await.is_err());
        to_the_end(&mut counting).await;
        assert_eq!(heard(&store), 5);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_account_that_is_gone_counts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        hear(&store, 1, 2).await;
        let sums = store
            .read_blocking(|db| {
                let page = sql::after(db, 0, 100)?.into_iter().filter_map(sql::Unread::read);
                reports::sum(db, &page.collect::<Vec<_>>())
            })
            .unwrap();
        assert!(!sums.is_empty());
        let late = move |tx: &Tx| {
            tx.execute_batch(
                "delete from messages; delete from conversations; delete from contact_inboxes; delete from contacts;
                 delete from inboxes; delete from channel_api; delete from accounts",
            )?;
            sums.write(tx)
        };
        store.write_blocking(late).unwrap();
        assert_eq!(number(&store, "select count(*) from reporting_rollups"), 0);
    }
}
