//! A kept filter and the rules it obeys (contract 7.7).

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, CustomFilterId, UserId};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest name, in characters.
const LONGEST: usize = 255;
/// The longest query, in characters of JSON.
const LONGEST_QUERY: usize = 65_536;

/// What a filter is for. Stored as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterType {
    Conversation = 0,
    Contact = 1,
    Report = 2,
}

impl FilterType {
    const ALL: [FilterType; 3] = [FilterType::Conversation, FilterType::Contact, FilterType::Report];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            FilterType::Conversation => "conversation",
            FilterType::Contact => "contact",
            FilterType::Report => "report",
        }
    }

    /// Reads a name or a number.
    pub fn parse(text: &str) -> Option<Self> {
        FilterType::ALL.into_iter().find(|kind| kind.name() == text || (*kind as i64).to_string() == text)
    }

    pub(super) fn from_number(number: i64) -> Self {
        FilterType::ALL.into_iter().find(|kind| *kind as i64 == number).unwrap_or(FilterType::Conversation)
    }
}

/// A row of `custom_filters`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomFilter {
    pub id: CustomFilterId,
    pub account: AccountId,
    pub user: UserId,
    pub name: String,
    pub filter_type: FilterType,
    /// A JSON object as text.
    pub query: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl CustomFilter {
    /// A filter that is not stored yet, with the defaults.
    pub(super) fn blank(account: AccountId, user: UserId, now: Millis) -> Self {
        CustomFilter {
            id: CustomFilterId(0),
            account,
            user,
            name: String::new(),
            filter_type: FilterType::Conversation,
            query: "{}".to_owned(),
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules at once.
    pub(super) fn check(&self) -> Result<()> {
        let blank = self.name.trim().is_empty().then(|| FieldError::new("name", "Name can't be blank", "blank"));
        let name = too_long("name", "Name", &self.name, LONGEST);
        let query = too_long("query", "Query", &self.query, LONGEST_QUERY);
        let errors: Vec<FieldError> = [blank, name, query].into_iter().flatten().collect();
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this filter and its later state.
    pub(super) fn changes_to(&self, after: &CustomFilter) -> Changes {
        let query = |filter: &CustomFilter| serde_json::from_str::<Value>(&filter.query).unwrap_or_default();
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("filter_type", self.filter_type.name(), after.filter_type.name());
        changes.note("query", query(self), query(after));
        changes
    }

    /// What is told of a filter that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "user_id": self.user, "name": self.name,
            "filter_type": self.filter_type.name()})
    }
}

/// What a caller wants a filter to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct CustomFilterChange {
    pub name: Option<String>,
    pub filter_type: Option<FilterType>,
    pub query: Option<String>,
}

impl CustomFilterChange {
    /// The filter as it is to be.
    pub(super) fn apply(self, before: CustomFilter) -> CustomFilter {
        CustomFilter {
            name: self.name.unwrap_or(before.name),
            filter_type: self.filter_type.unwrap_or(before.filter_type),
            query: self.query.unwrap_or(before.query),
            ..before
        }
    }
}
