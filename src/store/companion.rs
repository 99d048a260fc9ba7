//! What is written along with all that a piece of work writes, in the same transactions.

use std::sync::Arc;

use super::db::Tx;
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
pub(super) fn with_companion<T, F>(work: F) -> impl FnOnce(&Tx) -> Result<T> + Send + 'static
where
    F: FnOnce(&Tx) -> Result<T> + Send + 'static,
{
    let companion = CURRENT.try_with(Clone::clone).ok();
    move |tx: &Tx| {
        let outcome = work(tx)?;
        companion.map_or(Ok(()), |companion| companion(tx))?;
        Ok(outcome)
    }
}
