//! Rules, and what they are about.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::model::{DAY, Rule};
use crate::base::ids::{AccountId, ContactId, ConversationId, InboxId};
use crate::base::{Millis, Result};
use crate::store::{Db, Tx};

const RULE: &str = "r.inbox_id, r.account_id, r.conversation_days, r.attachment_days, r.erase_contacts, r.conversation_id, r.contact_id";

fn from_row(row: &Row) -> rusqlite::Result<Rule> {
    Ok(Rule {
        inbox: row.get(0)?,
        account: row.get(1)?,
        conversation_days: row.get(2)?,
        attachment_days: row.get(3)?,
        erase_contacts: row.get(4)?,
        conversation: row.get(5)?,
        past: row.get(6)?,
    })
}

/// The rule of an inbox, if it has one.
pub fn find(db: &Db, account: AccountId, inbox: InboxId) -> Result<Option<Rule>> {
    let mut find =
        db.prepare_cached(&format!("select {RULE} from retention_rules r where r.inbox_id = ? and r.account_id = ?"))?;
    Ok(find.query_row((inbox, account), from_row).optional()?)
}

pub fn due_sql() -> String {
    format!(
        "select {RULE} from retention_rules r indexed by retention_rules_due
           cross join inboxes i on i.id = r.inbox_id and i.deleted_at is null
           cross join accounts a on a.id = r.account_id and a.deleted_at is null
          where r.swept_at <= ? order by r.swept_at limit 1"
    )
}

/// The rule, of any account, that was carried out before this time, and before all others.
pub fn due(db: &Db, before: Millis) -> Result<Option<Rule>> {
    Ok(db.prepare_cached(&due_sql())?.query_row([before], from_row).optional()?)
}

/// Stores what a rule says; it is carried out anew.
pub fn save(tx: &Tx, rule: &Rule) -> Result<()> {
    tx.prepare_cached(
        "insert into retention_rules(inbox_id, account_id, conversation_days, attachment_days, erase_contacts)
         values (:inbox, :account, :conversation_days, :attachment_days, :erase_contacts)
         on conflict (inbox_id) do update set conversation_days = excluded.conversation_days,
            attachment_days = excluded.attachment_days, erase_contacts = excluded.erase_contacts,
            conversation_id = 0, contact_id = 0, swept_at = 0",
    )?
    .execute(named_params! {":inbox": rule.inbox, ":account": rule.account,
    ":conversation_days": rule.conversation_days, ":attachment_days": rule.attachment_days,
    ":erase_contacts": rule.erase_contacts})?;
    Ok(())
}

pub fn delete(tx: &Tx, account: AccountId, inbox: InboxId) -> Result<()> {
    tx.prepare_cached("delete from retention_rules where inbox_id = ? and account_id = ?")?
        .execute((inbox, account))?;
    Ok(())
}

/// Stores how far the carrying out is.
pub fn save_place(tx: &Tx, rule: &Rule) -> Result<()> {
    tx.prepare_cached(
        "update retention_rules set conversation_id = ?, contact_id = ? where inbox_id = ? and account_id = ?",
    )?
    .execute((rule.conversation, rule.past, rule.inbox, rule.account))?;
    Ok(())
}

/// Notes that the rule was carried out to its end.
pub fn set_swept(tx: &Tx, rule: &Rule) -> Result<()> {
    tx.prepare_cached(
        "update retention_rules set conversation_id = 0, contact_id = 0, swept_at = ? where inbox_id = ? and account_id = ?",
    )?
    .execute((tx.now, rule.inbox, rule.account))?;
    Ok(())
}

/// What of a conversation says whether its time has come.
#[derive(Debug)]
pub struct Place {
    pub id: ConversationId,
    pub status: i64,
    pub last_activity_at: Millis,
}

pub const CONVERSATIONS: &str = "select id, status, last_activity_at from conversations indexed by conversations_inbox
    where inbox_id = :inbox and account_id = :account and id > :after order by id limit :most";

/// The next conversations of the rule's inbox.
pub fn conversations_after(db: &Db, rule: &Rule, most: usize) -> Result<Vec<Place>> {
    let mut list = db.prepare_cached(CONVERSATIONS)?;
    let params = named_params! {":inbox": rule.inbox, ":account": rule.account, ":after": rule.conversation,
    ":most": most as i64};
    let rows = list
        .query_map(params, |row| Ok(Place { id: row.get(0)?, status: row.get(1)?, last_activity_at: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub const OLD: &str = "select count(*) from conversations indexed by conversations_list
    where account_id = :account and status = 1 and last_activity_at < :before and inbox_id = :inbox";

/// How many resolved conversations of the inbox had their last activity before this time: counted inside an index.
pub fn old_conversations(db: &Db, rule: &Rule, before: Millis) -> Result<i64> {
    let params = named_params! {":account": rule.account, ":inbox": rule.inbox, ":before": before};
    Ok(db.prepare_cached(OLD)?.query_row(params, |row| row.get(0))?)
}

/// A contact with addresses in several inboxes must be given up by the rules of all of them.
pub const CONTACTS: &str =
    "select c.id, c.deleted_at is null and max(c.created_at, coalesce(c.last_activity_at, 0)) < :before
      and exists (select 1 from contact_inboxes a indexed by contact_inboxes_contact
        where a.contact_id = c.id and a.inbox_id = :inbox)
      and not exists (select 1 from contact_inboxes a indexed by contact_inboxes_contact
        left join retention_rules r on r.inbox_id = a.inbox_id
        where a.contact_id = c.id and not coalesce(r.erase_contacts
          and max(c.created_at, coalesce(c.last_activity_at, 0)) < :now - r.conversation_days * :day, 0))
      and not exists (select 1 from conversations v indexed by conversations_contact
        where v.contact_id = c.id and v.status <> 9)
    from contacts c indexed by contacts_account
    where c.account_id = :account and c.id > :after order by c.id limit :most";

/// The next contacts of the account, each with whether it is to be erased: it is of the rule's inbox, has no conversation, and
/// showed no activity since this time.
pub fn contacts_after(db: &Db, rule: &Rule, before: Millis, most: usize) -> Result<Vec<(ContactId, bool)>> {
    let mut list = db.prepare_cached(CONTACTS)?;
    let params = named_params! {":before": before, ":inbox": rule.inbox, ":now": db.now, ":day": DAY,
    ":account": rule.account, ":after": rule.past, ":most": most as i64};
    Ok(list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}
