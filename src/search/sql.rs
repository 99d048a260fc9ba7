//! Every statement of the search. What somebody sees is limited to their inboxes by each.

use rusqlite::named_params;

use super::model::MOST;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ConversationId, DisplayId, InboxId, MessageId};
use crate::store::{Db, Page};

/// What was said by customers, agents and bots, newest first: ids are given in the order of creation.
const SAID: &str = "messages_fts f cross join messages m on m.id = f.rowid
    where messages_fts match :words and m.account_id = :account and m.message_type in (0, 1)
      and m.inbox_id in (select value from json_each(:inboxes))";
/// Hidden conversations are not there.
const VISIBLE: &str =
    "c.account_id = :account and c.status <> 9 and c.inbox_id in (select value from json_each(:inboxes))";

/// Whose conversations are searched.
#[derive(Debug, Clone)]
pub struct Sphere {
    pub account: AccountId,
    /// The inboxes that are visible, as a JSON list.
    inboxes: String,
}

impl Sphere {
    pub fn new(account: AccountId, inboxes: &[InboxId]) -> Self {
        Sphere { account, inboxes: serde_json::to_string(inboxes).unwrap_or_default() }
    }
}

/// A message with these words.
#[derive(Debug, Clone)]
pub struct Said {
    pub id: MessageId,
    pub conversation: DisplayId,
    /// The part with the words, with the index's marks around them.
    pub snippet: String,
}

pub(super) fn messages_sql() -> String {
    format!(
        "select m.id, (select c.display_id from conversations c where c.id = m.conversation_id),
            snippet(messages_fts, 0, char(1), char(2), '…', 32) from {SAID}
            and exists (select 1 from conversations c where c.id = m.conversation_id and c.status <> 9)
          order by f.rowid desc limit :limit offset :offset"
    )
}

/// A page of the messages with these words, newest first.
pub fn messages(db: &Db, sphere: &Sphere, words: &str, page: Page) -> Result<Vec<Said>> {
    let mut list = db.prepare_cached(&messages_sql())?;
    let params = named_params! {":account": sphere.account, ":inboxes": sphere.inboxes, ":words": words,
    ":limit": page.limit(), ":offset": page.offset()};
    let rows =
        list.query_map(params, |row| Ok(Said { id: row.get(0)?, conversation: row.get(1)?, snippet: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn said_in_sql() -> String {
    format!(
        "select c.id, max(found.id) from
            (select m.id, m.conversation_id from {SAID} order by f.rowid desc limit {MOST}) found
            cross join conversations c on c.id = found.conversation_id and {VISIBLE} group by c.id"
    )
}

/// The conversations in which these words were said lately, each with the newest message that has them.
pub fn said_in(db: &Db, sphere: &Sphere, words: &str) -> Result<Vec<(ConversationId, MessageId)>> {
    let mut list = db.prepare_cached(&said_in_sql())?;
    let params = named_params! {":account": sphere.account, ":inboxes": sphere.inboxes, ":words": words};
    Ok(list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn of_contacts_sql() -> String {
    format!(
        "select c.id from json_each(:contacts) wanted
            cross join conversations c indexed by conversations_contact on c.contact_id = wanted.value and {VISIBLE}
          limit {MOST}"
    )
}

/// The conversations of these contacts.
pub fn of_contacts(db: &Db, sphere: &Sphere, contacts: &[ContactId]) -> Result<Vec<ConversationId>> {
    let contacts = serde_json::to_string(contacts).unwrap_or_default();
    let mut list = db.prepare_cached(&of_contacts_sql())?;
    let params = named_params! {":account": sphere.account, ":inboxes": sphere.inboxes, ":contacts": contacts};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn by_number_sql() -> String {
    format!("select c.id from conversations c where c.display_id = :number and {VISIBLE}")
}

/// The conversation of this number, as a list of one or none.
pub fn by_number(db: &Db, sphere: &Sphere, number: DisplayId) -> Result<Vec<ConversationId>> {
    let mut find = db.prepare_cached(&by_number_sql())?;
    let params = named_params! {":account": sphere.account, ":inboxes": sphere.inboxes, ":number": number};
    Ok(find.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
