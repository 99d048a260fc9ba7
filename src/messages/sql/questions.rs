//! Questions about a conversation's messages that are asked while another one is posted: each at a bounded cost.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, named_params};

use super::super::kinds::{ContentType, MessageType};
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::base::{Millis, Result};
use crate::store::Db;

pub const TEMPLATE: &str = "select 1 from messages indexed by messages_templates
    where conversation_id = :conversation and message_type = 3 and account_id = :account
      and (:content_type is null or content_type = :content_type) limit 1";

pub const LATEST: &str = "select id from messages indexed by messages_templates
    where conversation_id = :conversation and message_type = 3 and account_id = :account and content_type = :content_type
    order by created_at desc limit 1";

/// The conversation's newest template of this content type, if it has one.
pub fn latest_of(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    content_type: ContentType,
) -> Result<Option<MessageId>> {
    let mut find = db.prepare_cached(LATEST)?;
    let params = named_params! {":conversation": conversation, ":account": account,
    ":content_type": content_type as i64};
    Ok(find.query_row(params, |row| row.get(0)).optional()?)
}

pub const OLDEST: &str = "select 1 from (select message_type, content_type from messages indexed by messages_page
       where conversation_id = :conversation and account_id = :account order by id limit 500) oldest
    where message_type in (select value from json_each(:types)) and (:content_type is null or content_type = :content_type)
    limit 1";

/// Whether the conversation has a message of one of these types (and of this content type). Templates are found by an index of
/// their own; of the others, the oldest 500 messages are looked at: what is not among them hardly ever matters to anybody.
pub fn exists_of(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    types: &[MessageType],
    content_type: Option<ContentType>,
) -> Result<bool> {
    let content_type = content_type.map(|kind| kind as i64);
    let others: Vec<i64> = types.iter().filter(|t| **t != MessageType::Template).map(|t| *t as i64).collect();
    if others.len() < types.len() {
        let params = named_params! {":conversation": conversation, ":account": account, ":content_type": content_type};
        if db.prepare_cached(TEMPLATE)?.exists(params)? {
            return Ok(true);
        }
    }
    if others.is_empty() {
        return Ok(false);
    }
    let others = serde_json::to_string(&others).unwrap_or_default();
    let params = named_params! {":conversation": conversation, ":account": account, ":types": others,
    ":content_type": content_type};
    Ok(db.prepare_cached(OLDEST)?.exists(params)?)
}

pub const TEMPLATE_SINCE: &str = "select 1 from messages indexed by messages_templates
    where conversation_id = ? and message_type = 3 and created_at >= ? and account_id = ? limit 1";

/// Whether the server has sent a template since then.
pub fn template_since(db: &Db, account: AccountId, conversation: ConversationId, since: Millis) -> Result<bool> {
    Ok(db.prepare_cached(TEMPLATE_SINCE)?.exists((conversation, since, account))?)
}

pub const OUTGOING_SINCE: &str = "select 1 from (select message_type, private, created_at from messages
       indexed by messages_page where conversation_id = ? and account_id = ? order by id desc limit 1000) newest
    where created_at >= ? and message_type = 1 and private = 0 limit 1";

/// Whether a public answer is among the newest thousand messages and not older than that.
pub fn public_outgoing_since(db: &Db, account: AccountId, conversation: ConversationId, since: Millis) -> Result<bool> {
    Ok(db.prepare_cached(OUTGOING_SINCE)?.exists((conversation, account, since))?)
}

pub const LATEST_PUBLIC: &str = "select wanted.value, (select id from messages indexed by messages_page
       where conversation_id = wanted.value and account_id = :account and message_type <> 2 and private = 0
       order by id desc limit 1) from json_each(:conversations) wanted";

/// The newest message of each conversation that its contact may see. Walks back over notes and activities.
pub fn latest_public(
    db: &Db,
    account: AccountId,
    conversations: &[ConversationId],
) -> Result<HashMap<ConversationId, MessageId>> {
    let conversations = serde_json::to_string(conversations).unwrap_or_default();
    let mut list = db.prepare_cached(LATEST_PUBLIC)?;
    let params = named_params! {":account": account, ":conversations": conversations};
    let rows = list.query_map(params, |row| Ok((row.get(0)?, row.get::<_, Option<MessageId>>(1)?)))?;
    let mut latest = HashMap::new();
    for row in rows {
        let (conversation, message) = row?;
        latest.extend(message.map(|id| (conversation, id)));
    }
    Ok(latest)
}

pub const NTH_NEWEST: &str = "select created_at from messages where account_id = :account and id =
    (select id from messages where conversation_id = :conversation order by id desc limit 1 offset :skipped)";

/// When the `n`th newest message (from 1) of the conversation was written, if there are so many. Walks `n` entries of an index.
pub fn nth_newest_at(db: &Db, account: AccountId, conversation: ConversationId, n: i64) -> Result<Option<Millis>> {
    let mut find = db.prepare_cached(NTH_NEWEST)?;
    let params = named_params! {":account": account, ":conversation": conversation, ":skipped": n.saturating_sub(1)};
    Ok(find.query_row(params, |row| row.get(0)).optional()?)
}

pub const ANSWERED: &str = "select id, source_id from messages where id = ? and conversation_id = ? and account_id = ?";

/// The id and source id of the conversation's message with this id.
pub fn answered(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<(MessageId, Option<String>)>> {
    let mut find = db.prepare_cached(ANSWERED)?;
    Ok(find.query_row((id, conversation, account), |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

pub const ANSWERED_EXTERNALLY: &str =
    "select id, source_id from messages where source_id = ? and conversation_id = ? and account_id = ? limit 1";

/// The id and source id of the conversation's message with this source id.
pub fn answered_externally(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    source_id: &str,
) -> Result<Option<(MessageId, Option<String>)>> {
    let mut find = db.prepare_cached(ANSWERED_EXTERNALLY)?;
    Ok(find.query_row((source_id, conversation, account), |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}
