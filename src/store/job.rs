//! One write on its way to the writer thread, its types erased.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::db::Tx;
use super::errors::panicked;
use super::origin::Origin;
use crate::base::{Error, Result};

/// A write: `run` inside the group's transaction, `answer` after its commit.
pub(super) trait Job: Send {
    /// The request that it works for. Asked once, before it runs.
    fn origin(&mut self) -> Option<Origin>;
    /// Runs the work; false when what it wrote must be undone.
    fn run(&mut self, tx: &Tx) -> bool;
    /// Tells the caller; `lost` says why the group was not committed.
    fn answer(self: Box<Self>, lost: Option<&Error>);
}

struct Write<F, T, R> {
    work: Option<F>,
    origin: Option<Origin>,
    outcome: Option<Result<T>>,
    reply: R,
}

/// Packs `work`, which comes from there; `reply` gets its outcome once that is on disk.
pub(super) fn pack<F, T, R>(work: F, origin: Option<Origin>, reply: R) -> Box<dyn Job>
where
    F: FnOnce(&Tx) -> Result<T> + Send + 'static,
    T: Send + 'static,
    R: FnOnce(Result<T>) + Send + 'static,
{
    Box::new(Write { work: Some(work), origin, outcome: None, reply })
}

impl<F, T, R> Job for Write<F, T, R>
where
    F: FnOnce(&Tx) -> Result<T> + Send,
    T: Send,
    R: FnOnce(Result<T>) + Send,
{
    fn origin(&mut self) -> Option<Origin> {
        self.origin.take()
    }

    fn run(&mut self, tx: &Tx) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|payload| Err(panicked(payload)));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, lost: Option<&Error>) {
        let outcome = match (self.outcome, lost) {
            (Some(Err(own)), _) => Err(own),
            (Some(Ok(value)), None) => Ok(value),
            (_, lost) => Err(not_kept(lost)),
        };
        (self.reply)(outcome);
    }
}

fn not_kept(lost: Option<&Error>) -> Error {
    let reason = lost.map_or_else(|| "it was never run".to_owned(), Error::to_string);
    Error::internal(format!("the write could not be committed: {reason}"))
}
