//! Leniency, decided by the schema: a parameter tree is bent into the types an Object declares, before it is parsed.
//!
//! Clients send numbers and booleans as texts, numbers where texts are wanted, JSON inside form fields, lists as single values.
//! All of that is understood here, once, so request Objects use plain Rust types. What cannot be understood is an error that
//! names the field and says what it must be.

mod scalar;
mod schema;
mod walk;

use poem_openapi::types::{ParseFromJSON, Type};
use serde_json::Value;

use crate::base::{Error, Result};
pub use schema::Schema;
use walk::Walk;

/// Bends `tree` into the schema of `T` and parses it.
pub fn parse<T: ParseFromJSON + Type + 'static>(tree: Value) -> Result<T> {
    parse_named(tree, "")
}

/// As [`parse`], for a value that has a name of its own, such as a query parameter.
pub fn parse_named<T: ParseFromJSON + Type + 'static>(tree: Value, name: &str) -> Result<T> {
    let schema = Schema::of::<T>();
    let value = Walk::new(&schema, name).run(tree)?;
    T::parse_from_json(Some(value)).map_err(|error| {
        // Only a rule that the schema does not carry gets here; its wording is not ours to show.
        tracing::debug!(reason = error.message(), "parameters do not parse");
        let field = if name.is_empty() { "base" } else { name };
        Error::Invalid(vec![crate::http::words::field_error(field, "has values of the wrong kind", "invalid")])
    })
}

#[cfg(test)]
mod tests;
