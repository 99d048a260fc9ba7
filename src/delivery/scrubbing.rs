//! The job that overwrites what is left of erased contacts in the bytes of the file, for all erasures that wait for it.
//!
//! It cannot be one step after the other in the runner's transactions, since it ends with emptying the log. How far it is, is
//! kept in memory only: after a restart it begins anew.

use std::time::Duration;

use tokio::time::sleep;

use super::sql;
use crate::base::{Error, Result};
use crate::files;
use crate::retention::{self, Removed};
use crate::store::scrub::{self, Scrub};
use crate::store::{Store, Tx};

/// How often, and after what pause, emptying the log is tried while others read what was before.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(25);

/// Where the job is.
#[derive(Debug, Default)]
pub(super) struct Scrubbing {
    /// For whom it is done. Contacts that are removed later may be in pages that it has passed.
    erasures: Vec<Removed>,
    place: Place,
}

#[derive(Debug, Default, Clone, Copy)]
enum Place {
    #[default]
    Start,
    /// Files that nothing uses any more are swept.
    Files,
    Pages(Scrub),
    /// The log is emptied, `true` after the whole file was written anew.
    Log(bool),
}

impl Scrubbing {
    /// One step; says whether more is to be done.
    pub async fn advance(&mut self, store: &Store, job: i64) -> Result<bool> {
        match self.place {
            Place::Start => {
                self.erasures = store.read(retention::removed).await?;
                if self.erasures.is_empty() {
                    return store.write(move |tx| end(tx, job)).await;
                }
                self.place = Place::Files;
            }
            Place::Files => {
                if !store.write(|tx: &Tx| files::sweep(tx, tx.now)).await? {
                    self.place = Place::Pages(Scrub::BEGIN);
                }
            }
            Place::Pages(at) => {
                self.place = match store.write(move |tx: &Tx| scrub::step(tx, at)).await? {
                    None => Place::Log(false),
                    Some(Scrub::Rewrite) => Place::Log(true),
                    Some(next) => Place::Pages(next),
                };
            }
            Place::Log(rewriting) => {
                empty_log(store, rewriting).await?;
                let erasures = std::mem::take(&mut self.erasures);
                self.place = Place::Start; // others may wait by now
                store.write(move |tx| retention::finish(tx, &erasures)).await?;
            }
        }
        Ok(true)
    }
}

/// Ends the job, unless somebody waits for it by now.
fn end(tx: &Tx, job: i64) -> Result<bool> {
    let is_waited_for = retention::are_waiting(tx)?;
    if !is_waited_for {
        sql::finish(tx, job)?;
    }
    Ok(is_waited_for)
}

/// Empties the log as soon as nobody reads what was before; an error when somebody does for long, as a backup.
async fn empty_log(store: &Store, rewriting: bool) -> Result<()> {
    if rewriting && store.empty_log(true).await? {
        return Ok(());
    }
    for _ in 0..TRIES {
        if store.empty_log(false).await? {
            return Ok(());
        }
        sleep(PAUSE).await;
    }
    Err(Error::internal("somebody reads the database for a long time: its log cannot be emptied"))
}
