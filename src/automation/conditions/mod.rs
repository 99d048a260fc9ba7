//! What a rule looks at before it acts: conditions on one conversation, its contact and the message (contract 7.8).

mod facts;
mod holds;

use serde_json::Value;

use crate::base::Millis;
pub use facts::Facts;
pub use holds::hold;

/// Conditions of a rule at most.
const MOST: usize = 50;
/// Values of a condition at most.
const MOST_VALUES: usize = 500;
/// Bytes of all conditions together.
pub const LARGEST: usize = 100_000;

/// How an attribute is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    EqualTo,
    NotEqualTo,
    Contains,
    DoesNotContain,
    IsPresent,
    IsNotPresent,
    IsGreaterThan,
    IsLessThan,
    DaysBefore,
    StartsWith,
    /// The event changed it, from one of these values to one of those.
    AttributeChanged,
}

use Operator::{
    AttributeChanged, Contains, DaysBefore, DoesNotContain, EqualTo, IsGreaterThan, IsLessThan, IsNotPresent,
    IsPresent, NotEqualTo, StartsWith,
};

const OPERATORS: [(&str, Operator); 11] = [
    ("equal_to", EqualTo),
    ("not_equal_to", NotEqualTo),
    ("contains", Contains),
    ("does_not_contain", DoesNotContain),
    ("is_present", IsPresent),
    ("is_not_present", IsNotPresent),
    ("is_greater_than", IsGreaterThan),
    ("is_less_than", IsLessThan),
    ("days_before", DaysBefore),
    ("starts_with", StartsWith),
    ("attribute_changed", AttributeChanged),
];

const PLAIN: &[Operator] = &[EqualTo, NotEqualTo, AttributeChanged];
const ID: &[Operator] = &[EqualTo, NotEqualTo, IsPresent, IsNotPresent, AttributeChanged];
const TEXT: &[Operator] = &[EqualTo, NotEqualTo, Contains, DoesNotContain, IsPresent, IsNotPresent, StartsWith];
const TIME: &[Operator] = &[IsGreaterThan, IsLessThan, DaysBefore];
const ANY: &[Operator] = &[
    EqualTo,
    NotEqualTo,
    Contains,
    DoesNotContain,
    IsPresent,
    IsNotPresent,
    IsGreaterThan,
    IsLessThan,
    DaysBefore,
    StartsWith,
    AttributeChanged,
];

/// What everybody's conversations, contacts and messages have, and how each may be compared.
const KEYS: [(&str, &[Operator]); 26] = [
    ("status", PLAIN),
    ("priority", ID),
    ("assignee_id", ID),
    ("team_id", ID),
    ("inbox_id", ID),
    ("display_id", TEXT),
    ("campaign_id", ID),
    ("labels", ID),
    ("browser_language", TEXT),
    ("conversation_language", TEXT),
    ("referer", TEXT),
    ("mail_subject", TEXT),
    ("created_at", TIME),
    ("last_activity_at", TIME),
    ("name", TEXT),
    ("email", TEXT),
    ("phone_number", TEXT),
    ("identifier", TEXT),
    ("country_code", TEXT),
    ("city", TEXT),
    ("company", TEXT),
    ("blocked", PLAIN),
    ("content", TEXT),
    ("message_type", PLAIN),
    ("content_type", PLAIN),
    ("private_note", PLAIN),
];

/// Whose custom attribute is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custom {
    Conversation,
    Contact,
}

/// One condition, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub key: String,
    /// `None` for what everybody has.
    pub custom: Option<Custom>,
    pub operator: Operator,
    /// Lower-case.
    pub values: Vec<String>,
    /// For [`AttributeChanged`]: what it may have been before. Empty for anything.
    pub from: Vec<String>,
    /// Whether it is joined with the next by OR. AND binds closer.
    pub or: bool,
}

fn text<'v>(stored: &'v Value, name: &str) -> &'v str {
    stored.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}

/// A value as a text to compare, lower-case; choices of a form may come as objects of an id.
fn value_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.trim().to_lowercase(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Object(choice) => value_text(choice.get("id")?)?,
        Value::Null => "nil".to_owned(),
        Value::Array(_) => return None,
    })
}

fn values(value: Option<&Value>) -> Option<Vec<String>> {
    match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(list)) if list.len() <= MOST_VALUES => list.iter().map(value_text).collect(),
        Some(Value::Array(_)) => None,
        Some(one) => Some(vec![value_text(one)?]),
    }
}

