//! Message rows: find, insert, change.

use std::borrow::Cow;

use rusqlite::{OptionalExtension, Row, named_params, params};

use super::super::kinds::{ContentType, MessageStatus, MessageType};
use super::super::model::{Message, Sender};
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::base::{Error, Result, scripts};
use crate::store::{Db, Tx};

/// The columns of [`from_row`], of a table or alias `m`.
pub const COLUMNS: &str =
    "m.id, m.account_id, m.inbox_id, m.conversation_id, m.message_type, m.content_type, m.content,
    m.private, m.status, m.sender_type, m.sender_id, m.source_id, m.content_attributes, m.additional_attributes,
    m.external_source_ids, m.has_attachments, m.created_at, m.updated_at";

/// A message from a row of [`COLUMNS`].
pub fn from_row(row: &Row) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get(0)?,
        account: row.get(1)?,
        inbox: row.get(2)?,
        conversation: row.get(3)?,
        message_type: MessageType::from_number(row.get(4)?),
        content_type: ContentType::from_number(row.get(5)?),
        content: row.get(6)?,
        private: row.get(7)?,
        status: MessageStatus::from_number(row.get(8)?),
        sender: Sender::from_parts(row.get_ref(9)?.as_str_or_null()?, row.get(10)?),
        source_id: row.get(11)?,
        content_attributes: row.get(12)?,
        additional_attributes: row.get(13)?,
        external_source_ids: row.get(14)?,
        has_attachments: row.get(15)?,
        created_at: row.get(16)?,
        updated_at: row.get(17)?,
    })
}

pub const FIND: &str = "m.id = ? and m.conversation_id = ? and m.account_id = ?";

/// The message of this conversation; 404 when there is none such in it.
pub fn find(db: &Db, account: AccountId, conversation: ConversationId, id: MessageId) -> Result<Message> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} from messages m where {FIND}"))?;
    Ok(find.query_row((id, conversation, account), from_row)?)
}

/// The account's message of this id; 404 when it has none such.
pub fn by_id(db: &Db, account: AccountId, id: MessageId) -> Result<Message> {
    by_ids(db, account, &[id])?.pop().ok_or(Error::NotFound)
}

pub const BY_IDS: &str =
    "from json_each(?) wanted cross join messages m on m.id = wanted.value and m.account_id = ? order by wanted.key";

/// These messages, in the order asked for; those the account does not have are left out.
pub fn by_ids(db: &Db, account: AccountId, ids: &[MessageId]) -> Result<Vec<Message>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&format!("select {COLUMNS} {BY_IDS}"))?;
    Ok(list.query_map((ids, account), from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub const BY_ECHO: &str = "m.conversation_id = :conversation and m.echo_id = :echo_id and m.sender_type = :sender_type
    and m.sender_id = :sender_id and m.account_id = :account";

/// The message that this sender sent to the conversation under this id of theirs, if they did.
pub fn by_echo(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    sender: Sender,
    echo_id: &str,
) -> Result<Option<Message>> {
    let (sender_type, sender_id) = sender.parts();
    let mut find = db.prepare_cached(&format!("select {COLUMNS} from messages m where {BY_ECHO}"))?;
    let params = named_params! {":conversation": conversation, ":echo_id": echo_id, ":sender_type": sender_type,
    ":sender_id": sender_id, ":account": account};
    Ok(find.query_row(params, from_row).optional()?)
}

/// The content as the search index takes it, where that differs.
fn spaced(message: &Message) -> Option<String> {
    match scripts::spaced(message.content.as_deref()?) {
        Cow::Owned(spaced) => Some(spaced),
        Cow::Borrowed(_) => None,
    }
}

/// Stores a message, with its sender's own id of it; the id in it is ignored.
pub fn insert(tx: &Tx, new: &Message, echo_id: Option<&str>) -> Result<MessageId> {
    let (sender_type, sender_id) = new.sender.map(Sender::parts).unzip();
    // by place: names are looked up one by one, and there is nothing that is written as often
    tx.prepare_cached(
        "insert into messages(account_id, inbox_id, conversation_id, message_type, content_type, content, spaced, private,
            status, sender_type, sender_id, source_id, echo_id, content_attributes, additional_attributes, external_source_ids,
            has_attachments, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        new.account,
        new.inbox,
        new.conversation,
        new.message_type as i64,
        new.content_type as i64,
        new.content,
        spaced(new),
        new.private,
        new.status as i64,
        sender_type,
        sender_id,
        new.source_id,
        echo_id,
        new.content_attributes,
        new.additional_attributes,
        new.external_source_ids,
        new.has_attachments,
        new.created_at,
        new.updated_at,
    ])?;
    Ok(MessageId(tx.last_insert_rowid()))
}

/// Writes a message's content and what belongs to it.
pub fn save_content(tx: &Tx, message: &Message) -> Result<()> {
    tx.prepare_cached(
        "update messages set content = :content, spaced = :spaced, content_type = :content_type, content_attributes = :content_attributes,
            has_attachments = :has_attachments, updated_at = :updated_at
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {
        ":content": message.content, ":spaced": spaced(message), ":content_type": message.content_type as i64,
        ":content_attributes": message.content_attributes, ":has_attachments": message.has_attachments,
        ":updated_at": message.updated_at, ":id": message.id, ":account": message.account,
    })?;
    Ok(())
}

pub const UNREAD: &str =
    "select id from (select id, message_type, private, status from messages indexed by messages_page
       where conversation_id = :conversation and account_id = :account order by id desc limit :most) newest
    where message_type in (1, 3) and private = 0 and status in (0, 1)";

/// Which of the conversation's newest messages the contact was sent and has not read, as far as it is known; oldest first.
pub fn unread(db: &Db, account: AccountId, conversation: ConversationId, most: i64) -> Result<Vec<MessageId>> {
    let mut list = db.prepare_cached(UNREAD)?;
    let params = named_params! {":conversation": conversation, ":account": account, ":most": most};
    let mut unread = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    unread.sort_unstable();
    Ok(unread)
}

/// Writes how far a message got.
pub fn save_status(tx: &Tx, message: &Message) -> Result<()> {
    tx.prepare_cached("update messages set status = ?, updated_at = ? where id = ? and account_id = ?")?.execute((
        message.status as i64,
        message.updated_at,
        message.id,
        message.account,
    ))?;
    Ok(())
}
