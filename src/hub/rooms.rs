//! Who is in which room. All of it under one lock, which is held for memory work only.

use std::collections::HashMap;
use std::sync::Arc;

use super::mailbox::{End, Item, Mailbox};
use super::{Frame, Holder, PORTIONS, Refusal, Room, SubscriberId};
use crate::base::ids::AccountId;

#[derive(Default)]
pub struct Rooms {
    /// How far the publisher has begun.
    pub begun: i64,
    /// Grows with each review.
    pub rights: u64,
    is_closed: bool,
    last_number: u64,
    members: HashMap<Room, HashMap<SubscriberId, Member>>,
    subscribers: HashMap<SubscriberId, Subscriber>,
    /// Subscribers of each account.
    accounts: HashMap<AccountId, usize>,
    /// All sockets by their portion, subscribed or not.
    sockets: [HashMap<u64, Arc<Mailbox>>; PORTIONS],
}

struct Member {
    mailbox: Arc<Mailbox>,
    /// Gets what comes after this.
    from: i64,
}

struct Subscriber {
    holder: Arc<Holder>,
    mailbox: Arc<Mailbox>,
    from: i64,
    rooms: Box<[Room]>,
}

/// The portion a socket is in.
fn portion_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or_default() % PORTIONS
}

impl Rooms {
    fn number(&mut self) -> u64 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    pub fn connect(&mut self) -> (Arc<Mailbox>, bool) {
        let number = self.number();
        let mailbox = Arc::new(Mailbox::new(number));
        if let Some(portion) = self.sockets.get_mut(portion_of(number)) {
            portion.insert(number, mailbox.clone());
        }
        (mailbox, self.is_closed)
    }

    pub fn disconnect(&mut self, mailbox: &Mailbox) {
        if let Some(portion) = self.sockets.get_mut(portion_of(mailbox.number)) {
            portion.remove(&mailbox.number);
        }
    }

    pub fn join(
        &mut self,
        rights: u64,
        past: i64,
        mailbox: &Arc<Mailbox>,
        holder: &Arc<Holder>,
        wanted: Vec<Room>,
    ) -> Result<(SubscriberId, i64), Refusal> {
        if self.is_closed {
            return Err(Refusal::Closed);
        }
        if rights != self.rights {
            return Err(Refusal::Stale);
        }
        let id = SubscriberId(self.number());
        let (from, holder, mailbox) = (self.begun.max(past), holder.clone(), mailbox.clone());
        let accounts = self.accounts.entry(holder.account).or_default();
        *accounts = accounts.saturating_add(1);
        self.enter(id, &wanted, &mailbox, from);
        self.subscribers.insert(id, Subscriber { holder, mailbox, from, rooms: wanted.into() });
        Ok((id, from))
    }

    fn enter(&mut self, id: SubscriberId, rooms: &[Room], mailbox: &Arc<Mailbox>, from: i64) {
        for room in rooms {
            let member = Member { mailbox: mailbox.clone(), from };
            self.members.entry(room.clone()).or_default().insert(id, member);
        }
    }

    fn exit(&mut self, id: SubscriberId, rooms: &[Room]) {
        for room in rooms {
            if let Some(members) = self.members.get_mut(room) {
                members.remove(&id);
                if members.is_empty() {
                    self.members.remove(room);
                }
            }
        }
    }

    pub fn leave(&mut self, id: SubscriberId) {
        let Some(gone) = self.subscribers.remove(&id) else { return };
        self.exit(id, &gone.rooms);
        if let Some(left) = self.accounts.get_mut(&gone.holder.account) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.accounts.remove(&gone.holder.account);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.subscribers.is_empty()
    }

    pub fn listens(&self, account: AccountId) -> bool {
        self.accounts.contains_key(&account)
    }

    pub fn is_occupied(&self, room: &Room) -> bool {
        self.members.contains_key(room)
    }

    pub fn deliver(&self, frame: &Frame) {
        let spared = frame.except.as_ref().and_then(|room| self.members.get(room));
        for (id, member) in frame.rooms.iter().filter_map(|room| self.members.get(room)).flatten() {
            let is_past = frame.position.is_some_and(|position| position <= member.from);
            if !is_past && !spared.is_some_and(|spared| spared.contains_key(id)) {
                member.mailbox.push(Item { subscriber: Some(*id), body: frame.body.clone() });
            }
        }
    }

    pub fn tell_others(&self, room: &Room, asker: SubscriberId, body: &Arc<str>, most: usize) {
        let others = self.members.get(room).filter(|members| members.len() <= most);
        for (id, member) in others.into_iter().flatten().filter(|(id, _)| **id != asker) {
            member.mailbox.push(Item { subscriber: Some(*id), body: body.clone() });
        }
    }

    pub fn review(&mut self, accounts: Option<&[AccountId]>) -> Vec<Arc<Holder>> {
        self.rights = self.rights.wrapping_add(1);
        let mut holders = HashMap::new();
        for subscriber in self.subscribers.values() {
            if accounts.is_none_or(|accounts| accounts.contains(&subscriber.holder.account)) {
                holders.entry(&subscriber.holder).or_insert(());
            }
        }
        holders.into_keys().cloned().collect()
    }

    pub fn apply(&mut self, reviewed: &[Arc<Holder>], rights: &HashMap<Arc<Holder>, Vec<Room>>) {
        let reviewed: HashMap<&Arc<Holder>, ()> = reviewed.iter().map(|holder| (holder, ())).collect();
        let concerned: Vec<SubscriberId> = self
            .subscribers
            .iter()
            .filter(|(_, subscriber)| reviewed.contains_key(&subscriber.holder))
            .filter(|(_, s)| rights.get(&s.holder).is_none_or(|rooms| s.rooms.as_ref() != rooms.as_slice()))
            .map(|(id, _)| *id)
            .collect();
        for id in concerned {
            let Some(subscriber) = self.subscribers.get_mut(&id) else { continue };
            let new: Box<[Room]> = rights.get(&subscriber.holder).cloned().unwrap_or_default().into();
            let (mailbox, from) = (subscriber.mailbox.clone(), subscriber.from);
            if new.is_empty() {
                mailbox.end(End::Revoked);
            }
            let old = std::mem::replace(&mut subscriber.rooms, new.clone());
            self.exit(id, &old);
            self.enter(id, &new, &mailbox, from);
        }
    }

    pub fn ping(&self, portion: usize, body: &Arc<str>) {
        for mailbox in self.sockets.get(portion % PORTIONS).into_iter().flat_map(HashMap::values) {
            mailbox.push(Item { subscriber: None, body: body.clone() });
        }
    }

    pub fn close(&mut self) {
        self.is_closed = true;
        self.sockets.iter().flat_map(HashMap::values).for_each(|mailbox| mailbox.end(End::Restart));
    }
}
