//! A team and the rules it obeys (contract 2.7 and 5.14).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest name, in characters.
const LONGEST: usize = 255;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 20_000;

/// A row of `teams`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub account: AccountId,
    /// Lower-case.
    pub name: String,
    pub description: Option<String>,
    /// Whether a conversation that is given to the team goes on to a member who is online.
    pub allow_auto_assign: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Team {
    /// A team that is not stored yet, with the defaults.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Team {
            id: TeamId(0),
            account,
            name: String::new(),
            description: None,
            allow_auto_assign: true,
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules at once, but for the name being taken.
    pub(super) fn check(&self) -> Result<()> {
        let blank = self.name.is_empty().then(|| FieldError::new("name", "Name must not be blank", "blank"));
        let name = too_long("name", "Name", &self.name, LONGEST);
        let description = self.description.as_deref().unwrap_or_default();
        let description = too_long("description", "Description", description, LONGEST_DESCRIPTION);
        let errors: Vec<FieldError> = [blank, name, description].into_iter().flatten().collect();
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this team and its later state.
    pub(super) fn changes_to(&self, after: &Team) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("description", self.description.as_deref(), after.description.as_deref());
        changes.note("allow_auto_assign", self.allow_auto_assign, after.allow_auto_assign);
        changes
    }

    /// What is told of a team that goes, with those who were in it.
    pub(super) fn snapshot(&self, members: &BTreeSet<UserId>) -> Value {
        json!({"id": self.id, "account_id": self.account, "name": self.name, "description": self.description,
            "allow_auto_assign": self.allow_auto_assign, "user_ids": members})
    }
}

/// What a caller wants a team to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct TeamChange {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub allow_auto_assign: Option<bool>,
}

impl TeamChange {
    /// The team as it is to be.
    pub(super) fn apply(self, mut team: Team) -> Team {
        if let Some(name) = self.name {
            team.name = name.trim().to_lowercase();
        }
        team.description = self.description.unwrap_or(team.description);
        team.allow_auto_assign = self.allow_auto_assign.unwrap_or(team.allow_auto_assign);
        team
    }
}

/// A team with what one viewer sees of it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub team: Team,
    /// Whether the viewer is in it.
    pub is_member: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Team {
        let change = TeamChange { name: Some(name.to_owned()), ..TeamChange::default() };
        change.apply(Team::blank(AccountId(1), Millis(0)))
    }

    #[test]
    fn names_are_trimmed_lower_cased_and_needed() {
        assert_eq!(named("  Night ÄRZTE ").name, "night ärzte");
        assert_eq!(named(" ").check().unwrap_err().to_string(), "Name must not be blank");
        assert!(named(&"x".repeat(255)).check().is_ok());
        let long = Team { description: Some("y".repeat(20_001)), ..named(&"x".repeat(256)) };
        assert_eq!(
            long.check().unwrap_err().to_string(),
            "Name is too long (maximum is 255 characters), Description is too long (maximum is 20000 characters)"
        );
    }

    #[test]
    fn what_is_not_sent_stays() {
        let team = Team { description: Some("d".into()), allow_auto_assign: false, ..named("a") };
        assert!(team.changes_to(&TeamChange::default().apply(team.clone())).is_empty());
        let change = TeamChange { description: Some(None), allow_auto_assign: Some(true), ..TeamChange::default() };
        let changes = team.changes_to(&change.apply(team.clone()));
        assert_eq!(json!(changes.0), json!({"description": ["d", null], "allow_auto_assign": [false, true]}));
    }
}
