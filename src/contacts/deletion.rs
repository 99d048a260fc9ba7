//! Deleting a contact: hidden at once, removed in short steps.

use serde_json::json;

use super::{merging, sql, views};
use crate::accounts;
use crate::base::ids::{AccountId, ContactId};
use crate::base::{Actor, Error, Event, EventKind, Result};
use crate::files;
use crate::store::Tx;

/// Rows of one step: a few milliseconds.
const ROWS: usize = 500;

/// Hides a contact and its conversations from everybody; everything else, and the conversations beyond the first few hundred,
/// goes in a job. Refused while the contact is online.
pub fn delete(tx: &Tx, account: AccountId, id: ContactId, by: Actor) -> Result<()> {
    let contact = sql::find(tx, account, id)?;
    if contact.is_online {
        let name = contact.name.unwrap_or_default();
        return Err(Error::invalid("base", format!("{name} is Online, please try again later"), "online"));
    }
    merging::require_settled(tx, account, id)?;
    let mut event = Event::new(account, EventKind::ContactDeleted, id.0, by);
    event.snapshot = Some(views::snapshot(contact)?);
    sql::hide(tx, account, id)?;
    sql::hide_conversations(tx, account, id, ROWS)?;
    tx.emit(event)?;
    tx.enqueue("delete_contact", json!({"account_id": account, "contact_id": id}))
}

/// Hides a contact as [`delete`] does, online or not, and tells no more of it than its number. Nothing is queued: answers the contact
/// and those that were merged into it, for each of whom [`deletion_step`] is to be taken until there is no more.
pub fn begin_erasure(tx: &Tx, account: AccountId, id: ContactId, by: Actor) -> Result<Vec<ContactId>> {
    sql::find(tx, account, id)?;
    merging::require_settled(tx, account, id)?;
    let mut event = Event::new(account, EventKind::ContactDeleted, id.0, by);
    event.snapshot = Some(json!({"id": id}));
    sql::hide(tx, account, id)?;
    sql::hide_conversations(tx, account, id, ROWS)?;
    tx.emit(event)?;
    sql::merged_into(tx, account, id)
}

/// One step of removing a hidden contact; says whether more is to be done. The last step takes the contact's own row.
pub fn deletion_step(tx: &Tx, account: AccountId, id: ContactId) -> Result<bool> {
    let Some(picture) = sql::avatar_of_hidden(tx, account, id)? else { return Ok(false) };
    if sql::hide_conversations(tx, account, id, ROWS)? == ROWS {
        return Ok(true);
    }
    let mut budget = ROWS;
    while let Some(conversation) = sql::any_conversation(tx, account, id)? {
        if !accounts::remove_conversation(tx, account, conversation, &mut budget)? || budget == 0 {
            return Ok(true);
        }
    }
    for remove in [sql::addresses_gone, sql::remove_notes] {
        let gone = remove(tx, account, id, budget)?;
        if gone == budget {
            return Ok(true);
        }
        budget -= gone;
    }
    merging::forget_all_into(tx, account, id, &mut budget)?;
    if budget == 0 {
        return Ok(true);
    }
    sql::remove(tx, account, id)?;
    picture.map_or(Ok(()), |picture| files::delete(tx, picture))?;
    Ok(false)
}
