//! Two contacts become one: the other is hidden at once; what it had moves over in bounded steps.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::Contact;
use super::{sql, views};
use crate::base::ids::{AccountId, ContactId, ConversationId, MessageId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::files;
use crate::store::Tx;

/// Conversations, and addresses, of one step.
const ROWS: usize = 200;
/// Messages of one step: a few milliseconds.
const MESSAGES: usize = 1000;

/// What is left to do after a step: conversations that moved already and whose messages still name the other contact.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Rest {
    conversations: Vec<ConversationId>,
    /// How far the first of them is done.
    after: Option<MessageId>,
}

/// Merges the contact `from` into `into`, whose own values win: conversations, messages, addresses and labels move over. 404
/// when the account lacks one of them. What is beyond a few hundred conversations goes in a job.
pub fn merge(tx: &Tx, account: AccountId, into: ContactId, from: ContactId, by: Actor) -> Result<Contact> {
    let (before, victim) = (sql::find(tx, account, into)?, sql::find(tx, account, from)?);
    if into == from {
        return Ok(before);
    }
    let mut deleted = Event::new(account, EventKind::ContactDeleted, from.0, by);
    deleted.snapshot = Some(views::snapshot(victim.clone())?);
    tx.emit(deleted)?;
    sql::hide_merged(tx, account, from, into)?;
    sql::move_labels(tx, account, from, into)?;
    let spare_picture = victim.avatar.filter(|_| before.avatar.is_some());
    let moved = before.clone().completed_by(victim);
    sql::save(tx, &moved)?;
    if let Some(picture) = spare_picture {
        files::delete(tx, picture)?;
    }
    if let Some(at) = moved.last_activity_at.filter(|at| before.last_activity_at != Some(*at)) {
        sql::set_last_activity(tx, account, into, at)?;
    }
    step(tx, account, from, Rest::default())?;
    tx.emit(Event::new(account, EventKind::ContactMerged, into.0, by))?;
    let after = sql::find(tx, account, into)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::ContactUpdated, into.0, by).with_changes(changes))?;
    }
    Ok(after)
}

/// One step of moving what a merged contact had; queues the next one, if there is more.
pub fn step(tx: &Tx, account: AccountId, from: ContactId, rest: Rest) -> Result<()> {
    let Some(into) = survivor(tx, account, from)? else {
        // whoever took it over is being deleted: what is left goes the same way
        return match sql::avatar_of_hidden(tx, account, from)? {
            Some(_) => tx.enqueue("delete_contact", json!({"account_id": account, "contact_id": from})),
            None => Ok(()),
        };
    };
    let mut budget = MESSAGES;
    let mut rest = rename(tx, account, (from, into), rest, &mut budget)?;
    if rest.conversations.is_empty() {
        let conversations = sql::move_conversations(tx, account, from, into, ROWS)?;
        conversations.iter().try_for_each(|id| tell_moved(tx, account, *id, (from, into)))?;
        rest = rename(tx, account, (from, into), Rest { conversations, after: None }, &mut budget)?;
    }
    let addresses = sql::move_addresses(tx, account, from, into, ROWS)?;
    let is_done =
        rest.conversations.is_empty() && addresses < ROWS && sql::any_conversation(tx, account, from)?.is_none();
    if is_done {
        return sql::remove_merged(tx, account, from, into);
    }
    let rest: Value = serde_json::to_value(rest).map_err(Error::internal)?;
    tx.enqueue("merge_contact", json!({"account_id": account, "contact_id": from, "rest": rest}))
}

/// Tells that a conversation has another contact.
fn tell_moved(tx: &Tx, account: AccountId, id: ConversationId, (from, into): (ContactId, ContactId)) -> Result<()> {
    let mut changes = Changes::default();
    changes.note("contact_id", from.0, into.0);
    let event = Event::new(account, EventKind::ConversationUpdated, id.0, Actor::System);
    tx.emit(event.with_changes(changes).in_conversation(id)).map(drop)
}

/// Who has what the contact had: the last in a chain of merged ones; nobody when that one is being deleted.
fn survivor(tx: &Tx, account: AccountId, from: ContactId) -> Result<Option<ContactId>> {
    let mut next = sql::merged_into(tx, account, from)?;
    while let Some(id) = next {
        match sql::find(tx, account, id) {
            Ok(_) => return Ok(Some(id)),
            Err(Error::NotFound) => next = sql::merged_into(tx, account, id)?,
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Puts the survivor in the place of the other as the sender of messages; answers what is left.
fn rename(
    tx: &Tx,
    account: AccountId,
    (from, into): (ContactId, ContactId),
    rest: Rest,
    budget: &mut usize,
) -> Result<Rest> {
    let mut after = rest.after;
    let mut left = rest.conversations.into_iter();
    while let Some(conversation) = left.next() {
        loop {
            if *budget == 0 {
                let conversations = std::iter::once(conversation).chain(left).collect();
                return Ok(Rest { conversations, after });
            }
            let done = sql::move_messages(tx, account, (from, into), conversation, after, *budget)?;
            *budget = budget.saturating_sub(done.seen.max(1));
            after = done.last;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(Rest::default())
}