/// Reads a condition, or says what is wrong with it.
pub fn read(stored: &Value) -> Result<Condition, String> {
    let key: String = text(stored, "attribute_key").chars().filter(|c| !c.is_control()).take(255).collect();
    let operator = OPERATORS.iter().find(|(name, _)| *name == text(stored, "filter_operator")).map(|(_, o)| *o);
    let known = KEYS.iter().find(|(name, _)| *name == key);
    let custom = match (known, text(stored, "custom_attribute_type")) {
        (None, "contact_attribute") => Some(Custom::Contact),
        (None, "conversation_attribute") => Some(Custom::Conversation),
        (None, _) => return Err(format!("Automation conditions {key} not supported.")),
        (Some(_), _) => None,
    };
    if key.is_empty() {
        return Err("Automation conditions need an attribute_key.".to_owned());
    }
    let allowed = known.map_or(ANY, |(_, operators)| operators);
    let operator = operator.filter(|operator| allowed.contains(operator));
    let operator = operator.ok_or_else(|| format!("Automation condition {key} has an invalid operator."))?;
    let invalid = || format!("Automation condition {key} has invalid values.");
    let sent = stored.get("values");
    let (sent, from) = match (operator, sent) {
        (AttributeChanged, Some(Value::Object(pair))) => {
            (pair.get("to"), values(pair.get("from")).ok_or_else(invalid)?)
        }
        (_, sent) => (sent, Vec::new()),
    };
    let values = values(sent).ok_or_else(invalid)?;
    if !is_sound(operator, &values) {
        return Err(invalid());
    }
    let or = match text(stored, "query_operator").to_lowercase().as_str() {
        "" | "and" | "null" => false,
        "or" => true,
        _ => return Err("Query operator must be either \"AND\" or \"OR\".".to_owned()),
    };
    Ok(Condition { key, custom, operator, values, from, or })
}

/// Whether the operator can do something with these values.
fn is_sound(operator: Operator, values: &[String]) -> bool {
    match operator {
        IsPresent | IsNotPresent | AttributeChanged => true,
        DaysBefore => values.first().is_some_and(|days| days.parse::<u32>().is_ok()),
        IsGreaterThan | IsLessThan => values
            .first()
            .is_some_and(|value| value.parse::<f64>().is_ok_and(f64::is_finite) || Millis::parse(value).is_some()),
        _ => !values.is_empty(),
    }
}

/// The sentences about what is wrong with these conditions.
pub fn errors(stored: &[Value]) -> Vec<String> {
    if stored.len() > MOST {
        return vec![format!("Automation conditions are too many (maximum is {MOST}).")];
    }
    let mut errors: Vec<String> = stored.iter().filter_map(|condition| read(condition).err()).collect();
    let unjoined = stored.split_last().is_some_and(|(_, joined)| {
        joined.iter().any(|condition| matches!(text(condition, "query_operator"), "" | "null"))
    });
    if unjoined {
        errors.push("Automation conditions should have query operator.".to_owned());
    }
    errors
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn condition(key: &str, operator: &str, values: Value, joins: Value) -> Value {
        json!({"attribute_key": key, "filter_operator": operator, "values": values, "query_operator": joins})
    }

    #[test]
    fn conditions_are_read() {
        let read = |stored: Value| read(&stored).unwrap();
        let status =
            read(condition("status", "equal_to", json!(["Open", {"id": "pending", "name": "Pending"}]), json!("OR")));
        assert_eq!((status.operator, status.values, status.or), (EqualTo, vec!["open".into(), "pending".into()], true));
        let inbox = read(condition("inbox_id", "equal_to", json!([1, "2"]), json!(null)));
        assert_eq!((inbox.values, inbox.or), (vec!["1".to_owned(), "2".to_owned()], false));
        let mut custom = condition("plan", "is_present", json!([]), json!("and"));
        custom["custom_attribute_type"] = json!("contact_attribute");
        assert_eq!(read(custom).custom, Some(Custom::Contact));
        let changed =
            condition("status", "attribute_changed", json!({"from": ["open"], "to": ["resolved"]}), json!(null));
        let changed = read(changed);
        assert_eq!((changed.from, changed.values), (vec!["open".to_owned()], vec!["resolved".to_owned()]));
    }

    #[test]
    fn what_cannot_be_looked_at_is_named() {
        let wrong = [
            condition("moon_phase", "equal_to", json!(["full"]), json!("and")),
            condition("status", "contains", json!(["open"]), json!("and")),
            condition("created_at", "days_before", json!(["soon"]), json!("and")),
            condition("status", "equal_to", json!([]), json!("xor")),
            condition("status", "equal_to", json!(["open"]), json!("xor")),
            condition("status", "equal_to", json!([["open"]]), json!(null)),
            condition("status", "equal_to", json!(["open"]), json!(null)),
        ];
        assert_eq!(
            errors(&wrong),
            [
                "Automation conditions moon_phase not supported.",
                "Automation condition status has an invalid operator.",
                "Automation condition created_at has invalid values.",
                "Automation condition status has invalid values.",
                "Query operator must be either \"AND\" or \"OR\".",
                "Automation condition status has invalid values.",
                "Automation conditions should have query operator.",
            ]
        );
        assert_eq!(errors(&[]), Vec::<String>::new());
        assert_eq!(errors(&vec![json!({}); 51]).len(), 1);
    }
}
