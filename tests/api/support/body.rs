//! What a request carries: JSON, a form, several parts, or any bytes.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The body of a request.
#[derive(Debug, Clone)]
pub enum Body {
    None,
    Bytes { content_type: Option<String>, bytes: Vec<u8> },
}

/// JSON; `null` is no body at all.
impl From<Value> for Body {
    fn from(json: Value) -> Self {
        if json.is_null() { Body::None } else { raw("application/json", json.to_string()) }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Body::None
    }
}

/// Bytes under a content type, right or wrong.
pub fn raw(content_type: &str, bytes: impl Into<Vec<u8>>) -> Body {
    Body::Bytes { content_type: Some(content_type.to_owned()), bytes: bytes.into() }
}

/// Bytes without a content type.
pub fn untyped(bytes: impl Into<Vec<u8>>) -> Body {
    Body::Bytes { content_type: None, bytes: bytes.into() }
}

/// `application/x-www-form-urlencoded`
pub fn form<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Body {
    raw("application/x-www-form-urlencoded", query(pairs))
}

/// Names and values as a query string.
pub fn query<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs =
        pairs.into_iter().map(|(name, value)| format!("{}={}", escaped(name.as_ref()), escaped(value.as_ref())));
    pairs.collect::<Vec<_>>().join("&")
}

const BOUNDARY: &str = "----------------------------8f0c4d1e6b";

/// `multipart/form-data`, part by part.
#[derive(Debug, Clone, Default)]
pub struct Multipart(Vec<u8>);

/// No part yet.
pub fn multipart() -> Multipart {
    Multipart::default()
}

impl Multipart {
    /// A text.
    pub fn text(self, name: &str, value: &str) -> Self {
        self.part(&format!("form-data; name=\"{name}\""), None, value.as_bytes())
    }

    /// A file.
    pub fn file(self, name: &str, filename: &str, content_type: &str, bytes: &[u8]) -> Self {
        self.part(&format!("form-data; name=\"{name}\"; filename=\"{filename}\""), Some(content_type), bytes)
    }

    /// A part with a disposition of any form.
    pub fn part(mut self, disposition: &str, content_type: Option<&str>, bytes: &[u8]) -> Self {
        let mut head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n");
        if let Some(content_type) = content_type {
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(b"\r\n");
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }
}

impl From<Multipart> for Body {
    fn from(Multipart(mut bytes): Multipart) -> Self {
        bytes.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        raw(&format!("multipart/form-data; boundary={BOUNDARY}"), bytes)
    }
}
