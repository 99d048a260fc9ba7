//! Reading bytes from a client: limits, and senders that break off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use crate::base::{Error, Result};

/// The most bytes of a JSON or urlencoded body, and of all texts of a multipart body together.
pub const MOST_TEXT: usize = 4 * 1024 * 1024;

/// The refusal of more than [`MOST_TEXT`].
pub fn too_large() -> Error {
    Error::TooLarge("The parameters are larger than 4 MiB".into())
}

/// Reads to the end, taking the length from the room that is left; 413 when it does not suffice.
pub async fn read_within<R: AsyncRead + Unpin>(source: &mut R, room: &mut usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(*room).unwrap_or(u64::MAX).saturating_add(1);
    let read = source.take(limit).read_to_end(&mut bytes).await;
    read.map_err(|_| Error::BadRequest("The body is incomplete or malformed".into()))?;
    *room = room.checked_sub(bytes.len()).ok_or_else(too_large)?;
    Ok(bytes)
}

/// Remembers that reading failed: then the sender broke off, whatever the reader makes of it.
pub struct Watched<'r, R> {
    source: &'r mut R,
    broken: bool,
}

impl<'r, R> Watched<'r, R> {
    /// A reader of `source`.
    pub fn new(source: &'r mut R) -> Self {
        Self { source, broken: false }
    }

    /// Whether reading ever failed.
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Watched<'_, R> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut *this.source).poll_read(cx, into);
        this.broken |= matches!(result, Poll::Ready(Err(_)));
        result
    }
}
