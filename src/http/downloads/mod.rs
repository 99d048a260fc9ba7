//! Serves uploaded files at their unguessable addresses, whole or in part.
//!
//! A file never changes, so it may be kept for ever. A browser shows only what it cannot run, and even that without any
//! rights. Each chunk is one short read: no connection is held for a slow client. Keep compression away from here.

mod range;

use futures_util::stream::try_unfold;
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Endpoint, Request, Response};

use self::range::Wanted;
use super::conditional;
use super::methods::not_allowed;
use crate::base::{Error, Result};
use crate::files::{self, CHUNK, Stored};
use crate::store::Store;

/// The route of [`Downloads`]: the file is found by its key, the name is for people.
pub const ROUTE: &str = "/rails/active_storage/blobs/redirect/:key/*filename";

/// Nothing may load or run; the last three let a browser's own viewer show a picture, a film or a sound.
const POLICY: &str = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

/// The endpoint: GET and HEAD.
pub struct Downloads(pub Store);

impl Endpoint for Downloads {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Ok(not_allowed("GET, HEAD"));
        }
        let key = req.raw_path_param("key").unwrap_or_default().to_owned();
        let file = self.0.read(move |db| files::by_key(db, &key)).await?;
        Ok(self.answer(&req, file).await?)
    }
}

impl Downloads {
    async fn answer(&self, req: &Request, file: Stored) -> Result<Response> {
        let etag = format!("\"{}\"", file.key);
        let size = file.byte_size.unsigned_abs();
        let mut response = Response::default();
        describe(response.headers_mut(), &file, &etag);
        if conditional::is_known(req.headers(), &etag) {
            response.set_status(StatusCode::NOT_MODIFIED);
            return Ok(response);
        }
        let (from, length) = match wanted(req.headers(), &etag, size) {
            Wanted::Whole => (0, size),
            Wanted::Part { from, length } => {
                response.set_status(StatusCode::PARTIAL_CONTENT);
                set(
                    response.headers_mut(),
                    header::CONTENT_RANGE,
                    &format!("bytes {from}-{}/{size}", from + length - 1),
                );
                (from, length)
            }
            Wanted::Nothing => {
                response.set_status(StatusCode::RANGE_NOT_SATISFIABLE);
                set(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{size}"));
                return Ok(response);
            }
        };
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        if req.method() == Method::GET {
            response.set_body(self.body(&file, from, length).await?);
        }
        Ok(response)
    }

    /// What lies in one chunk in one piece, longer parts chunk by chunk as the client takes them.
    async fn body(&self, file: &Stored, from: u64, length: u64) -> Result<Body> {
        let (store, id) = (self.0.clone(), file.id);
        let piece = async move |from: u64, length: u64| {
            let chunk = i64::try_from(from / CHUNK as u64).map_err(Error::internal)?;
            let data = store.read(move |db| files::read_chunk(db, id, chunk)).await?;
            cut(data, from, length)
        };
        if length == 0 {
            return Ok(Body::empty());
        }
        let first = piece(from, length).await?;
        if first.len() as u64 == length {
            return Ok(Body::from_vec(first));
        }
        let stream = try_unfold((piece, Some(first), from, length), async |(piece, first, from, left)| {
            if left == 0 {
                return Ok(None);
            }
            let data = match first {
                Some(first) => first,
                None => piece(from, left).await.map_err(std::io::Error::other)?,
            };
            let length = data.len() as u64;
            Ok::<_, std::io::Error>(Some((data, (piece, None, from + length, left.saturating_sub(length)))))
        });
        Ok(Body::from_bytes_stream(stream))
    }
}

/// The part of a chunk that is wanted, at most `length` bytes from the file's byte `from` on.
fn cut(mut chunk: Vec<u8>, from: u64, length: u64) -> Result<Vec<u8>> {
    let skip = usize::try_from(from % CHUNK as u64).map_err(Error::internal)?;
    if skip >= chunk.len() {
        return Err(Error::internal("a chunk of a file is shorter than its place"));
    }
    chunk.drain(..skip);
    chunk.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    Ok(chunk)
}

fn wanted(headers: &HeaderMap, etag: &str, size: u64) -> Wanted {
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    range::parse(range.filter(|_| conditional::allows_range(headers, etag)), size)
}

/// The headers every answer about the file has.
fn describe(headers: &mut HeaderMap, file: &Stored, etag: &str) {
    let kind = if file.content_type == "text/plain" { "text/plain; charset=utf-8" } else { &file.content_type };
    set(headers, header::CONTENT_TYPE, kind);
    set(headers, header::ETAG, etag);
    set(headers, header::CONTENT_DISPOSITION, &disposition(file));
    for (name, value) in [
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
        (header::ACCEPT_RANGES, "bytes"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Shown in place or only downloaded, and under which name: once for old clients, once in full.
fn disposition(file: &Stored) -> String {
    let kind = if files::is_inline(&file.content_type) { "inline" } else { "attachment" };
    let plain = |c: char| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' };
    let ascii: String = file.filename.chars().map(plain).collect();
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{}", files::encoded(&file.filename))
}

/// Sets a header whose value is made of what was stored; what makes no header is left out.
fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests;
