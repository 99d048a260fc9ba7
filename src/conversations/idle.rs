//! Open conversations without activity are resolved after a while, where their account wants it (contract 3.4).

use super::model::{Conversation, Performer, Status, can_reply};
use super::revision::Revision;
use super::{expansion, labelling, sql, status};
use crate::accounts::{self, AutoResolve};
use crate::base::Result;
use crate::messages::{MessageType, NewMessage};
use crate::store::Tx;

/// Conversations of one step: each is a handful of rows.
const AT_ONCE: usize = 20;
const MINUTE: i64 = 60_000;
const NOT_SENT: &str = "Auto-resolve message not sent due to outgoing message restrictions";

/// Resolves some of those that have been idle for long enough, in all accounts; says whether there may be more.
pub fn resolve_step(tx: &Tx) -> Result<bool> {
    let mut left = AT_ONCE;
    for (account, wanted) in accounts::resolving(tx)? {
        let before = tx.now.plus(wanted.after.saturating_mul(-MINUTE));
        for id in sql::idle(tx, account, before, wanted.ignores_waiting, left)? {
            resolve(tx, &mut sql::find_by_id(tx, account, id)?, &wanted)?;
            left = left.saturating_sub(1);
        }
        if left == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

fn resolve(tx: &Tx, conversation: &mut Conversation, wanted: &AutoResolve) -> Result<()> {
    let by = Performer::System;
    if let Some(label) = &wanted.label {
        let mut labels = sql::labels_of(tx, conversation.account, conversation.id)?;
        labels.push(label.clone());
        labelling::replace(tx, conversation, &labels, &by)?;
    }
    let mut revision = Revision::of(conversation);
    if let Some(text) = &wanted.message {
        close_with(tx, &mut revision, text)?;
    }
    revision.say(format!("Conversation was marked resolved by system due to {} of inactivity", shown(wanted.after)));
    status::apply(tx, &mut revision, Status::Resolved, None, &by)?;
    revision.save(tx, &by)
}

/// Tells the contact, where that can reach them.
fn close_with(tx: &Tx, revision: &mut Revision, text: &str) -> Result<()> {
    let inbox = sql::inbox_facts(tx, revision.account, revision.inbox)?;
    if !can_reply(inbox.reply_window, revision.last_incoming_at, tx.now) {
        revision.say(NOT_SENT);
        return Ok(());
    }
    let text = expansion::expand(tx, revision, None, text.to_owned())?;
    let message = NewMessage::text(revision.account, revision.inbox, revision.id, MessageType::Template, text);
    revision.post(message);
    Ok(())
}

/// Minutes in the largest unit that divides them evenly.
fn shown(minutes: i64) -> String {
    match minutes {
        days if days % 1440 == 0 => format!("{} days", days / 1440),
        hours if hours % 60 == 0 => format!("{} hours", hours / 60),
        minutes => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_whole_units() {
        assert_eq!(
            [10, 60, 90, 1440, 43_200, 1500].map(shown),
            ["10 minutes", "1 hours", "90 minutes", "1 days", "30 days", "25 hours"]
        );
    }
}
