//! Every statement on `blobs` and `blob_chunks`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::{CHUNK, Stored};
use crate::base::ids::{AccountId, BlobId};
use crate::base::{Error, Millis, Result};
use crate::store::{Db, Tx};

/// How long a file may wait for its link, in milliseconds.
const UNLINKED_FOR: i64 = 24 * 60 * 60 * 1000;

/// How many chunks one step of [`sweep`] deletes at most: 16 MiB, a few milliseconds.
const SWEEP_CHUNKS: usize = 64;

const COLUMNS: &str = "id, key, filename, content_type, byte_size, width, height";

fn from_row(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        key: row.get(1)?,
        filename: row.get(2)?,
        content_type: row.get(3)?,
        byte_size: row.get(4)?,
        width: row.get(5)?,
        height: row.get(6)?,
    })
}

/// A new row of no size; its chunks are appended. The id in `new` is ignored.
pub(super) fn insert(tx: &Tx, new: &Stored) -> Result<BlobId> {
    let sql = "insert into blobs (key, filename, content_type, byte_size, width, height, created_at)
               values (:key, :filename, :content_type, 0, :width, :height, :now)";
    tx.prepare_cached(sql)?.execute(named_params! {
        ":key": new.key, ":filename": new.filename, ":content_type": new.content_type,
        ":width": new.width, ":height": new.height, ":now": tx.now,
    })?;
    Ok(BlobId(tx.last_insert_rowid()))
}

/// Writes what the first bytes of a reserved file say of it.
pub(super) fn redescribe(tx: &Tx, file: &Stored) -> Result<()> {
    let sql = "update blobs set content_type = :content_type, width = :width, height = :height where id = :id";
    tx.prepare_cached(sql)?.execute(named_params! {
        ":content_type": file.content_type, ":width": file.width, ":height": file.height, ":id": file.id,
    })?;
    Ok(())
}

/// Adds the chunk number `n`, and its length to the file's size.
pub(super) fn append(tx: &Tx, id: BlobId, n: i64, data: &[u8]) -> Result<()> {
    let sql = "insert into blob_chunks (blob_id, n, data) values (:id, :n, :data)";
    tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":n": n, ":data": data })?;
    let sql = "update blobs set byte_size = byte_size + :length where id = :id";
    tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":length": data.len() as i64 })?;
    Ok(())
}

/// Writes a chunk anew that was not full, `more` bytes longer.
pub(super) fn complete(tx: &Tx, id: BlobId, n: i64, data: &[u8], more: usize) -> Result<()> {
    let sql = "update blob_chunks set data = :data where blob_id = :id and n = :n";
    tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":n": n, ":data": data })?;
    let sql = "update blobs set byte_size = byte_size + :more where id = :id";
    tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":more": more as i64 })?;
    Ok(())
}

/// Says that something uses the file, from now on served and kept. `account` is the account it belongs to, `None` for
/// what belongs to a person or to the installation. Refused (422) for a file that is used already, swept, or unknown.
pub fn link(tx: &Tx, id: BlobId, account: Option<AccountId>) -> Result<()> {
    let sql =
        "update blobs set is_linked = 1, account_id = :account where id = :id and is_linked = 0 and created_at > 0";
    let linked = tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":account": account })?;
    if linked == 0 { Err(Error::refused("The uploaded file is not there any more")) } else { Ok(()) }
}

/// Says that one thing more of the account uses a file that it has already, or the first. What shares it is told apart by
/// nobody: the file goes with the [`delete`] of the last. Refused as [`link`] does, also for a file of another account.
pub fn share(tx: &Tx, id: BlobId, account: AccountId) -> Result<()> {
    let sql = "update blobs set is_linked = is_linked + 1, account_id = :account
                where id = :id and created_at > 0 and (is_linked = 0 or account_id = :account)";
    let shared = tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":account": account })?;
    if shared == 0 { Err(Error::refused("The uploaded file is not there any more")) } else { Ok(()) }
}

/// Takes the file from view at once, unless others share it; its pieces go with the next [`sweep`], since a large file has many. Deleting twice
/// is no error.
pub fn delete(tx: &Tx, id: BlobId) -> Result<()> {
    // A time before all others: due to be swept, and no longer to be linked.
    let sql = "update blobs set created_at = iif(is_linked > 1, created_at, 0), is_linked = max(is_linked - 1, 0)
                where id = :id";
    tx.prepare_cached(sql)?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// Takes the pieces of deleted files, and of those nobody linked within 24 hours. One bounded step: says whether more
/// remains to be done.
pub fn sweep(tx: &Tx, now: Millis) -> Result<bool> {
    let mut budget = SWEEP_CHUNKS;
    while budget > 0 {
        let Some(id) = due(tx, now)? else { return Ok(false) };
        let gone = delete_chunks(tx, id, budget)?;
        if gone < budget {
            tx.prepare_cached("delete from blobs where id = :id")?.execute(named_params! { ":id": id })?;
        }
        // A file counts for one chunk even when it has none.
        budget -= gone.clamp(1, budget);
    }
    Ok(due(tx, now)?.is_some())
}

/// The next file to sweep.
fn due(tx: &Tx, now: Millis) -> Result<Option<BlobId>> {
    let sql = "select id from blobs where is_linked = 0 and created_at <= :limit order by created_at limit 1";
    let limit = now.plus(-UNLINKED_FOR);
    Ok(tx.prepare_cached(sql)?.query_row(named_params! { ":limit": limit }, |row| row.get(0)).optional()?)
}

fn delete_chunks(tx: &Tx, id: BlobId, at_most: usize) -> Result<usize> {
    let sql = "delete from blob_chunks where blob_id = :id
               and n in (select n from blob_chunks where blob_id = :id order by n limit :most)";
    Ok(tx.prepare_cached(sql)?.execute(named_params! { ":id": id, ":most": at_most as i64 })?)
}

/// A linked file by its key; 404 when there is none.
pub fn by_key(db: &Db, key: &str) -> Result<Stored> {
    one(db, &format!("select {COLUMNS} from blobs where key = :it and is_linked > 0"), &key)
}

/// A file by its id, linked or not; 404 when there is none.
pub fn find(db: &Db, id: BlobId) -> Result<Stored> {
    one(db, &format!("select {COLUMNS} from blobs where id = :it"), &id)
}

fn one(db: &Connection, sql: &str, it: &dyn rusqlite::ToSql) -> Result<Stored> {
    Ok(db.prepare_cached(sql)?.query_row(named_params! { ":it": it }, from_row)?)
}

/// The bytes of chunk `n`, counted from 0: 256 KiB, the last one perhaps fewer. 404 when the file has none such.
pub fn read_chunk(db: &Db, id: BlobId, n: i64) -> Result<Vec<u8>> {
    let sql = "select data from blob_chunks where blob_id = :id and n = :n";
    let data = db.prepare_cached(sql)?.query_row(named_params! { ":id": id, ":n": n }, |row| {
        let bytes = row.get_ref(0)?.as_blob()?;
        let mut data = Vec::with_capacity(bytes.len().min(CHUNK));
        data.extend_from_slice(bytes);
        Ok(data)
    })?;
    Ok(data)
}
