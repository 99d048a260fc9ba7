//! Erasures, and how much there is of a contact.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::model::{Counts, Erasure, Phase, Status};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ErasureId, UserId};
use crate::store::{Db, Page, Tx};

const ERASURE: &str = "e.id, e.account_id, e.contact_id, e.contact_ids, e.user_id, e.status, e.phase, e.cursor,
    e.conversations_count, e.messages_count, e.attachments_count, e.notes_count, e.created_at, e.finished_at";

fn from_row(row: &Row) -> rusqlite::Result<Erasure> {
    Ok(Erasure {
        id: row.get(0)?,
        account: row.get(1)?,
        contact: row.get(2)?,
        contacts: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
        user: row.get(4)?,
        status: Status::of_number(row.get(5)?),
        phase: Phase::of_number(row.get(6)?),
        cursor: row.get(7)?,
        counts: Counts {
            conversations: row.get(8)?,
            messages: row.get(9)?,
            attachments: row.get(10)?,
            notes: row.get(11)?,
        },
        created_at: row.get(12)?,
        finished_at: row.get(13)?,
    })
}

pub const CONVERSATIONS: &str = "select count(*), coalesce(sum(messages_count), 0)
    from conversations indexed by conversations_contact where contact_id = :contact and account_id = :account and status <> 9";
pub const ATTACHMENTS: &str = "select count(*) from conversations v indexed by conversations_contact
    cross join attachments a indexed by attachments_conversation on a.conversation_id = v.id and a.account_id = :account
    where v.contact_id = :contact and v.account_id = :account and v.status <> 9";
pub const NOTES: &str = "select count(*) from notes where contact_id = :contact and account_id = :account";

/// How much there is of a contact.
pub fn counts(db: &Db, account: AccountId, contact: ContactId) -> Result<Counts> {
    let params = named_params! {":contact": contact, ":account": account};
    let one = |sql| -> Result<i64> { Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?) };
    let (conversations, messages) =
        db.prepare_cached(CONVERSATIONS)?.query_row(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Counts { conversations, messages, attachments: one(ATTACHMENTS)?, notes: one(NOTES)? })
}

/// Notes an erasure that begins.
pub fn insert(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    contacts: &[ContactId],
    user: Option<UserId>,
    counts: Counts,
) -> Result<ErasureId> {
    tx.prepare_cached(
        "insert into contact_erasures(account_id, contact_id, contact_ids, user_id, conversations_count, messages_count,
            attachments_count, notes_count, created_at)
         values (:account, :contact, :contacts, :user, :conversations, :messages, :attachments, :notes, :now)",
    )?
    .execute(named_params! {":account": account, ":contact": contact,
        ":contacts": serde_json::json!(contacts).to_string(), ":user": user, ":conversations": counts.conversations,
        ":messages": counts.messages, ":attachments": counts.attachments, ":notes": counts.notes, ":now": tx.now})?;
    Ok(ErasureId(tx.last_insert_rowid()))
}

/// An erasure, if the account has it.
pub fn find(db: &Db, account: AccountId, id: ErasureId) -> Result<Option<Erasure>> {
    let mut find =
        db.prepare_cached(&format!("select {ERASURE} from contact_erasures e where e.id = ? and e.account_id = ?"))?;
    Ok(find.query_row((id, account), from_row).optional()?)
}

/// An erasure of which something is still to be removed.
pub fn due(db: &Db, account: AccountId, id: ErasureId) -> Result<Option<Erasure>> {
    Ok(find(db, account, id)?.filter(|erasure| erasure.status == Status::Removing))
}

pub fn list_sql() -> String {
    format!(
        "select {ERASURE} from contact_erasures e indexed by contact_erasures_account where e.account_id = :account
          order by e.id desc limit :limit offset :offset"
    )
}

/// The account's erasures, newest first.
pub fn list(db: &Db, account: AccountId, page: Page) -> Result<Vec<Erasure>> {
    let mut list = db.prepare_cached(&list_sql())?;
    let params = named_params! {":account": account, ":limit": page.limit(), ":offset": page.offset()};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// Stores how far the removal is.
pub fn save(tx: &Tx, erasure: &Erasure) -> Result<()> {
    tx.prepare_cached("update contact_erasures set phase = ?, cursor = ? where id = ? and account_id = ?")?
        .execute((erasure.phase as i64, erasure.cursor, erasure.id, erasure.account))?;
    Ok(())
}

/// Notes that everything is removed.
pub fn set_removed(tx: &Tx, erasure: &Erasure) -> Result<()> {
    tx.prepare_cached("update contact_erasures set status = 1 where id = ? and account_id = ?")?
        .execute((erasure.id, erasure.account))?;
    Ok(())
}

pub const REMOVED: &str = "select id, account_id, contact_id from contact_erasures where status = 1 order by id";

/// Erasures, of all accounts, whose contacts are removed and may still be in the bytes of the file.
pub fn removed(db: &Db) -> Result<Vec<(ErasureId, AccountId, ContactId)>> {
    let mut list = db.prepare_cached(REMOVED)?;
    let rows = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether there is one.
pub fn any_removed(db: &Db) -> Result<bool> {
    Ok(db.prepare_cached(REMOVED)?.exists([])?)
}

/// Notes that an erasure is done; false when it was before, or is gone.
pub fn finish(tx: &Tx, account: AccountId, id: ErasureId) -> Result<bool> {
    let mut finish = tx.prepare_cached(
        "update contact_erasures set status = 2, finished_at = ? where id = ? and account_id = ? and status = 1",
    )?;
    Ok(finish.execute((tx.now, id, account))? > 0)
}
