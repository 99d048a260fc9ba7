//! Whole bodies compared, with masks for what nobody can know beforehand.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

/// Starts the name of a mask; no answer holds this character.
const MARK: char = '\u{E000}';
const AT_LEAST: &str = "\u{E000}at least";

macro_rules! masks {
    ($($(#[$doc:meta])* $function:ident = $name:literal, $fits:expr;)*) => {
        $($(#[$doc])* pub fn $function() -> Value { Value::String(format!("{MARK}{}", $name)) })*

        /// Whether a value is what the mask of this name stands for; `None` when there is no such mask.
        fn fits(mask: &str, value: &Value) -> Option<bool> {
            $(if mask == $name {
                let fits: fn(&Value) -> bool = $fits;
                return Some(fits(value));
            })*
            None
        }
    };
}

masks! {
    /// Whatever it is.
    anything = "anything", |_| true;
    /// An integer above zero.
    any_id = "an id", |value| value.as_i64().is_some_and(|n| n > 0);
    /// An integer.
    any_int = "an integer", |value| value.is_i64();
    /// A text, also an empty one.
    any_text = "a text", Value::is_string;
    /// Unix seconds within the last hour.
    any_time = "a recent time in seconds", |value| value.as_i64().is_some_and(|at| is_recent(at as f64));
    /// Unix seconds with a fraction, within the last hour.
    any_precise_time = "a recent time in seconds with a fraction", |value| value.as_f64().is_some_and(is_recent);
    /// `2021-03-01T10:00:00.000Z`, within the last hour.
    any_iso_time = "a recent time as 2021-03-01T10:00:00.000Z", |value| value.as_str().is_some_and(is_recent_iso);
    /// A random token of 24 characters or more.
    any_token = "a token", |value| value.as_str().is_some_and(|t| t.len() >= 24 && t.bytes().all(|b| b.is_ascii_alphanumeric()));
    /// A UUID in lower case.
    any_uuid = "a UUID", |value| value.as_str().is_some_and(|t| uuid::Uuid::parse_str(t).is_ok_and(|id| id.to_string() == t));
    /// An absolute address on some server.
    any_url = "an absolute http address", |value| value.as_str().is_some_and(|t| t.starts_with("http://") || t.starts_with("https://"));
}

/// An object with at least the members of this one.
pub fn at_least(members: Value) -> Value {
    json!({ AT_LEAST: members })
}

/// Two objects as one; members of the second win.
pub fn merged(first: Value, second: Value) -> Value {
    let (Value::Object(mut first), Value::Object(second)) = (first, second) else { panic!("two objects are merged") };
    first.extend(second);
    Value::Object(first)
}

fn is_recent(at: f64) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    (now - 3600.0..=now + 5.0).contains(&at)
}

fn is_recent_iso(text: &str) -> bool {
    let at: Result<jiff::Timestamp, _> = text.parse();
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00.000Z" && at.is_ok_and(|at| is_recent(at.as_second() as f64))
}

/// Fails with a line for each place in which the two differ.
#[track_caller]
pub fn assert_same(what: &str, found: &Value, expected: &Value) {
    let mut differences = Vec::new();
    compare("$", found, expected, &mut differences);
    assert!(differences.is_empty(), "{what}\n  {}\nin {found:#}", differences.join("\n  "));
}

/// Whether the two are the same.
pub fn is_same(found: &Value, expected: &Value) -> bool {
    let mut differences = Vec::new();
    compare("$", found, expected, &mut differences);
    differences.is_empty()
}

fn compare(path: &str, found: &Value, expected: &Value, into: &mut Vec<String>) {
    match (found, expected) {
        (_, Value::String(text)) if text.starts_with(MARK) => {
            let mask = text.trim_start_matches(MARK);
            match fits(mask, found) {
                Some(true) => {}
                Some(false) => into.push(format!("{path}: expected {mask}, found {found}")),
                None => panic!("there is no mask {mask:?}"),
            }
        }
        (Value::Object(found), Value::Object(expected)) => match expected.get(AT_LEAST).and_then(Value::as_object) {
            Some(least) => compare_members(path, found, least, false, into),
            None => compare_members(path, found, expected, true, into),
        },
        (Value::Array(items), Value::Array(wanted)) => {
            for (i, pair) in items.iter().zip(wanted).enumerate() {
                compare(&format!("{path}[{i}]"), pair.0, pair.1, into);
            }
            if items.len() != wanted.len() {
                into.push(format!("{path}: expected {} items, found {}", wanted.len(), items.len()));
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        _ if found == expected => {}
        _ => into.push(format!("{path}: expected {expected}, found {found}")),
    }
}

fn compare_members(
    path: &str,
    found: &Map<String, Value>,
    wanted: &Map<String, Value>,
    all: bool,
    into: &mut Vec<String>,
) {
    for (name, value) in wanted {
        match found.get(name) {
            Some(found) => compare(&format!("{path}.{name}"), found, value, into),
            None => into.push(format!("{path}.{name}: missing")),
        }
    }
    for (name, value) in found.iter().filter(|(name, _)| all && !wanted.contains_key(*name)) {
        into.push(format!("{path}.{name}: not expected, found {value}"));
    }
}

mod tests {
    use super::*;

    fn differences(found: Value, expected: Value) -> Vec<String> {
        let mut into = Vec::new();
        compare("$", &found, &expected, &mut into);
        into
    }

    #[test]
    fn a_difference_names_its_path() {
        let found = json!({"a": [{"id": 0}], "c": 1});
        let expected = json!({"a": [{"id": any_id()}, 2], "b": null});
        assert_eq!(
            differences(found, expected),
            [
                "$.a[0].id: expected an id, found 0",
                "$.a: expected 2 items, found 1",
                "$.b: missing",
                "$.c: not expected, found 1"
            ]
        );
    }

    #[test]
    fn masks_fit_their_kind_only() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!(is_same(&json!([now, 7, {"a": 1, "b": 2}]), &json!([any_time(), any_id(), at_least(json!({"a": 1}))])));
        assert!(is_same(
            &json!(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()),
            &any_iso_time()
        ));
        for (value, mask) in [
            (json!("2021-03-01T10:00:00.000Z"), any_iso_time()),
            (json!("7"), any_id()),
            (json!(7), any_time()),
            (json!("7"), any_token()),
            (json!("/x"), any_url()),
            (json!("x"), any_uuid()),
        ] {
            assert!(!is_same(&value, &mask), "{value} {mask}");
        }
    }
}
