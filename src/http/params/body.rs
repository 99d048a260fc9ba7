//! The three encodings of a body, read into one tree.

use poem::http::header;
use poem::{Body, Request};
use serde_json::{Map, Value};
use tokio::io::AsyncRead;

use super::form::{Form, base_of, refuse_nul};
use super::multipart::{Head, Multipart, boundary};
use super::reading::{MOST_TEXT, Watched, read_within, too_large};
use crate::base::{Error, FieldError, Result};
use crate::files::{self, Incoming};
use crate::http::mark;
use crate::http::words::humanise;
use crate::store::Store;

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
    let bytes = read_text_body(request, body.into_async_read()).await?;
    match encoding {
        _ if bytes.is_empty() => Ok(Map::new()),
        Encoding::Json => json(&bytes),
        // what some tools send when they are not told what it is
        Encoding::Urlencoded if bytes.starts_with(b"{") => json(&bytes).or_else(|_| Form::urlencoded(&bytes)),
        Encoding::Urlencoded => Form::urlencoded(&bytes),
        Encoding::Unsaid if looks_like_a_form(&bytes) => Form::urlencoded(&bytes),
        Encoding::Unsaid => json(&bytes),
        Encoding::Unknown | Encoding::Multipart => Err(Error::UnsupportedMedia(
            "Content type not supported, send application/json, application/x-www-form-urlencoded or multipart/form-data"
                .into(),
        )),
    }
}

async fn read_text_body<R: AsyncRead + Unpin>(request: &Request, mut body: R) -> Result<Vec<u8>> {
    let announced = request.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let mut room = MOST_TEXT;
    match announced {
        Some(length) if length > MOST_TEXT => Err(too_large()),
        _ => read_within(&mut body, &mut room).await,
    }
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
    read_parts(request, Multipart::new(body.into_async_read(), &boundary)).await
}

async fn read_parts<R>(request: &Request, mut parts: Multipart<R>) -> Result<Map<String, Value>>
where
    R: AsyncRead + Unpin + Send,
{
    let (mut form, mut room, mut files) = (Form::default(), MOST_TEXT, 0);
    while let Some(head) = parts.next().await? {
        let Some(name) = head.name.clone().filter(|name| !name.is_empty()) else { continue };
        if head.filename.is_none() {
            let bytes = read_within(&mut parts, &mut room).await?;
            let text = String::from_utf8(bytes).map_err(|_| Error::BadRequest("Parameters must be UTF-8".into()))?;
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
    let attribute = base_of(name).to_owned();
    let message = format!("{} is too many (maximum is {MOST_FILES})", humanise(&attribute));
    Error::Invalid(vec![FieldError::new(attribute, message, "too_many")])
}

/// Streams one file part into the store and answers its mark.
async fn read_file<R>(request: &Request, part: &mut R, name: &str, head: Head) -> Result<Value>
where
    R: AsyncRead + Unpin + Send,
{
    refuse_nul(name, head.filename.as_deref().unwrap_or_default())?;
    let store = request.data::<Store>().ok_or_else(|| Error::internal("the store is not in the request"))?;
    let what = Incoming { filename: head.filename, content_type: head.content_type };
    let mut part = Watched::new(part);
    let stored = files::receive(store, what, &mut part).await;
    if part.is_broken() {
        return Err(Error::BadRequest("The multipart body is incomplete or malformed".into()));
    }
    Ok(mark::file(&stored?))
}
