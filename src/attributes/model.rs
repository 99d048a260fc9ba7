//! The definition of a custom attribute and the rules it obeys (contract 7.7).

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, AttributeId};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest short text, in characters.
const LONGEST: usize = 255;
/// The longest description and the longest list of values, in characters.
const LONGEST_TEXT: usize = 20_000;

/// What everybody's conversations have.
const OF_CONVERSATIONS: [&str; 13] = [
    "status",
    "priority",
    "assignee_id",
    "inbox_id",
    "team_id",
    "display_id",
    "campaign_id",
    "labels",
    "browser_language",
    "country_code",
    "referer",
    "created_at",
    "last_activity_at",
];
/// What everybody's contacts have.
const OF_CONTACTS: [&str; 10] = [
    "name",
    "email",
    "phone_number",
    "identifier",
    "country_code",
    "city",
    "created_at",
    "last_activity_at",
    "referer",
    "blocked",
];

/// Whose attribute it is. Stored as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    Conversation = 0,
    Contact = 1,
}

impl Model {
    const ALL: [Model; 2] = [Model::Conversation, Model::Contact];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Model::Conversation => "conversation_attribute",
            Model::Contact => "contact_attribute",
        }
    }

    /// Reads a name or a number.
    pub fn parse(text: &str) -> Option<Self> {
        Model::ALL.into_iter().find(|model| model.name() == text || (*model as i64).to_string() == text)
    }

    pub(super) fn from_number(number: i64) -> Self {
        Model::ALL.into_iter().find(|model| *model as i64 == number).unwrap_or(Model::Conversation)
    }
}

/// What kind of value it is. Stored as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayType {
    Text = 0,
    Number = 1,
    Currency = 2,
    Percent = 3,
    Link = 4,
    Date = 5,
    List = 6,
    Checkbox = 7,
}

impl DisplayType {
    const ALL: [DisplayType; 8] = [
        DisplayType::Text,
        DisplayType::Number,
        DisplayType::Currency,
        DisplayType::Percent,
        DisplayType::Link,
        DisplayType::Date,
        DisplayType::List,
        DisplayType::Checkbox,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            DisplayType::Text => "text",
            DisplayType::Number => "number",
            DisplayType::Currency => "currency",
            DisplayType::Percent => "percent",
            DisplayType::Link => "link",
            DisplayType::Date => "date",
            DisplayType::List => "list",
            DisplayType::Checkbox => "checkbox",
        }
    }

    /// Reads a name or a number.
    pub fn parse(text: &str) -> Option<Self> {
        DisplayType::ALL.into_iter().find(|kind| kind.name() == text || (*kind as i64).to_string() == text)
    }

    pub(super) fn from_number(number: i64) -> Self {
        DisplayType::ALL.into_iter().find(|kind| *kind as i64 == number).unwrap_or(DisplayType::Text)
    }
}

/// A row of `custom_attribute_definitions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub id: AttributeId,
    pub account: AccountId,
    pub display_name: String,
    pub display_type: DisplayType,
    pub description: Option<String>,
    /// The key in `custom_attributes`. Holds no quote, backslash or control character, so that it can stand quoted in a path.
    pub key: String,
    pub model: Model,
    /// What can be chosen from, for lists.
    pub values: Vec<String>,
    pub default_value: Option<i64>,
    /// For the forms that ask for the value; not enforced here.
    pub regex_pattern: Option<String>,
    pub regex_cue: Option<String>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Definition {
    /// A definition that is not stored yet, with the defaults.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Definition {
            id: AttributeId(0),
            account,
            display_name: String::new(),
            display_type: DisplayType::Text,
            description: None,
            key: String::new(),
            model: Model::Conversation,
            values: Vec::new(),
            default_value: None,
            regex_pattern: None,
            regex_cue: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// One of any kind, for tests.
    #[cfg(test)]
    pub fn example() -> Self {
        Definition::blank(AccountId(1), Millis(0))
    }

    /// All rules at once, but for the key being taken.
    pub(super) fn check(&self) -> Result<()> {
        let blank = |attribute, label: &str, text: &str| {
            text.trim().is_empty().then(|| FieldError::new(attribute, format!("{label} can't be blank"), "blank"))
        };
        let long = |attribute, label, text: &Option<String>, most| {
            too_long(attribute, label, text.as_deref().unwrap_or_default(), most)
        };
        let (name, key) = (&self.display_name, &self.key);
        let values = json!(self.values).to_string();
        let errors = [
            blank("attribute_display_name", "Attribute display name", name),
            too_long("attribute_display_name", "Attribute display name", name, LONGEST),
            blank("attribute_key", "Attribute key", key).or_else(|| self.refused_key()),
            too_long("attribute_key", "Attribute key", key, LONGEST),
            long("attribute_description", "Attribute description", &self.description, LONGEST_TEXT),
            too_long("attribute_values", "Attribute values", &values, LONGEST_TEXT),
            long("regex_pattern", "Regex pattern", &self.regex_pattern, LONGEST),
            long("regex_cue", "Regex cue", &self.regex_cue, LONGEST),
        ];
        let errors: Vec<FieldError> = errors.into_iter().flatten().collect();
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    fn refused_key(&self) -> Option<FieldError> {
        const CONFLICT: &str =
            "Attribute key The provided key is not allowed as it might conflict with default attributes.";
        let standard: &[&str] = match self.model {
            Model::Conversation => &OF_CONVERSATIONS,
            Model::Contact => &OF_CONTACTS,
        };
        if standard.contains(&self.key.as_str()) {
            return Some(FieldError::new("attribute_key", CONFLICT, "conflict"));
        }
        let is_odd = |c: char| c == '"' || c == '\\' || c.is_control();
        let error = || FieldError::new("attribute_key", "Attribute key is invalid", "invalid");
        self.key.contains(is_odd).then(error)
    }

    /// What differs between this definition and its later state.
    pub(super) fn changes_to(&self, after: &Definition) -> Changes {
        let mut changes = Changes::default();
        changes.note("attribute_display_name", self.display_name.as_str(), after.display_name.as_str());
        changes.note("attribute_display_type", self.display_type.name(), after.display_type.name());
        changes.note("attribute_description", self.description.as_deref(), after.description.as_deref());
        changes.note("attribute_key", self.key.as_str(), after.key.as_str());
        changes.note("attribute_model", self.model.name(), after.model.name());
        changes.note("attribute_values", json!(self.values), json!(after.values));
        changes.note("default_value", self.default_value, after.default_value);
        changes.note("regex_pattern", self.regex_pattern.as_deref(), after.regex_pattern.as_deref());
        changes.note("regex_cue", self.regex_cue.as_deref(), after.regex_cue.as_deref());
        changes
    }

    /// What is told of a definition that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "attribute_display_name": self.display_name,
            "attribute_key": self.key, "attribute_model": self.model.name()})
    }
}

