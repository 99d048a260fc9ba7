//! What the conditions of a contact filter may be about (contract 7.8), and what finds the contacts that meet one. Pure.

use crate::attributes::Model;
use crate::attributes::filter::{Case, Condition, Custom, Key, Kind, Operand, Operator, Scope, Test, operators};

const fn key(name: &'static str, column: &'static str, kind: Kind, operators: &'static [Operator]) -> Key {
    Key { name, column, kind, operators }
}

const TEXT: Kind = Kind::Text(Case::Ignored);
/// Columns that hold lower case.
const LOWER: Kind = Kind::Text(Case::Lower);

static KEYS: [Key; 11] = [
    key("name", "c.name_key", LOWER, operators::TEXT),
    key("phone_number", "c.phone_number", Kind::Phone, operators::PHONE),
    key("email", "c.email", LOWER, operators::TEXT),
    key("identifier", "c.identifier", TEXT, operators::EQUALITY),
    key("country_code", "c.additional_attributes ->> '$.country_code'", TEXT, operators::EQUALITY),
    key("city", "c.city", TEXT, operators::TEXT),
    key("company", "c.company_name", TEXT, operators::TEXT),
    key(
        "labels",
        "select 1 from contact_labels l where l.contact_id = c.id and l.account_id = c.account_id",
        Kind::Labels,
        operators::PRESENCE,
    ),
    key("created_at", "c.created_at", Kind::Time, operators::DATE),
    key("last_activity_at", "c.last_activity_at", Kind::Time, operators::DATE),
    key("blocked", "c.blocked", Kind::Flag, operators::EQUALITY),
];

/// Contacts `c`.
pub static SCOPE: Scope = Scope { keys: &KEYS, custom: &[CUSTOM], first_value_only: true };
const CUSTOM: Custom = Custom { model: Model::Contact, column: "c.custom_attributes", values: None };

/// Parts of this many characters and more are in the search index.
const INDEXED: usize = 3;

/// What finds contacts without looking at all of them. First ones find fewer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Email,
    PhoneNumber,
    Name,
    /// Part of a text, as a question to the search index. It answers some contacts too many and none too few.
    Words(String),
    Label,
    LastActivity,
    /// Those that have any custom attributes.
    Custom,
}

/// The conditions of a group that find contacts, by their places, best ones first.
pub fn sources(group: &[Condition]) -> Vec<(Source, usize)> {
    let of = |(place, condition)| Some((source(condition)?, place));
    let mut found: Vec<(Source, usize)> = group.iter().enumerate().filter_map(of).collect();
    found.sort();
    found
}

fn source(condition: &Condition) -> Option<Source> {
    let words = |column| words(column, &condition.test).map(Source::Words);
    let (equal, test) = (matches!(condition.test, Test::OneOf(_)), &condition.test);
    match condition.key() {
        // those without any have no value to be compared
        None => (!matches!(test, Test::Absent | Test::NoneOf(_) | Test::Lacks(_))).then_some(Source::Custom),
        Some("email") if equal => Some(Source::Email),
        Some("phone_number") if equal => Some(Source::PhoneNumber),
        Some("name") if equal => Some(Source::Name),
        Some("labels") if equal => Some(Source::Label),
        Some("last_activity_at") => Some(Source::LastActivity),
        Some(column @ ("name" | "phone_number" | "email" | "identifier")) => words(column),
        Some("company") => words("company_name"),
        Some(_) => None,
    }
}

/// The one text that is looked for, as a question about one column of the search index. Quoted, so that nothing in it is an
/// operator.
fn words(column: &str, test: &Test) -> Option<String> {
    let text = match test {
        Test::OneOf(Operand::Texts(texts)) | Test::Contains(texts) => texts.first().filter(|_| texts.len() == 1)?,
        Test::StartsWith(text) => text,
        _ => return None,
    };
    let is_indexed = text.chars().nth(INDEXED - 1).is_some() && !text.contains(char::is_control);
    is_indexed.then(|| format!("{column} : \"{}\"", text.replace('"', "\"\"")))
}
