//! Who is here now: the one place that knows, fed by the websocket.
//!
//! A user counts as present for 30 s after the last sign of life, a contact for 90 s; closing a socket ends nothing early.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::base::Millis;
use crate::base::ids::{AccountId, ContactId, UserId};

/// How long a user's sign of life lasts, in milliseconds.
pub const USER_LASTS: i64 = 30_000;
/// How long a contact's sign of life lasts, in milliseconds.
pub const CONTACT_LASTS: i64 = 90_000;

/// Times of the last sign of life, in memory only.
#[derive(Debug, Default)]
pub struct Presence {
    users: RwLock<HashMap<(AccountId, UserId), Millis>>,
    contacts: RwLock<HashMap<ContactId, Millis>>,
}

impl Presence {
    /// Whether the user's websocket showed a sign of life lately.
    pub fn user_is_present(&self, account: AccountId, user: UserId, now: Millis) -> bool {
        let seen = self.users.read().unwrap_or_else(PoisonError::into_inner).get(&(account, user)).copied();
        seen.is_some_and(|at| now.0 - at.0 <= USER_LASTS)
    }

    /// Whether the contact's widget showed a sign of life lately.
    pub fn contact_is_present(&self, contact: ContactId, now: Millis) -> bool {
        let seen = self.contacts.read().unwrap_or_else(PoisonError::into_inner).get(&contact).copied();
        seen.is_some_and(|at| now.0 - at.0 <= CONTACT_LASTS)
    }

    /// Notes a user's sign of life.
    pub fn user_seen(&self, account: AccountId, user: UserId, at: Millis) {
        self.users.write().unwrap_or_else(PoisonError::into_inner).insert((account, user), at);
    }

    /// Notes a contact's sign of life.
    pub fn contact_seen(&self, contact: ContactId, at: Millis) {
        self.contacts.write().unwrap_or_else(PoisonError::into_inner).insert(contact, at);
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
        here.contact_seen(contact, Millis(0));
        assert!(here.user_is_present(account, user, Millis(USER_LASTS)));
        assert!(!here.user_is_present(account, user, Millis(USER_LASTS + 1)));
        assert!(!here.user_is_present(AccountId(9), user, Millis(0)));
        assert!(here.contact_is_present(contact, Millis(CONTACT_LASTS)));
    }
}
