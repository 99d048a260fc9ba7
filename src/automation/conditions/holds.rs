//! Whether conditions hold. A conversation without a value meets neither `not_equal_to` nor `does_not_contain`, but for labels,
//! assignees, teams, priorities and custom attributes, where it meets both.

use super::facts::Fact;
use super::{Condition, Facts, Operator};
use crate::base::Millis;

const DAY: i64 = 24 * 3_600_000;

/// Whether these hold: AND binds closer than OR, and no conditions hold always.
pub fn hold(conditions: &[Condition], facts: &Facts, now: Millis) -> bool {
    joined(conditions, |condition| holds(condition, facts, now))
}

fn joined(conditions: &[Condition], holds: impl Fn(&Condition) -> bool) -> bool {
    conditions.is_empty() || conditions.split_inclusive(|condition| condition.or).any(|group| group.iter().all(&holds))
}

fn holds(condition: &Condition, facts: &Facts, now: Millis) -> bool {
    if condition.operator == Operator::AttributeChanged {
        let meets = |wanted: &[String], values: &[String]| wanted.is_empty() || one_of(values, wanted);
        return facts
            .change(condition)
            .is_some_and(|(before, after)| meets(&condition.from, &before) && meets(&condition.values, &after));
    }
    meets(condition, &facts.fact(condition), now)
}

/// Values may be absent and still differ from all others.
fn may_be_absent(condition: &Condition) -> bool {
    condition.custom.is_some() || ["labels", "assignee_id", "team_id", "priority"].contains(&condition.key.as_str())
}

fn meets(condition: &Condition, fact: &Fact, now: Millis) -> bool {
    let wanted = wanted(condition);
    let values = match fact {
        Fact::Time(at) => return compare_time(condition, *at, now),
        Fact::Texts(values) => values,
    };
    let is_open = values.is_empty() && may_be_absent(condition);
    match condition.operator {
        Operator::EqualTo => one_of(values, &wanted),
        Operator::NotEqualTo => (!values.is_empty() || is_open) && !one_of(values, &wanted),
        Operator::Contains => contains(values, &wanted),
        Operator::DoesNotContain => (!values.is_empty() || is_open) && !contains(values, &wanted),
        Operator::StartsWith => values.iter().any(|value| wanted.iter().any(|start| value.starts_with(start))),
        Operator::IsPresent => !values.is_empty(),
        Operator::IsNotPresent => values.is_empty(),
        Operator::IsGreaterThan => values.first().is_some_and(|value| is_above(value, wanted.first())),
        Operator::IsLessThan => values.first().is_some_and(|value| is_below(value, wanted.first())),
        Operator::DaysBefore => {
            values.first().and_then(|v| Millis::parse(v)).is_some_and(|at| compare_time(condition, at, now))
        }
        Operator::AttributeChanged => false,
    }
}

/// The values as they are stored: numbers with their `+`, the name a status has now.
fn wanted(condition: &Condition) -> Vec<String> {
    let stored = |value: &String| match condition.key.as_str() {
        "phone_number"
            if condition.operator != Operator::Contains && condition.operator != Operator::DoesNotContain =>
        {
            format!("+{}", value.trim_start_matches('+'))
        }
        "status" if value == "bot" => "pending".to_owned(),
        _ => value.clone(),
    };
    condition.values.iter().map(stored).collect()
}

/// Whether one of them is wanted; `all` is any status there is, `nil` is no value.
fn one_of(values: &[String], wanted: &[String]) -> bool {
    let is_wanted = |value: &String| wanted.contains(value) || wanted.iter().any(|wanted| wanted == "all");
    values.iter().any(is_wanted) || (values.is_empty() && wanted.iter().any(|wanted| wanted == "nil"))
}

fn contains(values: &[String], parts: &[String]) -> bool {
    values.iter().any(|value| parts.iter().any(|part| value.contains(part.as_str())))
}

fn is_above(value: &str, limit: Option<&String>) -> bool {
    let Some(limit) = limit else { return false };
    match (value.parse::<f64>(), limit.parse::<f64>()) {
        (Ok(value), Ok(limit)) => value > limit,
        _ => Millis::parse(value).zip(Millis::parse(limit)).is_some_and(|(value, limit)| day(value) > day(limit)),
    }
}

fn is_below(value: &str, limit: Option<&String>) -> bool {
    let Some(limit) = limit else { return false };
    match (value.parse::<f64>(), limit.parse::<f64>()) {
        (Ok(value), Ok(limit)) => value < limit,
        _ => Millis::parse(value).zip(Millis::parse(limit)).is_some_and(|(value, limit)| day(value) < day(limit)),
    }
}

fn day(at: Millis) -> i64 {
    at.0.div_euclid(DAY)
}

