//! Conversations that are hidden from everybody.

use rusqlite::OptionalExtension;

use super::super::model::Conversation;
use super::rows::{COLUMNS, from_row};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::{Db, Tx};

/// Hides the conversation.
pub fn hide(tx: &Tx, conversation: &Conversation) -> Result<()> {
    tx.prepare_cached("update conversations set status = 9 where id = ? and account_id = ?")?
        .execute((conversation.id, conversation.account))?;
    Ok(())
}

pub fn hidden_sql() -> String {
    format!("select {COLUMNS} from conversations c where c.id = ? and c.account_id = ? and c.status = 9")
}

/// The hidden conversation of this row id, if there is one. Its status does not count.
pub fn hidden(db: &Db, account: AccountId, id: ConversationId) -> Result<Option<Conversation>> {
    Ok(db.prepare_cached(&hidden_sql())?.query_row((id, account), from_row).optional()?)
}
