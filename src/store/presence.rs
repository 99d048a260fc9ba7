//! Who is here now: the one place that knows, fed by the websocket.
//!
//! A user counts as present for 30 s after the last sign of life, a contact for 90 s; closing a socket ends nothing early.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::base::Millis;
use crate::base::ids::{AccountId, ContactId, UserId};

/// How long a user's sign of life lasts, in milliseconds.
pub const USER_LASTS: i64 = 30_000;
/// How long a contact's sign of life lasts, in milliseconds.
pub const CONTACT_LASTS: i64 = 90_000;

/// Times of the last sign of life, in memory only.
#[derive(Debug, Default)]
pub struct Presence {
    accounts: RwLock<HashMap<AccountId, Here>>,
}

/// Who is here in one account.
#[derive(Debug, Default)]
struct Here {
    users: Seen<UserId>,
    contacts: Seen<ContactId>,
}

/// When each was seen last.
#[derive(Debug)]
struct Seen<T> {
    at: HashMap<T, Millis>,
    /// Grows whenever somebody comes who was not here.
    arrivals: u64,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Seen { at: HashMap::new(), arrivals: 0 }
    }
}

impl<T: Copy + Eq + Hash + Ord> Seen<T> {
    fn note(&mut self, who: T, at: Millis, lasts: i64) {
        if !self.is_present(who, at, lasts) {
            self.arrivals = self.arrivals.wrapping_add(1);
        }
        self.at.insert(who, at);
    }

    fn is_present(&self, who: T, now: Millis, lasts: i64) -> bool {
        self.at.get(&who).is_some_and(|at| now.0 - at.0 <= lasts)
    }

    /// Those who are here, in order. Forgets the others.
    fn present(&mut self, now: Millis, lasts: i64) -> Vec<T> {
        self.at.retain(|_, at| now.0 - at.0 <= lasts);
        let mut present: Vec<T> = self.at.keys().copied().collect();
        present.sort_unstable();
        present
    }
}

impl Presence {
    fn read(&self) -> RwLockReadGuard<'_, HashMap<AccountId, Here>> {
        self.accounts.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<AccountId, Here>> {
        self.accounts.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the user's websocket showed a sign of life lately.
    pub fn user_is_present(&self, account: AccountId, user: UserId, now: Millis) -> bool {
        self.read().get(&account).is_some_and(|here| here.users.is_present(user, now, USER_LASTS))
    }

    /// Whether the contact's widget showed a sign of life lately.
    pub fn contact_is_present(&self, account: AccountId, contact: ContactId, now: Millis) -> bool {
        self.read().get(&account).is_some_and(|here| here.contacts.is_present(contact, now, CONTACT_LASTS))
    }

    /// Notes a user's sign of life.
    pub fn user_seen(&self, account: AccountId, user: UserId, at: Millis) {
        self.write().entry(account).or_default().users.note(user, at, USER_LASTS);
    }

    /// Notes a contact's sign of life.
    pub fn contact_seen(&self, account: AccountId, contact: ContactId, at: Millis) {
        self.write().entry(account).or_default().contacts.note(contact, at, CONTACT_LASTS);
    }

    /// The users who are here, by id.
    pub fn users_present(&self, account: AccountId, now: Millis) -> Vec<UserId> {
        self.write().get_mut(&account).map(|here| here.users.present(now, USER_LASTS)).unwrap_or_default()
    }

    /// The contacts who are here, by id.
    pub fn contacts_present(&self, account: AccountId, now: Millis) -> Vec<ContactId> {
        self.write().get_mut(&account).map(|here| here.contacts.present(now, CONTACT_LASTS)).unwrap_or_default()
    }

    /// Two numbers of which the first differs after a user has come, the second after a contact has.
    pub fn arrivals(&self, account: AccountId) -> (u64, u64) {
        self.read().get(&account).map(|here| (here.users.arrivals, here.contacts.arrivals)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_life_lasts_its_time() {
        let (here, account, user, contact) = (Presence::default(), AccountId(1), UserId(2), ContactId(3));
        assert!(!here.user_is_present(account, user, Millis(0)));
        here.user_seen(account, user, Millis(0));
        here.contact_seen(account, contact, Millis(0));
        assert!(here.user_is_present(account, user, Millis(USER_LASTS)));
        assert!(!here.user_is_present(account, user, Millis(USER_LASTS + 1)));
        assert!(!here.user_is_present(AccountId(9), user, Millis(0)));
        assert!(here.contact_is_present(account, contact, Millis(CONTACT_LASTS)));
        assert!(!here.contact_is_present(AccountId(9), contact, Millis(0)));
    }

    #[test]
    fn those_who_are_here_are_listed_and_arrivals_counted() {
        let (here, account) = (Presence::default(), AccountId(1));
        here.user_seen(account, UserId(2), Millis(0));
        here.user_seen(account, UserId(1), Millis(10));
        assert_eq!(here.arrivals(account), (2, 0));
        here.user_seen(account, UserId(1), Millis(20));
        here.contact_seen(account, ContactId(7), Millis(0));
        assert_eq!(here.arrivals(account), (2, 1));
        assert_eq!(here.users_present(account, Millis(10)), [UserId(1), UserId(2)]);
        assert_eq!(here.users_present(account, Millis(USER_LASTS + 1)), [UserId(1)]);
        assert_eq!(here.contacts_present(account, Millis(CONTACT_LASTS)), [ContactId(7)]);
        assert!(here.users_present(AccountId(9), Millis(0)).is_empty());
        here.user_seen(account, UserId(2), Millis(USER_LASTS + 1));
        assert_eq!(here.arrivals(account), (3, 1));
    }
}
