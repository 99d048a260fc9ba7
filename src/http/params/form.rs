//! Names of forms and query strings, as Rails reads them: `a[b][c]=1`, `labels[]=x`, `a[][b]=1`.
//!
//! Pairs are put into one JSON tree. A plain name sent twice is kept as a mark, so that the schema can decide whether a list
//! was meant or the last one counts.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use crate::base::{Error, Result};
use crate::http::mark;
use crate::http::words::field_error;

/// The deepest nesting of a name.
pub const MOST_DEPTH: usize = 20;
/// The most names in one request.
pub const MOST_KEYS: usize = 2000;

/// One step of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'n> {
    Key(&'n str),
    /// `[]`: one more element.
    Push,
}

/// A tree that grows pair by pair.
#[derive(Debug, Default)]
pub struct Form {
    tree: Map<String, Value>,
    keys: usize,
}

impl Form {
    /// Reads `a=1&b=2`; 400 for what is not UTF-8, 422 for NUL.
    pub fn urlencoded(text: &[u8]) -> Result<Map<String, Value>> {
        let mut form = Form::default();
        for (name, value) in pairs(text) {
            form.put(&decode(name)?, decode(value)?)?;
        }
        Ok(form.finish())
    }

    /// Adds a text.
    pub fn put(&mut self, name: &str, text: String) -> Result<()> {
        refuse_nul(name, name)?;
        refuse_nul(name, &text)?;
        self.put_value(name, Value::String(text))
    }

    /// Adds a received file's mark.
    pub fn put_mark(&mut self, name: &str, mark: Value) -> Result<()> {
        refuse_nul(name, name)?;
        self.put_value(name, mark)
    }

    fn put_value(&mut self, name: &str, leaf: Value) -> Result<()> {
        self.keys += 1;
        if self.keys > MOST_KEYS {
            return Err(Error::BadRequest(format!("Too many parameters (maximum is {MOST_KEYS})").into()));
        }
        if name.is_empty() {
            return Ok(());
        }
        let (first, rest) = steps(name);
        if rest.len() >= MOST_DEPTH {
            return Err(Error::BadRequest(format!("Parameters are nested too deep (maximum is {MOST_DEPTH})").into()));
        }
        insert(self.tree.entry(first).or_insert(Value::Null), &rest, leaf).ok_or_else(|| {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            Error::BadRequest(format!("The parameter {shown} is sent both as a value and as something nested").into())
        })
    }

    /// The tree of everything put in.
    pub fn finish(self) -> Map<String, Value> {
        self.tree
    }
}

/// The name without brackets: `labels` of `labels[]`.
pub fn base_of(name: &str) -> &str {
    match name.find('[') {
        Some(at) if at > 0 => name.split_at(at).0,
        _ => name,
    }
}

/// The pairs of an urlencoded text, still encoded.
pub fn pairs(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let (name, value) = pair.split_at(at);
        (name, value.get(1..).unwrap_or_default())
    })
}

/// Percent signs and pluses decoded; 400 for what is not UTF-8 then.
pub fn decode(text: &[u8]) -> Result<String> {
    let spaced: Cow<[u8]> = if text.contains(&b'+') {
        Cow::Owned(text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect())
    } else {
        Cow::Borrowed(text)
    };
    let bytes = percent_decode(&spaced).collect();
    String::from_utf8(bytes).map_err(|_| Error::BadRequest("Parameters must be UTF-8".into()))
}

/// 422 for a text with NUL, naming its field.
pub fn refuse_nul(name: &str, text: &str) -> Result<()> {
    if text.contains('\0') {
        let name: String = name.replace("][", ".").replace('[', ".").replace(']', "");
        return Err(Error::Invalid(vec![field_error(&name, "must not contain null characters", "invalid")]));
    }
    Ok(())
}

/// The first name and the steps below it. A name whose brackets do not match is one plain name.
fn steps(name: &str) -> (String, Vec<Step<'_>>) {
    let base = base_of(name);
    let mut rest = name.get(base.len()..).unwrap_or_default();
    let mut steps = Vec::new();
    while let Some(open) = rest.strip_prefix('[') {
        let Some((key, after)) = open.split_once(']') else { return (name.to_owned(), Vec::new()) };
        steps.push(if key.is_empty() { Step::Push } else { Step::Key(key) });
        rest = after;
    }
    if rest.is_empty() { (base.to_owned(), steps) } else { (name.to_owned(), Vec::new()) }
}

/// Puts `leaf` where the steps lead; `None` when something else is in the way. Null stands for nothing yet.
fn insert(slot: &mut Value, steps: &[Step<'_>], leaf: Value) -> Option<()> {
    match steps.split_first() {
        None => insert_leaf(slot, leaf),
        Some((Step::Key(key), rest)) => {
            if slot.is_null() {
                *slot = Value::Object(Map::new());
            }
            if mark::is_mark(slot) {
                return None;
            }
            insert(slot.as_object_mut()?.entry(*key).or_insert(Value::Null), rest, leaf)
        }
        Some((Step::Push, rest)) => {
            if slot.is_null() {
                *slot = Value::Array(Vec::new());
            } else if slot.is_string() || mark::is_mark(slot) {
                let single = slot.take();
                *slot = Value::Array(mark::into_repeated(single).unwrap_or_else(|single| vec![single]));
            }
            let items = slot.as_array_mut()?;
            let continues = items.last().is_some_and(|last| last.is_object() && !rest.is_empty() && !has(last, rest));
            if !continues {
                items.push(Value::Null);
            }
            insert(items.last_mut()?, rest, leaf)
        }
    }
}

fn insert_leaf(slot: &mut Value, leaf: Value) -> Option<()> {
    if slot.is_null() {
        *slot = leaf;
    } else if let Some(values) = mark::as_repeated_mut(slot) {
        values.push(leaf);
    } else if let Value::Array(items) = slot {
        items.push(leaf);
    } else if slot.is_string() || mark::is_mark(slot) {
        *slot = mark::repeated(vec![slot.take(), leaf]);
    } else {
        return None;
    }
    Some(())
}

/// Whether the element already has what the steps lead to; a further `[]` always has room.
fn has(value: &Value, steps: &[Step<'_>]) -> bool {
    match steps.split_first() {
        None => true,
        Some((Step::Push, _)) => mark::is_mark(value),
        Some((Step::Key(key), rest)) => mark::is_mark(value) || value.get(*key).is_some_and(|inner| has(inner, rest)),
    }
}
