//! Exports of contacts, and the contacts that go into them.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::exports::{Column, Export};
use super::super::imports::Status;
use super::list::RESOLVED;
use crate::attributes::filter::{Filter, Sent};
use crate::base::ids::{AccountId, ContactId, ExportId, UserId};
use crate::base::{Error, Result};
use crate::files;
use crate::store::{Bound, Db, Tx};

const EXPORT: &str =
    "e.id, e.account_id, e.user_id, e.status, e.columns, e.label, e.blob_id, b.key, b.filename, e.last_id,
    e.row_count, e.finished_at, e.created_at, e.conditions";

fn from_row(db: &Db, row: &Row) -> rusqlite::Result<Export> {
    let file: Option<(String, String)> = row.get::<_, Option<_>>(7)?.zip(row.get(8)?);
    let conditions: Option<String> = row.get(13)?;
    let columns: Vec<String> = serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
    Ok(Export {
        id: row.get(0)?,
        account: row.get(1)?,
        user: row.get(2)?,
        status: Status::of_number(row.get(3)?),
        columns: columns.iter().filter_map(|column| Column::of(column)).collect(),
        label: row.get(5)?,
        blob: row.get(6)?,
        url: file.map(|(key, name)| files::url(db.env.base_url(), &key, &name)).unwrap_or_default(),
        last: row.get(9)?,
        row_count: row.get(10)?,
        finished_at: row.get(11)?,
        created_at: row.get(12)?,
        conditions: conditions.and_then(|sent| serde_json::from_str(&sent).ok()).unwrap_or_default(),
    })
}

/// An export, if the account has it.
pub fn find(db: &Db, account: AccountId, id: ExportId) -> Result<Option<Export>> {
    let mut find = db.prepare_cached(&format!(
        "select {EXPORT} from contact_exports e left join blobs b on b.id = e.blob_id where e.id = ? and e.account_id = ?"
    ))?;
    Ok(find.query_row((id, account), |row| from_row(db, row)).optional()?)
}

pub fn list_sql() -> String {
    format!(
        "select {EXPORT} from contact_exports e indexed by contact_exports_account left join blobs b on b.id = e.blob_id
          where e.account_id = :account order by e.id desc limit :limit offset :offset"
    )
}

/// The account's exports, newest first.
pub fn list(db: &Db, account: AccountId, limit: i64, offset: i64) -> Result<Vec<Export>> {
    let mut list = db.prepare_cached(&list_sql())?;
    let params = named_params! {":account": account, ":limit": limit, ":offset": offset};
    Ok(list.query_map(params, |row| from_row(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// Stores an export that nothing is written of yet.
pub fn insert(
    tx: &Tx,
    account: AccountId,
    by: UserId,
    columns: &[Column],
    label: Option<&str>,
    conditions: &[Sent],
) -> Result<ExportId> {
    let columns: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    let conditions = (!conditions.is_empty()).then(|| serde_json::to_string(conditions));
    tx.prepare_cached(
        "insert into contact_exports(account_id, user_id, columns, label, conditions, created_at)
         values (:account, :user, :columns, :label, :conditions, :now)",
    )?
    .execute(named_params! {":account": account, ":user": by, ":columns": serde_json::json!(columns).to_string(),
    ":label": label, ":conditions": conditions.transpose().map_err(Error::internal)?, ":now": tx.now})?;
    Ok(ExportId(tx.last_insert_rowid()))
}

/// Stores how far an export is.
pub fn save(tx: &Tx, export: &Export) -> Result<()> {
    tx.prepare_cached(
        "update contact_exports set status = :status, blob_id = :blob, last_id = :last, row_count = :row_count,
            finished_at = :finished_at
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":status": export.status.number(), ":blob": export.blob, ":last": export.last,
    ":row_count": export.row_count, ":finished_at": export.finished_at, ":id": export.id,
    ":account": export.account})?;
    Ok(())
}

/// Removes an export.
pub fn delete(tx: &Tx, account: AccountId, id: ExportId) -> Result<()> {
    tx.prepare_cached("delete from contact_exports where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

pub const ALL_AFTER: &str = "select id from contacts indexed by contacts_list
    where account_id = :account and is_resolved = 1 and id > :after and :label is null order by id limit :most";
pub const LABELLED_AFTER: &str = "select c.id from contact_labels l indexed by contact_labels_label
      cross join contacts c on c.id = l.contact_id and c.account_id = :account and c.is_resolved = 1
    where l.account_id = :account and l.label = :label and l.contact_id > :after order by l.contact_id limit :most";

/// The contacts after one, by id: those of the list, with this label if there is one.
pub fn contacts_after(
    db: &Db,
    account: AccountId,
    label: Option<&str>,
    after: ContactId,
    most: usize,
) -> Result<Vec<ContactId>> {
    let mut list = db.prepare_cached(if label.is_some() { LABELLED_AFTER } else { ALL_AFTER })?;
    let params = named_params! {":account": account, ":label": label, ":after": after, ":most": most as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Those of these contacts that pass a filter, in their order.
pub fn passing_among(db: &Db, account: AccountId, filter: &Filter, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    passing_among_query(account, filter, ids).list(db, |row| row.get(0))
}

pub(super) fn passing_among_query(account: AccountId, filter: &Filter, ids: &[ContactId]) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    bound.bind(":ids", serde_json::to_string(ids).unwrap_or_default());
    let passes = filter.sql(&mut bound);
    bound.sql = format!(
        "select c.id from json_each(:ids) found cross join contacts c on c.id = found.value and {RESOLVED}
          where {passes} order by found.key"
    );
    bound
}
