//! Conversation rows with what the wire shows beside them: one statement for a page.

use rusqlite::named_params;

use super::super::model::Conversation;
use super::inboxes::{API_CHANNEL, REPLY_WINDOW};
use super::rows::{COLUMNS, WIDTH, from_row};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::Db;

/// A conversation with the facts of its address and inbox.
#[derive(Debug)]
pub struct ShownRow {
    pub conversation: Conversation,
    pub source_id: String,
    pub hmac_verified: bool,
    pub channel_type: String,
    pub reply_window: Option<i64>,
}

/// These conversations, in the order asked for.
pub fn shown(db: &Db, account: AccountId, ids: &[ConversationId]) -> Result<Vec<ShownRow>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    // the cross joins pin the loops: the page first, then one row of each table
    let mut list = db.prepare_cached(&format!(
        "select {COLUMNS}, ci.source_id, ci.hmac_verified, i.channel_type, {REPLY_WINDOW}
           from json_each(:ids) page
           cross join conversations c on c.id = page.value and c.account_id = :account
           cross join contact_inboxes ci on ci.id = c.contact_inbox_id
           cross join inboxes i on i.id = c.inbox_id {API_CHANNEL}
          order by page.key"
    ))?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| {
        Ok(ShownRow {
            conversation: from_row(row)?,
            source_id: row.get(WIDTH)?,
            hmac_verified: row.get(WIDTH + 1)?,
            channel_type: row.get(WIDTH + 2)?,
            reply_window: row.get(WIDTH + 3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
