//! The types of conditions. Pure.

use super::super::model::{DisplayType, Model};

/// The longest text in a table of values.
const LONGEST_VALUE: usize = 255;

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
}

impl Operator {
    const ALL: [Operator; 10] = [
        Operator::EqualTo,
        Operator::NotEqualTo,
        Operator::Contains,
        Operator::DoesNotContain,
        Operator::IsPresent,
        Operator::IsNotPresent,
        Operator::IsGreaterThan,
        Operator::IsLessThan,
        Operator::DaysBefore,
        Operator::StartsWith,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Operator::EqualTo => "equal_to",
            Operator::NotEqualTo => "not_equal_to",
            Operator::Contains => "contains",
            Operator::DoesNotContain => "does_not_contain",
            Operator::IsPresent => "is_present",
            Operator::IsNotPresent => "is_not_present",
            Operator::IsGreaterThan => "is_greater_than",
            Operator::IsLessThan => "is_less_than",
            Operator::DaysBefore => "days_before",
            Operator::StartsWith => "starts_with",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Operator::ALL.into_iter().find(|operator| operator.name() == text)
    }
}

/// Operators that go together.
pub mod operators {
    use super::Operator::{self, *};

    pub const EQUALITY: &[Operator] = &[EqualTo, NotEqualTo];
    pub const PRESENCE: &[Operator] = &[EqualTo, NotEqualTo, IsPresent, IsNotPresent];
    pub const TEXT: &[Operator] = &[EqualTo, NotEqualTo, Contains, DoesNotContain];
    pub const PHONE: &[Operator] = &[EqualTo, NotEqualTo, Contains, DoesNotContain, StartsWith];
    pub const DATE: &[Operator] = &[IsGreaterThan, IsLessThan, DaysBefore];
    /// Of custom attributes, by what they are: all have [`PRESENCE`].
    pub const CUSTOM_TEXT: &[Operator] = &[EqualTo, NotEqualTo, IsPresent, IsNotPresent, Contains, DoesNotContain];
    pub const CUSTOM_NUMBER: &[Operator] = &[EqualTo, NotEqualTo, IsPresent, IsNotPresent, IsGreaterThan, IsLessThan];
    pub const CUSTOM_DATE: &[Operator] =
        &[EqualTo, NotEqualTo, IsPresent, IsNotPresent, IsGreaterThan, IsLessThan, DaysBefore];
}

/// An attribute that everybody's things have.
#[derive(Debug)]
pub struct Key {
    /// The name on the wire.
    pub name: &'static str,
    /// What it is in the statement that the condition becomes part of, for example `c.team_id`.
    pub column: &'static str,
    pub kind: Kind,
    pub operators: &'static [Operator],
}

/// What the column of a [`Key`] holds, and how values for it are read.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Integer,
    /// A number for a name; a name may stand for several.
    Choice(fn(&str) -> Option<Vec<i64>>),
    /// 0 or 1.
    Flag,
    /// Milliseconds, compared by days.
    Time,
    Text(Case),
    /// A phone number; values may lack its `+`.
    Phone,
    /// The column is a query of the thing's labels, up to its `where`, with the label as `l.label`.
    Labels,
}

/// Whether upper and lower case differ in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// They do for `equal_to`.
    Matters,
    /// They do not.
    Ignored,
    /// They do not, and the column holds lower case only.
    Lower,
}

/// What conditions may be about.
#[derive(Debug)]
pub struct Scope {
    pub keys: &'static [Key],
    /// Where custom attributes lie. The first is meant where a condition names none.
    pub custom: &'static [Custom],
    /// Whether only the first value of a condition counts.
    pub first_value_only: bool,
}

/// Where the custom attributes of a model lie in the statement.
#[derive(Debug, Clone, Copy)]
pub struct Custom {
    pub model: Model,
    /// The JSON object.
    pub column: &'static str,
    /// A query of the thing's values, up to its `where`, with them as `v.key` and `v.value`, where such a table is kept.
    pub values: Option<&'static str>,
}

/// What a condition is about.
#[derive(Debug, Clone)]
pub enum Field {
    Standard(&'static Key),
    Custom {
        /// Free of quotes and backslashes: a definition's.
        key: String,
        display_type: DisplayType,
        place: Custom,
    },
}

/// Values to compare with, in the type of the attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Texts(Vec<String>),
}

/// What is asked of the attribute. Texts are lower-case where case is ignored.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    OneOf(Operand),
    NoneOf(Operand),
    /// Any of these is in it.
    Contains(Vec<String>),
    /// None of these is in it.
    Lacks(Vec<String>),
    StartsWith(String),
    Present,
    Absent,
    /// On a later day than this, counted from 1970.
    After(i64),
    /// On an earlier day than this.
    Before(i64),
    Above(f64),
    Below(f64),
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Condition {
    pub field: Field,
    pub test: Test,
}

impl Condition {
    /// The name of the standard attribute it is about.
    pub fn key(&self) -> Option<&'static str> {
        match self.field {
            Field::Standard(key) => Some(key.name),
            Field::Custom { .. } => None,
        }
    }

    /// The key and the texts that it compares a custom attribute with, where a table of values has the answer: that holds
    /// short ones, and folds ASCII only.
    pub fn by_value(&self) -> Option<(&str, &Operand)> {
        let Field::Custom { key, display_type: DisplayType::Text | DisplayType::Link | DisplayType::List, place } =
            &self.field
        else {
            return None;
        };
        match &self.test {
            Test::OneOf(operand @ Operand::Texts(texts)) | Test::NoneOf(operand @ Operand::Texts(texts)) => {
                let is_kept = |text: &String| text.is_ascii() && text.len() <= LONGEST_VALUE;
                (place.values.is_some() && texts.iter().all(is_kept)).then_some((key.as_str(), operand))
            }
            _ => None,
        }
    }
}

/// Conditions joined by AND and OR. AND binds closer and there are no brackets, so that any filter is a list of groups: all
/// conditions of one group hold. Without a group, everything passes.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub groups: Vec<Vec<Condition>>,
}
