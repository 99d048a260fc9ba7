//! Hashing in a bounded pool, so that a flood of sign-ins takes neither all memory nor all processors.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use crate::base::{Error, Result, password};
use crate::http::limits::SignInGuard;

/// Hashes at work at the same time; each takes 19 MiB.
static SLOTS: Semaphore = Semaphore::const_new(2);

/// The hash of a new password, made off the runtime.
pub async fn hash(password: String) -> Result<String> {
    in_pool(move || password::hash(&password)).await?
}

/// Whether the password fits. Without a hash (an unknown address) a dummy is verified, so that the answer takes as long.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    in_pool(move || password::verify(&password, hash.as_deref().unwrap_or(dummy())) && hash.is_some()).await
}

/// [`verify`] under the limit on guessing: asked and told while the slot is held, so that no more guesses run at once than
/// passwords are compared at once. 429 while the address is closed. A password that is not `enough` for a sign-in forgets no
/// failures: else whoever knows it could guess second factors for ever.
pub async fn verify_guarded(
    guard: Arc<SignInGuard>,
    email: String,
    password: String,
    hash: Option<String>,
    is_enough: bool,
) -> Result<bool> {
    in_pool(move || {
        guard.check(&email)?;
        let fits = password::verify(&password, hash.as_deref().unwrap_or(dummy())) && hash.is_some();
        match fits {
            true if is_enough => guard.succeeded(&email),
            true => {}
            false => guard.failed(&email),
        }
        Ok(fits)
    })
    .await?
}

async fn in_pool<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _slot = SLOTS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

fn dummy() -> &'static str {
    static DUMMY: OnceLock<String> = OnceLock::new();
    DUMMY.get_or_init(|| password::hash("nobody's password").unwrap_or_default())
}
