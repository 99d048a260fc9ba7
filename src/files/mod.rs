//! Uploads: chunks in the same database, streamed both ways.

use tokio::io::AsyncRead;

use crate::base::ids::BlobId;
use crate::base::{Error, Result};
use crate::store::Store;

/// The largest file taken, in bytes.
pub const MAX_FILE: u64 = 40 * 1024 * 1024;

/// What the sender says of a file.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    pub filename: Option<String>,
    pub content_type: Option<String>,
}

/// A file that is on disk, not yet linked to anything: swept after a day unless [`link`]ed.
#[derive(Debug, Clone)]
pub struct Stored {
    pub id: BlobId,
    pub filename: String,
    /// Decided by the bytes (see the module's rules), never one a browser would run by surprise.
    pub content_type: String,
    pub byte_size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// Writes a file chunk by chunk while it is read; 413 beyond [`MAX_FILE`].
pub async fn receive<R: AsyncRead + Unpin + Send>(_store: &Store, _what: Incoming, _from: R) -> Result<Stored> {
    Err(Error::internal("skeleton"))
}
