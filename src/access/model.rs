//! Principals and memberships.

use crate::base::ids::{AccountId, AccountUserId, AgentBotId, PlatformAppId, UserId};
use crate::base::{Actor, Error, Millis, Result};

/// What a person may do in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Agent = 0,
    Administrator = 1,
}

impl Role {
    /// `agent` or `administrator`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Administrator => "administrator",
        }
    }

    /// Reads the name, or the number of the database; refuses anything else as `'x' is not a valid role`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "agent" | "0" => Ok(Role::Agent),
            "administrator" | "1" => Ok(Role::Administrator),
            other => Err(Error::not_a_valid(other, "role")),
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        if number == 1 { Role::Administrator } else { Role::Agent }
    }
}

/// What a person chose to appear as in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    Online = 0,
    Offline = 1,
    Busy = 2,
}

impl Availability {
    /// `online`, `offline` or `busy`.
    pub fn name(self) -> &'static str {
        match self {
            Availability::Online => "online",
            Availability::Offline => "offline",
            Availability::Busy => "busy",
        }
    }

    /// Reads the name or number; refuses anything else as `'x' is not a valid availability`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "online" | "0" => Ok(Availability::Online),
            "offline" | "1" => Ok(Availability::Offline),
            "busy" | "2" => Ok(Availability::Busy),
            other => Err(Error::not_a_valid(other, "availability")),
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        match number {
            1 => Availability::Offline,
            2 => Availability::Busy,
            _ => Availability::Online,
        }
    }

    /// What others see: the choice when the person is present or never counts as absent, else offline.
    pub fn shown(self, auto_offline: bool, is_present: bool) -> &'static str {
        if !auto_offline || is_present { self.name() } else { Availability::Offline.name() }
    }
}

/// A row of `account_users`, with the account's name.
#[derive(Debug, Clone)]
pub struct Membership {
    pub id: AccountUserId,
    pub account: AccountId,
    pub account_name: String,
    pub account_is_suspended: bool,
    pub user: UserId,
    pub role: Role,
    pub inviter: Option<UserId>,
    pub availability: Availability,
    pub auto_offline: bool,
    pub active_at: Option<Millis>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// What a new membership starts with.
#[derive(Debug, Clone, Copy)]
pub struct NewMembership {
    pub role: Role,
    pub inviter: Option<UserId>,
    pub availability: Availability,
    pub auto_offline: bool,
}

impl NewMembership {
    /// A membership of this role with Chatwoot's defaults: online, offline when absent.
    pub fn of(role: Role) -> Self {
        NewMembership { role, inviter: None, availability: Availability::Online, auto_offline: true }
    }
}

/// Whom an `api_access_token` belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    User(UserId),
    AgentBot(AgentBotId),
    PlatformApp(PlatformAppId),
}

impl Owner {
    /// The stored pair.
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Owner::User(id) => ("User", id.0),
            Owner::AgentBot(id) => ("AgentBot", id.0),
            Owner::PlatformApp(id) => ("PlatformApp", id.0),
        }
    }
}

/// A signed-in person, no account asked for.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub user: UserId,
    pub name: String,
}

/// A member of the account in the path, of any role.
#[derive(Debug, Clone)]
pub struct Agent {
    pub account: AccountId,
    pub user: UserId,
    pub name: String,
    pub role: Role,
}

impl Agent {
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator
    }

    /// The person as the author of a change.
    pub fn actor(&self) -> Actor {
        Actor::User(self.user)
    }
}

/// A member of any role, where whoever is none is told that there is no such account.
#[derive(Debug, Clone)]
pub struct Member(pub Agent);

impl std::ops::Deref for Member {
    type Target = Agent;
    fn deref(&self) -> &Agent {
        &self.0
    }
}

/// A member whose role is administrator.
#[derive(Debug, Clone)]
pub struct Administrator(pub Agent);

impl std::ops::Deref for Administrator {
    type Target = Agent;
    fn deref(&self) -> &Agent {
        &self.0
    }
}

/// A bot admitted to the account in the path: its own, or attached to one of its inboxes.
#[derive(Debug, Clone)]
pub struct Bot {
    pub account: AccountId,
    pub id: AgentBotId,
    pub name: String,
}

/// Callers of the few endpoints that bots may use.
#[derive(Debug, Clone)]
pub enum AgentOrBot {
    Agent(Agent),
    Bot(Bot),
}

impl AgentOrBot {
    pub fn account(&self) -> AccountId {
        match self {
            AgentOrBot::Agent(agent) => agent.account,
            AgentOrBot::Bot(bot) => bot.account,
        }
    }

    /// The name that activity messages show.
    pub fn name(&self) -> &str {
        match self {
            AgentOrBot::Agent(agent) => &agent.name,
            AgentOrBot::Bot(bot) => &bot.name,
        }
    }

    pub fn actor(&self) -> Actor {
        match self {
            AgentOrBot::Agent(agent) => agent.actor(),
            AgentOrBot::Bot(bot) => Actor::AgentBot(bot.id),
        }
    }

    /// The person, when it is one.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            AgentOrBot::Agent(agent) => Some(agent),
            AgentOrBot::Bot(_) => None,
        }
    }
}

impl From<Agent> for AgentOrBot {
    fn from(agent: Agent) -> Self {
        AgentOrBot::Agent(agent)
    }
}

/// An outside provisioning system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformApp {
    pub id: PlatformAppId,
    pub name: String,
}
