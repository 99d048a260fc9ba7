//! Writes an upload while it is read, a chunk at a time: memory stays flat whatever the size.

use tokio::io::{AsyncRead, AsyncReadExt};

use super::{CHUNK, Incoming, MAX_FILE, Stored, is_inline, kind, name, sql, too_large};
use crate::base::ids::BlobId;
use crate::base::{Error, Result, token};
use crate::store::Store;

/// Writes a file chunk by chunk while it is read. 413 beyond [`MAX_FILE`]; 400 when the sender breaks off, unless the
/// reader's error carries an [`Error`] of its own. What was written until then is deleted.
pub async fn receive<R: AsyncRead + Unpin + Send>(store: &Store, what: Incoming, mut from: R) -> Result<Stored> {
    let first = next_chunk(&mut from).await?;
    let mut file = describe(what, &first);
    let is_whole = first.len() < CHUNK;
    file = begin(store, file, first).await?;
    if is_whole {
        return Ok(file);
    }
    match rest(store, &file, from).await {
        Ok(byte_size) => Ok(Stored { byte_size, ..file }),
        Err(error) => {
            let id = file.id;
            store.write(move |tx| sql::delete(tx, id)).await?;
            Err(error)
        }
    }
}

/// All that the first chunk and the sender's words tell.
pub(super) fn describe(what: Incoming, first: &[u8]) -> Stored {
    let filename = name::clean(what.filename.as_deref());
    let content_type = kind::decide(first, what.content_type.as_deref(), &filename);
    let (width, height) = dimensions(&content_type, first).unzip();
    // Two tokens: some 280 bits of base58.
    let key = [token::secure(), token::secure()].concat();
    Stored { id: BlobId(0), key, filename, content_type, byte_size: 0, width, height }
}

/// The row and the first chunk, in one write.
async fn begin(store: &Store, mut file: Stored, first: Vec<u8>) -> Result<Stored> {
    let write = move |tx: &crate::store::Tx| {
        file.id = sql::insert(tx, &file)?;
        if !first.is_empty() {
            sql::append(tx, file.id, 0, &first)?;
            file.byte_size = first.len() as i64;
        }
        Ok(file)
    };
    store.write(write).await
}

/// The chunks after the first, each its own write; answers the size of the whole file.
pub(super) async fn rest<R: AsyncRead + Unpin + Send>(store: &Store, file: &Stored, mut from: R) -> Result<i64> {
    let (id, mut size) = (file.id, file.byte_size);
    for n in 1.. {
        let chunk = next_chunk(&mut from).await?;
        let length = chunk.len();
        if length == 0 {
            break;
        }
        size += length as i64;
        if size.unsigned_abs() > MAX_FILE {
            return Err(too_large());
        }
        store.write(move |tx| sql::append(tx, id, n, &chunk)).await?;
        if length < CHUNK {
            break;
        }
    }
    Ok(size)
}

/// A full chunk, or what is left.
pub(super) async fn next_chunk<R: AsyncRead + Unpin + Send>(from: &mut R) -> Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    from.take(CHUNK as u64).read_to_end(&mut chunk).await.map_err(broken_off)?;
    Ok(chunk)
}

fn broken_off(error: std::io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(own) => own,
        Err(_) => Error::BadRequest("The upload broke off before its end".into()),
    }
}

/// Width and height from the header of a raster picture; `None` when the header does not say, or not early enough.
fn dimensions(content_type: &str, first: &[u8]) -> Option<(i64, i64)> {
    if !content_type.starts_with("image/") || !is_inline(content_type) {
        return None;
    }
    // The headers are a stranger's: a parser that stumbles costs the numbers, not the upload.
    let size = std::panic::catch_unwind(|| imagesize::blob_size(first)).ok()?.ok()?;
    let number = |n: usize| i64::try_from(n).ok().filter(|n| *n <= i64::from(u32::MAX));
    Some((number(size.width)?, number(size.height)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x06\0\0\0";

    #[test]
    fn a_picture_tells_its_size() {
        let file = describe(Incoming { filename: Some("a/b.png".into()), content_type: None }, PNG);
        assert_eq!((file.width, file.height), (Some(320), Some(240)));
        assert_eq!((file.filename.as_str(), file.content_type.as_str()), ("b.png", "image/png"));
        assert_eq!(file.key.len(), 48);
        let text = describe(Incoming::default(), b"hello");
        assert_eq!((text.width, text.height, text.filename.as_str()), (None, None, "file"));
    }

    proptest! {
        #[test]
        fn broken_pictures_are_no_trouble(
            magic in prop::sample::select(vec![
                PNG, b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 ", b"BM", b"II*\0", b"MM\0*",
                b"\0\0\0\x18ftypheic", b"\0\0\x01\0", b"8BPS",
            ]),
            tail in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let bytes = [magic, &tail].concat();
            describe(Incoming::default(), &bytes);
        }
    }
}
