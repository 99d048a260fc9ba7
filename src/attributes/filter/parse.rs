//! From what a client sends to typed conditions, refusing what is none.

use super::super::model::{Definition, DisplayType, Model};
use super::model::{Case, Condition, Field, Filter, Kind, Operand, Operator, Scope, Test, operators};
use crate::base::{Error, Millis, Result, text};

/// Conditions of one filter.
const MOST_CONDITIONS: usize = 100;
/// Values of one condition.
const MOST_VALUES: usize = 500;
/// The longest name repeated in a refusal, in characters.
const LONGEST_ECHO: usize = 60;

/// A condition as it comes from a client or from where it was kept.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    pub attribute_key: String,
    pub filter_operator: String,
    pub values: Vec<String>,
    /// Joins this condition with the next.
    pub query_operator: Option<String>,
    /// Whose custom attribute is meant: `contact_attribute` or `conversation_attribute`.
    pub custom_attribute_type: Option<String>,
}

/// Reads conditions. Refuses (422 with one text) unknown attributes and operators, operators that the attribute does not
/// take, and values it cannot have.
pub fn parse(sent: &[Sent], scope: &Scope, definitions: &[Definition], now: Millis) -> Result<Filter> {
    if sent.len() > MOST_CONDITIONS {
        return Err(Error::refused(format!("A filter can have {MOST_CONDITIONS} conditions at most")));
    }
    let mut filter = Filter::default();
    let mut group = Vec::new();
    for condition in sent {
        let field = field(condition, scope, definitions)?;
        let operator = operator(condition, &field)?;
        let values = if scope.first_value_only { condition.values.get(..1) } else { Some(condition.values.as_slice()) };
        let values = values.filter(|values| values.len() <= MOST_VALUES).unwrap_or_default();
        let test = test(&field, operator, values, now).ok_or_else(|| invalid_value(condition))?;
        group.push(Condition { field, test });
        if is_or(condition)? {
            filter.groups.push(std::mem::take(&mut group));
        }
    }
    if !group.is_empty() {
        filter.groups.push(group);
    }
    Ok(filter)
}

fn echo(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_ECHO).collect()
}

fn invalid_value(sent: &Sent) -> Error {
    let key = echo(&sent.attribute_key);
    Error::refused(format!("Invalid value. The values provided for {key} are invalid"))
}

