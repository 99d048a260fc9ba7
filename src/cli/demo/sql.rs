//! The mark of a demo: a row of the table installation, and whether a database is empty.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, InboxId};
use crate::store::{Db, Tx};

/// The logins of this demo as they were kept, if this is one.
pub fn mark(db: &Db) -> Result<Option<String>> {
    let mut find = db.prepare_cached("select value from installation where name = 'demo'")?;
    Ok(find.query_row([], |row| row.get(0)).optional()?)
}

/// Says that this is a demo, and with which logins.
pub fn set_mark(tx: &Tx, value: &str) -> Result<()> {
    tx.prepare_cached(
        "insert into installation(name, value) values ('demo', :value) on conflict do update set value = :value",
    )?
    .execute(named_params! {":value": value})?;
    Ok(())
}

/// The id of the newest message there is.
pub fn newest_message(db: &Db) -> Result<i64> {
    Ok(db.prepare_cached("select coalesce(max(id), 0) from messages")?.query_row([], |row| row.get(0))?)
}

/// What contacts wrote in an inbox after this message, oldest first.
pub fn incoming_after(
    db: &Db,
    account: AccountId,
    inbox: InboxId,
    after: i64,
) -> Result<Vec<(ConversationId, String)>> {
    let mut list = db.prepare_cached(
        "select conversation_id, coalesce(content, '') from messages
          where id > :after and account_id = :account and inbox_id = :inbox and message_type = 0 order by id limit 100",
    )?;
    let params = named_params! {":after": after, ":account": account, ":inbox": inbox};
    let rows = list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether nobody has used this database yet.
pub fn is_empty(db: &Db) -> Result<bool> {
    let mut find =
        db.prepare_cached("select not exists (select 1 from accounts) and not exists (select 1 from users)")?;
    Ok(find.query_row([], |row| row.get(0))?)
}
