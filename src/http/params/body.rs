//! The three encodings of a body, read into one tree.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use poem::error::ReadBodyError;
use poem::http::header;
use poem::{Body, Request};
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::form::{Form, refuse_nul};
use super::multipart::{Head, Multipart, boundary};
use crate::base::{Error, FieldError, Result};
use crate::files::{self, Incoming};
use crate::http::mark;
use crate::store::Store;

/// The most bytes of a JSON or urlencoded body, and of all texts of a multipart body together.
pub const MOST_TEXT: usize = 4 * 1024 * 1024;
/// The most files in one request.
pub const MOST_FILES: usize = 15;

/// How a body is encoded.
#[derive(Debug, PartialEq, Eq)]
enum Encoding {
    Json,
    Urlencoded,
    Multipart,
    /// No content type was sent.
    Unsaid,
    Unknown,
}

fn encoding(content_type: Option<&str>) -> Encoding {
    let Some(content_type) = content_type.map(str::trim).filter(|kind| !kind.is_empty()) else {
        return Encoding::Unsaid;
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Urlencoded,
        "multipart/form-data" => Encoding::Multipart,
        other if other.starts_with("application/") && other.ends_with("+json") => Encoding::Json,
        _ => Encoding::Unknown,
    }
}

/// Reads the body of `request`; nothing at all is an empty tree.
pub async fn read(request: &Request, body: Body) -> Result<Map<String, Value>> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let encoding = encoding(request.content_type());
    if encoding == Encoding::Multipart {
        return read_multipart(request, body).await;
    }
    let announced = request.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MOST_TEXT) {
        return Err(too_large());
    }
    let bytes = body.into_bytes_limit(MOST_TEXT).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => too_large(),
        _ => Error::BadRequest("The body could not be read".into()),
    })?;
    match encoding {
        _ if bytes.is_empty() => Ok(Map::new()),
        Encoding::Json => json(&bytes),
        Encoding::Urlencoded => Form::urlencoded(&bytes),
        Encoding::Unsaid if looks_like_a_form(&bytes) => Form::urlencoded(&bytes),
        Encoding::Unsaid => json(&bytes),
        Encoding::Unknown | Encoding::Multipart => Err(Error::UnsupportedMedia(
            "Content type not supported, send application/json, application/x-www-form-urlencoded or multipart/form-data"
                .into(),
        )),
    }
}

fn too_large() -> Error {
    Error::TooLarge("The parameters are larger than 4 MiB".into())
}

/// `name=…` and no JSON.
fn looks_like_a_form(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    bytes.contains(&b'=') && !matches!(first, Some(b'{' | b'[' | b'"'))
}

/// Reads a JSON object; 400 for anything else, 422 for NUL in it.
pub fn json(bytes: &[u8]) -> Result<Map<String, Value>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    let tree = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::BadRequest(format!("The body is not valid JSON (line {line}, column {column})").into())
    })?;
    // NUL can only be written as this escape, so few bodies need the walk.
    if bytes.windows(6).any(|window| window == b"\\u0000") {
        refuse_nul_within("", &tree)?;
    }
    match tree {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err(Error::BadRequest("The body must be a JSON object".into())),
    }
}

fn refuse_nul_within(path: &str, value: &Value) -> Result<()> {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::String(text) => refuse_nul(path, text),
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(index, item)| refuse_nul_within(&below(&index.to_string()), item))
        }
        Value::Object(map) => map.iter().try_for_each(|(name, item)| {
            let path = below(name);
            refuse_nul(&path, name)?;
            refuse_nul_within(&path, item)
        }),
        _ => Ok(()),
    }
}

async fn read_multipart(request: &Request, body: Body) -> Result<Map<String, Value>> {
    let boundary = request.content_type().and_then(boundary);
    let boundary = boundary.ok_or(Error::BadRequest("The multipart body has no boundary".into()))?;
    let mut parts = Multipart::new(body.into_async_read(), &boundary);
    let (mut form, mut room, mut files) = (Form::default(), MOST_TEXT, 0);
    while let Some(head) = parts.next().await? {
        let Some(name) = head.name.clone().filter(|name| !name.is_empty()) else { continue };
        if head.filename.is_none() {
            let text = read_text(&mut parts, &mut room).await?;
            form.put(&name, text)?;
            continue;
        }
        // A file input left empty sends a part without a file name.
        if head.filename.as_deref() == Some("") {
            continue;
        }
        files += 1;
        if files > MOST_FILES {
            return Err(too_many_files(&name));
        }
        let mark = read_file(request, &mut parts, &name, head).await?;
        form.put_mark(&name, mark)?;
    }
    Ok(form.finish())
}

fn too_many_files(name: &str) -> Error {
    let attribute = super::form::base_of(name).to_owned();
    let message = format!("{} is too many (maximum is {MOST_FILES})", crate::http::words::humanise(&attribute));
    Error::Invalid(vec![FieldError::new(attribute, message, "too_many")])
}

/// Reads one text part, taking its length from what is left for texts.
async fn read_text<R: AsyncRead + Unpin>(part: &mut R, room: &mut usize) -> Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(*room).unwrap_or(u64::MAX).saturating_add(1);
    part.take(limit)
        .read_to_end(&mut bytes)
        .await
        .map_err(|_| Error::BadRequest("The multipart body is incomplete or malformed".into()))?;
    *room = room.checked_sub(bytes.len()).ok_or_else(too_large)?;
    String::from_utf8(bytes).map_err(|_| Error::BadRequest("Parameters must be UTF-8".into()))
}

/// Streams one file part into the store and answers its mark.
async fn read_file<R>(request: &Request, part: &mut R, name: &str, head: Head) -> Result<Value>
where
    R: AsyncRead + Unpin + Send,
{
    refuse_nul(name, head.filename.as_deref().unwrap_or_default())?;
    let store = request.data::<Store>().ok_or_else(|| Error::internal("the store is not in the request"))?;
    let what = Incoming { filename: head.filename, content_type: head.content_type };
    let mut watched = Watched { source: part, broken: false };
    let stored = files::receive(store, what, &mut watched).await;
    if watched.broken {
        return Err(Error::BadRequest("The multipart body is incomplete or malformed".into()));
    }
    Ok(mark::file(&stored?))
}

/// Remembers that reading failed: then the sender broke off, whatever the reader makes of it.
struct Watched<'r, R> {
    source: &'r mut R,
    broken: bool,
}

impl<R: AsyncRead + Unpin> AsyncRead for Watched<'_, R> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut *this.source).poll_read(cx, into);
        this.broken |= matches!(result, Poll::Ready(Err(_)));
        result
    }
}
