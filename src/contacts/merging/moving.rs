//! What one contact has moves to another, step by step: onwards after a merger, back after it was undone.

use super::model::{Merge, Rest};
use crate::base::ids::{AccountId, ContactId, ConversationId, MergeId};
use crate::base::{Actor, Changes, Event, EventKind, Result};
use crate::contacts::sql::{self, Way};
use crate::store::Tx;

/// Addresses, and notes, of one step.
const ROWS: usize = 100;
/// Conversations of one step, each of which is told to its agents.
const CONVERSATIONS: usize = 30;
/// Messages looked at in one step. With these bounds a step takes a few milliseconds.
const MESSAGES: usize = 150;

/// One step of moving things; says whether more is to be done.
pub fn step(tx: &Tx, account: AccountId, id: MergeId) -> Result<bool> {
    let Some(merge) = sql::merge(tx, account, id)? else { return Ok(false) };
    match (merge.rest.clone(), merge.undone_at) {
        (None, _) => Ok(false),
        (Some(rest), None) => onwards(tx, &merge, rest),
        (Some(rest), Some(_)) => back(tx, &merge, rest),
    }
}

/// Moves what the merged contact has to whoever survived. Addresses come first: whoever writes from one must not find that
/// nobody has it.
fn onwards(tx: &Tx, merge: &Merge, mut rest: Rest) -> Result<bool> {
    // without a survivor it is being deleted, with all that it took over
    let Some((merges, into)) = survivor(tx, merge)? else { return Ok(false) };
    let way = Way { account: merge.account, from: merge.merged, to: into };
    let (mut conversations, mut messages) = (CONVERSATIONS, MESSAGES);
    let addresses = sql::move_addresses(tx, way, &merges, ROWS)?;
    let notes = sql::move_notes(tx, way, &merges, ROWS)?;
    rename(tx, way, &mut rest, &mut messages)?;
    while rest.conversations.is_empty() && conversations > 0 {
        let found = sql::conversations_of(tx, way, conversations)?;
        if found.is_empty() {
            break;
        }
        conversations = conversations.saturating_sub(found.len());
        take_along(tx, way, found, &mut rest, &mut messages)?;
    }
    let is_done = addresses < ROWS
        && notes < ROWS
        && rest.conversations.is_empty()
        && sql::any_conversation(tx, merge.account, way.from)?.is_none();
    sql::save_rest(tx, merge, (!is_done).then_some(&rest))?;
    Ok(!is_done)
}

/// Moves back what came with the merged contact: its addresses with all conversations there, also those begun since; its notes.
fn back(tx: &Tx, merge: &Merge, mut rest: Rest) -> Result<bool> {
    let way = Way { account: merge.account, from: merge.contact, to: merge.merged };
    let (mut conversations, mut messages) = (CONVERSATIONS, MESSAGES);
    let addresses = sql::return_addresses(tx, way, merge.id, ROWS)?;
    let notes = sql::return_notes(tx, way, merge.id, ROWS)?;
    let mut is_done = addresses < ROWS && notes < ROWS;
    rename(tx, way, &mut rest, &mut messages)?;
    loop {
        if !rest.conversations.is_empty() || conversations == 0 {
            is_done = false;
            break;
        }
        let Some(address) = sql::address_at_home(tx, merge)? else { break };
        let found = sql::conversations_at(tx, way, address, rest.past, conversations)?;
        match found.last() {
            None => {
                sql::finish_address(tx, merge, address)?;
                rest.past = None;
                // an address without conversations counts, too
                conversations = conversations.saturating_sub(1);
            }
            Some(last) => {
                rest.past = Some(*last);
                conversations = conversations.saturating_sub(found.len());
                take_along(tx, way, found, &mut rest, &mut messages)?;
            }
        }
    }
    if is_done {
        sql::remove_merge(tx, merge.account, merge.id)?;
    } else {
        sql::save_rest(tx, merge, Some(&rest))?;
    }
    Ok(!is_done)
}

/// Moves conversations, tells of each, and as many of their messages as the step still may.
fn take_along(
    tx: &Tx,
    way: Way,
    conversations: Vec<ConversationId>,
    rest: &mut Rest,
    messages: &mut usize,
) -> Result<()> {
    sql::move_conversations(tx, way, &conversations)?;
    for id in &conversations {
        let mut changes = Changes::default();
        changes.note("contact_id", way.from.0, way.to.0);
        let event = Event::new(way.account, EventKind::ConversationUpdated, id.0, Actor::System);
        tx.emit(event.with_changes(changes).in_conversation(*id))?;
    }
    rest.conversations = conversations;
    rename(tx, way, rest, messages)
}

/// The last in the chain of merged contacts, with the mergers on the way there; nobody when that one is being deleted.
fn survivor(tx: &Tx, merge: &Merge) -> Result<Option<(Vec<MergeId>, ContactId)>> {
    let (mut merges, mut last) = (vec![merge.id], merge.contact);
    while !sql::is_there(tx, merge.account, last)? {
        let Some(next) = sql::merge_of(tx, merge.account, last)? else { return Ok(None) };
        merges.push(next.id);
        last = next.contact;
    }
    Ok(Some((merges, last)))
}

/// Puts the one contact in the place of the other as the sender of messages, as far as the step still may.
fn rename(tx: &Tx, way: Way, rest: &mut Rest, messages: &mut usize) -> Result<()> {
    let mut left = std::mem::take(&mut rest.conversations).into_iter();
    let mut after = rest.after.take();
    while let Some(conversation) = left.next() {
        loop {
            if *messages == 0 {
                rest.conversations = std::iter::once(conversation).chain(left).collect();
                rest.after = after;
                return Ok(());
            }
            let done = sql::move_messages(tx, way, conversation, after, *messages)?;
            *messages = messages.saturating_sub(done.seen.max(1));
            after = done.last;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}
