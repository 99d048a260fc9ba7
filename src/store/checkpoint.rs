//! Copies the write-ahead log back into the database file, beside the writer and not in its way.
//!
//! A thread with its own connection does nearly all of it. Only a log that stays long gets a last passive checkpoint
//! between two groups, on the writer's connection: without that a busy log would never start over.

use std::cell::Cell;
use std::ffi::c_int;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::connect;
use crate::base::{Error, Result};

/// The thread is woken each time the log has grown by so many pages.
const STEP: u32 = 2000;
/// From so many pages on, the writer helps.
const LONG: u32 = 16_000;

thread_local! {
    /// Pages in the log after this thread's last commit. A hook is a plain function, so this is how it reports.
    static LOG_PAGES: Cell<u32> = const { Cell::new(0) };
}

fn note_length(_: &Wal, pages: c_int) -> rusqlite::Result<()> {
    LOG_PAGES.set(u32::try_from(pages).unwrap_or(0));
    Ok(())
}

/// The checkpoint thread and what the writer remembers about it.
pub(super) struct Checkpoints {
    nudge: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    /// The log's length when the thread was last woken, and when the writer last helped.
    woken_at: u32,
    helped_at: u32,
}

impl Checkpoints {
    /// Starts the thread, and the counting of `writer`'s log pages.
    pub fn start(path: &Path, writer: &Connection) -> Result<Self> {
        let conn = connect::open(path, false)?;
        let (nudge, nudges) = sync_channel(1);
        let thread = thread::Builder::new().name("sqlite-checkpoint".into()).spawn(move || serve(&conn, &nudges));
        writer.wal_hook(Some(note_length));
        let thread = thread.map_err(Error::internal)?;
        Ok(Checkpoints { nudge: Some(nudge), thread: Some(thread), woken_at: 0, helped_at: 0 })
    }

    /// Called on the writer's thread between two groups.
    pub fn after_group(&mut self, writer: &Connection) {
        let pages = LOG_PAGES.get();
        if pages < self.woken_at {
            (self.woken_at, self.helped_at) = (0, 0);
        }
        if pages >= LONG.max(self.helped_at.saturating_add(STEP)) {
            match checkpoint(writer) {
                Ok(true) => self.helped_at = pages,
                Ok(false) => {} // the thread is at it: try after the next group
                Err(error) => tracing::warn!(%error, "checkpoint failed"),
            }
        } else if pages >= self.woken_at.saturating_add(STEP) {
            self.woken_at = pages;
            let _ = self.nudge.as_ref().map(|nudge| nudge.try_send(())); // full: it has been woken already
        }
    }

    /// Ends the thread after the checkpoint it may be at.
    pub fn stop(&mut self) {
        self.nudge = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(conn: &Connection, nudges: &Receiver<()>) {
    while nudges.recv().is_ok() {
        if let Err(error) = checkpoint(conn) {
            tracing::warn!(%error, "checkpoint failed");
        }
    }
}

/// Copies what no reader is in the way of; false when another connection is doing that.
fn checkpoint(conn: &Connection) -> rusqlite::Result<bool> {
    let busy: i64 = conn.prepare_cached("pragma wal_checkpoint(passive)")?.query_row([], |row| row.get(0))?;
    Ok(busy == 0)
}
