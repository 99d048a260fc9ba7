//! Labels of conversations.

use std::collections::HashMap;

use super::super::model::Conversation;
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::{Db, Tx};

/// The labels of a conversation, by name.
pub fn labels_of(db: &Db, account: AccountId, id: ConversationId) -> Result<Vec<String>> {
    let mut list = db.prepare_cached(
        "select label from conversation_labels where conversation_id = ? and account_id = ? order by label",
    )?;
    Ok(list.query_map((id, account), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The labels of several conversations; those without any are left out.
pub fn labels_of_many(
    db: &Db,
    account: AccountId,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, Vec<String>>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(
        "select l.conversation_id, l.label from json_each(?) wanted
          cross join conversation_labels l on l.conversation_id = wanted.value and l.account_id = ?
          order by l.conversation_id, l.label",
    )?;
    let mut labels: HashMap<ConversationId, Vec<String>> = HashMap::new();
    let rows = list.query_map((ids, account), |row| Ok((row.get(0)?, row.get(1)?)))?;
    for row in rows {
        let (id, label): (ConversationId, String) = row?;
        labels.entry(id).or_default().push(label);
    }
    Ok(labels)
}

/// Replaces the labels of a conversation.
pub fn replace_labels(tx: &Tx, conversation: &Conversation, labels: &[String]) -> Result<()> {
    let owner = (conversation.id, conversation.account);
    tx.prepare_cached("delete from conversation_labels where conversation_id = ? and account_id = ?")?
        .execute(owner)?;
    let mut insert =
        tx.prepare_cached("insert into conversation_labels(conversation_id, account_id, label) values (?, ?, ?)")?;
    for label in labels {
        insert.execute((owner.0, owner.1, label))?;
    }
    Ok(())
}
