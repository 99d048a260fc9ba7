//! A rule and what may be in it.

use serde_json::{Value, json};

use super::super::{actions, conditions};
use crate::base::ids::{AccountId, AutomationRuleId};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest name, in characters.
const LONGEST: usize = 255;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 20_000;

/// What sets off a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventName {
    ConversationCreated,
    ConversationUpdated,
    ConversationOpened,
    ConversationResolved,
    MessageCreated,
}

impl EventName {
    const ALL: [EventName; 5] = [
        EventName::ConversationCreated,
        EventName::ConversationUpdated,
        EventName::ConversationOpened,
        EventName::ConversationResolved,
        EventName::MessageCreated,
    ];

    /// The name on the wire and in the database.
    pub fn name(self) -> &'static str {
        match self {
            EventName::ConversationCreated => "conversation_created",
            EventName::ConversationUpdated => "conversation_updated",
            EventName::ConversationOpened => "conversation_opened",
            EventName::ConversationResolved => "conversation_resolved",
            EventName::MessageCreated => "message_created",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        EventName::ALL.into_iter().find(|event| event.name() == text)
    }
}

/// A row of `automation_rules`. Conditions and actions are objects as clients send them.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub id: AutomationRuleId,
    pub account: AccountId,
    pub name: String,
    pub description: Option<String>,
    /// None only in a rule that is not checked yet.
    pub event: Option<EventName>,
    pub conditions: Vec<Value>,
    pub actions: Vec<Value>,
    pub active: bool,
    pub created_at: Millis,
}

impl Rule {
    /// A rule that is not stored yet.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Rule {
            id: AutomationRuleId(0),
            account,
            name: String::new(),
            description: None,
            event: None,
            conditions: Vec::new(),
            actions: Vec::new(),
            active: true,
            created_at: now,
        }
    }

    /// All rules about a rule, at once.
    pub(super) fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        let mut refuse = |is_wrong: bool, attribute: &'static str, message: String, code| {
            if is_wrong {
                errors.push(FieldError::new(attribute, message, code));
            }
        };
        let too_long = |most: usize| format!("is too long (maximum is {most} characters)");
        let description = self.description.as_deref().unwrap_or_default();
        refuse(self.name.trim().is_empty(), "name", "can't be blank".to_owned(), "blank");
        refuse(self.name.chars().count() > LONGEST, "name", too_long(LONGEST), "too_long");
        let is_long = description.chars().count() > LONGEST_DESCRIPTION;
        refuse(is_long, "description", too_long(LONGEST_DESCRIPTION), "too_long");
        refuse(self.event.is_none(), "event_name", "is invalid".to_owned(), "invalid");
        let is_large = size(&self.conditions) > conditions::LARGEST;
        refuse(is_large, "conditions", "are too large".to_owned(), "too_long");
        conditions::errors(&self.conditions).into_iter().for_each(|text| refuse(true, "conditions", text, "invalid"));
        refuse(self.actions.is_empty(), "actions", "can't be blank".to_owned(), "blank");
        refuse(size(&self.actions) > actions::LARGEST, "actions", "are too large".to_owned(), "too_long");
        actions::errors(&self.actions, actions::Of::Rule)
            .into_iter()
            .for_each(|text| refuse(true, "actions", text, "invalid"));
        if errors.is_empty() { Ok(()) } else { Err(Error::Broken(errors)) }
    }

    /// What differs between this rule and its later state.
    pub(super) fn changes_to(&self, after: &Rule) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("description", self.description.as_deref(), after.description.as_deref());
        changes.note("event_name", self.event.map(EventName::name), after.event.map(EventName::name));
        changes.note("conditions", self.conditions.as_slice(), after.conditions.as_slice());
        changes.note("actions", self.actions.as_slice(), after.actions.as_slice());
        changes.note("active", self.active, after.active);
        changes
    }

    /// What is told of a rule that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "name": self.name,
            "event_name": self.event.map(EventName::name)})
    }
}

/// Bytes of a list as it is stored.
fn size(list: &[Value]) -> usize {
    list.iter().map(|item| item.to_string().len()).sum()
}

/// What a caller wants a rule to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct RuleChange {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    /// The inner `None` is no event there is.
    pub event: Option<Option<EventName>>,
    pub conditions: Option<Vec<Value>>,
    pub actions: Option<Vec<Value>>,
    pub active: Option<bool>,
}

impl RuleChange {
    /// The rule as it is to be.
    pub(super) fn apply(self, before: Rule) -> Rule {
        Rule {
            name: self.name.unwrap_or(before.name),
            description: self.description.unwrap_or(before.description),
            event: self.event.unwrap_or(before.event),
            conditions: self.conditions.unwrap_or(before.conditions),
            actions: self.actions.unwrap_or(before.actions),
            active: self.active.unwrap_or(before.active),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let blank = Rule::blank(AccountId(1), Millis(0));
        let Err(Error::Broken(errors)) = blank.check() else { panic!("accepted") };
        let named: Vec<String> = errors.iter().map(|e| format!("{} {}", e.attribute, e.message)).collect();
        assert_eq!(named, ["name can't be blank", "event_name is invalid", "actions can't be blank"]);
        let fine = RuleChange {
            name: Some("Greet".into()),
            event: Some(EventName::parse("message_created")),
            conditions: Some(Vec::new()),
            actions: Some(vec![json!({"action_name": "mute_conversation", "action_params": []})]),
            ..RuleChange::default()
        };
        let fine = fine.apply(blank.clone());
        assert!(fine.check().is_ok());
        assert_eq!(blank.changes_to(&fine).0.keys().collect::<Vec<_>>(), ["name", "event_name", "actions"]);
        let long = Rule { name: "x".repeat(256), description: Some("x".repeat(20_001)), ..fine };
        let Err(Error::Broken(errors)) = long.check() else { panic!("accepted") };
        assert_eq!(errors.len(), 2);
    }
}
