//! The walk along the schema: objects, lists, files, and the names of the fields that are wrong.

use serde_json::{Map, Value};

use super::scalar::{self, Broken};
use super::schema::{Field, Schema, Shape};
use crate::base::{Error, FieldError, Result};
use crate::http::mark;
use crate::http::words::field_error;

/// More errors than this help nobody.
const MOST_ERRORS: usize = 20;
/// The longest value repeated in an answer, in characters.
const LONGEST_ECHO: usize = 60;

/// One walk over one tree.
pub struct Walk<'s> {
    schema: &'s Schema,
    /// Names from the top to here.
    path: Vec<String>,
    errors: Vec<FieldError>,
    /// A value outside an enumeration is answered in its own form.
    refused: Option<Error>,
}

impl<'s> Walk<'s> {
    /// A walk whose top has this name, which may be empty.
    pub fn new(schema: &'s Schema, name: &str) -> Self {
        let path = if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
        Self { schema, path, errors: Vec::new(), refused: None }
    }

    /// The bent tree, or everything that is wrong with it.
    pub fn run(mut self, tree: Value) -> Result<Value> {
        let schema = self.schema;
        let value = self.bend(schema.root(), false, tree);
        match self.refused {
            Some(error) if self.errors.is_empty() => Err(error),
            _ if self.errors.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.errors)),
        }
    }

    fn bend(&mut self, shape: &'s Shape, required: bool, value: Value) -> Value {
        let shape = self.schema.resolve(shape);
        if let Shape::List(item) = shape {
            return self.list(item, value);
        }
        let value = last_of_repeated(value);
        if mark::is_file(&value) && *shape != Shape::File {
            return self.broken("must not be a file");
        }
        let bent = match shape {
            Shape::Text => scalar::text(value),
            Shape::Integer(least, most) => scalar::integer(value, *least, *most),
            Shape::Number => scalar::number(value),
            Shape::Boolean => scalar::boolean(value, required),
            Shape::File => file(value),
            Shape::Choice(choices) => return self.choice(choices, value),
            Shape::Record(fields) => return self.record(fields, value),
            Shape::Map(values) => return self.map(values.as_deref(), value),
            Shape::Any | Shape::Named(_) | Shape::List(_) => return self.free(value),
        };
        bent.unwrap_or_else(|rule| self.broken(rule))
    }

    fn choice(&mut self, choices: &[String], value: Value) -> Value {
        match scalar::text(value) {
            Ok(Value::String(text)) if text.is_empty() => Value::Null,
            Ok(Value::String(text)) if !choices.contains(&text) => {
                let echo: String = text.chars().take(LONGEST_ECHO).collect();
                let name = self.path.last().map_or("value", String::as_str);
                self.refused.get_or_insert_with(|| Error::not_a_valid(&echo, name));
                Value::Null
            }
            Ok(value) => value,
            Err(rule) => self.broken(rule),
        }
    }

    fn record(&mut self, fields: &'s [Field], value: Value) -> Value {
        let Some(mut given) = self.object(value) else { return Value::Null };
        let mut bent = Map::new();
        for field in fields {
            self.path.push(field.name.to_owned());
            let wrong_before = self.wrongs();
            // Absent and null are kept apart: a change leaves the one alone and clears the other.
            let value = given.remove(field.name).map(|value| self.bend(&field.shape, field.required, value));
            match value {
                Some(Value::Null) | None if field.required => {
                    if matches!(self.schema.resolve(&field.shape), Shape::List(_)) {
                        bent.insert(field.name.to_owned(), Value::Array(Vec::new()));
                    } else if self.wrongs() == wrong_before {
                        self.complain("can't be blank", "blank");
                    }
                }
                Some(value) => {
                    bent.insert(field.name.to_owned(), value);
                }
                None => {}
            }
            self.path.pop();
        }
        Value::Object(bent)
    }

    fn map(&mut self, values: Option<&'s Shape>, value: Value) -> Value {
        let Some(given) = self.object(value) else { return Value::Null };
        let mut bent = Map::new();
        for (name, value) in given {
            self.path.push(name.clone());
            let value = match values {
                Some(shape) => self.bend(shape, false, value),
                None => self.free(value),
            };
            self.path.pop();
            bent.insert(name, value);
        }
        Value::Object(bent)
    }

    /// An object, also from a JSON text; `None` for nothing, and for what is no object.
    fn object(&mut self, value: Value) -> Option<Map<String, Value>> {
        const RULE: Broken = "must be an object";
        match value {
            Value::Object(map) => Some(map),
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => match json_text(&text) {
                Some(Value::Object(map)) => Some(map),
                _ => self.nothing(RULE),
            },
            _ => self.nothing(RULE),
        }
    }

    fn list(&mut self, item: &'s Shape, value: Value) -> Value {
        let Some(items) = self.items(item, value) else { return Value::Null };
        let mut bent = Vec::with_capacity(items.len());
        for (index, value) in items.into_iter().enumerate() {
            self.path.push(index.to_string());
            let value = self.bend(item, true, value);
            self.path.pop();
            if !value.is_null() {
                bent.push(value);
            }
        }
        Value::Array(bent)
    }

    /// The elements, also of a single value, a text with commas, a JSON text, or an object with numbers for names.
    fn items(&mut self, item: &'s Shape, value: Value) -> Option<Vec<Value>> {
        let value = match mark::into_repeated(value) {
            Ok(values) => return Some(values),
            Err(value) => value,
        };
        match value {
            Value::Null => None,
            Value::Array(items) => Some(items),
            Value::String(text) => Some(self.items_of_text(item, text)),
            Value::Object(map) if !mark::is_mark_map(&map) => self.items_of_map(item, map),
            single => Some(vec![single]),
        }
    }

    fn items_of_text(&self, item: &'s Shape, text: String) -> Vec<Value> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        if text.trim_start().starts_with('[')
            && let Some(Value::Array(items)) = json_text(&text)
        {
            return items;
        }
        match self.schema.resolve(item) {
            Shape::Text | Shape::Integer(..) | Shape::Number | Shape::Choice(_) => {
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Value::from).collect()
            }
            _ => vec![Value::String(text)],
        }
    }

    fn items_of_map(&mut self, item: &'s Shape, map: Map<String, Value>) -> Option<Vec<Value>> {
        let numbered = map.keys().all(|key| key.parse::<u32>().is_ok());
        if numbered {
            let mut items: Vec<(u32, Value)> =
                map.into_iter().map(|(key, value)| (key.parse().unwrap_or_default(), value)).collect();
            items.sort_by_key(|(index, _)| *index);
            return Some(items.into_iter().map(|(_, value)| value).collect());
        }
        match self.schema.resolve(item) {
            Shape::Record(_) | Shape::Map(_) | Shape::Any => Some(vec![Value::Object(map)]),
            _ => self.nothing("must be a list"),
        }
    }

    /// A value nobody looks into: only our own marks are resolved.
    fn free(&mut self, value: Value) -> Value {
        match last_of_repeated(value) {
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.free(item)).collect()),
            Value::Object(map) if mark::is_mark_map(&map) => self.broken("must not be a file"),
            Value::Object(map) => {
                Value::Object(map.into_iter().map(|(name, value)| (name, self.free(value))).collect())
            }
            scalar => scalar,
        }
    }

    fn nothing<T>(&mut self, rule: Broken) -> Option<T> {
        self.complain(rule, "invalid");
        None
    }

    fn broken(&mut self, rule: Broken) -> Value {
        self.complain(rule, "invalid");
        Value::Null
    }

    fn wrongs(&self) -> usize {
        self.errors.len() + usize::from(self.refused.is_some())
    }

    fn complain(&mut self, rule: &str, code: &'static str) {
        if self.errors.len() < MOST_ERRORS {
            let name = if self.path.is_empty() { "parameters".to_owned() } else { self.path.join(".") };
            self.errors.push(field_error(&name, rule, code));
        }
    }
}

fn last_of_repeated(value: Value) -> Value {
    match mark::into_repeated(value) {
        Ok(values) => values.into_iter().next_back().unwrap_or_default(),
        Err(other) => other,
    }
}

fn file(value: Value) -> Result<Value, Broken> {
    match value {
        Value::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::String(_) | Value::Null => Ok(value),
        other if mark::is_file(&other) => Ok(other),
        _ => Err("must be a file"),
    }
}

/// The value of a JSON text; `None` for what is none, and for one that hides NUL, with which marks could be forged.
fn json_text(text: &str) -> Option<Value> {
    if text.contains("\\u0000") { None } else { serde_json::from_str(text).ok() }
}
