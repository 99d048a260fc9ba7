//! Root keys: `{"team": {"name": "x"}}` and `{"name": "x"}` are the same.

use serde_json::{Map, Value};

use crate::base::{Error, Result};
use crate::http::coerce::Schema;
use crate::http::mark;
use crate::http::words::field_error;

/// Where the parameters of an operation may be wrapped. Made by [`root_key!`](crate::root_key).
pub trait Root: Send + Sync + 'static {
    /// The wrapping key; empty for none.
    const KEY: &'static str;
    /// Whether a request without any known parameter is refused (422 naming the key).
    const REQUIRED: bool;
    /// Whether the text `null` of a parameter at the top means nothing: some forms send it for what is not set.
    const NULL_TEXTS: bool = false;
    /// Whether values of the wrong kind are refused in one text (`error`) instead of attribute by attribute.
    const IN_ONE_TEXT: bool = false;
    /// The same as a value.
    const WRAPPING: Wrapping =
        Wrapping { key: Self::KEY, is_required: Self::REQUIRED, has_null_texts: Self::NULL_TEXTS };
}

/// What [`unwrap`] has to know of a [`Root`].
#[derive(Debug, Clone, Copy)]
pub struct Wrapping {
    key: &'static str,
    is_required: bool,
    has_null_texts: bool,
}

/// No root key.
#[derive(Debug, Clone, Copy)]
pub struct Flat;

impl Root for Flat {
    const KEY: &'static str = "";
    const REQUIRED: bool = false;
}

/// Declares a root key: `root_key!(Team, "team")` for `Params<wire::TeamChange, Team>`.
///
/// A request without any known parameter is then refused, as Chatwoot does; `root_key!(Contact, "contact", optional)` takes it.
#[macro_export]
macro_rules! root_key {
    ($name:ident, $key:literal) => {
        $crate::root_key!(@ $name, $key, true);
    };
    ($name:ident, $key:literal, optional) => {
        $crate::root_key!(@ $name, $key, false);
    };
    (@ $name:ident, $key:literal, $required:literal) => {
        #[doc = concat!("Parameters may be wrapped in `", $key, "`.")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl $crate::http::Root for $name {
            const KEY: &'static str = $key;
            const REQUIRED: bool = $required;
        }
    };
}

/// Lays what is wrapped over what is beside it.
pub fn unwrap(wrapping: &Wrapping, mut tree: Map<String, Value>, schema: &Schema) -> Result<Map<String, Value>> {
    if wrapping.has_null_texts {
        tree.values_mut().filter(|value| *value == "null").for_each(|value| *value = Value::Null);
    }
    let key = wrapping.key;
    if key.is_empty() {
        return Ok(tree);
    }
    let wrapped = match tree.remove(key) {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(map)) if !mark::is_mark_map(&map) => map,
        Some(Value::String(text)) if text.trim().is_empty() => Map::new(),
        Some(Value::String(text)) if text.trim_start().starts_with('{') => super::body::json(text.as_bytes())?,
        // A property may bear the name of the key.
        Some(other) if schema.field(key).is_some() => Map::from_iter([(key.to_owned(), other)]),
        Some(_) => return Err(Error::Invalid(vec![field_error(key, "must be an object", "invalid")])),
    };
    if wrapping.is_required && wrapped.is_empty() && !tree.keys().any(|name| schema.field(name).is_some()) {
        return Err(Error::missing(key));
    }
    tree.extend(wrapped);
    Ok(tree)
}
