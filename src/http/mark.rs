//! Marks: values a client cannot write, put into a parameter tree by this server.
//!
//! A mark is an object whose only key begins with NUL. NUL is refused in every key and text a client sends, in whatever
//! encoding, so nobody can forge one. There are two: an uploaded file, and a form name that was sent more than once.

use serde_json::{Map, Value, json};

use crate::base::ids::BlobId;
use crate::files::Stored;

const FILE: &str = "\0file";
const REPEATED: &str = "\0repeated";

fn sealed(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// A received file.
pub fn file(stored: &Stored) -> Value {
    sealed(
        FILE,
        json!({
            "id": stored.id.0,
            "key": stored.key,
            "filename": stored.filename,
            "content_type": stored.content_type,
            "byte_size": stored.byte_size,
            "width": stored.width,
            "height": stored.height,
        }),
    )
}

/// The file behind a mark.
pub fn as_file(value: &Value) -> Option<Stored> {
    let fields = value.as_object()?.get(FILE)?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |name: &str| fields.get(name).and_then(Value::as_i64);
    Some(Stored {
        id: BlobId(number("id")?),
        key: text("key")?,
        filename: text("filename")?,
        content_type: text("content_type")?,
        byte_size: number("byte_size")?,
        width: number("width"),
        height: number("height"),
    })
}

/// Several values under one form name.
pub fn repeated(values: Vec<Value>) -> Value {
    sealed(REPEATED, Value::Array(values))
}

/// The values behind a mark of [`repeated`], to add to.
pub fn as_repeated_mut(value: &mut Value) -> Option<&mut Vec<Value>> {
    value.as_object_mut()?.get_mut(REPEATED)?.as_array_mut()
}

/// Takes the values out of a mark of [`repeated`]; gives back anything else.
pub fn into_repeated(value: Value) -> Result<Vec<Value>, Value> {
    match value {
        Value::Object(mut map) => match map.remove(REPEATED) {
            Some(Value::Array(values)) => Ok(values),
            _ => Err(Value::Object(map)),
        },
        other => Err(other),
    }
}

/// Whether this is an uploaded file.
pub fn is_file(value: &Value) -> bool {
    value.as_object().is_some_and(|map| map.contains_key(FILE))
}

/// Whether this is any mark.
pub fn is_mark(value: &Value) -> bool {
    value.as_object().is_some_and(is_mark_map)
}

/// Whether the object with these fields is a mark.
pub fn is_mark_map(map: &Map<String, Value>) -> bool {
    map.contains_key(FILE) || map.contains_key(REPEATED)
}
