//! Rate limits, generous and by the address of the real peer; loopback is exempt.
//!
//! [`Limit`] is the layer for the limits an operator may switch off: put it below `rewrite`, so that it sees each path in
//! its declared spelling; it also tells the store from where writes come. [`SignInGuard`] is the one that always holds. Memory is bounded, and lost at a restart.

mod address;
mod guard;
mod windows;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

pub use address::Network;
pub use guard::SignInGuard;
use poem::http::{HeaderMap, Method};
use poem::{Endpoint, Middleware, Request};

use self::windows::{Window, Windows};
use crate::base::{Error, Result};
use crate::http::errors::RequestId;
use crate::store::{self, Origin};

/// Who the client is, in the extensions of each request below [`Limit`]: the peer, or whom a trusted proxy names.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy)]
enum Per {
    Address,
    Account,
}

/// One limit: the requests it counts, by whom, and how many may come.
struct Rule {
    counts: fn(&Method, &str) -> bool,
    per: Per,
    window: Window,
}

const RULES: [Rule; 5] = [
    Rule { counts: |_, _| true, per: Per::Address, window: Window { most: 3000, seconds: 60 } },
    Rule {
        counts: |method, path| *method == Method::POST && path == "/auth/sign_in",
        per: Per::Address,
        window: Window { most: 5, seconds: 300 },
    },
    Rule {
        counts: |method, path| *method == Method::POST && path == "/auth/password",
        per: Per::Address,
        window: Window { most: 5, seconds: 1800 },
    },
    Rule {
        counts: |method, path| *method == Method::POST && path == "/api/v1/profile/resend_confirmation",
        per: Per::Address,
        window: Window { most: 5, seconds: 1800 },
    },
    Rule {
        counts: |_, path| path.starts_with(ACCOUNTS) && path.ends_with("/contacts/search"),
        per: Per::Account,
        window: Window { most: 100, seconds: 60 },
    },
];

const ACCOUNTS: &str = "/api/v1/accounts/";

/// The limits of one server.
#[derive(Debug)]
pub struct Limits {
    is_on: bool,
    trusted: Vec<Network>,
    windows: Mutex<Windows>,
}

impl Limits {
    /// `trusted` are the proxies whose word on the client's address counts.
    pub fn new(is_on: bool, trusted: Vec<Network>) -> Self {
        Limits { is_on, trusted, windows: Mutex::default() }
    }

    fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        peer.map(|peer| address::client(peer, headers, &self.trusted))
    }

    /// Counts a request, or refuses it with [`Error::TooMany`].
    fn admit(&self, client: Option<IpAddr>, method: &Method, path: &str, now: Instant) -> Result<()> {
        let Some(client) = client.filter(|client| self.is_on && !client.is_loopback()) else { return Ok(()) };
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for (number, rule) in RULES.iter().enumerate().filter(|(_, rule)| (rule.counts)(method, path)) {
            let key = match rule.per {
                Per::Address => windows.key(&(number, address::group(client))),
                Per::Account => windows.key(&(number, account(path))),
            };
            windows.hit(key, rule.window, now).map_err(Error::TooMany)?;
        }
        Ok(())
    }
}

/// The account's part of the path.
fn account(path: &str) -> &str {
    path.strip_prefix(ACCOUNTS).and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// The layer.
pub struct Limit(pub Arc<Limits>);

impl<E: Endpoint> Middleware<E> for Limit {
    type Output = Limiting<E>;
    fn transform(&self, inner: E) -> Limiting<E> {
        Limiting { inner, limits: self.0.clone() }
    }
}

/// The endpoint [`Limit`] makes.
pub struct Limiting<E> {
    inner: E,
    limits: Arc<Limits>,
}

impl<E: Endpoint> Endpoint for Limiting<E> {
    type Output = E::Output;

    async fn call(&self, mut req: Request) -> poem::Result<E::Output> {
        let peer = req.remote_addr().as_socket_addr().map(|address| address.ip());
        let client = self.limits.client(peer, req.headers());
        self.limits.admit(client, req.method(), req.uri().path(), Instant::now())?;
        if let Some(client) = client {
            req.extensions_mut().insert(ClientAddress(client));
        }
        let id = req.extensions().get::<RequestId>();
        let origin = id.map(|id| Origin { request: id.shared(), address: client });
        store::coming_from(origin, self.inner.call(req)).await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ask(limits: &Limits, peer: &str, method: Method, path: &str, now: Instant) -> Result<()> {
        limits.admit(limits.client(peer.parse().ok(), &HeaderMap::new()), &method, path, now)
    }

    #[test]
    fn sign_in_is_counted_by_address() {
        let (limits, now) = (Limits::new(true, Vec::new()), Instant::now());
        for _ in 0..5 {
            ask(&limits, "198.51.100.7", Method::POST, "/auth/sign_in", now).unwrap();
        }
        let refused = ask(&limits, "198.51.100.7", Method::POST, "/auth/sign_in", now + Duration::from_secs(10));
        assert!(matches!(refused, Err(Error::TooMany(290))), "{refused:?}");
        ask(&limits, "198.51.100.8", Method::POST, "/auth/sign_in", now).unwrap();
        ask(&limits, "198.51.100.7", Method::GET, "/api", now).unwrap();
        ask(&limits, "198.51.100.7", Method::POST, "/auth/sign_in", now + Duration::from_secs(300)).unwrap();
    }

    #[test]
    fn contact_search_is_counted_by_account() {
        let (limits, now) = (Limits::new(true, Vec::new()), Instant::now());
        for n in 0..100 {
            ask(&limits, &format!("198.51.100.{n}"), Method::GET, "/api/v1/accounts/1/contacts/search", now).unwrap();
        }
        assert!(ask(&limits, "203.0.113.1", Method::GET, "/api/v1/accounts/1/contacts/search", now).is_err());
        ask(&limits, "203.0.113.1", Method::GET, "/api/v1/accounts/2/contacts/search", now).unwrap();
    }

    #[test]
    fn everything_together_is_counted_and_loopback_is_not() {
        let now = Instant::now();
        let count =
            |limits: &Limits, peer| (0..4000).filter(|_| ask(limits, peer, Method::GET, "/x", now).is_ok()).count();
        assert_eq!(count(&Limits::new(true, Vec::new()), "198.51.100.7"), 3000);
        assert_eq!(count(&Limits::new(true, Vec::new()), "127.0.0.1"), 4000);
        assert_eq!(count(&Limits::new(true, Vec::new()), "::ffff:127.0.0.1"), 4000);
        assert_eq!(count(&Limits::new(false, Vec::new()), "198.51.100.7"), 4000);
        assert_eq!(count(&Limits::new(true, Vec::new()), "no address"), 4000);
    }
}
