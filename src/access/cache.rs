//! What was proven lately, so that a request with a known token asks the database nothing.
//!
//! An entry counts only for the access epoch in which it was proven: any change of tokens, sessions, memberships, roles or
//! bots, by this process or another, starts a new epoch.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::model::{Bot, PlatformApp, Role};
use super::sessions::Session;
use crate::base::Millis;
use crate::base::ids::{AccountId, UserId};

/// Entries kept at most; beyond it the cache starts over.
const CAPACITY: usize = 10_000;

/// Whom credentials belong to.
#[derive(Debug, Clone)]
pub(super) enum Identity {
    User { user: UserId, name: String, session: Option<Session> },
    Bot(Bot),
    PlatformApp(PlatformApp),
}

/// An identity and, where an account was asked for, the role in it.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub identity: Identity,
    pub role: Option<Role>,
}

type Key = (String, Option<AccountId>);

/// The cache. One for each server.
#[derive(Debug, Default)]
pub struct Cache {
    proofs: Mutex<HashMap<Key, (u64, Proof)>>,
}

impl Cache {
    pub(super) fn get(&self, key: &Key, epoch: u64, now: Millis) -> Option<Proof> {
        let proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        let (proven_in, proof) = proofs.get(key)?;
        let expired = matches!(&proof.identity, Identity::User { session: Some(s), .. } if s.expires_at <= now);
        (*proven_in == epoch && !expired).then(|| proof.clone())
    }

    pub(super) fn put(&self, key: Key, epoch: u64, proof: Proof) {
        let mut proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        if proofs.len() >= CAPACITY {
            proofs.clear();
        }
        proofs.insert(key, (epoch, proof));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::SessionId;

    #[test]
    fn an_entry_counts_for_its_epoch_and_until_it_expires() {
        let cache = Cache::default();
        let key = ("t".to_owned(), None);
        let (user, name) = (UserId(1), "Ada".to_owned());
        let session =
            Session { id: SessionId(1), user, name: name.clone(), expires_at: Millis(10), last_activity_at: Millis(1) };
        let identity = Identity::User { user, name, session: Some(session) };
        cache.put(key.clone(), 1, Proof { identity, role: None });
        assert!(cache.get(&key, 1, Millis(9)).is_some());
        assert!(cache.get(&key, 1, Millis(10)).is_none());
        assert!(cache.get(&key, 2, Millis(9)).is_none());
    }
}
