//! One write on its way to the writer thread, its types erased.
//!
//! What a unit of work answers travels as [`Answer`], so that all that lies around it (waiting for a place, the channels, the
//! writer, the readers' threads) is compiled once and not for each of the hundreds of closures there are.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::db::{Db, Tx};
use super::errors::panicked;
use super::origin::Origin;
use crate::base::{Error, Result};

/// What a unit of work answers; [`unpack`] knows what it is.
pub(super) type Answer = Box<dyn Any + Send>;
/// What a caller wants written.
pub(super) type Writing = Box<dyn FnOnce(&Tx) -> Result<Answer> + Send>;
/// What a caller wants read.
pub(super) type Reading = Box<dyn FnOnce(&Db) -> Result<Answer> + Send>;
/// Gets the outcome.
type Reply = Box<dyn FnOnce(Result<Answer>) + Send>;

pub(super) fn writing<T: Send + 'static>(work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> Writing {
    Box::new(move |tx| Ok(Box::new(work(tx)?)))
}

pub(super) fn reading<T: Send + 'static>(work: impl FnOnce(&Db) -> Result<T> + Send + 'static) -> Reading {
    Box::new(move |db| Ok(Box::new(work(db)?)))
}

/// A unit of work under way: resolves to what it made. It begins when it is first waited for.
#[must_use = "nothing is read or written before it is waited for"]
pub struct Pending<T> {
    work: Pin<Box<dyn Future<Output = Result<Answer>> + Send>>,
    answers: PhantomData<fn() -> T>,
}

impl<T> Pending<T> {
    pub(super) fn new(work: impl Future<Output = Result<Answer>> + Send + 'static) -> Self {
        Pending { work: Box::pin(work), answers: PhantomData }
    }
}

impl<T: 'static> Future for Pending<T> {
    type Output = Result<T>;
    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Result<T>> {
        self.work.as_mut().poll(context).map(|answer| answer.and_then(unpack))
    }
}

/// The answer as what the unit of work made.
pub(super) fn unpack<T: 'static>(answer: Answer) -> Result<T> {
    match answer.downcast() {
        Ok(answer) => Ok(*answer),
        Err(_) => Err(mistaken()),
    }
}

#[cold]
fn mistaken() -> Error {
    Error::internal("a unit of work answered something else")
}

/// A write: [`run`](Job::run) inside the group's transaction, [`answer`](Job::answer) after its commit.
pub(super) struct Job {
    work: Option<Writing>,
    origin: Option<Origin>,
    outcome: Option<Result<Answer>>,
    reply: Reply,
}

impl Job {
    /// `reply` gets the outcome of `work`, which comes from there, once that is on disk.
    pub fn new(work: Writing, origin: Option<Origin>, reply: impl FnOnce(Result<Answer>) + Send + 'static) -> Self {
        Job { work: Some(work), origin, outcome: None, reply: Box::new(reply) }
    }

    /// The request that it works for. Asked once, before it runs.
    pub fn origin(&mut self) -> Option<Origin> {
        self.origin.take()
    }

    /// Runs the work; false when what it wrote must be undone.
    pub fn run(&mut self, tx: &Tx) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|payload| Err(panicked(payload)));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    /// Tells the caller; `lost` says why the group was not committed.
    pub fn answer(self, lost: Option<&Error>) {
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
