//! The heartbeat of all sockets: one timer, which pings a portion of them at a time, so that they never all wake at once. It also
//! ends what holds only as long as somebody renews it.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::interval;

use crate::base::Millis;
use crate::hub::{Hub, PORTIONS};

/// How often each socket is pinged: clients take twice this time without a ping for a lost connection.
const EVERY: Duration = Duration::from_secs(3);

/// Portions pinged between two looks at what nobody renewed: a second.
const PORTIONS_A_SECOND: usize = 10;

/// Pings until it is told to stop.
pub(super) async fn run(hub: Hub, mut stopping: watch::Receiver<bool>) {
    let mut ticks = interval(EVERY / u32::try_from(PORTIONS).unwrap_or(1));
    for portion in (0..PORTIONS).cycle() {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = ticks.tick() => {}
        }
        let ping = format!(r#"{{"type":"ping","message":{}}}"#, Millis::now().seconds());
        hub.ping(portion, &ping.into());
        if portion % PORTIONS_A_SECOND == 0 {
            hub.expire();
        }
    }
}
