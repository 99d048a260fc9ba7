//! What happens after a commit: long jobs in short steps, and the removal of what is no longer needed.
//!
//! Both are tasks beside the requests. They write through the same writer as everybody, one short step at a time.

mod jobs;
mod runner;
mod sql;
#[cfg(test)]
mod tests;
mod upkeep;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::store::Store;

/// The running tasks.
pub struct Delivery {
    stop: watch::Sender<bool>,
    tasks: [JoinHandle<()>; 2],
}

impl Delivery {
    /// Starts the tasks. What an earlier run left undone is taken up again.
    pub fn start(store: &Store) -> Self {
        let (stop, stopping) = watch::channel(false);
        let runner = tokio::spawn(runner::run(store.clone(), stopping.clone()));
        let upkeep = tokio::spawn(upkeep::run(store.clone(), stopping));
        Delivery { stop, tasks: [runner, upkeep] }
    }

    /// Lets each task finish the step it is at, and ends it.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
    }
}
