//! The limit on guessing one person's password. It holds whatever the other limits are.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::windows::{Window, Windows};
use crate::base::{Error, Result};

const FAILURES: Window = Window { most: 10, seconds: 15 * 60 };

/// Ten failures within fifteen minutes close an e-mail address for the rest of them; a success opens it.
#[derive(Debug, Default)]
pub struct SignInGuard {
    windows: Mutex<Windows>,
}

impl SignInGuard {
    /// Refuses with [`Error::TooMany`] while the address is closed. Ask right before the password is compared, not
    /// before waiting for one's turn: then no more guesses run at once than passwords are compared at once.
    pub fn check(&self, email: &str) -> Result<()> {
        self.check_at(email, Instant::now())
    }

    /// Counts a failure, for unknown addresses too.
    pub fn failed(&self, email: &str) {
        self.failed_at(email, Instant::now());
    }

    /// Forgets the failures.
    pub fn succeeded(&self, email: &str) {
        let mut windows = self.lock();
        let key = windows.key(&normal(email));
        windows.forget(key);
    }

    fn check_at(&self, email: &str, now: Instant) -> Result<()> {
        let windows = self.lock();
        windows.check(windows.key(&normal(email)), FAILURES, now).map_err(Error::TooMany)
    }

    fn failed_at(&self, email: &str, now: Instant) {
        let mut windows = self.lock();
        let key = windows.key(&normal(email));
        windows.add(key, FAILURES, now);
    }

    fn lock(&self) -> MutexGuard<'_, Windows> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The spellings that name the same person.
fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn ten_failures_close_an_address_and_a_success_opens_it() {
        let (guard, now) = (SignInGuard::default(), Instant::now());
        for _ in 0..10 {
            guard.check_at("Ada@example.com ", now).unwrap();
            guard.failed_at("ada@Example.com", now);
        }
        let refused = guard.check_at("ada@example.com", now + Duration::from_secs(60));
        assert!(matches!(refused, Err(Error::TooMany(840))), "{refused:?}");
        guard.check_at("bob@example.com", now).unwrap();
        guard.check_at("ada@example.com", now + Duration::from_secs(900)).unwrap();
        guard.succeeded("ada@example.com");
        guard.check_at("ada@example.com", now).unwrap();
    }
}
