//! Satisfaction surveys: the message that asks, and what was answered.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::model::{Conversation, CsatResponse};
use super::rows::{COLUMNS, from_row};
use crate::base::Result;
use crate::base::ids::{AccountId, MessageId};
use crate::store::{Db, Tx};

/// What was answered to a survey message.
#[derive(Debug)]
pub struct CsatAnswer {
    pub message: MessageId,
    pub rating: i64,
    pub feedback: Option<String>,
}

/// Keeps an answer, in place of an earlier one.
pub fn rate(tx: &Tx, conversation: &Conversation, answer: &CsatAnswer) -> Result<()> {
    tx.prepare_cached(
        "insert into csat_survey_responses(account_id, conversation_id, message_id, contact_id, assigned_agent_id, rating,
            feedback_message, created_at, updated_at)
         values (:account, :conversation, :message, :contact, :agent, :rating, :feedback, :now, :now)
         on conflict (message_id) do update set rating = excluded.rating, feedback_message = excluded.feedback_message,
            updated_at = excluded.updated_at",
    )?
    .execute(named_params! {":account": conversation.account, ":conversation": conversation.id,
        ":message": answer.message, ":contact": conversation.contact, ":agent": conversation.assignee,
        ":rating": answer.rating, ":feedback": answer.feedback, ":now": tx.now})?;
    Ok(())
}

pub const RESPONSE: &str = "select id, account_id, conversation_id, message_id, contact_id, assigned_agent_id, rating,
    feedback_message, created_at, updated_at from csat_survey_responses where message_id = ? and account_id = ?";

/// What was answered to this message, if anything.
pub fn response(db: &Db, account: AccountId, message: MessageId) -> Result<Option<CsatResponse>> {
    let read = |row: &Row| {
        Ok(CsatResponse {
            id: row.get(0)?,
            account: row.get(1)?,
            conversation: row.get(2)?,
            message: row.get(3)?,
            contact: row.get(4)?,
            assigned_agent: row.get(5)?,
            rating: row.get(6)?,
            feedback_message: row.get(7)?,
            created_at: row.get(8)?,
            updated_at: row.get(9)?,
        })
    };
    Ok(db.prepare_cached(RESPONSE)?.query_row((message, account), read).optional()?)
}

/// The conversation with this long random id, of whatever account: knowing the id is the permission.
pub fn by_uuid_sql() -> String {
    format!("select {COLUMNS} from conversations c indexed by conversations_uuid where c.uuid = ? and {OPEN}")
}

/// The conversation into which the one with this long random id was merged.
pub fn by_redirected_uuid_sql() -> String {
    format!(
        "select {COLUMNS} from conversation_redirects r cross join conversations c on c.id = r.conversation_id
          where r.uuid = ? and {OPEN}"
    )
}

/// A conversation that is shown to whoever knows of it.
const OPEN: &str = "c.status <> 9 and exists (select 1 from inboxes i where i.id = c.inbox_id and i.deleted_at is null)
    and exists (select 1 from accounts a where a.id = c.account_id and a.deleted_at is null)";

/// The conversation with this long random id, or the one into which it was merged; 404 when there is none.
pub fn by_uuid(db: &Db, uuid: &str) -> Result<Conversation> {
    if let Some(found) = db.prepare_cached(&by_uuid_sql())?.query_row([uuid], from_row).optional()? {
        return Ok(found);
    }
    Ok(db.prepare_cached(&by_redirected_uuid_sql())?.query_row([uuid], from_row)?)
}
