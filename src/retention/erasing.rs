//! Erasing a contact: hidden at once, removed in short steps, and then overwritten in the bytes of the file.

use serde_json::json;

use super::model::{Counts, Erasure, Phase};
use super::sql;
use crate::base::ids::{AccountId, ContactId, ErasureId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::{Db, Tx};
use crate::{automation, contacts, idempotency};

/// Events looked at in one step.
const EVENTS: i64 = 300;
/// How long to wait for files that are being taken in, in milliseconds: the contact may be in them.
const PAUSE: i64 = 1000;

/// Begins to erase a contact, who is gone for everybody from now on; 404 when the account has none such, 422 while it is being
/// parted from another.
pub fn begin(tx: &Tx, account: AccountId, contact: ContactId, by: Actor) -> Result<ErasureId> {
    let counts: Counts = sql::counts(tx, account, contact)?;
    let contacts = contacts::begin_erasure(tx, account, contact, by)?;
    let user = match by {
        Actor::User(user) => Some(user),
        _ => None,
    };
    let id = sql::insert(tx, account, contact, &contacts, user, counts)?;
    tx.enqueue("erase_contact", payload(account, id))?;
    Ok(id)
}

fn payload(account: AccountId, id: ErasureId) -> serde_json::Value {
    json!({"account_id": account, "erasure_id": id})
}

/// One step of removing what the account has of the contact; says whether more is to be done.
pub fn step(tx: &Tx, account: AccountId, id: ErasureId) -> Result<bool> {
    let Some(mut erasure) = sql::due(tx, account, id)? else { return Ok(false) };
    match erasure.phase {
        Phase::Runs => {
            if contacts::is_importing(tx, account)? {
                tx.enqueue_at("erase_contact", payload(account, id), tx.now.plus(PAUSE))?;
                return Ok(false);
            }
            erasure.contacts.iter().try_for_each(|contact| automation::forget_runs(tx, account, *contact))?;
            (erasure.phase, erasure.cursor) = (Phase::Contacts, 0);
        }
        Phase::Contacts => {
            for contact in &erasure.contacts {
                if contacts::deletion_step(tx, account, *contact)? {
                    return Ok(true);
                }
            }
            (erasure.phase, erasure.cursor) = (Phase::Events, 0);
        }
        Phase::Events => {
            let (first, last) = sql::last_event(tx, account)?;
            let after = erasure.cursor.max(first - 1);
            erasure.cursor = last.min(after.saturating_add(EVENTS));
            sql::empty_events(tx, account, after, erasure.cursor)?;
            if erasure.cursor == last {
                (erasure.phase, erasure.cursor) = (Phase::Answers, 0);
            }
        }
        Phase::Answers => match idempotency::forget_answers(tx, account, erasure.cursor)? {
            Some(last) => erasure.cursor = last,
            None => erasure.phase = Phase::Files,
        },
        Phase::Files => {
            contacts::forget_exports(tx, account)?;
            contacts::forget_refused(tx, account)?;
            return set_removed(tx, &erasure).map(|()| false);
        }
    }
    sql::save(tx, &erasure)?;
    Ok(true)
}

/// Has the file overwritten. One job does it for all, and is there as long as an erasure waits for it.
fn set_removed(tx: &Tx, erasure: &Erasure) -> Result<()> {
    if !sql::any_removed(tx)? {
        tx.enqueue("scrub", json!({}))?;
    }
    sql::set_removed(tx, erasure)
}

/// Whether erasures wait for the file to be overwritten.
pub fn are_waiting(db: &Db) -> Result<bool> {
    sql::any_removed(db)
}

/// An erasure whose contact is removed, and may still be in the bytes of the file.
pub type Removed = (ErasureId, AccountId, ContactId);

/// All of them.
pub fn removed(db: &Db) -> Result<Vec<Removed>> {
    sql::removed(db)
}

/// Ends erasures, since the file was overwritten after their contacts were removed.
pub fn finish(tx: &Tx, erasures: &[Removed]) -> Result<()> {
    for (id, account, contact) in erasures {
        if sql::finish(tx, *account, *id)? {
            tx.emit(Event::new(*account, EventKind::ContactErased, contact.0, Actor::System))?;
        }
    }
    Ok(())
}
