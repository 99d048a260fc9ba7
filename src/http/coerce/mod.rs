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
pub use schema::{Declared, Schema};
use walk::Walk;

/// Bends `tree` into the schema of `T` and parses it. `name` is its own, such as a query parameter's; empty for a body.
pub fn parse<T: ParseFromJSON + Type + 'static>(tree: Value, name: &str) -> Result<T> {
    finish(bend(&Declared::of::<T>(), tree, name)?, name)
}

/// Bends `tree` into what the type declares. Everything that does not depend on the type itself, so that it is compiled once.
pub fn bend(declared: &Declared, tree: Value, name: &str) -> Result<Value> {
    Walk::new(&Schema::of(declared), name).run(tree)
}

/// Parses what was bent.
pub fn finish<T: ParseFromJSON>(tree: Value, name: &str) -> Result<T> {
    T::parse_from_json(Some(tree)).map_err(|error| unparsable(error.message(), name))
}

/// Only a rule that the schema does not carry gets here; its wording is not ours to show.
#[cold]
fn unparsable(reason: &str, name: &str) -> Error {
    tracing::debug!(reason, "parameters do not parse");
    let field = if name.is_empty() { "base" } else { name };
    Error::Invalid(vec![crate::http::words::field_error(field, "has values of the wrong kind", "invalid")])
}

#[cfg(test)]
mod tests;
