//! Who follows a conversation without being its assignee.

use serde_json::json;

use super::model::{Conversation, Performer};
use super::sql;
use crate::base::ids::UserId;
use crate::base::{Changes, Error, Event, EventKind, Result};
use crate::messages::mentions::Mentioned;
use crate::store::Tx;

/// Lets these people follow the conversation, too; answers those who did not before. 422 for somebody who may not see it.
pub fn add(tx: &Tx, conversation: &Conversation, users: &[UserId], by: &Performer) -> Result<Vec<UserId>> {
    let before = sql::participants(tx, conversation)?;
    let after = before.iter().chain(users).copied().collect();
    change(tx, conversation, &before, after, by)
}

/// Lets these people and nobody else follow the conversation.
pub fn replace(tx: &Tx, conversation: &Conversation, users: &[UserId], by: &Performer) -> Result<()> {
    let before = sql::participants(tx, conversation)?;
    change(tx, conversation, &before, users.to_vec(), by).map(drop)
}

/// These people no longer follow the conversation; who did not, does not matter.
pub fn remove(tx: &Tx, conversation: &Conversation, users: &[UserId], by: &Performer) -> Result<()> {
    let before = sql::participants(tx, conversation)?;
    let after = before.iter().filter(|user| !users.contains(user)).copied().collect();
    change(tx, conversation, &before, after, by).map(drop)
}

/// Writes the difference; answers who is new. One event, and none when nothing changes.
fn change(
    tx: &Tx,
    conversation: &Conversation,
    before: &[UserId],
    mut after: Vec<UserId>,
    by: &Performer,
) -> Result<Vec<UserId>> {
    after.sort_unstable();
    after.dedup();
    let new: Vec<UserId> = after.iter().filter(|user| !before.contains(user)).copied().collect();
    let named = Mentioned { users: new.clone(), teams: Vec::new() };
    let allowed = sql::mentioned(tx, conversation.account, conversation.id, &named)?;
    if !new.iter().all(|user| allowed.contains(user)) {
        return Err(Error::invalid("user", "User must have inbox access", "invalid"));
    }
    for user in &new {
        sql::add_participant(tx, conversation, *user)?;
    }
    for user in before.iter().filter(|user| !after.contains(user)) {
        sql::remove_participant(tx, conversation, *user)?;
    }
    let mut changes = Changes::default();
    if changes.note("user_ids", json!(before), json!(after)) {
        let (account, id) = (conversation.account, conversation.id);
        let event = Event::new(account, EventKind::ConversationParticipantsChanged, id.0, by.actor());
        tx.emit(event.with_changes(changes).in_conversation(id))?;
    }
    Ok(new)
}
