//! Moving what one contact has to another, some rows at a time.

use rusqlite::{OptionalExtension, named_params};

use super::super::merging::Merge;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ContactInboxId, ConversationId, MergeId, MessageId};
use crate::store::{Db, Tx};

/// From whom to whom things move.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    pub account: AccountId,
    pub from: ContactId,
    pub to: ContactId,
}

/// Gives the labels of one contact to the other as well; answers those that it did not have.
pub fn give_labels(tx: &Tx, account: AccountId, from: ContactId, into: ContactId) -> Result<Vec<String>> {
    let mut give = tx.prepare_cached(
        "insert or ignore into contact_labels(contact_id, label, account_id)
         select :into, label, account_id from contact_labels where contact_id = :from and account_id = :account
         returning label",
    )?;
    let params = named_params! {":into": into, ":from": from, ":account": account};
    Ok(give.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub const CONVERSATIONS: &str = "select id from conversations indexed by conversations_contact
    where contact_id = :from and account_id = :account limit :most";

/// Some conversations of the contact.
pub fn conversations_of(db: &Db, way: Way, most: usize) -> Result<Vec<ConversationId>> {
    let mut list = db.prepare_cached(CONVERSATIONS)?;
    let params = named_params! {":from": way.from, ":account": way.account, ":most": most as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub const CONVERSATIONS_AT: &str = "select id from conversations indexed by conversations_contact_inbox
    where contact_inbox_id = :address and id > :past and contact_id = :from and account_id = :account
    order by id limit :most";

/// Some conversations of the contact at an address, after one.
pub fn conversations_at(
    db: &Db,
    way: Way,
    address: ContactInboxId,
    past: Option<ConversationId>,
    most: usize,
) -> Result<Vec<ConversationId>> {
    let mut list = db.prepare_cached(CONVERSATIONS_AT)?;
    let past = past.unwrap_or(ConversationId(0));
    let params = named_params! {":address": address, ":past": past, ":from": way.from, ":account": way.account,
    ":most": most as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Gives these conversations of the one contact to the other, with what was answered in their surveys.
pub fn move_conversations(tx: &Tx, way: Way, conversations: &[ConversationId]) -> Result<()> {
    let ids = serde_json::to_string(conversations).unwrap_or_default();
    for statement in [
        "update conversations set contact_id = :to where id in (select value from json_each(:ids)) and account_id = :account",
        "update csat_survey_responses set contact_id = :to
          where conversation_id in (select value from json_each(:ids)) and account_id = :account",
    ] {
        tx.prepare_cached(statement)?.execute(named_params! {":to": way.to, ":ids": ids, ":account": way.account})?;
    }
    let moved = conversations.len() as i64;
    for (contact, more) in [(way.to, moved), (way.from, -moved)] {
        tx.prepare_cached(
            "update contacts set conversations_count = conversations_count + ? where id = ? and account_id = ?",
        )?
        .execute((more, contact, way.account))?;
    }
    Ok(())
}

/// How far [`move_messages`] came: how many messages it saw, and the last of them, unless it was the conversation's last.
#[derive(Debug)]
pub struct Seen {
    pub seen: usize,
    pub last: Option<MessageId>,
}

pub const MESSAGES: &str = "select id from messages indexed by messages_page
    where conversation_id = :conversation and id > :after and account_id = :account order by id limit :most";

/// Makes the other contact the sender of what the one wrote in a conversation, looking at so many messages after one.
pub fn move_messages(
    tx: &Tx,
    way: Way,
    conversation: ConversationId,
    after: Option<MessageId>,
    most: usize,
) -> Result<Seen> {
    let after = after.unwrap_or(MessageId(0));
    let mut range = tx.prepare_cached(&format!("select count(*), max(id) from ({MESSAGES})"))?;
    let params =
        named_params! {":conversation": conversation, ":after": after, ":account": way.account, ":most": most as i64};
    let (seen, last): (i64, Option<MessageId>) = range.query_row(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    tx.prepare_cached(
        "update messages set sender_id = :to where conversation_id = :conversation and id > :after and id <= :last
            and sender_type = 'Contact' and sender_id = :from and account_id = :account",
    )?
    .execute(named_params! {":to": way.to, ":conversation": conversation, ":after": after, ":last": last,
    ":from": way.from, ":account": way.account})?;
    let seen = usize::try_from(seen).unwrap_or(most);
    Ok(Seen { seen, last: last.filter(|_| seen == most) })
}

/// Gives some addresses of the one contact to the other, and notes for each of these mergers that it moved; answers how many.
pub fn move_addresses(tx: &Tx, way: Way, merges: &[MergeId], most: usize) -> Result<usize> {
    let find = "select id from contact_inboxes indexed by contact_inboxes_contact
        where contact_id = :from and account_id = :account limit :most";
    let update = "update contact_inboxes set contact_id = :to, updated_at = :now
        where id in (select value from json_each(:ids)) and account_id = :account";
    move_rows(tx, way, merges, "address", find, update, most)
}

/// Gives some notes about the one contact to the other, and notes for each of these mergers that it moved; answers how many.
pub fn move_notes(tx: &Tx, way: Way, merges: &[MergeId], most: usize) -> Result<usize> {
    let find = "select id from notes indexed by notes_contact
        where contact_id = :from and account_id = :account limit :most";
    // a note that moves is not changed
    let update = "update notes set contact_id = :to
        where id in (select value from json_each(:ids)) and account_id = :account and :now is not null";
    move_rows(tx, way, merges, "note", find, update, most)
}

fn move_rows(
    tx: &Tx,
    way: Way,
    merges: &[MergeId],
    kind: &str,
    find: &str,
    update: &str,
    most: usize,
) -> Result<usize> {
    let mut list = tx.prepare_cached(find)?;
    let params = named_params! {":from": way.from, ":account": way.account, ":most": most as i64};
    let found: Vec<i64> = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if found.is_empty() {
        return Ok(0);
    }
    let ids = serde_json::to_string(&found).unwrap_or_default();
    tx.prepare_cached(update)?
        .execute(named_params! {":to": way.to, ":ids": ids, ":account": way.account, ":now": tx.now})?;
    let mut insert = tx.prepare_cached(
        "insert or ignore into contact_merge_rows(merge_id, kind, row_id)
         select :merge, :kind, value from json_each(:ids)",
    )?;
    for merge in merges {
        insert.execute(named_params! {":merge": merge, ":kind": kind, ":ids": ids})?;
    }
    Ok(found.len())
}

/// Gives some of the addresses back that moved with a merger; answers how many there were.
pub fn return_addresses(tx: &Tx, way: Way, merge: MergeId, most: usize) -> Result<usize> {
    let update = "update contact_inboxes set contact_id = :to, updated_at = :now
        where id in (select value from json_each(:ids)) and contact_id = :from and account_id = :account";
    // its conversations are still to come
    let mark = "update contact_merge_rows set kind = 'home'
        where merge_id = :merge and kind = 'address' and row_id in (select value from json_each(:ids))";
    return_rows(tx, way, merge, "address", update, mark, most)
}

/// Gives some of the notes back that moved with a merger; answers how many there were.
pub fn return_notes(tx: &Tx, way: Way, merge: MergeId, most: usize) -> Result<usize> {
    let update = "update notes set contact_id = :to where id in (select value from json_each(:ids))
        and contact_id = :from and account_id = :account and :now is not null";
    let mark = "delete from contact_merge_rows
        where merge_id = :merge and kind = 'note' and row_id in (select value from json_each(:ids))";
    return_rows(tx, way, merge, "note", update, mark, most)
}

fn return_rows(tx: &Tx, way: Way, merge: MergeId, kind: &str, update: &str, mark: &str, most: usize) -> Result<usize> {
    let mut list = tx.prepare_cached(
        "select row_id from contact_merge_rows where merge_id = :merge and kind = :kind order by row_id limit :most",
    )?;
    let params = named_params! {":merge": merge, ":kind": kind, ":most": most as i64};
    let found: Vec<i64> = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let ids = serde_json::to_string(&found).unwrap_or_default();
    tx.prepare_cached(update)?.execute(
        named_params! {":to": way.to, ":from": way.from, ":ids": ids, ":account": way.account, ":now": tx.now},
    )?;
    tx.prepare_cached(mark)?.execute(named_params! {":merge": merge, ":ids": ids})?;
    Ok(found.len())
}

/// An address that is back already, and whose conversations are not all.
pub fn address_at_home(db: &Db, merge: &Merge) -> Result<Option<ContactInboxId>> {
    let mut find = db.prepare_cached(
        "select row_id from contact_merge_rows where merge_id = ? and kind = 'home' order by row_id limit 1",
    )?;
    Ok(find.query_row([merge.id], |row| row.get(0)).optional()?)
}

/// Notes that all conversations of an address are back.
pub fn finish_address(tx: &Tx, merge: &Merge, address: ContactInboxId) -> Result<()> {
    tx.prepare_cached("delete from contact_merge_rows where merge_id = ? and kind = 'home' and row_id = ?")?
        .execute((merge.id, address))?;
    Ok(())
}
