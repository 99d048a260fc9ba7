//! Taking away what hangs on a hidden inbox, some rows at a time.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, BlobId, ConversationId, InboxId};
use crate::store::{Db, Tx};

/// The picture of a hidden inbox, if it has one; `None` when there is no such inbox.
pub fn avatar_of_hidden(db: &Db, account: AccountId, id: InboxId) -> Result<Option<Option<BlobId>>> {
    let mut find = db.prepare_cached(
        "select avatar_blob_id from inboxes where id = ? and account_id = ? and deleted_at is not null",
    )?;
    Ok(find.query_row((id, account), |row| row.get(0)).optional()?)
}

pub(super) const ANY_CONVERSATION: &str =
    "select id from conversations indexed by conversations_inbox where inbox_id = ? and account_id = ? limit 1";

/// Any conversation of the inbox.
pub fn any_conversation(db: &Db, account: AccountId, id: InboxId) -> Result<Option<ConversationId>> {
    let mut find = db.prepare_cached(ANY_CONVERSATION)?;
    Ok(find.query_row((id, account), |row| row.get(0)).optional()?)
}

pub(super) const ADDRESSES_GONE: &str = "delete from contact_inboxes where id in
        (select id from contact_inboxes where inbox_id = :inbox and account_id = :account limit :most)";

/// Deletes some of the addresses in the inbox; answers how many.
pub fn addresses_gone(tx: &Tx, account: AccountId, id: InboxId, most: usize) -> Result<usize> {
    let mut delete = tx.prepare_cached(ADDRESSES_GONE)?;
    Ok(delete.execute(named_params! {":inbox": id, ":account": account, ":most": most as i64})?)
}

pub(super) const COUNTERS_GONE: &str = "delete from conversation_counters
    where account_id = :account and status in (0, 1, 2, 3, 9) and inbox_id = :inbox";

/// Deletes the kept counts, a handful, of an inbox without conversations.
pub fn counters_gone(tx: &Tx, account: AccountId, id: InboxId) -> Result<()> {
    tx.prepare_cached(COUNTERS_GONE)?.execute(named_params! {":account": account, ":inbox": id})?;
    Ok(())
}

/// Deletes the row of a hidden inbox with its hours, members, bot and hooks.
pub fn remove(tx: &Tx, account: AccountId, id: InboxId) -> Result<()> {
    tx.prepare_cached("delete from inboxes where id = ? and account_id = ? and deleted_at is not null")?
        .execute((id, account))?;
    Ok(())
}
