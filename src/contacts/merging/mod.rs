//! Two contacts become one: the other is hidden at once; what it had moves over in bounded steps. For thirty days the two can
//! be parted again, and what moved goes back.

mod forgetting;
mod model;
mod moving;
mod parting;

pub use forgetting::{forget_all_into, forget_step};
pub use model::{Merge, Rest, Values};
pub use moving::step;
pub use parting::{require_settled, undo};

use serde_json::json;

use super::model::Contact;
use super::{sql, views};
use crate::base::ids::{AccountId, ContactId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// How long a merger can be undone, in milliseconds: thirty days.
pub const UNDOABLE: i64 = 30 * 24 * 3_600_000;

/// Merges the contact `from` into `into`, whose own values win: conversations, messages, addresses, notes and labels move over.
/// 404 when the account lacks one of them, 422 while one of them is being parted from another. What is beyond a few
/// conversations goes in a job.
pub fn merge(tx: &Tx, account: AccountId, into: ContactId, from: ContactId, by: Actor) -> Result<Contact> {
    let (before, victim) = (sql::find(tx, account, into)?, sql::find(tx, account, from)?);
    if into == from {
        return Ok(before);
    }
    require_settled(tx, account, into)?;
    require_settled(tx, account, from)?;
    let mut deleted = Event::new(account, EventKind::ContactDeleted, from.0, by);
    deleted.snapshot = Some(views::snapshot(victim.clone())?);
    tx.emit(deleted)?;
    sql::hide(tx, account, from)?;
    let labels = sql::give_labels(tx, account, from, into)?;
    if before.avatar.is_none() {
        sql::set_avatar(tx, account, from, None)?;
    }
    let completed = before.clone().completed_by(victim);
    sql::save(tx, &completed)?;
    if let Some(at) = completed.last_activity_at.filter(|at| before.last_activity_at != Some(*at)) {
        sql::set_last_activity(tx, account, into, at)?;
    }
    let after = sql::find(tx, account, into)?;
    let (own, given) = (Values::of(&before), Values::of(&after));
    let id = sql::insert_merge(tx, account, (into, from), by, &own, &given, &labels)?;
    let job = json!({"account_id": account, "merge_id": id});
    if step(tx, account, id)? {
        tx.enqueue("merge_contact", job.clone())?;
    }
    tx.enqueue_at("forget_merge", job, tx.now.plus(UNDOABLE))?;
    tx.emit(Event::new(account, EventKind::ContactMerged, into.0, by))?;
    // the number of conversations is known now
    let after = sql::find(tx, account, into)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::ContactUpdated, into.0, by).with_changes(changes))?;
    }
    Ok(after)
}
