//! In-memory publish and subscribe: rooms, who is in them, and a bounded mailbox for each socket. Knows no domain: what a frame
//! says and who may be in which room is decided elsewhere.
//!
//! Nothing is lost between the past and what is live. The one who publishes says how far it has begun (`Hub::begin`) before it
//! looks who is there; who joins is told that position, or a later one up to which they know all, and gets only what comes after
//! it. What came before can be read again.

mod body;
mod leases;
mod mailbox;
mod rooms;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::base::ids::{AccountId, ConversationId, InboxId, SessionId, UserId};
pub use body::{body, with};
pub use leases::Lease;
use leases::Leases;
pub use mailbox::{End, Item, Mailbox};
use rooms::Rooms;

/// What a frame is published to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Room {
    /// All agents of an account.
    Account(AccountId),
    /// The administrators of an account, who see all of its inboxes.
    Administrators(AccountId),
    /// The agents of an inbox who are no administrators.
    Inbox(InboxId),
    /// One person in one account.
    User(AccountId, UserId),
    /// One session of a contact, by its token.
    Session(Arc<str>),
}

/// In whose name a subscription stands: a person in an account or, without one, a contact's session.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Holder {
    pub account: AccountId,
    pub user: Option<UserId>,
    /// The token that proved it.
    pub token: Arc<str>,
    /// The login it is a part of, with which it ends.
    pub session: Option<SessionId>,
}

impl Holder {
    /// The room that is the holder's alone.
    pub fn own_room(&self) -> Room {
        self.user.map_or_else(|| Room::Session(self.token.clone()), |user| Room::User(self.account, user))
    }
}

/// The number of a subscription in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubscriberId(u64);

/// One text for many, made once.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Nobody is in two of these.
    pub rooms: Vec<Room>,
    /// Those in this room do not get it.
    pub except: Option<Room>,
    /// The position of what caused it; nothing for what has no past.
    pub position: Option<i64>,
    /// JSON.
    pub body: Arc<str>,
}

/// Why somebody could not join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Rights changed since they were read: read them again.
    Stale,
    /// The server is going.
    Closed,
}

/// In how many portions the sockets get their pings.
pub const PORTIONS: usize = 30;
/// A person with more sockets than this hears on each only of what that one asked for.
const FEW: usize = 16;

/// The hub. Cheap to clone.
#[derive(Clone, Default)]
pub struct Hub {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    rooms: Mutex<Rooms>,
    leases: Mutex<Leases>,
    /// How many sockets there are.
    sockets: watch::Sender<usize>,
}

impl Hub {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.inner.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A mailbox for a new socket. Give it back with [`Hub::disconnect`].
    pub fn connect(&self) -> Arc<Mailbox> {
        let (mailbox, is_closed) = self.rooms().connect();
        self.inner.sockets.send_modify(|n| *n = n.saturating_add(1));
        if is_closed {
            mailbox.end(End::Restart);
        }
        mailbox
    }

    /// Forgets a socket and its subscriptions.
    pub fn disconnect(&self, mailbox: &Mailbox, subscribers: impl IntoIterator<Item = SubscriberId>) {
        let mut rooms = self.rooms();
        subscribers.into_iter().for_each(|id| rooms.leave(id));
        rooms.disconnect(mailbox);
        drop(rooms);
        self.inner.sockets.send_modify(|n| *n = n.saturating_sub(1));
    }

    /// Which rights hold now: read this first, then the rights themselves, then join.
    pub fn rights(&self) -> u64 {
        self.rooms().rights
    }

    /// Subscribes: the frames of these rooms go to the mailbox, beginning with what comes after the position that is answered. It
    /// is `past`, up to which the caller knows all, or a later one that the publisher has begun already.
    pub fn join(
        &self,
        rights: u64,
        past: i64,
        mailbox: &Arc<Mailbox>,
        holder: &Arc<Holder>,
        wanted: Vec<Room>,
    ) -> Result<(SubscriberId, i64), Refusal> {
        self.rooms().join(rights, past, mailbox, holder, wanted)
    }

    /// Ends a subscription.
    pub fn leave(&self, id: SubscriberId) {
        self.rooms().leave(id);
    }

    /// Says that everything up to this position is about to be published, or need not be. Call it before looking who is there.
    pub fn begin(&self, position: i64) {
        self.rooms().begun = position;
    }

    /// [`Hub::begin`], if nobody at all is subscribed; says whether that is so.
    pub fn skip_to(&self, position: i64) -> bool {
        let mut rooms = self.rooms();
        let is_empty = rooms.is_empty();
        if is_empty {
            rooms.begun = position;
        }
        is_empty
    }

    /// Whether anybody listens to anything of the account.
    pub fn listens(&self, account: AccountId) -> bool {
        self.rooms().listens(account)
    }

    /// Whether anybody is in the room.
    pub fn is_occupied(&self, room: &Room) -> bool {
        self.rooms().is_occupied(room)
    }

    /// Puts the frames into the mailboxes of those they are for.
    pub fn publish(&self, frames: &[Frame]) {
        let rooms = self.rooms();
        frames.iter().for_each(|frame| rooms.deliver(frame));
    }

    fn leases(&self) -> MutexGuard<'_, Leases> {
        self.inner.leases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes something hold for so long from now on, and then be ended with these words; says whether it did not hold before.
    pub fn hold(&self, lease: Lease, lasts: Duration, last_words: Option<Frame>) -> bool {
        self.leases().hold(lease, Instant::now(), lasts, last_words)
    }

    /// Ends something that may hold, with its last words.
    pub fn release(&self, lease: Lease) {
        let last_words = self.leases().release(lease);
        self.publish(last_words.as_slice());
    }

    /// Who does what in a conversation.
    pub fn held(&self, account: AccountId, conversation: ConversationId) -> Vec<(UserId, &'static str)> {
        self.leases().of(account, conversation, Instant::now())
    }

    /// Ends what nobody renewed, with its last words.
    pub fn expire(&self) {
        let last_words = self.leases().expire(Instant::now());
        self.publish(&last_words);
    }

    /// Tells the holder's other sockets, unless they are many.
    pub fn tell_others(&self, holder: &Holder, asker: SubscriberId, body: &Arc<str>) {
        self.rooms().tell_others(&holder.own_room(), asker, body, FEW);
    }

    /// Begins a new period of rights and answers who is subscribed, in all accounts or in these.
    pub fn review(&self, accounts: Option<&[AccountId]>) -> Vec<Arc<Holder>> {
        self.rooms().review(accounts)
    }

    /// Moves these holders to the rooms they may be in now. Who may be in none any more loses the socket.
    pub fn apply(&self, reviewed: &[Arc<Holder>], rights: &HashMap<Arc<Holder>, Vec<Room>>) {
        self.rooms().apply(reviewed, rights);
    }

    /// Pings a portion of the sockets.
    pub fn ping(&self, portion: usize, body: &Arc<str>) {
        self.rooms().ping(portion, body);
    }

    /// Says goodbye to all sockets, also to those that still come.
    pub fn close(&self) {
        self.rooms().close();
    }

    /// Resolves when all sockets are gone, or when it takes too long.
    pub async fn drained(&self, longest: Duration) {
        let mut sockets = self.inner.sockets.subscribe();
        let _ = tokio::time::timeout(longest, sockets.wait_for(|n| *n == 0)).await;
    }
}
