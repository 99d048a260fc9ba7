//! What agents have begun to write.

use rusqlite::{OptionalExtension, named_params};

use super::super::model::Conversation;
use crate::base::Result;
use crate::base::ids::UserId;
use crate::store::{Db, Tx};

pub const DRAFT: &str =
    "select message from draft_messages where conversation_id = ? and user_id = ? and account_id = ?";

/// The person's draft in the conversation, if they have one.
pub fn draft(db: &Db, conversation: &Conversation, user: UserId) -> Result<Option<String>> {
    let mut find = db.prepare_cached(DRAFT)?;
    Ok(find.query_row((conversation.id, user, conversation.account), |row| row.get(0)).optional()?)
}

/// Keeps the person's draft in the conversation, in place of an earlier one.
pub fn save_draft(tx: &Tx, conversation: &Conversation, user: UserId, message: &str) -> Result<()> {
    tx.prepare_cached(
        "insert into draft_messages(conversation_id, user_id, account_id, message, updated_at)
         values (:conversation, :user, :account, :message, :now)
         on conflict do update set message = excluded.message, updated_at = excluded.updated_at",
    )?
    .execute(named_params! {":conversation": conversation.id, ":user": user, ":account": conversation.account,
    ":message": message, ":now": tx.now})?;
    Ok(())
}

/// Forgets the person's draft in the conversation.
pub fn delete_draft(tx: &Tx, conversation: &Conversation, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from draft_messages where conversation_id = ? and user_id = ? and account_id = ?")?
        .execute((conversation.id, user, conversation.account))?;
    Ok(())
}
