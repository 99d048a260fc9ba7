//! Uploads: chunks in the same database, streamed both ways. Knows SQLite through `store`, nothing of the web.
//!
//! A file arrives by [`receive`], which writes it piece by piece; it belongs to nobody and nobody can fetch it until
//! [`link`] says that something uses it. [`delete`] takes it from view at once; [`sweep`] takes the pieces of deleted
//! and forgotten files, a bounded step at a time. What a file is, its first bytes decide: see `kind`.

mod direct;
mod growing;
mod kind;
mod name;
mod receive;
mod sniff;
mod sql;

pub use direct::{Announced, Reserved, by_signed_id, fill, reserve, signed_id};
pub use growing::{begin, extend, read};
pub use kind::{allowed_on_website, file_type, is_inline};
pub use name::encoded;
pub use receive::receive;
pub use sql::{by_key, delete, find, link, read_chunk, share, sweep};

use crate::base::Error;
use crate::base::ids::BlobId;

/// The largest file taken, in bytes.
pub const MAX_FILE: u64 = 40 * 1024 * 1024;

/// The size of every chunk of a file but its last, in bytes.
pub const CHUNK: usize = 256 * 1024;

/// The refusal of a file above [`MAX_FILE`].
fn too_large() -> Error {
    Error::TooLarge("File is too large: at most 40 MB are accepted".into())
}

/// What the sender says of a file.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    pub filename: Option<String>,
    pub content_type: Option<String>,
}

/// A file that is on disk. Fresh from [`receive`] it is not yet linked to anything: swept after a day unless [`link`]ed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub id: BlobId,
    /// Long and random: knowing it is the permission to read the file.
    pub key: String,
    pub filename: String,
    /// Decided by the bytes (see `kind`), never one a browser would run by surprise.
    pub content_type: String,
    pub byte_size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// The path under which files are served; the key and the file name follow.
pub const PATH: &str = "/rails/active_storage/blobs/redirect";

/// The absolute address of a file: `base_url` as [`Env::base_url`](crate::store::Env::base_url) gives it.
pub fn url(base_url: &str, key: &str, filename: &str) -> String {
    format!("{base_url}{PATH}/{key}/{}", name::encoded(filename))
}

#[cfg(test)]
mod tests;
