//! From typed conditions to SQL. The text is made of constants; everything else is bound.

use serde_json::json;

use super::super::model::DisplayType;
use super::model::{Case, Condition, Field, Filter, Key, Kind, Operand, Test};
use crate::base::Millis;
use crate::store::Bound;

impl Filter {
    /// The filter as one condition; its values are put into `bound`.
    pub fn sql(&self, bound: &mut Bound) -> String {
        if self.groups.is_empty() {
            return "true".to_owned();
        }
        let groups: Vec<String> = self.groups.iter().map(|group| format!("({})", all(group, bound))).collect();
        format!("({})", groups.join(" or "))
    }
}

/// The conditions of one group, joined by `and`; `true` for none.
fn all(group: &[Condition], bound: &mut Bound) -> String {
    let conditions: Vec<String> = group.iter().map(|condition| condition.sql(bound)).collect();
    if conditions.is_empty() { "true".to_owned() } else { conditions.join(" and ") }
}

impl Condition {
    /// The values that [`Test::OneOf`] lists, looked for in another column than the attribute's own: one that an index has.
    pub fn one_of(&self, column: &'static str, bound: &mut Bound) -> String {
        match &self.test {
            Test::OneOf(operand) => listed(column, operand, bound),
            _ => self.sql(bound),
        }
    }

    /// The values of a custom attribute, looked for in a table of values with these columns.
    pub fn value(&self, key: &'static str, value: &'static str, bound: &mut Bound) -> String {
        let Some((name, operand)) = self.by_value() else { return "false".to_owned() };
        let name = bound.put(name.to_owned());
        format!("{key} = {name} and {}", listed(value, operand, bound))
    }

    /// The condition alone; its values are put into `bound`.
    pub fn sql(&self, bound: &mut Bound) -> String {
        match &self.field {
            Field::Standard(key) if matches!(key.kind, Kind::Labels) => labels(key, &self.test, bound),
            Field::Standard(key) => standard(key, &self.test, bound),
            Field::Custom { key, display_type, place } => {
                if let (Some(query), Some(_)) = (place.values, self.by_value()) {
                    let value = self.value("v.key", "v.value", bound);
                    let not = if matches!(self.test, Test::NoneOf(_)) { "not " } else { "" };
                    return format!("{not}exists ({query} and {value})");
                }
                let column = place.column;
                let path = bound.put(format!("$.\"{key}\""));
                let value = format!("{column} ->> {path}");
                let value = match display_type {
                    DisplayType::Text | DisplayType::Link | DisplayType::List => format!("fold({value})"),
                    DisplayType::Number | DisplayType::Currency | DisplayType::Percent => format!("number_of({value})"),
                    DisplayType::Date => format!("day_of({value})"),
                    DisplayType::Checkbox => format!("flag_of({value})"),
                };
                let condition = compared(&value, &self.test, bound);
                match self.test {
                    Test::NoneOf(_) | Test::Lacks(_) => format!("({value} is null or {condition})"),
                    _ => condition,
                }
            }
        }
    }
}

fn labels(key: &Key, test: &Test, bound: &mut Bound) -> String {
    let query = key.column;
    match test {
        Test::OneOf(operand) => format!("exists ({query} and {})", listed("l.label", operand, bound)),
        Test::NoneOf(operand) => format!("not exists ({query} and {})", listed("l.label", operand, bound)),
        Test::Absent => format!("not exists ({query})"),
        _ => format!("exists ({query})"),
    }
}

fn standard(key: &Key, test: &Test, bound: &mut Bound) -> String {
    let column = key.column;
    match (key.kind, test) {
        (Kind::Time, Test::After(day)) => format!("{column} >= {}", bound.put(Millis::of_day(day.saturating_add(1)).0)),
        (Kind::Time, Test::Before(day)) => format!("{column} < {}", bound.put(Millis::of_day(*day).0)),
        (Kind::Text(Case::Ignored), _) | (Kind::Text(Case::Matters), Test::Contains(_) | Test::Lacks(_)) => {
            compared(&format!("fold({column})"), test, bound)
        }
        _ => compared(column, test, bound),
    }
}

/// A value as SQL has it, compared.
fn compared(value: &str, test: &Test, bound: &mut Bound) -> String {
    match test {
        Test::OneOf(operand) => listed(value, operand, bound),
        Test::NoneOf(operand) => format!("not ({})", listed(value, operand, bound)),
        Test::Contains(parts) => format!("({})", contained(value, parts, bound)),
        Test::Lacks(parts) => format!("not ({})", contained(value, parts, bound)),
        Test::StartsWith(start) => {
            let start = bound.put(start.clone());
            format!("substr({value}, 1, length({start})) = {start}")
        }
        Test::Present => format!("{value} is not null"),
        Test::Absent => format!("{value} is null"),
        Test::After(day) => format!("{value} > {}", bound.put(*day)),
        Test::Before(day) => format!("{value} < {}", bound.put(*day)),
        Test::Above(number) => format!("{value} > {}", bound.put(*number)),
        Test::Below(number) => format!("{value} < {}", bound.put(*number)),
    }
}

/// One value is compared as it is, several are bound as one list: the text does not depend on how many they are.
fn listed(value: &str, operand: &Operand, bound: &mut Bound) -> String {
    let one = match operand {
        Operand::Integers(numbers) if numbers.len() == 1 => numbers.first().map(|number| bound.put(*number)),
        Operand::Numbers(numbers) if numbers.len() == 1 => numbers.first().map(|number| bound.put(*number)),
        Operand::Texts(texts) if texts.len() == 1 => texts.first().map(|text| bound.put(text.clone())),
        _ => None,
    };
    if let Some(one) = one {
        return format!("{value} = {one}");
    }
    let list = match operand {
        Operand::Integers(numbers) => json!(numbers),
        Operand::Numbers(numbers) => json!(numbers),
        Operand::Texts(texts) => json!(texts),
    };
    format!("{value} in (select value from json_each({}))", bound.put(list.to_string()))
}

fn contained(value: &str, parts: &[String], bound: &mut Bound) -> String {
    if let [part] = parts {
        return format!("instr({value}, {}) > 0", bound.put(part.clone()));
    }
    let list = bound.put(json!(parts).to_string());
    // without a value the answer is unknown, not no
    format!(
        "{value} is null and null or exists (select 1 from json_each({list}) part where instr({value}, part.value) > 0)"
    )
}
