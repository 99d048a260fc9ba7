//! Pages of a conversation's messages: always oldest first, through the index that has their order.

use rusqlite::named_params;

use super::super::model::Message;
use super::rows::{COLUMNS, from_row};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::store::Db;

/// Which messages of a conversation: the newest 20; the 20 before one; up to 100 after one; or, with both, up to 1000 from the
/// one (with it) to the other (without it).
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    pub before: Option<MessageId>,
    pub after: Option<MessageId>,
    /// Without private notes and activities.
    pub only_public: bool,
}

/// The statement for a window. Its range is from `:from` (with it) to `:before` (without it).
pub fn sql(window: &Window) -> String {
    let (direction, limit) = match (window.after, window.before) {
        (None, _) => ("desc", 20),
        (Some(_), None) => ("asc", 100),
        (Some(_), Some(_)) => ("asc", 1000),
    };
    let public = if window.only_public { "and m.private = 0 and m.message_type <> 2" } else { "" };
    format!(
        "select {COLUMNS} from messages m indexed by messages_page
          where m.conversation_id = :conversation and m.id >= :from and m.id < :before and m.account_id = :account {public}
          order by m.id {direction} limit {limit}"
    )
}

/// These messages of a conversation, oldest first.
pub fn page(db: &Db, account: AccountId, conversation: ConversationId, window: &Window) -> Result<Vec<Message>> {
    let mut list = db.prepare_cached(&sql(window))?;
    let before = window.before.unwrap_or(MessageId(i64::MAX));
    let from = match (window.after, window.before) {
        (None, _) => MessageId(0),
        (Some(after), None) => MessageId(after.0.saturating_add(1)),
        (Some(after), Some(_)) => after,
    };
    let params = named_params! {":conversation": conversation, ":account": account, ":from": from, ":before": before};
    let mut messages = list.query_map(params, from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    if window.after.is_none() {
        messages.reverse();
    }
    Ok(messages)
}