/// What a caller wants a definition to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct DefinitionChange {
    pub display_name: Option<String>,
    pub display_type: Option<DisplayType>,
    pub description: Option<Option<String>>,
    pub key: Option<String>,
    pub model: Option<Model>,
    pub values: Option<Vec<String>>,
    pub default_value: Option<Option<i64>>,
    pub regex_pattern: Option<Option<String>>,
    pub regex_cue: Option<Option<String>>,
}

impl DefinitionChange {
    /// The definition as it is to be.
    pub(super) fn apply(self, before: Definition) -> Definition {
        Definition {
            display_name: self.display_name.unwrap_or(before.display_name),
            display_type: self.display_type.unwrap_or(before.display_type),
            description: self.description.unwrap_or(before.description),
            key: self.key.unwrap_or(before.key),
            model: self.model.unwrap_or(before.model),
            values: self.values.unwrap_or(before.values),
            default_value: self.default_value.unwrap_or(before.default_value),
            regex_pattern: self.regex_pattern.unwrap_or(before.regex_pattern),
            regex_cue: self.regex_cue.unwrap_or(before.regex_cue),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(key: &str, model: Model) -> Option<String> {
        let new = DefinitionChange {
            display_name: Some("Plan".to_owned()),
            key: Some(key.to_owned()),
            model: Some(model),
            ..DefinitionChange::default()
        };
        new.apply(Definition::blank(AccountId(1), Millis(0))).check().err().map(|error| error.to_string())
    }

    #[test]
    fn a_key_is_neither_blank_nor_everybodys_nor_a_riddle() {
        const CONFLICT: &str =
            "Attribute key The provided key is not allowed as it might conflict with default attributes.";
        for key in ["plan", "Order ID", "größe", "$.a", "it's", "a.b[0]", "mail_subject"] {
            assert_eq!(refused(key, Model::Conversation), None, "{key}");
        }
        assert_eq!(refused(" ", Model::Contact).unwrap(), "Attribute key can't be blank");
        for (key, model, other) in [
            ("status", Model::Conversation, Some(Model::Contact)),
            ("email", Model::Contact, Some(Model::Conversation)),
            ("created_at", Model::Contact, None),
        ] {
            assert_eq!(refused(key, model).unwrap(), CONFLICT, "{key}");
            assert_eq!(other.and_then(|other| refused(key, other)), None, "{key}");
        }
        for key in ["a\"b", "a\\b", "a\nb", "a\0"] {
            assert_eq!(refused(key, Model::Contact).unwrap(), "Attribute key is invalid", "{key:?}");
        }
        assert!(refused(&"x".repeat(256), Model::Contact).unwrap().starts_with("Attribute key is too long"));
    }

    #[test]
    fn kinds_are_read_by_name_and_by_number() {
        for (n, kind) in DisplayType::ALL.into_iter().enumerate() {
            assert_eq!(DisplayType::parse(&n.to_string()), Some(kind));
            assert_eq!(DisplayType::parse(kind.name()), Some(kind));
            assert_eq!(DisplayType::from_number(n as i64), kind);
        }
        assert_eq!(Model::parse("1"), Some(Model::Contact));
        assert_eq!(Model::parse("contact_attribute"), Some(Model::Contact));
        assert_eq!((DisplayType::parse("8"), Model::parse("")), (None, None));
    }
}
