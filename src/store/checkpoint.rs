//! Copies the write-ahead log back into the database file, beside the writer and not in its way.
//!
//! A thread with its own connection does nearly all of it. Only a log that stays long gets a last passive checkpoint
//! between two groups, on the writer's connection: without that a busy log would never start over. SQLite syncs the file only
//! after a checkpoint that got to the end of the log, which under load is the writer's; so the thread syncs what it copied
//! itself, and the writer finds little left to wait for.

use std::cell::Cell;
use std::ffi::c_int;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
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
    /// The database file. A process that closes one of its handles of a file loses all its locks on it: this one stays open as
    /// long as the writer's connection, which must be dropped before.
    _file: Arc<File>,
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
        let file = Arc::new(File::options().read(true).write(true).open(path).map_err(Error::internal)?);
        let copied = file.clone();
        let (nudge, nudges) = sync_channel(1);
        let thread =
            thread::Builder::new().name("sqlite-checkpoint".into()).spawn(move || serve(&conn, &copied, &nudges));
        writer.wal_hook(Some(note_length));
        let thread = thread.map_err(Error::internal)?;
        Ok(Checkpoints { _file: file, nudge: Some(nudge), thread: Some(thread), woken_at: 0, helped_at: 0 })
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

fn serve(conn: &Connection, file: &File, nudges: &Receiver<()>) {
    while nudges.recv().is_ok() {
        let copied = checkpoint(conn).map_err(io::Error::other).and_then(|_| file.sync_data());
        if let Err(error) = copied {
            tracing::warn!(%error, "checkpoint failed");
        }
    }
}

/// Copies what no reader is in the way of; false when another connection is doing that.
fn checkpoint(conn: &Connection) -> rusqlite::Result<bool> {
    let busy: i64 = conn.prepare_cached("pragma wal_checkpoint(passive)")?.query_row([], |row| row.get(0))?;
    Ok(busy == 0)
}
