//! The verbs: people choose what they are told of, and register their devices. Nobody else sees it: no events.

use super::model::{Device, Kinds, Settings, Subscription};
use super::sql;
use crate::access::Agent;
use crate::base::Result;
use crate::base::ids::UserId;
use crate::store::Tx;

/// Devices kept for each person; the oldest goes.
const DEVICES: i64 = 50;

/// Chooses what the member is told of; `None` stays as it is.
pub fn choose(tx: &Tx, who: &Agent, email: Option<Kinds>, push: Option<Kinds>) -> Result<Settings> {
    let before = sql::settings(tx, who.account, who.user)?;
    let after = Settings { email: email.unwrap_or(before.email), push: push.unwrap_or(before.push), ..before };
    if after != before {
        sql::save_settings(tx, &after)?;
    }
    Ok(after)
}

/// Registers a device. One that somebody else had signed in on is theirs no more.
pub fn subscribe(tx: &Tx, user: UserId, device: &Device) -> Result<Subscription> {
    device.check()?;
    let subscription = sql::save_subscription(tx, user, device)?;
    sql::keep_newest(tx, user, DEVICES)?;
    Ok(subscription)
}

/// Takes the device with this token out; none is no error.
pub fn unsubscribe(tx: &Tx, user: UserId, push_token: &str) -> Result<()> {
    sql::delete_subscription(tx, user, push_token)
}
