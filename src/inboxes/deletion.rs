//! Deleting an inbox: hidden at once, removed in short steps.

use serde_json::json;

use super::{sql, views};
use crate::accounts;
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::files;
use crate::store::Tx;

/// Rows of one step: a few milliseconds.
const ROWS: usize = 500;

/// Hides an inbox, and so its conversations, from everybody; its channel and its bot go at once, everything else in a job.
pub fn delete(tx: &Tx, account: AccountId, id: InboxId, by: Actor) -> Result<()> {
    let inbox = sql::find(tx, account, id)?;
    sql::hide(tx, account, id)?;
    sql::delete_channel(tx, &inbox)?;
    if sql::detach_bot(tx, account, id)? {
        tx.access_changed();
    }
    let mut event = Event::new(account, EventKind::InboxDeleted, id.0, by);
    event.snapshot = Some(views::snapshot(tx, inbox)?);
    tx.emit(event)?;
    tx.enqueue("delete_inbox", json!({"account_id": account, "inbox_id": id}))
}

/// One step of removing a hidden inbox; says whether more is to be done. The last step takes the inbox's own row.
pub fn deletion_step(tx: &Tx, account: AccountId, id: InboxId) -> Result<bool> {
    let Some(picture) = sql::avatar_of_hidden(tx, account, id)? else { return Ok(false) };
    let mut budget = ROWS;
    while let Some(conversation) = sql::any_conversation(tx, account, id)? {
        if !accounts::remove_conversation(tx, account, conversation, &mut budget)? || budget == 0 {
            return Ok(true);
        }
    }
    if sql::addresses_gone(tx, account, id, budget)? == budget {
        return Ok(true);
    }
    sql::counters_gone(tx, account, id)?;
    sql::remove(tx, account, id)?;
    picture.map_or(Ok(()), |picture| files::delete(tx, picture))?;
    Ok(false)
}
