//! What is written along with all that a piece of work writes, in the same transactions.

use std::sync::Arc;

use super::db::Tx;
use super::job::Writing;
use crate::base::Result;

/// Written at the end of each unit of work that succeeds; its failure undoes the unit.
pub type Companion = Arc<dyn Fn(&Tx) -> Result<()> + Send + Sync>;

tokio::task_local! {
    static CURRENT: Companion;
}

/// Has every [`write`](super::Store::write) of this work accompanied.
pub async fn accompanied<F: Future>(companion: Companion, work: F) -> F::Output {
    CURRENT.scope(companion, work).await
}

/// A unit of work with the companion of this task, if it has one.
pub(super) fn with_companion(work: Writing) -> Writing {
    match CURRENT.try_with(Clone::clone) {
        Err(_) => work,
        Ok(companion) => Box::new(move |tx| {
            let answer = work(tx)?;
            companion(tx)?;
            Ok(answer)
        }),
    }
}
