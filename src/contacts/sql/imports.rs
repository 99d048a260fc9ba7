//! Imports of contacts.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::imports::{Encoding, Format, Import, Status};
use crate::base::Result;
use crate::base::ids::{AccountId, ImportId, UserId};
use crate::files::{self, Stored};
use crate::store::{Db, Tx};

const IMPORT: &str = "i.id, i.account_id, i.user_id, i.filename, i.status, i.error, i.blob_id, i.refused_blob_id, b.key,
    b.filename, i.byte_size, i.next_byte, i.encoding, i.delimiter, i.columns, i.processed, i.created, i.updated, i.refused,
    i.finished_at, i.created_at";

fn from_row(db: &Db, row: &Row) -> rusqlite::Result<Import> {
    let file: Option<(String, String)> = row.get::<_, Option<_>>(8)?.zip(row.get(9)?);
    let (delimiter, columns): (String, String) = (row.get(13)?, row.get(14)?);
    let encoding = Encoding::of_number(row.get(12)?);
    Ok(Import {
        id: row.get(0)?,
        account: row.get(1)?,
        user: row.get(2)?,
        filename: row.get(3)?,
        status: Status::of_number(row.get(4)?),
        error: row.get(5)?,
        blob: row.get(6)?,
        refused_blob: row.get(7)?,
        refused_url: file.map(|(key, name)| files::url(db.env.base_url(), &key, &name)).unwrap_or_default(),
        byte_size: row.get(10)?,
        next_byte: row.get(11)?,
        format: Format { encoding, delimiter: delimiter.bytes().next().unwrap_or(b',') },
        columns: serde_json::from_str(&columns).unwrap_or_default(),
        processed: row.get(15)?,
        created: row.get(16)?,
        updated: row.get(17)?,
        refused: row.get(18)?,
        finished_at: row.get(19)?,
        created_at: row.get(20)?,
    })
}

/// An import, if the account has it.
pub fn find(db: &Db, account: AccountId, id: ImportId) -> Result<Option<Import>> {
    let mut find = db.prepare_cached(&format!(
        "select {IMPORT} from contact_imports i left join blobs b on b.id = i.refused_blob_id
          where i.id = ? and i.account_id = ?"
    ))?;
    Ok(find.query_row((id, account), |row| from_row(db, row)).optional()?)
}

pub fn list_sql() -> String {
    format!(
        "select {IMPORT} from contact_imports i indexed by contact_imports_account
           left join blobs b on b.id = i.refused_blob_id
          where i.account_id = :account order by i.id desc limit :limit offset :offset"
    )
}

/// The account's imports, newest first.
pub fn list(db: &Db, account: AccountId, limit: i64, offset: i64) -> Result<Vec<Import>> {
    let mut list = db.prepare_cached(&list_sql())?;
    let params = named_params! {":account": account, ":limit": limit, ":offset": offset};
    Ok(list.query_map(params, |row| from_row(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// Stores an import of this file.
pub fn insert(tx: &Tx, account: AccountId, file: &Stored, by: UserId) -> Result<ImportId> {
    tx.prepare_cached(
        "insert into contact_imports(account_id, user_id, filename, blob_id, byte_size, created_at)
         values (:account, :user, :filename, :blob, :byte_size, :now)",
    )?
    .execute(named_params! {":account": account, ":user": by, ":filename": file.filename, ":blob": file.id,
    ":byte_size": file.byte_size, ":now": tx.now})?;
    Ok(ImportId(tx.last_insert_rowid()))
}

/// Stores how far an import is.
pub fn save(tx: &Tx, import: &Import) -> Result<()> {
    tx.prepare_cached(
        "update contact_imports set status = :status, error = :error, blob_id = :blob, refused_blob_id = :refused_blob,
            next_byte = :next_byte, encoding = :encoding, delimiter = :delimiter, columns = :columns,
            processed = :processed, created = :created, updated = :updated, refused = :refused, finished_at = :finished_at
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":status": import.status.number(), ":error": import.error, ":blob": import.blob,
        ":refused_blob": import.refused_blob, ":next_byte": import.next_byte,
        ":encoding": import.format.encoding.number(), ":delimiter": char::from(import.format.delimiter).to_string(),
        ":columns": serde_json::json!(import.columns).to_string(), ":processed": import.processed,
        ":created": import.created, ":updated": import.updated, ":refused": import.refused,
        ":finished_at": import.finished_at, ":id": import.id, ":account": import.account})?;
    Ok(())
}

/// Removes an import.
pub fn delete(tx: &Tx, account: AccountId, id: ImportId) -> Result<()> {
    tx.prepare_cached("delete from contact_imports where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}
