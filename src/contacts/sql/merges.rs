//! What is kept of mergers: `contact_merges` and `contact_merge_rows`.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;

use super::super::merging::{Merge, Rest, Values};
use crate::base::ids::{AccountId, ContactId, MergeId};
use crate::base::{Actor, Error, Millis, Result};
use crate::store::{Db, Tx};

const MERGE: &str =
    "m.id, m.account_id, m.contact_id, m.merged_contact_id, m.user_id, m.before, m.after, m.labels, m.rest,
    m.undone_at, m.created_at";

fn json<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(why)))
}

fn from_row(row: &Row) -> rusqlite::Result<Merge> {
    let rest: Option<String> = row.get(8)?;
    Ok(Merge {
        id: row.get(0)?,
        account: row.get(1)?,
        contact: row.get(2)?,
        merged: row.get(3)?,
        user: row.get(4)?,
        before: json(row, 5)?,
        after: json(row, 6)?,
        labels: json(row, 7)?,
        rest: rest.map(|rest| serde_json::from_str(&rest).unwrap_or_default()),
        undone_at: row.get(9)?,
        created_at: row.get(10)?,
    })
}

/// Notes a merger of the second contact into the first, all of which is still to be moved.
pub fn insert(
    tx: &Tx,
    account: AccountId,
    (into, from): (ContactId, ContactId),
    by: Actor,
    before: &Values,
    after: &Values,
    labels: &[String],
) -> Result<MergeId> {
    let text = |values: &Values| serde_json::to_string(values).map_err(Error::internal);
    let user = match by {
        Actor::User(user) => Some(user),
        _ => None,
    };
    tx.prepare_cached(
        "insert into contact_merges(account_id, contact_id, merged_contact_id, user_id, before, after, labels, created_at)
         values (:account, :into, :from, :user, :before, :after, :labels, :now)",
    )?
    .execute(named_params! {":account": account, ":into": into, ":from": from, ":user": user,
        ":before": text(before)?, ":after": text(after)?, ":labels": serde_json::json!(labels).to_string(),
        ":now": tx.now})?;
    Ok(MergeId(tx.last_insert_rowid()))
}

/// A merger, also one that is being undone.
pub fn find(db: &Db, account: AccountId, id: MergeId) -> Result<Option<Merge>> {
    let mut find =
        db.prepare_cached(&format!("select {MERGE} from contact_merges m where m.id = ? and m.account_id = ?"))?;
    Ok(find.query_row((id, account), from_row).optional()?)
}

/// The merger that hid the contact.
pub fn of_merged(db: &Db, account: AccountId, merged: ContactId) -> Result<Option<Merge>> {
    let mut find = db.prepare_cached(&format!(
        "select {MERGE} from contact_merges m where m.merged_contact_id = ? and m.account_id = ? and m.undone_at is null"
    ))?;
    Ok(find.query_row((merged, account), from_row).optional()?)
}

/// Any merger into the contact.
pub fn any_into(db: &Db, account: AccountId, into: ContactId) -> Result<Option<Merge>> {
    let mut find = db.prepare_cached(&format!(
        "select {MERGE} from contact_merges m where m.contact_id = ? and m.account_id = ? order by m.id limit 1"
    ))?;
    Ok(find.query_row((into, account), from_row).optional()?)
}

pub const MERGED: &str = "with recursive all_of(id) as
    (select :into union
     select m.merged_contact_id from all_of a cross join contact_merges m on m.contact_id = a.id
      where m.account_id = :account and m.undone_at is null)
    select id from all_of";

