//! What waits for one socket: at most so many frames and bytes. More, and the socket is too slow and has to begin again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::SubscriberId;

/// Frames that may wait.
const MOST_FRAMES: usize = 256;
/// Bytes that may wait; a single larger frame may, too.
const MOST_BYTES: usize = 1024 * 1024;

/// Something to send.
#[derive(Debug, Clone)]
pub struct Item {
    /// The subscription it is for; nobody for what concerns the socket itself.
    pub subscriber: Option<SubscriberId>,
    pub body: Arc<str>,
}

/// Why the server ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The client does not read what is sent.
    TooSlow,
    /// The token, the membership or the account is no more.
    Revoked,
    /// The server is going.
    Restart,
}

/// The mailbox of a socket.
#[derive(Debug)]
pub struct Mailbox {
    pub(super) number: u64,
    state: Mutex<State>,
    /// For the one task that empties it.
    wake: Notify,
}

#[derive(Debug, Default)]
struct State {
    items: VecDeque<Item>,
    bytes: usize,
    end: Option<End>,
}

impl Mailbox {
    pub(super) fn new(number: u64) -> Self {
        Mailbox { number, state: Mutex::default(), wake: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, item: Item) {
        let mut state = self.state();
        if state.end.is_some() {
            return;
        }
        let bytes = state.bytes.saturating_add(item.body.len());
        if state.items.len() >= MOST_FRAMES || (bytes > MOST_BYTES && !state.items.is_empty()) {
            state.finish(End::TooSlow);
        } else {
            state.bytes = bytes;
            state.items.push_back(item);
        }
        drop(state);
        self.wake.notify_one();
    }

    /// Ends the connection: what waits is not sent any more.
    pub(super) fn end(&self, end: End) {
        self.state().finish(end);
        self.wake.notify_one();
    }

    /// The next item, as soon as there is one; or that it is over.
    pub async fn next(&self) -> Result<Item, End> {
        loop {
            if let Some(next) = self.state().next() {
                return next;
            }
            self.wake.notified().await;
        }
    }

    /// Why it is over, if it is.
    pub fn has_ended(&self) -> Option<End> {
        self.state().end
    }

    /// Resolves when it is over.
    pub async fn ended(&self) -> End {
        loop {
            if let Some(end) = self.state().end {
                return end;
            }
            self.wake.notified().await;
        }
    }
}

impl State {
    /// The first reason stays.
    fn finish(&mut self, end: End) {
        self.end.get_or_insert(end);
        self.items = VecDeque::new();
        self.bytes = 0;
    }

    fn next(&mut self) -> Option<Result<Item, End>> {
        if let Some(end) = self.end {
            return Some(Err(end));
        }
        let item = self.items.pop_front()?;
        self.bytes = self.bytes.saturating_sub(item.body.len());
        if self.items.is_empty() {
            self.items = VecDeque::new(); // most sockets are idle most of the time: keep nothing for them
        }
        Some(Ok(item))
    }
}