/// Times are compared by whole days (UTC).
fn compare_time(condition: &Condition, at: Millis, now: Millis) -> bool {
    let first = condition.values.first();
    let limit = first.and_then(|value| Millis::parse(value)).map(day);
    match condition.operator {
        Operator::IsGreaterThan => limit.is_some_and(|limit| day(at) > limit),
        Operator::IsLessThan => limit.is_some_and(|limit| day(at) < limit),
        Operator::DaysBefore => {
            let days = first.and_then(|days| days.parse::<i64>().ok());
            days.is_some_and(|days| day(at) < day(now).saturating_sub(days))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Custom, read};
    use super::*;

    fn condition(key: &str, operator: &str, values: Value) -> Condition {
        let stored =
            json!({"attribute_key": key, "filter_operator": operator, "values": values, "query_operator": null});
        read(&stored).unwrap_or_else(|error| panic!("{error}"))
    }

    fn texts(values: &[&str]) -> Fact {
        Fact::Texts(values.iter().map(|value| (*value).to_owned()).collect())
    }

    #[test]
    fn values_are_compared() {
        for (key, operator, values, fact, expected) in [
            ("status", "equal_to", json!(["open", "bot"]), texts(&["pending"]), true),
            ("status", "equal_to", json!(["all"]), texts(&["snoozed"]), true),
            ("status", "not_equal_to", json!(["open"]), texts(&["open"]), false),
            ("inbox_id", "equal_to", json!([3]), texts(&["3"]), true),
            ("assignee_id", "not_equal_to", json!([3]), texts(&[]), true),
            ("assignee_id", "is_not_present", json!([]), texts(&[]), true),
            ("priority", "equal_to", json!(["nil"]), texts(&[]), true),
            ("labels", "equal_to", json!(["VIP"]), texts(&["billing", "vip"]), true),
            ("labels", "not_equal_to", json!(["vip"]), texts(&["billing", "vip"]), false),
            ("email", "contains", json!(["@Example.com"]), texts(&["ada@example.com"]), true),
            ("email", "does_not_contain", json!(["@example.com"]), texts(&[]), false),
            ("phone_number", "equal_to", json!(["1415"]), texts(&["+1415"]), true),
            ("phone_number", "starts_with", json!(["1"]), texts(&["+1415"]), true),
            ("content", "contains", json!(["refund", "money"]), texts(&["i want my money"]), true),
            ("content", "equal_to", json!(["hi"]), texts(&["hi there"]), false),
        ] {
            let condition = condition(key, operator, values);
            assert_eq!(meets(&condition, &fact, Millis(0)), expected, "{condition:?} of {fact:?}");
        }
    }

    #[test]
    fn custom_attributes_are_numbers_dates_or_texts() {
        for (operator, value, fact, expected) in [
            ("is_greater_than", "10", texts(&["9"]), false),
            ("is_greater_than", "10", texts(&["11.5"]), true),
            ("is_less_than", "2024-05-02", texts(&["2024-05-01"]), true),
            ("is_less_than", "2024-05-02", texts(&["2024-05-02t10:00:00z"]), false),
            ("not_equal_to", "pro", texts(&[]), true),
            ("does_not_contain", "pro", texts(&[]), true),
            ("days_before", "1", texts(&["1970-01-01"]), true),
        ] {
            let condition =
                Condition { custom: Some(Custom::Contact), ..condition("name", "equal_to", json!([value])) };
            let operator = super::super::OPERATORS.iter().find(|(name, _)| *name == operator).unwrap().1;
            let condition = Condition { operator, ..condition };
            assert_eq!(meets(&condition, &fact, Millis(3 * DAY)), expected, "{condition:?} of {fact:?}");
        }
    }

    #[test]
    fn times_are_compared_by_days() {
        let at = Fact::Time(Millis(10 * DAY + 5));
        let holds = |operator: &str, value: &str, now: i64| {
            meets(&condition("created_at", operator, json!([value])), &at, Millis(now))
        };
        assert!(holds("is_greater_than", "1970-01-10", 0) && !holds("is_greater_than", "1970-01-11", 0));
        assert!(holds("is_less_than", "1970-01-12", 0) && !holds("is_less_than", "1970-01-11", 0));
        assert!(holds("days_before", "7", 18 * DAY) && !holds("days_before", "7", 17 * DAY));
    }

    #[test]
    fn and_binds_closer_than_or() {
        let list = |marks: &[(bool, bool)]| {
            let make = |(holds, or): &(bool, bool)| Condition {
                or: *or,
                ..condition("status", "equal_to", json!([if *holds { "yes" } else { "no" }]))
            };
            let conditions: Vec<Condition> = marks.iter().map(make).collect();
            joined(&conditions, |condition| condition.values == ["yes"])
        };
        assert!(list(&[]));
        assert!(list(&[(true, true), (false, false), (true, false)]));
        assert!(list(&[(false, false), (true, true), (true, false)]));
        assert!(!list(&[(true, false), (false, true), (true, false), (false, false)]));
    }
}
