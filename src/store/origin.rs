//! From where a write comes: the request that asked for it, for the audit log.

use std::net::IpAddr;
use std::sync::Arc;

/// A request as the audit log names it.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Its id.
    pub request: Arc<str>,
    /// Who sent it: the peer, or whom a trusted proxy names.
    pub address: Option<IpAddr>,
}

tokio::task_local! {
    static CURRENT: Option<Origin>;
}

/// Has every [`write`](super::Store::write) of this work come from there.
pub async fn coming_from<F: Future>(origin: Option<Origin>, work: F) -> F::Output {
    CURRENT.scope(origin, work).await
}

/// From where this task's writes come, to be handed on to another task.
pub fn origin() -> Option<Origin> {
    CURRENT.try_with(Clone::clone).ok().flatten()
}
