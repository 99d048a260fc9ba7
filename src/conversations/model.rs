//! Domain types of conversations.

use crate::access::{Agent, AgentOrBot};
use crate::base::ids::{
    AccountId, AgentBotId, AutomationRuleId, ContactId, ContactInboxId, ConversationId, DisplayId, InboxId, MessageId,
    TeamId, UserId,
};
use crate::base::{Actor, Error, Millis, Result};

/// How many unread messages the wire tells of at most.
const UNREAD_SHOWN: i64 = 10;

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open = 0,
    Resolved = 1,
    Pending = 2,
    Snoozed = 3,
}

impl Status {
    /// All of them, by their numbers.
    pub const ALL: [Status; 4] = [Status::Open, Status::Resolved, Status::Pending, Status::Snoozed];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Resolved => "resolved",
            Status::Pending => "pending",
            Status::Snoozed => "snoozed",
        }
    }

    /// Reads the name; `bot` is the name that `pending` had in 2021. Refuses anything else as `'x' is not a valid status`.
    pub fn parse(text: &str) -> Result<Self> {
        let name = if text == "bot" { "pending" } else { text };
        Status::ALL.into_iter().find(|s| s.name() == name).ok_or_else(|| Error::not_a_valid(text, "status"))
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        Status::ALL.into_iter().find(|s| *s as i64 == number).unwrap_or(Status::Open)
    }
}

/// How urgent a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    Low = 0,
    Medium = 1,
    High = 2,
    Urgent = 3,
}

impl Priority {
    /// All of them, by their numbers.
    pub const ALL: [Priority; 4] = [Priority::Low, Priority::Medium, Priority::High, Priority::Urgent];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Medium => "medium",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }

    /// Reads the name; refuses anything else as `'x' is not a valid priority`.
    pub fn parse(text: &str) -> Result<Self> {
        Priority::ALL.into_iter().find(|p| p.name() == text).ok_or_else(|| Error::not_a_valid(text, "priority"))
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        Priority::ALL.into_iter().find(|p| *p as i64 == number)
    }
}

/// A row of `conversations`. The two attribute columns are JSON objects as text.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub id: ConversationId,
    pub account: AccountId,
    pub display_id: DisplayId,
    pub inbox: InboxId,
    pub contact: ContactId,
    pub contact_inbox: ContactInboxId,
    pub status: Status,
    pub priority: Option<Priority>,
    /// Beside it no bot is assigned.
    pub assignee: Option<UserId>,
    pub assignee_bot: Option<AgentBotId>,
    pub team: Option<TeamId>,
    pub uuid: String,
    pub additional_attributes: String,
    pub custom_attributes: String,
    pub snoozed_until: Option<Millis>,
    pub waiting_since: Option<Millis>,
    pub first_reply_created_at: Option<Millis>,
    pub agent_last_seen_at: Option<Millis>,
    pub assignee_last_seen_at: Option<Millis>,
    pub contact_last_seen_at: Option<Millis>,
    pub last_activity_at: Millis,
    pub last_incoming_at: Option<Millis>,
    pub last_message: Option<MessageId>,
    pub last_non_activity_message: Option<MessageId>,
    /// Incoming messages since `agent_last_seen_at`, all of them.
    pub unread_count: i64,
    pub messages_count: i64,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Conversation {
    /// The number of unread messages as the wire shows it: at most ten.
    pub fn unread_shown(&self) -> i64 {
        self.unread_count.min(UNREAD_SHOWN)
    }
}

/// A row of `csat_survey_responses`: how satisfied a contact was.
#[derive(Debug, Clone)]
pub struct CsatResponse {
    pub id: i64,
    pub account: AccountId,
    pub conversation: ConversationId,
    pub message: MessageId,
    pub contact: ContactId,
    /// Who took care of the conversation then.
    pub assigned_agent: Option<UserId>,
    /// 1 to 5.
    pub rating: i64,
    pub feedback_message: Option<String>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Whether a reply reaches the contact (contract 3.8): always, but where the inbox allows so many hours after the last
/// incoming message.
pub fn can_reply(window_hours: Option<i64>, last_incoming_at: Option<Millis>, now: Millis) -> bool {
    let Some(hours) = window_hours else { return true };
    last_incoming_at.is_some_and(|at| now.0.saturating_sub(at.0) < hours.saturating_mul(3_600_000))
}

/// How activities name a rule.
const AUTOMATION: &str = "Automation System";

/// Who changes a conversation, with the name that activities show.
#[derive(Debug, Clone)]
pub enum Performer {
    Agent {
        id: UserId,
        name: String,
    },
    Bot {
        id: AgentBotId,
        name: String,
    },
    Contact {
        id: ContactId,
        name: String,
    },
    /// A rule of the account, which names itself as [`AUTOMATION`] in activities and sends in nobody's name.
    Rule {
        id: AutomationRuleId,
    },
    /// The server itself: leaves no activity about assignees, teams and labels.
    System,
}

impl Performer {
    /// The author of the events.
    pub fn actor(&self) -> Actor {
        match self {
            Performer::Agent { id, .. } => Actor::User(*id),
            Performer::Bot { id, .. } => Actor::AgentBot(*id),
            Performer::Contact { id, .. } => Actor::Contact(*id),
            Performer::Rule { id } => Actor::AutomationRule(*id),
            Performer::System => Actor::System,
        }
    }

    /// The acting user, bot or rule as activities name them; nobody for contacts and the server.
    pub fn acting(&self) -> Option<&str> {
        match self {
            Performer::Agent { name, .. } | Performer::Bot { name, .. } => Some(name),
            Performer::Rule { .. } => Some(AUTOMATION),
            Performer::Contact { .. } | Performer::System => None,
        }
    }

    /// Whether this is the person.
    pub fn is_user(&self, user: UserId) -> bool {
        matches!(self, Performer::Agent { id, .. } if *id == user)
    }
}

impl From<&Agent> for Performer {
    fn from(agent: &Agent) -> Self {
        Performer::Agent { id: agent.user, name: agent.name.clone() }
    }
}

impl From<&AgentOrBot> for Performer {
    fn from(who: &AgentOrBot) -> Self {
        match who {
            AgentOrBot::Agent(agent) => agent.into(),
            AgentOrBot::Bot(bot) => Performer::Bot { id: bot.id, name: bot.name.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_names_and_an_old_one() {
        assert_eq!(Status::parse("snoozed").unwrap(), Status::Snoozed);
        assert_eq!(Status::parse("bot").unwrap(), Status::Pending);
        assert_eq!(Status::parse("x").unwrap_err().to_string(), "'x' is not a valid status");
        assert_eq!(Status::from_number(2), Status::Pending);
        assert_eq!(Priority::from_number(3), Some(Priority::Urgent));
        assert_eq!(Priority::parse("high").unwrap(), Priority::High);
        assert_eq!(Priority::parse("x").unwrap_err().to_string(), "'x' is not a valid priority");
    }

    #[test]
    fn replies_reach_the_contact_within_the_window() {
        let hour = 3_600_000;
        assert!(can_reply(None, None, Millis(0)));
        assert!(!can_reply(Some(24), None, Millis(0)));
        assert!(can_reply(Some(1), Some(Millis(0)), Millis(hour - 1)));
        assert!(!can_reply(Some(1), Some(Millis(0)), Millis(hour)));
    }
}
