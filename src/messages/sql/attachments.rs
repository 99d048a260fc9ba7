//! Attachments of messages, and the pictures of inboxes that bots without one show.

use std::collections::HashMap;

use rusqlite::{Row, named_params};

use super::super::kinds::FileType;
use super::super::model::{Attachment, Message};
use crate::base::ids::{AccountId, BlobId, ConversationId, InboxId, MessageId};
use crate::base::{Millis, Result};
use crate::files::{self, Stored};
use crate::store::{Db, Page, Tx};

/// Stores that a file belongs to a message.
pub fn insert_attachment(tx: &Tx, message: &Message, file: &Stored) -> Result<()> {
    tx.prepare_cached(
        "insert into attachments(account_id, conversation_id, message_id, file_type, blob_id, created_at)
         values (:account, :conversation, :message, :file_type, :blob, :now)",
    )?
    .execute(named_params! {":account": message.account, ":conversation": message.conversation,
    ":message": message.id, ":file_type": FileType::of(&file.content_type) as i64, ":blob": file.id,
    ":now": tx.now})?;
    Ok(())
}

/// The columns of [`from_row`], of an attachment `a` and its file `b`.
const COLUMNS: &str = "a.id, a.account_id, a.message_id, a.file_type, a.extension, a.external_url, a.fallback_title,
    a.coordinates_lat, a.coordinates_long, a.meta, b.key, b.filename, b.byte_size, b.width, b.height";

pub fn of_messages_sql() -> String {
    format!(
        "select {COLUMNS} from json_each(?) wanted
          cross join attachments a on a.message_id = wanted.value and a.account_id = ?
           left join blobs b on b.id = a.blob_id
          order by a.id"
    )
}

/// The attachments of these messages, in the order in which they were sent.
pub fn attachments_of(db: &Db, account: AccountId, messages: &[MessageId]) -> Result<Vec<Attachment>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let messages = serde_json::to_string(messages).unwrap_or_default();
    let mut list = db.prepare_cached(&of_messages_sql())?;
    let rows = list.query_map((messages, account), |row| from_row(db, row))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn of_conversation_sql() -> String {
    format!(
        "select {COLUMNS} from attachments a indexed by attachments_conversation left join blobs b on b.id = a.blob_id
          where a.conversation_id = :conversation and a.account_id = :account
          order by a.id desc limit :limit offset :offset"
    )
}

/// A page of the attachments of a conversation, newest first.
pub fn attachments_of_conversation(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    page: Page,
) -> Result<Vec<Attachment>> {
    let mut list = db.prepare_cached(&of_conversation_sql())?;
    let params = named_params! {":conversation": conversation, ":account": account, ":limit": page.limit(),
    ":offset": page.offset()};
    Ok(list.query_map(params, |row| from_row(db, row))?.collect::<rusqlite::Result<_>>()?)
}

pub const COUNT: &str = "select count(*) from attachments indexed by attachments_conversation
    where conversation_id = ? and account_id = ?";

/// How many attachments the conversation has: counted inside an index.
pub fn count_attachments(db: &Db, account: AccountId, conversation: ConversationId) -> Result<i64> {
    Ok(db.prepare_cached(COUNT)?.query_row((conversation, account), |row| row.get(0))?)
}

fn from_row(db: &Db, row: &Row) -> rusqlite::Result<Attachment> {
    let file: Option<(String, String)> = row.get::<_, Option<_>>(10)?.zip(row.get(11)?);
    let elsewhere: Option<String> = row.get(5)?;
    Ok(Attachment {
        id: row.get(0)?,
        account: row.get(1)?,
        message: row.get(2)?,
        file_type: FileType::from_number(row.get(3)?),
        extension: row.get(4)?,
        data_url: match file {
            Some((key, filename)) => files::url(db.env.base_url(), &key, &filename),
            None => elsewhere.unwrap_or_default(),
        },
        byte_size: row.get::<_, Option<i64>>(12)?.unwrap_or_default(),
        width: row.get(13)?,
        height: row.get(14)?,
        fallback_title: row.get(6)?,
        coordinates_lat: row.get(7)?,
        coordinates_long: row.get(8)?,
        meta: row.get(9)?,
    })
}

/// Deletes the attachments of a message; answers their files.
pub fn delete_attachments(tx: &Tx, message: &Message) -> Result<Vec<BlobId>> {
    let mut delete =
        tx.prepare_cached("delete from attachments where message_id = ? and account_id = ? returning blob_id")?;
    let blobs = delete.query_map((message.id, message.account), |row| row.get::<_, Option<BlobId>>(0))?;
    Ok(blobs.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
}

pub const ATTACHED_BEFORE: &str = "select message_id from attachments indexed by attachments_conversation
    where conversation_id = :conversation and account_id = :account and created_at < :before order by id limit :most";

/// The messages of some attachments of the conversation from before this time, oldest first: the same one may come several times.
pub fn attached_before(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    before: Millis,
    most: usize,
) -> Result<Vec<MessageId>> {
    let mut list = db.prepare_cached(ATTACHED_BEFORE)?;
    let params = named_params! {":conversation": conversation, ":account": account, ":before": before,
    ":most": most as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub const PICTURES: &str = "select i.id, b.key, b.filename from json_each(?) wanted
   cross join inboxes i on i.id = wanted.value and i.account_id = ?
   cross join blobs b on b.id = i.avatar_blob_id";

/// The addresses of the pictures of these inboxes; those without one are left out.
pub fn inbox_pictures(db: &Db, account: AccountId, inboxes: &[InboxId]) -> Result<HashMap<InboxId, String>> {
    let inboxes = serde_json::to_string(inboxes).unwrap_or_default();
    let mut list = db.prepare_cached(PICTURES)?;
    let rows = list.query_map((inboxes, account), |row| {
        let (key, filename): (String, String) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, files::url(db.env.base_url(), &key, &filename)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
