//! Files that the server writes itself, piece by piece, and reads again the same way.

use super::receive::describe;
use super::{CHUNK, Incoming, Stored, sql};
use crate::base::ids::{AccountId, BlobId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx};

/// An empty file of the account, linked from the start: whoever begins one deletes it some day.
pub fn begin(tx: &Tx, account: AccountId, filename: &str, content_type: &str) -> Result<Stored> {
    let what = Incoming { filename: Some(filename.to_owned()), content_type: None };
    let mut file = Stored { content_type: content_type.to_owned(), ..describe(what, &[]) };
    file.id = sql::insert(tx, &file)?;
    sql::link(tx, file.id, Some(account))?;
    Ok(file)
}

/// Adds bytes at the end of a file.
pub fn extend(tx: &Tx, id: BlobId, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        let size = usize::try_from(sql::find(tx, id)?.byte_size).map_err(Error::internal)?;
        let room = CHUNK - size % CHUNK;
        let (piece, rest) = bytes.split_at(room.min(bytes.len()));
        let chunk = i64::try_from(size / CHUNK).map_err(Error::internal)?;
        if room < CHUNK {
            let begun = sql::read_chunk(tx, id, chunk)?;
            sql::complete(tx, id, chunk, &[&begun, piece].concat(), piece.len())?;
        } else {
            sql::append(tx, id, chunk, piece)?;
        }
        bytes = rest;
    }
    Ok(())
}

/// The bytes of a file from a place on: `length` of them, fewer at its end.
pub fn read(db: &Db, id: BlobId, from: u64, length: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = from / CHUNK as u64;
    let mut skip = usize::try_from(from % CHUNK as u64).map_err(Error::internal)?;
    while bytes.len() < length {
        let data = match sql::read_chunk(db, id, i64::try_from(chunk).map_err(Error::internal)?) {
            Ok(data) => data,
            Err(Error::NotFound) => break,
            Err(error) => return Err(error),
        };
        let wanted = data.get(skip..).unwrap_or_default();
        bytes.extend_from_slice(wanted.get(..length - bytes.len()).unwrap_or(wanted));
        (chunk, skip) = (chunk + 1, 0);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::store::Store;

    #[test]
    fn what_grows_is_read_from_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
        let file = store.write_blocking(|tx| begin(tx, AccountId(1), "a.csv", "text/csv")).unwrap();
        let whole: Vec<u8> = (0..CHUNK as u32 * 2 + 100).map(|n| (n % 251) as u8).collect();
        let mut rest = whole.as_slice();
        for length in [1, 99, CHUNK - 100, CHUNK + 50, 0, usize::MAX] {
            let (piece, more) = rest.split_at(length.min(rest.len()));
            let (id, piece) = (file.id, piece.to_vec());
            store.write_blocking(move |tx| extend(tx, id, &piece)).unwrap();
            rest = more;
        }
        let found = store.read_blocking(|db| sql::by_key(db, &file.key)).unwrap();
        assert_eq!((found.byte_size, found.filename.as_str()), (whole.len() as i64, "a.csv"));
        assert_eq!(found.content_type, "text/csv");
        for (from, length) in [(0, whole.len()), (5, 10), (CHUNK - 3, 6), (CHUNK * 2 + 90, 1000), (whole.len(), 5)] {
            let read = store.read_blocking(|db| read(db, file.id, from as u64, length)).unwrap();
            let end = (from + length).min(whole.len());
            assert_eq!(read, whole[from..end], "{from} {length}");
        }
    }
}
