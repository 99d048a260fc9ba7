//! What an erasure and a rule are.

use crate::base::ids::{AccountId, ContactId, ConversationId, ErasureId, InboxId, UserId};
use crate::base::{FieldError, Millis};

/// How far an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Removing,
    Overwriting,
    Completed,
}

impl Status {
    pub fn of_number(number: i64) -> Self {
        match number {
            0 => Status::Removing,
            1 => Status::Overwriting,
            _ => Status::Completed,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Status::Removing => "removing",
            Status::Overwriting => "overwriting",
            Status::Completed => "completed",
        }
    }
}

/// How much there is of a contact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub conversations: i64,
    pub messages: i64,
    pub attachments: i64,
    pub notes: i64,
}

/// What is removed next, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// What names conversations by their numbers.
    Runs = 0,
    /// The contact with all that hangs on it.
    Contacts = 1,
    /// What events say of it. They say it of things that are gone by now.
    Events = 2,
    /// What requests were answered.
    Answers = 3,
    /// What was written to files.
    Files = 4,
}

impl Phase {
    pub fn of_number(number: i64) -> Self {
        match number {
            0 => Phase::Runs,
            1 => Phase::Contacts,
            2 => Phase::Events,
            3 => Phase::Answers,
            _ => Phase::Files,
        }
    }
}

/// A row of `contact_erasures`.
#[derive(Debug, Clone)]
pub struct Erasure {
    pub id: ErasureId,
    pub account: AccountId,
    pub contact: ContactId,
    /// The contact and those that were merged into it.
    pub contacts: Vec<ContactId>,
    /// Who asked for it, if a person did.
    pub user: Option<UserId>,
    pub status: Status,
    pub phase: Phase,
    /// How far the phase is.
    pub cursor: i64,
    pub counts: Counts,
    pub created_at: Millis,
    pub finished_at: Option<Millis>,
}

/// For how long an inbox keeps things; nothing stands for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub inbox: InboxId,
    pub account: AccountId,
    /// Resolved conversations, since the last activity.
    pub conversation_days: Option<i64>,
    /// Attachments of messages.
    pub attachment_days: Option<i64>,
    /// Whether contacts whose conversations are all gone are erased.
    pub erase_contacts: bool,
    /// How far the carrying out of it is: past this conversation, then past this contact.
    pub conversation: ConversationId,
    pub past: ContactId,
}

/// A day, in milliseconds.
pub const DAY: i64 = 24 * 3_600_000;
/// The most days, some hundred years.
const MOST_DAYS: i64 = 36_500;

impl Rule {
    /// Keeps everything.
    pub fn none(account: AccountId, inbox: InboxId) -> Self {
        Rule {
            inbox,
            account,
            conversation_days: None,
            attachment_days: None,
            erase_contacts: false,
            conversation: ConversationId(0),
            past: ContactId(0),
        }
    }

    /// The broken rules.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (attribute, shown, days) in [
            ("conversation_days", "Conversation days", self.conversation_days),
            ("attachment_days", "Attachment days", self.attachment_days),
        ] {
            if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
                errors.push(FieldError::new(attribute, format!("{shown} must be from 1 to {MOST_DAYS}"), "inclusion"));
            }
        }
        if self.erase_contacts && self.conversation_days.is_none() {
            let text = "Erase contacts needs a number of days for conversations";
            errors.push(FieldError::new("erase_contacts", text, "invalid"));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_bounds_and_contacts_need_them() {
        let none = Rule::none(AccountId(1), InboxId(1));
        let with = |conversation_days, attachment_days, erase_contacts| {
            let rule = Rule { conversation_days, attachment_days, erase_contacts, ..none };
            rule.errors().into_iter().map(|error| error.attribute.into_owned()).collect::<Vec<_>>()
        };
        assert!(none.errors().is_empty() && with(Some(1), Some(36_500), true).is_empty());
        assert_eq!(with(Some(0), Some(36_501), false), ["conversation_days", "attachment_days"]);
        assert_eq!(with(None, Some(1), true), ["erase_contacts"]);
    }

    #[test]
    fn phases_follow_one_another() {
        for (number, phase) in
            [Phase::Runs, Phase::Contacts, Phase::Events, Phase::Answers, Phase::Files].iter().enumerate()
        {
            assert_eq!((*phase as usize, Phase::of_number(*phase as i64)), (number, *phase));
        }
    }
}
