//! Hashing in a bounded pool, so that a flood of sign-ins takes neither all memory nor all processors.

use std::sync::OnceLock;

use tokio::sync::Semaphore;

use crate::base::{Error, Result, password};

/// Hashes at work at the same time; each takes 19 MiB.
static SLOTS: Semaphore = Semaphore::const_new(2);

/// The hash of a new password, made off the runtime.
pub async fn hash(password: String) -> Result<String> {
    in_pool(move || password::hash(&password)).await?
}

/// Whether the password fits. Without a hash (an unknown address) a dummy is verified, so that the answer takes as long.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    in_pool(move || match hash {
        Some(hash) => password::verify(&password, &hash),
        None => {
            password::verify(&password, dummy());
            false
        }
    })
    .await
}

async fn in_pool<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _slot = SLOTS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

fn dummy() -> &'static str {
    static DUMMY: OnceLock<String> = OnceLock::new();
    DUMMY.get_or_init(|| password::hash("nobody's password").unwrap_or_default())
}
