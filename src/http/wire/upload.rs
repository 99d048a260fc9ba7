//! A file that came with a request.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde_json::Value;

use crate::files::Stored;
use crate::http::mark;

/// A field that takes a file.
#[derive(Debug, Clone)]
pub enum Upload {
    /// A part of this multipart body: on disk, not linked to anything yet.
    Part(Stored),
    /// A text in its place: the signed id of an earlier upload, or an address.
    Text(String),
}

impl Type for Upload {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_binary".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Upload {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let value = value.unwrap_or_default();
        match (mark::as_file(&value), value) {
            (Some(stored), _) => Ok(Upload::Part(stored)),
            (None, Value::String(text)) => Ok(Upload::Text(text)),
            (None, _) => Err(ParseError::custom("not a file")),
        }
    }
}

impl ToJSON for Upload {
    fn to_json(&self) -> Option<Value> {
        Some(Value::from(match self {
            Upload::Part(stored) => stored.filename.as_str(),
            Upload::Text(text) => text.as_str(),
        }))
    }
}
