//! A JSON object that is passed through.

use std::borrow::Cow;
use std::sync::Arc;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON object (or list) kept as its text and written without being parsed again; cheap to clone.
///
/// Documented as a free object. A text that is no JSON becomes `{}`: the database only holds what was written as JSON.
#[derive(Debug, Clone)]
pub struct Json(Arc<RawValue>);

impl Json {
    /// `{}`
    pub fn empty() -> Self {
        Json(RawValue::from_string("{}".to_owned()).map_or_else(|_| RawValue::NULL.to_owned().into(), Arc::from))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The tree.
    pub fn to_value(&self) -> Value {
        serde_json::from_str(self.as_str()).unwrap_or_default()
    }
}

impl Default for Json {
    fn default() -> Self {
        Json::empty()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        RawValue::from_string(text).map_or_else(|_| Json::empty(), |raw| Json(raw.into()))
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        value.to_string().into()
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Json::from(&value)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Type for Json {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "object".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new("object")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }

    fn is_empty(&self) -> bool {
        matches!(self.as_str(), "{}" | "[]" | "null")
    }
}

impl ParseFromJSON for Json {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Json::from).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for Json {
    fn to_json(&self) -> Option<Value> {
        Some(self.to_value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::assert_same_json;

    #[test]
    fn passes_through() {
        let json = Json::from(r#"{ "b": 1.50, "a": [] }"#);
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"{ "b": 1.50, "a": [] }"#);
        assert_eq!(Json::from("not JSON"), Json::empty());
        assert_eq!(Json::from(""), Json::empty());
        assert_same_json(&json);
    }
}
