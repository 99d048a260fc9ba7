//! Moving what one conversation has to another, some messages at a time; and the numbers of those that are no more.

use rusqlite::{OptionalExtension, named_params};

use super::super::model::Conversation;
use crate::base::ids::{AccountId, ConversationId, DisplayId, MessageId};
use crate::base::{Millis, Result};
use crate::store::{Db, Tx};

/// Lets the number and the long id of one conversation lead to another, and whatever led to it before.
pub fn redirect(tx: &Tx, from: &Conversation, into: &Conversation) -> Result<()> {
    tx.prepare_cached(
        "update conversation_redirects set conversation_id = ? where conversation_id = ? and account_id = ?",
    )?
    .execute((into.id, from.id, from.account))?;
    tx.prepare_cached(
        "insert into conversation_redirects(account_id, display_id, uuid, conversation_id) values (?, ?, ?, ?)",
    )?
    .execute((from.account, from.display_id, &from.uuid, into.id))?;
    Ok(())
}

pub const REDIRECTED: &str =
    "select conversation_id from conversation_redirects where account_id = ? and display_id = ?";

/// Where the number of a merged conversation leads.
pub fn redirected(db: &Db, account: AccountId, display_id: DisplayId) -> Result<Option<ConversationId>> {
    let mut find = db.prepare_cached(REDIRECTED)?;
    Ok(find.query_row((account, display_id), |row| row.get(0)).optional()?)
}

/// Lets those who followed, were mentioned or began to write in one conversation do so in the other.
pub fn move_people(tx: &Tx, from: &Conversation, into: &Conversation) -> Result<()> {
    for statement in [
        "insert or ignore into conversation_participants(conversation_id, user_id, account_id, created_at)
         select :into, user_id, account_id, created_at from conversation_participants
          where conversation_id = :from and account_id = :account",
        "insert into mentions(conversation_id, user_id, account_id, mentioned_at)
         select :into, user_id, account_id, mentioned_at from mentions
          where conversation_id = :from and account_id = :account
         on conflict do update set mentioned_at = max(mentioned_at, excluded.mentioned_at)",
        "insert or ignore into draft_messages(conversation_id, user_id, account_id, message, updated_at)
         select :into, user_id, account_id, message, updated_at from draft_messages
          where conversation_id = :from and account_id = :account",
    ] {
        tx.prepare_cached(statement)?
            .execute(named_params! {":into": into.id, ":from": from.id, ":account": from.account})?;
    }
    Ok(())
}

pub const NEWEST: &str = "select id, message_type, created_at from messages indexed by messages_page
    where conversation_id = ? and account_id = ? order by id desc limit ?";

// an id that the other conversation knows already is no longer needed: nobody sends the message again; and what a contact wrote
// who became another one meanwhile is that one's
pub const MOVE: &str = "update messages set conversation_id = :into, inbox_id = :inbox,
        sender_id = iif(sender_type = 'Contact', :contact, sender_id),
        echo_id = iif(exists (select 1 from messages other where other.conversation_id = :into
            and other.echo_id = messages.echo_id and other.sender_type = messages.sender_type
            and other.sender_id = iif(messages.sender_type = 'Contact', :contact, messages.sender_id)), null, echo_id)
    where id in (select value from json_each(:ids)) and account_id = :account";

/// What hangs on messages.
pub const BESIDE: [&str; 2] = [
    "update attachments set conversation_id = :into
      where message_id in (select value from json_each(:ids)) and account_id = :account",
    "update csat_survey_responses set conversation_id = :into
      where message_id in (select value from json_each(:ids)) and account_id = :account",
];

/// Moves some messages, the newest first, and keeps the numbers of both conversations right; answers how many.
pub fn move_messages(tx: &Tx, from: &Conversation, into: &Conversation, most: usize) -> Result<usize> {
    let mut list = tx.prepare_cached(NEWEST)?;
    let rows = list.query_map((from.id, from.account, most as i64), |row| {
        Ok(Moved { id: row.get(0)?, message_type: row.get(1)?, at: row.get(2)? })
    })?;
    let moved: Vec<Moved> = rows.collect::<rusqlite::Result<_>>()?;
    if moved.is_empty() {
        return Ok(0);
    }
    let ids: Vec<MessageId> = moved.iter().map(|message| message.id).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    tx.prepare_cached(MOVE)?
        .execute(named_params! {":into": into.id, ":inbox": into.inbox, ":contact": into.contact, ":ids": ids,
        ":account": from.account})?;
    for statement in BESIDE {
        tx.prepare_cached(statement)?
            .execute(named_params! {":into": into.id, ":ids": ids, ":account": from.account})?;
    }
    count_out(tx, from, &moved)?;
    count_in(tx, into, &moved)?;
    Ok(moved.len())
}

struct Moved {
    id: MessageId,
    message_type: i64,
    at: Millis,
}

/// How many of these the contact wrote after agents looked last.
fn unread(moved: &[Moved], seen: Option<Millis>) -> i64 {
    let is_unread = |message: &&Moved| message.message_type == 0 && seen.is_none_or(|seen| message.at > seen);
    moved.iter().filter(is_unread).count() as i64
}

fn count_out(tx: &Tx, from: &Conversation, moved: &[Moved]) -> Result<()> {
    tx.prepare_cached(
        "update conversations set messages_count = messages_count - :moved, unread_count = max(unread_count - :unread, 0),
            last_message_id = null, last_non_activity_message_id = null where id = :id and account_id = :account",
    )?
    .execute(named_params! {":moved": moved.len() as i64, ":unread": unread(moved, from.agent_last_seen_at),
        ":id": from.id, ":account": from.account})?;
    Ok(())
}

fn count_in(tx: &Tx, into: &Conversation, moved: &[Moved]) -> Result<()> {
    let newest = |is_it: fn(&&Moved) -> bool| moved.iter().filter(is_it).map(|message| message.id).max();
    let heard = moved.iter().filter(|message| message.message_type == 0).map(|message| message.at).max();
    tx.prepare_cached(
        "update conversations set messages_count = messages_count + :moved, unread_count = unread_count + :unread,
            last_message_id = max(coalesce(last_message_id, 0), :newest),
            last_non_activity_message_id = nullif(max(coalesce(last_non_activity_message_id, 0), coalesce(:said, 0)), 0),
            last_incoming_at = iif(:heard is null, last_incoming_at, max(coalesce(last_incoming_at, 0), :heard))
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":moved": moved.len() as i64, ":unread": unread(moved, into.agent_last_seen_at),
        ":newest": newest(|_| true), ":said": newest(|message| message.message_type != 2), ":heard": heard,
        ":id": into.id, ":account": into.account})?;
    Ok(())
}

/// Deletes the row of a hidden conversation whose messages have moved, and what was never to be moved.
pub fn remove(tx: &Tx, conversation: &Conversation) -> Result<()> {
    tx.prepare_cached("delete from conversations where id = ? and account_id = ? and status = 9")?
        .execute((conversation.id, conversation.account))?;
    Ok(())
}
