//! What happens after a commit: live events to whoever is subscribed, long jobs in short steps, and the removal of what is no
//! longer needed.
//!
//! All are tasks beside the requests. They write through the same writer as everybody, one short step at a time.

mod broadcasts;
mod cable;
mod clock;
mod dispatcher;
pub mod followers;
mod jobs;
mod runner;
mod scrubbing;
mod sql;
#[cfg(test)]
mod tests;
mod upkeep;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::base::Result;
use crate::hub::Hub;
use crate::store::Store;
pub use cable::Cable;
use dispatcher::Dispatcher;

/// The running tasks.
pub struct Delivery {
    stop: watch::Sender<bool>,
    tasks: [JoinHandle<()>; 6],
}

impl Delivery {
    /// Starts the tasks. What an earlier run left undone is taken up again; events are told from now on.
    pub fn start(store: &Store, hub: &Hub) -> Result<Self> {
        let (stop, stopping) = watch::channel(false);
        let dispatcher = Dispatcher::new(store, hub)?;
        let dispatcher = tokio::spawn(dispatcher::run(dispatcher, stopping.clone()));
        let clock = tokio::spawn(clock::run(hub.clone(), stopping.clone()));
        let runner = tokio::spawn(runner::run(store.clone(), stopping.clone()));
        let following = followers::Round::begin(store, followers::FOLLOWERS)?;
        let following = tokio::spawn(followers::run(following, stopping.clone()));
        let counting = followers::Counting::begin(store)?;
        let counting = tokio::spawn(followers::count(counting, stopping.clone()));
        let upkeep = tokio::spawn(upkeep::run(store.clone(), stopping));
        Ok(Delivery { stop, tasks: [dispatcher, clock, runner, following, counting, upkeep] })
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
