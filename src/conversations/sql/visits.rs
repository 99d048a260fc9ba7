//! The conversations of a contact's session.

use rusqlite::named_params;

use super::super::model::Conversation;
use crate::base::Result;
use crate::base::ids::ConversationId;
use crate::contacts::ContactInbox;
use crate::store::{Db, Tx};

pub const OF_SESSION: &str = "select c.id from conversations c indexed by conversations_contact_inbox
    where c.contact_inbox_id = :session and c.account_id = :account and c.status <> 9 order by c.id desc limit :most";

pub const OF_VERIFIED: &str = "select c.id from contact_inboxes ci indexed by contact_inboxes_contact
    cross join conversations c indexed by conversations_contact_inbox on c.contact_inbox_id = ci.id
    where ci.contact_id = :contact and ci.inbox_id = :inbox and ci.hmac_verified = 1 and c.account_id = :account
      and c.status <> 9 order by c.id desc limit :most";

/// The session's conversations, newest first.
pub fn of_session(db: &Db, session: &ContactInbox, most: i64) -> Result<Vec<ConversationId>> {
    if session.hmac_verified {
        let mut list = db.prepare_cached(OF_VERIFIED)?;
        let params = named_params! {":contact": session.contact, ":inbox": session.inbox, ":account": session.account,
        ":most": most};
        return Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?);
    }
    let mut list = db.prepare_cached(OF_SESSION)?;
    let params = named_params! {":session": session.id, ":account": session.account, ":most": most};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Whether the contact had proven who they are where the conversation was begun.
pub fn is_verified(db: &Db, conversation: &Conversation) -> Result<bool> {
    let mut find = db.prepare_cached("select hmac_verified from contact_inboxes where id = ? and account_id = ?")?;
    Ok(find.query_row((conversation.contact_inbox, conversation.account), |row| row.get(0))?)
}

/// Notes what the conversation says of when its contact looked.
pub fn mark_seen_by_contact(tx: &Tx, conversation: &Conversation) -> Result<()> {
    tx.prepare_cached("update conversations set contact_last_seen_at = ? where id = ? and account_id = ?")?
        .execute((conversation.contact_last_seen_at, conversation.id, conversation.account))?;
    Ok(())
}
