//! Who follows a conversation.

use super::super::model::Conversation;
use crate::base::Result;
use crate::base::ids::UserId;
use crate::store::{Db, Tx};

pub const PARTICIPANTS: &str =
    "select user_id from conversation_participants where conversation_id = ? and account_id = ? order by user_id";

/// Who follows the conversation, by id.
pub fn participants(db: &Db, conversation: &Conversation) -> Result<Vec<UserId>> {
    let mut list = db.prepare_cached(PARTICIPANTS)?;
    let rows = list.query_map((conversation.id, conversation.account), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lets a person follow the conversation.
pub fn add_participant(tx: &Tx, conversation: &Conversation, user: UserId) -> Result<()> {
    tx.prepare_cached(
        "insert or ignore into conversation_participants(conversation_id, user_id, account_id, created_at) values (?, ?, ?, ?)",
    )?
    .execute((conversation.id, user, conversation.account, tx.now))?;
    Ok(())
}

/// A person no longer follows the conversation.
pub fn remove_participant(tx: &Tx, conversation: &Conversation, user: UserId) -> Result<()> {
    tx.prepare_cached(
        "delete from conversation_participants where conversation_id = ? and user_id = ? and account_id = ?",
    )?
    .execute((conversation.id, user, conversation.account))?;
    Ok(())
}
