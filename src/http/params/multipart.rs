//! `multipart/form-data`, read part by part with bounded memory.
//!
//! One buffer of fixed size: a part of any length streams through it, and a header or boundary that does not fit is refused.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use percent_encoding::percent_decode_str;
use tokio::io::{AsyncRead, ReadBuf};

use crate::base::{Error, Result};

/// The window over the body, in bytes. A part's header must fit into it.
const WINDOW: usize = 64 * 1024;
/// The longest header of a part, in bytes.
const LONGEST_HEADER: usize = 16 * 1024;

/// What stands above a part.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub name: Option<String>,
    pub filename: Option<String>,
    pub content_type: Option<String>,
}

/// A multipart body. As [`AsyncRead`] it yields the content of the part last answered by [`Multipart::next`].
#[derive(Debug)]
pub struct Multipart<R> {
    source: R,
    window: Vec<u8>,
    /// Unread bytes are `start..end` of the window.
    start: usize,
    end: usize,
    /// So many unread bytes are known to be content.
    content: usize,
    /// The next bytes are the delimiter.
    at_delimiter: bool,
    /// CRLF, two dashes, the boundary.
    delimiter: Vec<u8>,
    finished: bool,
}

impl<R: AsyncRead + Unpin> Multipart<R> {
    /// A body with this boundary (see [`boundary`]).
    pub fn new(source: R, boundary: &str) -> Self {
        let mut window = vec![0; WINDOW];
        // The first delimiter has no line before it: give it one.
        if let Some(front) = window.get_mut(..2) {
            front.copy_from_slice(b"\r\n");
        }
        let delimiter = [b"\r\n--", boundary.as_bytes()].concat();
        Self { source, window, start: 0, end: 2, content: 0, at_delimiter: false, delimiter, finished: false }
    }

    /// The next part's head, after whatever is left of the current one; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Head>> {
        if self.finished {
            return Ok(None);
        }
        while std::future::poll_fn(|cx| self.poll_content(cx)).await.map_err(|_| unreadable())? > 0 {
            self.skip(self.content);
        }
        self.skip(self.delimiter.len());
        self.at_delimiter = false;
        let line = self.line().await?;
        if line.starts_with(b"--") {
            self.finished = true;
            return Ok(None);
        }
        if line.iter().any(|byte| !matches!(byte, b' ' | b'\t')) {
            return Err(unreadable());
        }
        self.head().await.map(Some)
    }

    async fn head(&mut self) -> Result<Head> {
        let (mut head, mut length) = (Head::default(), 0);
        loop {
            let line = self.line().await?;
            length += line.len();
            if length > LONGEST_HEADER {
                return Err(Error::BadRequest("The header of a multipart part is too long".into()));
            }
            if line.is_empty() {
                return Ok(head);
            }
            let line = String::from_utf8(line).map_err(|_| Error::BadRequest("Parameters must be UTF-8".into()))?;
            let Some((name, value)) = line.split_once(':') else { return Err(unreadable()) };
            if name.trim().eq_ignore_ascii_case("content-disposition") {
                head.name = disposition(value, "name");
                head.filename = disposition(value, "filename*").or_else(|| disposition(value, "filename"));
            } else if name.trim().eq_ignore_ascii_case("content-type") {
                head.content_type = Some(value.trim().to_owned());
            }
        }
    }

    /// Bytes up to the next line end, without it; a last boundary may stand at the very end without one.
    async fn line(&mut self) -> Result<Vec<u8>> {
        loop {
            let unread = self.unread();
            if let Some(at) = find(unread, b"\r\n") {
                let line = unread.get(..at).unwrap_or_default().to_vec();
                self.skip(at + 2);
                return Ok(line);
            }
            if unread.len() > LONGEST_HEADER {
                return Err(Error::BadRequest("The header of a multipart part is too long".into()));
            }
            if std::future::poll_fn(|cx| self.poll_fill(cx)).await.map_err(|_| unreadable())? == 0 {
                let rest = self.unread().to_vec();
                self.skip(rest.len());
                return if rest.starts_with(b"--") { Ok(rest) } else { Err(unreadable()) };
            }
        }
    }

    fn unread(&self) -> &[u8] {
        self.window.get(self.start..self.end).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
        self.content = self.content.saturating_sub(count);
    }

    /// Reads more into the window; 0 at the end of the body.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.start > 0 {
            self.window.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        let mut room = ReadBuf::new(self.window.get_mut(self.end..).unwrap_or_default());
        ready!(Pin::new(&mut self.source).poll_read(cx, &mut room))?;
        let count = room.filled().len();
        self.end += count;
        Poll::Ready(Ok(count))
    }

    /// How many of the next bytes are content; 0 at a delimiter.
    fn poll_content(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        loop {
            if self.content > 0 || self.at_delimiter {
                return Poll::Ready(Ok(self.content));
            }
            let unread = self.unread();
            match find(unread, &self.delimiter) {
                Some(at) => (self.content, self.at_delimiter) = (at, true),
                // The last bytes may be the start of a delimiter.
                None => self.content = (unread.len() + 1).saturating_sub(self.delimiter.len()),
            }
            if self.content == 0 && !self.at_delimiter && ready!(self.poll_fill(cx))? == 0 {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
        }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Multipart<R> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let count = ready!(this.poll_content(cx))?.min(into.remaining());
        into.put_slice(this.unread().get(..count).unwrap_or_default());
        this.skip(count);
        Poll::Ready(Ok(()))
    }
}

/// The boundary named by a content type: 1 to 70 characters.
pub fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary").filter(|boundary| (1..=70).contains(&boundary.len()))
}

fn unreadable() -> Error {
    Error::BadRequest("The multipart body is incomplete or malformed".into())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let at = from + rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// A name or file name of a content disposition, decoded.
fn disposition(value: &str, name: &str) -> Option<String> {
    let raw = parameter(value, name)?;
    if name.ends_with('*') {
        let encoded = raw.splitn(3, '\'').nth(2)?;
        return percent_decode_str(encoded).decode_utf8().ok().map(|text| text.into_owned());
    }
    // Browsers escape these three, and nothing else.
    Some(raw.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

/// `value` of `…; name="value"` or `…; name=value`.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, next) = parameter_value(after.trim_start());
        // Words without a value may stand before the name.
        let key = key.rsplit(';').next().unwrap_or(key);
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next.split_once(';')?.1;
    }
}

/// One value, quoted or not, and what follows it.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        let (value, next) = text.split_at(end);
        return (value.trim().to_owned(), next);
    };
    let (mut value, mut chars) = (String::new(), quoted.char_indices());
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            // Backslashes escape quotes and themselves only: some clients send whole paths.
            '\\' => match chars.clone().next() {
                Some((_, next @ ('"' | '\\'))) => {
                    chars.next();
                    value.push(next);
                }
                _ => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests;
