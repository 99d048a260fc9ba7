//! The messages that a search finds in the conversations of a page.

use rusqlite::named_params;

use super::hits::MOST_MESSAGES;
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::store::Db;

/// Messages shown of one conversation.
const SHOWN: usize = 20;

pub fn matches_sql() -> String {
    format!(
        "select id, conversation_id from (select m.id, m.conversation_id from messages_fts f
            cross join messages m on m.id = f.rowid
            where messages_fts match :words and m.account_id = :account and m.message_type in (0, 1)
            order by f.rowid desc limit {MOST_MESSAGES}) found
          where conversation_id in (select value from json_each(:page))"
    )
}

/// Which messages of these conversations have the words, the newest few of each, oldest first. Looks at as many as the search
/// for conversations.
pub fn matches(
    db: &Db,
    account: AccountId,
    words: &str,
    page: &[ConversationId],
) -> Result<Vec<(ConversationId, MessageId)>> {
    let ids = serde_json::to_string(page).unwrap_or_default();
    let mut list = db.prepare_cached(&matches_sql())?;
    let params = named_params! {":words": words, ":account": account, ":page": ids};
    let mut rows = list.query(params)?;
    let mut found: Vec<(ConversationId, MessageId)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (message, conversation) = (row.get(0)?, row.get(1)?);
        if found.iter().filter(|(other, _)| *other == conversation).count() < SHOWN {
            found.push((conversation, message));
        }
    }
    found.reverse();
    Ok(found)
}
