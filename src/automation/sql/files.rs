//! Rows of `automation_files`: which files a rule or macro keeps.

use rusqlite::{Row, named_params};

use super::super::files::{Kept, Owner};
use crate::base::Result;
use crate::base::ids::{AccountId, BlobId};
use crate::files;
use crate::store::{Db, Tx};

/// The column that names the owner, and its id.
fn column(owner: Owner) -> (&'static str, i64) {
    match owner {
        Owner::Rule(id) => ("rule_id", id.0),
        Owner::Macro(id) => ("macro_id", id.0),
    }
}

pub fn list_sql(column: &str) -> String {
    format!(
        "select f.id, f.{column}, f.blob_id, b.key, b.filename, b.content_type
           from json_each(:owners) wanted
           cross join automation_files f on f.{column} = wanted.value and f.account_id = :account
           cross join blobs b on b.id = f.blob_id order by f.id"
    )
}

/// The files of these owners, who are all rules or all macros, in the order in which they came.
pub fn files_of(db: &Db, account: AccountId, owners: &[Owner]) -> Result<Vec<Kept>> {
    let Some(first) = owners.first() else { return Ok(Vec::new()) };
    let ids: Vec<i64> = owners.iter().map(|owner| column(*owner).1).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    let mut list = db.prepare_cached(&list_sql(column(*first).0))?;
    let from_row = |row: &Row| {
        let (key, filename): (String, String) = (row.get(3)?, row.get(4)?);
        Ok(Kept {
            id: row.get(0)?,
            owner: row.get(1)?,
            blob: row.get(2)?,
            file_url: files::url(db.env.base_url(), &key, &filename),
            filename,
            content_type: row.get(5)?,
        })
    };
    let rows = list.query_map(named_params! {":owners": ids, ":account": account}, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that an owner keeps a file.
pub fn add_file(tx: &Tx, account: AccountId, owner: Owner, blob: BlobId) -> Result<()> {
    let (column, id) = column(owner);
    tx.prepare_cached(&format!(
        "insert into automation_files(account_id, {column}, blob_id, created_at) values (:account, :owner, :blob, :now)"
    ))?
    .execute(named_params! {":account": account, ":owner": id, ":blob": blob, ":now": tx.now})?;
    Ok(())
}

/// Forgets a file of an owner; the database lets go of it.
pub fn delete_file(tx: &Tx, account: AccountId, id: i64) -> Result<()> {
    tx.prepare_cached("delete from automation_files where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}
