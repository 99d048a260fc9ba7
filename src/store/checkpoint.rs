//! Copies the write-ahead log back into the database file, beside the writer and not in its way.
//!
//! A thread with its own connection does nearly all of it. Only a log that stays long gets a last passive checkpoint
//! between two groups, on the writer's connection: without that a busy log would never start over. SQLite syncs the file only
//! after a checkpoint that reached the end of the log, which under load is that last one: so the thread syncs what it copied
//! before, and the writer finds little left to wait for.

use std::cell::Cell;
use std::ffi::c_int;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::connect;
use crate::base::{Error, Result};

/// The thread is woken each time the log has grown by so many pages.
const STEP: u32 = 4000;
/// From so many pages on, the log is to start over.
const LONG: u32 = 16_000;
/// From so many pages on, the writer does not wait for the thread to be ready.
const TOO_LONG: u32 = 32_000;

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
    shared: Arc<Shared>,
    nudge: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    /// The log's length when the thread was last woken, and when it was last asked to sync the file.
    woken_at: u32,
    asked_at: Option<u32>,
}

/// What both threads know.
struct Shared {
    /// The database file. A process that closes one of its handles of a file loses all its locks on it: this one stays open as
    /// long as the writer's connection, which must be dropped before.
    file: File,
    /// Whether the thread is to sync the file, too.
    is_asked: AtomicBool,
    /// Whether it has, since it was asked.
    is_ready: AtomicBool,
}

impl Checkpoints {
    /// Starts the thread, and the counting of `writer`'s log pages.
    pub fn start(path: &Path, writer: &Connection) -> Result<Self> {
        let conn = connect::open(path, false)?;
        let file = File::options().read(true).write(true).open(path).map_err(Error::internal)?;
        let shared = Arc::new(Shared { file, is_asked: AtomicBool::new(false), is_ready: AtomicBool::new(false) });
        let (nudge, nudges) = sync_channel(1);
        let its = shared.clone();
        let thread = thread::Builder::new().name("sqlite-checkpoint".into()).spawn(move || serve(&conn, &its, &nudges));
        writer.wal_hook(Some(note_length));
        let thread = thread.map_err(Error::internal)?;
        Ok(Checkpoints { shared, nudge: Some(nudge), thread: Some(thread), woken_at: 0, asked_at: None })
    }

    /// Called on the writer's thread between two groups.
    pub fn after_group(&mut self, writer: &Connection) {
        let pages = LOG_PAGES.get();
        if pages < self.woken_at {
            (self.woken_at, self.asked_at) = (0, None);
        }
        if pages >= LONG {
            self.start_over(pages, writer);
        } else if pages >= self.woken_at.saturating_add(STEP) {
            self.wake(pages);
        }
    }

    fn wake(&mut self, pages: u32) {
        self.woken_at = pages;
        let _ = self.nudge.as_ref().map(|nudge| nudge.try_send(())); // full: it has been woken already
    }

    /// Asks the thread to sync the file, and once that is done copies the little that came in meanwhile. As long as readers are in
    /// the way, that is tried again from time to time.
    fn start_over(&mut self, pages: u32, writer: &Connection) {
        let is_due = self.asked_at.is_none_or(|asked| pages >= asked.saturating_add(STEP));
        if self.shared.is_ready.swap(false, Ordering::AcqRel) || (is_due && pages >= TOO_LONG) {
            match checkpoint(writer) {
                Ok(true) => self.asked_at = Some(pages),
                Ok(false) => self.shared.is_ready.store(true, Ordering::Release), // the thread is at it: after the next group
                Err(error) => tracing::warn!(%error, "checkpoint failed"),
            }
        } else if is_due {
            self.asked_at = Some(pages);
            self.shared.is_asked.store(true, Ordering::Release);
            self.wake(pages);
        }
    }

    /// Ends the thread after the checkpoint it may be at.
    pub fn stop(&mut self) {
        self.nudge = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(conn: &Connection, shared: &Shared, nudges: &Receiver<()>) {
    while nudges.recv().is_ok() {
        copy(conn);
        if shared.is_asked.swap(false, Ordering::AcqRel) {
            // what is written during the first sync, which takes longest, is seen to by the second
            sync(&shared.file);
            copy(conn);
            sync(&shared.file);
            shared.is_ready.store(true, Ordering::Release);
        }
    }
}

fn copy(conn: &Connection) {
    if let Err(error) = checkpoint(conn) {
        tracing::warn!(%error, "checkpoint failed");
    }
}

fn sync(file: &File) {
    if let Err(error) = file.sync_data() {
        tracing::warn!(%error, "cannot sync the database file");
    }
}

/// Copies what no reader is in the way of; false when another connection is doing that.
fn checkpoint(conn: &Connection) -> rusqlite::Result<bool> {
    let busy: i64 = conn.prepare_cached("pragma wal_checkpoint(passive)")?.query_row([], |row| row.get(0))?;
    Ok(busy == 0)
}
