//! What agents have seen.

use rusqlite::named_params;

use super::super::model::Conversation;
use crate::base::{Millis, Result};
use crate::store::{Db, Tx};

/// Notes that an agent has seen everything; the assignee's own mark moves when it is they.
pub fn mark_seen(tx: &Tx, conversation: &Conversation, by_assignee: bool) -> Result<()> {
    tx.prepare_cached(
        "update conversations set agent_last_seen_at = :now, unread_count = 0,
            assignee_last_seen_at = iif(:by_assignee, :now, assignee_last_seen_at) where id = :id and account_id = :account",
    )?
    .execute(named_params! {":now": tx.now, ":by_assignee": by_assignee, ":id": conversation.id,
        ":account": conversation.account})?;
    Ok(())
}

pub const NEWEST: &str = "select message_type, created_at from messages indexed by messages_page
    where conversation_id = ? and account_id = ? order by id desc";

/// How many messages of the contact are younger than this. Walks back from the newest message to the first of theirs that is
/// not.
pub fn incoming_since(db: &Db, conversation: &Conversation, since: Millis) -> Result<i64> {
    let mut list = db.prepare_cached(NEWEST)?;
    let mut rows = list.query((conversation.id, conversation.account))?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let (is_incoming, at): (bool, Millis) = (row.get::<_, i64>(0)? == 0, row.get(1)?);
        if is_incoming && at <= since {
            break;
        }
        count += i64::from(is_incoming);
    }
    Ok(count)
}

/// Takes back what agents have seen, up to a time.
pub fn mark_unseen(tx: &Tx, conversation: &Conversation) -> Result<()> {
    tx.prepare_cached(
        "update conversations set agent_last_seen_at = :agent, assignee_last_seen_at = :assignee, unread_count = :unread
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":agent": conversation.agent_last_seen_at, ":assignee": conversation.assignee_last_seen_at,
        ":unread": conversation.unread_count, ":id": conversation.id, ":account": conversation.account})?;
    Ok(())
}