/// The contact and all that were merged into it, and into those.
pub fn merged_into(db: &Db, account: AccountId, into: ContactId) -> Result<Vec<ContactId>> {
    let mut list = db.prepare_cached(MERGED)?;
    let rows = list.query_map(named_params! {":into": into, ":account": account}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// This merger into the contact, or its last one, unless it was undone or happened before a time. 404 when there is none such.
pub fn undoable(db: &Db, account: AccountId, into: ContactId, id: Option<MergeId>, since: Millis) -> Result<Merge> {
    let mut find = db.prepare_cached(&format!(
        "select {MERGE} from contact_merges m where m.contact_id = :into and m.account_id = :account
            and (:id is null or m.id = :id) and m.undone_at is null and m.created_at > :since order by m.id desc limit 1"
    ))?;
    let params = named_params! {":into": into, ":account": account, ":id": id, ":since": since};
    Ok(find.query_row(params, from_row)?)
}

/// Whether the contact is being parted from another.
pub fn is_parting(db: &Db, account: AccountId, id: ContactId) -> Result<bool> {
    let mut find = db.prepare_cached(
        "select exists (select 1 from contact_merges where contact_id = :id and account_id = :account and undone_at is not null)
             or exists (select 1 from contact_merges where merged_contact_id = :id and account_id = :account
                and undone_at is not null)",
    )?;
    Ok(find.query_row(named_params! {":id": id, ":account": account}, |row| row.get(0))?)
}

pub fn list_sql(of_contact: bool) -> String {
    let (index, of_contact) = match of_contact {
        true => ("contact_merges_contact", "m.contact_id = :contact"),
        false => ("contact_merges_account", ":contact is null"),
    };
    // whoever was merged into somebody who is hidden now comes after that one was parted
    format!(
        "select {MERGE} from contact_merges m indexed by {index}
           cross join contacts c on c.id = m.contact_id and c.deleted_at is null
          where m.account_id = :account and {of_contact} and m.undone_at is null and m.created_at > :since
          order by m.id desc limit :limit offset :offset"
    )
}

/// Mergers that can be undone, of the account or of one contact, newest first.
pub fn list(
    db: &Db,
    account: AccountId,
    contact: Option<ContactId>,
    since: Millis,
    (limit, offset): (i64, i64),
) -> Result<Vec<Merge>> {
    let mut list = db.prepare_cached(&list_sql(contact.is_some()))?;
    let params = named_params! {":account": account, ":contact": contact, ":since": since, ":limit": limit,
    ":offset": offset};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// Notes how far the moving is; `None` when everything is where it belongs.
pub fn save_rest(tx: &Tx, merge: &Merge, rest: Option<&Rest>) -> Result<()> {
    let rest = rest.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    tx.prepare_cached("update contact_merges set rest = ? where id = ? and account_id = ?")?.execute((
        rest,
        merge.id,
        merge.account,
    ))?;
    Ok(())
}

/// From now on things move back.
pub fn set_undone(tx: &Tx, merge: &Merge) -> Result<()> {
    tx.prepare_cached("update contact_merges set undone_at = ?, rest = '{}' where id = ? and account_id = ?")?
        .execute((tx.now, merge.id, merge.account))?;
    Ok(())
}

/// Removes what is known of a merger.
pub fn remove(tx: &Tx, account: AccountId, id: MergeId) -> Result<()> {
    tx.prepare_cached("delete from contact_merges where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

/// Forgets some of what moved with a merger; answers how much.
pub fn forget_rows(tx: &Tx, id: MergeId, most: usize) -> Result<usize> {
    let mut delete = tx.prepare_cached(
        "delete from contact_merge_rows where merge_id = :id and (kind, row_id) in
            (select kind, row_id from contact_merge_rows where merge_id = :id order by kind, row_id limit :most)",
    )?;
    Ok(delete.execute(named_params! {":id": id, ":most": most as i64})?)
}

/// Says of who was merged into one contact that they were merged into another.
pub fn hand_on(tx: &Tx, account: AccountId, from: ContactId, to: ContactId) -> Result<()> {
    tx.prepare_cached("update contact_merges set contact_id = ? where contact_id = ? and account_id = ?")?
        .execute((to, from, account))?;
    Ok(())
}
