//! Moving what one contact has to another, some rows at a time.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ConversationId, MessageId};
use crate::store::{Db, Tx};

/// Hides a contact that is merged into another one.
pub fn hide_merged(tx: &Tx, account: AccountId, from: ContactId, into: ContactId) -> Result<()> {
    tx.prepare_cached(
        "update contacts set deleted_at = :now, merged_into = :into, avatar_blob_id = null where id = :id and account_id = :account",
    )?
    .execute(named_params! {":now": tx.now, ":into": into, ":id": from, ":account": account})?;
    Ok(())
}

/// The contact that a hidden one was merged into.
pub fn merged_into(db: &Db, account: AccountId, from: ContactId) -> Result<Option<ContactId>> {
    let mut find = db.prepare_cached("select merged_into from contacts where id = ? and account_id = ?")?;
    Ok(find.query_row((from, account), |row| row.get(0)).optional()?.flatten())
}

/// Gives the labels of one contact to the other.
pub fn move_labels(tx: &Tx, account: AccountId, from: ContactId, into: ContactId) -> Result<()> {
    tx.prepare_cached(
        "insert or ignore into contact_labels(contact_id, label, account_id)
         select :into, label, account_id from contact_labels where contact_id = :from and account_id = :account",
    )?
    .execute(named_params! {":into": into, ":from": from, ":account": account})?;
    tx.prepare_cached("delete from contact_labels where contact_id = ? and account_id = ?")?
        .execute((from, account))?;
    Ok(())
}

pub const CONVERSATIONS: &str = "select id from conversations indexed by conversations_contact
    where contact_id = :from and account_id = :account limit :most";

/// Gives some of the contact's conversations to the other, with what was answered in their surveys; answers which.
pub fn move_conversations(
    tx: &Tx,
    account: AccountId,
    from: ContactId,
    into: ContactId,
    most: usize,
) -> Result<Vec<ConversationId>> {
    let mut list = tx.prepare_cached(CONVERSATIONS)?;
    let params = named_params! {":from": from, ":account": account, ":most": most as i64};
    let moved: Vec<ConversationId> = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let ids = serde_json::to_string(&moved).unwrap_or_default();
    for statement in [
        "update conversations set contact_id = :into where id in (select value from json_each(:ids)) and account_id = :account",
        "update csat_survey_responses set contact_id = :into
          where conversation_id in (select value from json_each(:ids)) and account_id = :account",
    ] {
        tx.prepare_cached(statement)?.execute(named_params! {":into": into, ":ids": ids, ":account": account})?;
    }
    for (contact, more) in [(into, moved.len() as i64), (from, -(moved.len() as i64))] {
        tx.prepare_cached(
            "update contacts set conversations_count = conversations_count + ? where id = ? and account_id = ?",
        )?
        .execute((more, contact, account))?;
    }
    Ok(moved)
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
    account: AccountId,
    (from, into): (ContactId, ContactId),
    conversation: ConversationId,
    after: Option<MessageId>,
    most: usize,
) -> Result<Seen> {
    let after = after.unwrap_or(MessageId(0));
    let mut range = tx.prepare_cached(&format!("select count(*), max(id) from ({MESSAGES})"))?;
    let params =
        named_params! {":conversation": conversation, ":after": after, ":account": account, ":most": most as i64};
    let (seen, last): (i64, Option<MessageId>) = range.query_row(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    tx.prepare_cached(
        "update messages set sender_id = :into where conversation_id = :conversation and id > :after and id <= :last
            and sender_type = 'Contact' and sender_id = :from and account_id = :account",
    )?
    .execute(
        named_params! {":into": into, ":conversation": conversation, ":after": after, ":last": last, ":from": from,
        ":account": account},
    )?;
    let seen = usize::try_from(seen).unwrap_or(most);
    Ok(Seen { seen, last: last.filter(|_| seen == most) })
}

/// Gives some of the contact's addresses to the other; answers how many.
pub fn move_addresses(tx: &Tx, account: AccountId, from: ContactId, into: ContactId, most: usize) -> Result<usize> {
    let mut update = tx.prepare_cached(
        "update contact_inboxes set contact_id = :into, updated_at = :now where id in
            (select id from contact_inboxes indexed by contact_inboxes_contact
              where contact_id = :from and account_id = :account limit :most)",
    )?;
    let params =
        named_params! {":into": into, ":now": tx.now, ":from": from, ":account": account, ":most": most as i64};
    Ok(update.execute(params)?)
}

/// Deletes the row of a contact of which everything has moved; who was merged into it is merged into the other.
pub fn remove_merged(tx: &Tx, account: AccountId, from: ContactId, into: ContactId) -> Result<()> {
    tx.prepare_cached("update contacts set merged_into = ? where merged_into = ? and account_id = ?")?
        .execute((into, from, account))?;
    tx.prepare_cached("delete from contacts where id = ? and account_id = ? and deleted_at is not null")?
        .execute((from, account))?;
    Ok(())
}
