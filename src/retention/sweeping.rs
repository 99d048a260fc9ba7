//! Carrying out the rules, each once a day, in short steps: an inbox's conversations in their order, then its account's contacts.

use super::model::{DAY, Rule};
use super::{erasing, sql};
use crate::base::ids::{ContactId, ConversationId};
use crate::base::{Actor, Error, Result};
use crate::conversations::{self, Performer, Status};
use crate::messages;
use crate::store::Tx;

/// Conversations, or contacts, looked at in one step.
const LOOKS: usize = 300;
/// Conversations deleted, messages that lose their files, or contacts erased, in one step. Each is told of.
const CHANGES: usize = 20;
/// The status of conversations that nobody sees any more.
const HIDDEN: i64 = 9;

/// One step of the rule that waited for the longest time, if it is due; says whether there is more to do.
pub fn step(tx: &Tx) -> Result<bool> {
    let Some(mut rule) = sql::due_rule(tx, tx.now.plus(-DAY))? else { return Ok(false) };
    let mut left = CHANGES;
    if !conversations(tx, &mut rule, &mut left)? || !contacts(tx, &mut rule, &mut left)? {
        sql::save_place(tx, &rule)?;
        return Ok(true);
    }
    sql::set_swept(tx, &rule)?;
    Ok(true)
}

/// Goes on with the inbox's conversations; says whether all have been looked at.
fn conversations(tx: &Tx, rule: &mut Rule, left: &mut usize) -> Result<bool> {
    if rule.conversation.0 == i64::MAX {
        return Ok(true);
    }
    let page = sql::conversations_after(tx, rule, LOOKS)?;
    let is_last = page.len() < LOOKS;
    for place in page {
        if *left == 0 {
            return Ok(false);
        }
        if !conversation(tx, rule, &place, left)? {
            return Ok(false);
        }
        rule.conversation = place.id;
    }
    if is_last {
        rule.conversation = ConversationId(i64::MAX);
    }
    Ok(false)
}

/// Deletes the conversation or its old files, if it is time; says whether it is done with.
fn conversation(tx: &Tx, rule: &Rule, place: &sql::Place, left: &mut usize) -> Result<bool> {
    let is_old = |days: i64| place.last_activity_at < tx.now.plus(-days * DAY);
    if place.status == Status::Resolved as i64 && rule.conversation_days.is_some_and(is_old) {
        let conversation = conversations::find_by_id(tx, rule.account, place.id)?;
        conversations::deletion::delete(tx, &conversation, &Performer::System)?;
        *left -= 1;
        return Ok(true);
    }
    // what is hidden is on its way elsewhere, or out
    let Some(days) = rule.attachment_days.filter(|_| place.status != HIDDEN) else { return Ok(true) };
    let done = messages::drop_attachments(tx, rule.account, place.id, tx.now.plus(-days * DAY), *left)?;
    *left -= done;
    Ok(*left > 0)
}

/// Goes on with the contacts; says whether all have been looked at.
fn contacts(tx: &Tx, rule: &mut Rule, left: &mut usize) -> Result<bool> {
    let Some(days) = rule.conversation_days.filter(|_| rule.erase_contacts) else { return Ok(true) };
    let page = sql::contacts_after(tx, rule, tx.now.plus(-days * DAY), LOOKS)?;
    let is_last = page.len() < LOOKS;
    for (id, is_idle) in page {
        if *left == 0 {
            return Ok(false);
        }
        if is_idle {
            erase(tx, rule, id)?;
            *left -= 1;
        }
        rule.past = id;
    }
    Ok(is_last)
}

fn erase(tx: &Tx, rule: &Rule, contact: ContactId) -> Result<()> {
    match erasing::begin(tx, rule.account, contact, Actor::System) {
        // while it is being parted from another: tomorrow it is not
        Err(Error::Refused(_)) => Ok(()),
        outcome => outcome.map(drop),
    }
}