fn is_or(sent: &Sent) -> Result<bool> {
    match sent.query_operator.as_deref().map(str::trim) {
        None | Some("") => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("and") => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("or") => Ok(true),
        Some(_) => Err(Error::refused(r#"Query operator must be either "AND" or "OR"."#)),
    }
}

fn field(sent: &Sent, scope: &Scope, definitions: &[Definition]) -> Result<Field> {
    if let Some(key) = scope.keys.iter().find(|key| key.name == sent.attribute_key) {
        return Ok(Field::Standard(key));
    }
    let asked = sent.custom_attribute_type.as_deref().and_then(Model::parse);
    let place = scope.custom.iter().find(|place| asked == Some(place.model)).or(scope.custom.first());
    let custom = place.and_then(|place| {
        let definition = definitions.iter().find(|d| d.model == place.model && d.key == sent.attribute_key)?;
        Some(Field::Custom { key: definition.key.clone(), display_type: definition.display_type, place: *place })
    });
    custom.ok_or_else(|| {
        let keys: Vec<&str> = scope.keys.iter().map(|key| key.name).collect();
        Error::refused(format!(
            "Invalid attribute key - [{}]. The key should be one of [{}] or a custom attribute defined in the account.",
            echo(&sent.attribute_key),
            keys.join(",")
        ))
    })
}

fn operator(sent: &Sent, field: &Field) -> Result<Operator> {
    let allowed = match field {
        Field::Standard(key) => key.operators,
        Field::Custom { display_type, .. } => match display_type {
            DisplayType::Text | DisplayType::Link | DisplayType::List => operators::CUSTOM_TEXT,
            DisplayType::Number | DisplayType::Currency | DisplayType::Percent => operators::CUSTOM_NUMBER,
            DisplayType::Date => operators::CUSTOM_DATE,
            DisplayType::Checkbox => operators::PRESENCE,
        },
    };
    let operator = Operator::parse(&sent.filter_operator).filter(|operator| allowed.contains(operator));
    operator.ok_or_else(|| {
        let names: Vec<&str> = allowed.iter().map(|operator| operator.name()).collect();
        let key = echo(&sent.attribute_key);
        Error::refused(format!("Invalid operator. The allowed operators for {key} are [{}].", names.join(",")))
    })
}

/// The test of an operator with these values; `None` when they make none.
fn test(field: &Field, operator: Operator, values: &[String], now: Millis) -> Option<Test> {
    match operator {
        Operator::IsPresent => return Some(Test::Present),
        Operator::IsNotPresent => return Some(Test::Absent),
        _ => {}
    }
    let first = values.first()?;
    let lower = || values.iter().map(|value| value.to_lowercase()).collect();
    Some(match operator {
        Operator::EqualTo => Test::OneOf(operand(field, values)?),
        Operator::NotEqualTo => Test::NoneOf(operand(field, values)?),
        Operator::Contains => Test::Contains(lower()),
        Operator::DoesNotContain => Test::Lacks(lower()),
        Operator::StartsWith => Test::StartsWith(with_plus(first)),
        Operator::DaysBefore => {
            let days: i64 = first.trim().parse().ok().filter(|days| *days >= 0)?;
            Test::Before(now.day().saturating_sub(days))
        }
        Operator::IsGreaterThan if is_date(field) => Test::After(day(first)?),
        Operator::IsLessThan if is_date(field) => Test::Before(day(first)?),
        Operator::IsGreaterThan => Test::Above(number(first)?),
        Operator::IsLessThan => Test::Below(number(first)?),
        Operator::IsPresent => Test::Present,
        Operator::IsNotPresent => Test::Absent,
    })
}

fn is_date(field: &Field) -> bool {
    match field {
        Field::Standard(key) => matches!(key.kind, Kind::Time),
        Field::Custom { display_type, .. } => *display_type == DisplayType::Date,
    }
}

fn operand(field: &Field, values: &[String]) -> Option<Operand> {
    fn all<T>(values: &[String], read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        values.iter().map(|value| read(value.trim())).collect()
    }
    let flags = || all(values, |value| text::flag(value).map(i64::from)).map(Operand::Integers);
    let lower = || Operand::Texts(values.iter().map(|value| value.to_lowercase()).collect());
    match field {
        Field::Standard(key) => match key.kind {
            Kind::Integer => all(values, |value| value.parse().ok()).map(Operand::Integers),
            Kind::Choice(numbers) => all(values, numbers).map(|lists| Operand::Integers(lists.concat())),
            Kind::Flag => flags(),
            Kind::Time => all(values, day).map(Operand::Integers),
            Kind::Text(Case::Matters) | Kind::Labels => Some(Operand::Texts(values.to_vec())),
            Kind::Text(Case::Ignored | Case::Lower) => Some(lower()),
            Kind::Phone => Some(Operand::Texts(values.iter().map(|value| with_plus(value)).collect())),
        },
        Field::Custom { display_type, .. } => match display_type {
            DisplayType::Text | DisplayType::Link | DisplayType::List => Some(lower()),
            DisplayType::Number | DisplayType::Currency | DisplayType::Percent => {
                all(values, number).map(Operand::Numbers)
            }
            DisplayType::Date => all(values, day).map(Operand::Integers),
            DisplayType::Checkbox => flags(),
        },
    }
}

fn with_plus(number: &str) -> String {
    format!("+{}", number.trim().trim_start_matches('+'))
}

fn day(text: &str) -> Option<i64> {
    Millis::parse(text).map(Millis::day)
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}
