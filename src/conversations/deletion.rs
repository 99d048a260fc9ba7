//! Deleting a conversation: hidden at once, removed in short steps.

use serde_json::json;

use super::model::{Conversation, Performer};
use super::sql;
use crate::accounts;
use crate::base::ids::{AccountId, ConversationId};
use crate::base::{Event, EventKind, Result};
use crate::store::Tx;

/// Messages of one step: a few milliseconds.
const MESSAGES: usize = 500;

/// Hides a conversation from everybody; its messages and files go in a job.
pub fn delete(tx: &Tx, conversation: &Conversation, by: &Performer) -> Result<()> {
    let (account, id) = (conversation.account, conversation.id);
    sql::hide(tx, conversation)?;
    let mut event = Event::new(account, EventKind::ConversationDeleted, id.0, by.actor()).in_conversation(id);
    event.snapshot = Some(json!({
        "id": conversation.display_id, "account_id": account, "inbox_id": conversation.inbox, "uuid": conversation.uuid,
        "contact_id": conversation.contact, "status": conversation.status.name(),
    }));
    tx.emit(event)?;
    enqueue(tx, account, id)
}

/// Queues the removal of a hidden conversation.
pub(super) fn enqueue(tx: &Tx, account: AccountId, id: ConversationId) -> Result<()> {
    tx.enqueue("delete_conversation", json!({"account_id": account, "conversation_id": id}))
}

/// One step of removing a hidden conversation; says whether more is to be done. The last step takes its own row.
pub fn step(tx: &Tx, account: AccountId, id: ConversationId) -> Result<bool> {
    if sql::hidden(tx, account, id)?.is_none() {
        return Ok(false);
    }
    let mut budget = MESSAGES;
    accounts::remove_conversation(tx, account, id, &mut budget).map(|is_gone| !is_gone)
}
