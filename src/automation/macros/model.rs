//! A macro, whose it is, and what may be in it.

use serde_json::{Value, json};

use super::super::actions;
use crate::access::Agent;
use crate::base::ids::{AccountId, MacroId, UserId};
use crate::base::{Changes, Error, FieldError, Result};

/// The longest name, in characters.
const LONGEST: usize = 255;

/// Whom a macro is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    Personal = 0,
    Global = 1,
}

impl Visibility {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Visibility::Personal => "personal",
            Visibility::Global => "global",
        }
    }

    /// Reads the name or the number; refuses anything else as `'x' is not a valid visibility`.
    pub fn parse(text: &str) -> Result<Self> {
        match text.trim() {
            "" | "personal" | "0" => Ok(Visibility::Personal),
            "global" | "1" => Ok(Visibility::Global),
            other => Err(Error::not_a_valid(&other.chars().take(60).collect::<String>(), "visibility")),
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        if number == 1 { Visibility::Global } else { Visibility::Personal }
    }
}

/// A row of `macros`. Actions are objects as clients send them.
#[derive(Debug, Clone, PartialEq)]
pub struct Macro {
    pub id: MacroId,
    pub account: AccountId,
    pub name: String,
    pub visibility: Visibility,
    pub created_by: Option<UserId>,
    pub updated_by: Option<UserId>,
    pub actions: Vec<Value>,
}

impl Macro {
    /// A macro of this person's that is not stored yet.
    pub(super) fn blank(author: &Agent) -> Self {
        Macro {
            id: MacroId(0),
            account: author.account,
            name: String::new(),
            visibility: Visibility::Personal,
            created_by: Some(author.user),
            updated_by: Some(author.user),
            actions: Vec::new(),
        }
    }

    fn is_by(&self, agent: &Agent) -> bool {
        self.created_by == Some(agent.user)
    }

    /// 401 unless this person may see and execute it.
    pub(super) fn require_use(&self, agent: &Agent) -> Result<()> {
        allowed(self.visibility == Visibility::Global || self.is_by(agent))
    }

    /// 401 unless this person may change it.
    pub(super) fn require_change(&self, agent: &Agent) -> Result<()> {
        allowed(self.is_by(agent) || (self.visibility == Visibility::Global && agent.is_administrator()))
    }

    /// 401 unless this person may delete it. What an author who left has made for everybody is the administrators'.
    pub(super) fn require_deletion(&self, agent: &Agent) -> Result<()> {
        allowed(self.is_by(agent) || (self.created_by.is_none() && agent.is_administrator()))
    }

    /// All rules at once.
    pub(super) fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        let mut refuse = |is_wrong: bool, attribute: &'static str, message: String, code| {
            if is_wrong {
                errors.push(FieldError::new(attribute, message, code));
            }
        };
        refuse(self.name.trim().is_empty(), "name", "can't be blank".to_owned(), "blank");
        let is_long = self.name.chars().count() > LONGEST;
        refuse(is_long, "name", format!("is too long (maximum is {LONGEST} characters)"), "too_long");
        refuse(self.actions.is_empty(), "actions", "can't be blank".to_owned(), "blank");
        let size: usize = self.actions.iter().map(|action| action.to_string().len()).sum();
        refuse(size > actions::LARGEST, "actions", "are too large".to_owned(), "too_long");
        actions::errors(&self.actions, actions::Of::Macro)
            .into_iter()
            .for_each(|text| refuse(true, "actions", text, "invalid"));
        if errors.is_empty() { Ok(()) } else { Err(Error::Broken(errors)) }
    }

    /// What differs between this macro and its later state.
    pub(super) fn changes_to(&self, after: &Macro) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("visibility", self.visibility.name(), after.visibility.name());
        changes.note("actions", self.actions.as_slice(), after.actions.as_slice());
        changes
    }

    /// What is told of a macro that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "name": self.name, "visibility": self.visibility.name()})
    }
}

fn allowed(is_allowed: bool) -> Result<()> {
    if is_allowed { Ok(()) } else { Err(Error::NOT_ALLOWED) }
}

/// What a caller wants a macro to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct MacroChange {
    pub name: Option<String>,
    pub visibility: Option<Visibility>,
    pub actions: Option<Vec<Value>>,
}

impl MacroChange {
    /// The macro as this person wants it to be. What an agent makes is their own.
    pub(super) fn apply(self, before: Macro, by: &Agent) -> Macro {
        let visibility = self.visibility.unwrap_or(before.visibility);
        Macro {
            name: self.name.unwrap_or(before.name),
            visibility: if by.is_administrator() { visibility } else { Visibility::Personal },
            actions: self.actions.unwrap_or(before.actions),
            updated_by: Some(by.user),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    fn agent(user: i64, role: Role) -> Agent {
        Agent { account: AccountId(1), user: UserId(user), name: "A".into(), role }
    }

    #[test]
    fn what_an_agent_makes_is_their_own() {
        let (ada, bob) = (agent(1, Role::Administrator), agent(2, Role::Agent));
        let change = || MacroChange { visibility: Some(Visibility::Global), ..MacroChange::default() };
        assert_eq!(change().apply(Macro::blank(&bob), &bob).visibility, Visibility::Personal);
        assert_eq!(change().apply(Macro::blank(&ada), &ada).visibility, Visibility::Global);
    }

    #[test]
    fn macros_are_guarded() {
        let (ada, bob, eve) = (agent(1, Role::Administrator), agent(2, Role::Agent), agent(3, Role::Agent));
        let own = Macro::blank(&bob);
        assert!(own.require_use(&bob).is_ok() && own.require_use(&ada).is_err());
        assert!(own.require_change(&bob).is_ok() && own.require_change(&ada).is_err());
        let shared = Macro { visibility: Visibility::Global, ..Macro::blank(&bob) };
        assert!(shared.require_use(&eve).is_ok() && shared.require_change(&eve).is_err());
        assert!(shared.require_change(&ada).is_ok() && shared.require_deletion(&ada).is_err());
        let orphan = Macro { created_by: None, ..shared };
        assert!(orphan.require_deletion(&ada).is_ok() && orphan.require_deletion(&eve).is_err());
    }
}
