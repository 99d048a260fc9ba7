//! Who may see a conversation.

use super::model::Conversation;
use super::sql;
use crate::access::{self, Agent, AgentOrBot};
use crate::base::ids::{AccountId, DisplayId};
use crate::base::{Error, Result};
use crate::store::Db;

/// A caller who looks at conversations.
pub trait Sight {
    fn account(&self) -> AccountId;
    /// The person whose inboxes and teams limit the sight; nobody for bots, which see all of their account.
    fn person(&self) -> Option<&Agent>;
}

impl Sight for Agent {
    fn account(&self) -> AccountId {
        self.account
    }

    fn person(&self) -> Option<&Agent> {
        Some(self)
    }
}

impl Sight for AgentOrBot {
    fn account(&self) -> AccountId {
        AgentOrBot::account(self)
    }

    fn person(&self) -> Option<&Agent> {
        self.agent()
    }
}

/// The conversation of this number: not found in another account, not allowed to an agent who is neither in its inbox nor in
/// its team.
pub fn require(db: &Db, who: &impl Sight, display_id: DisplayId) -> Result<Conversation> {
    let conversation = sql::find(db, who.account(), display_id)?;
    let Some(agent) = who.person() else { return Ok(conversation) };
    if access::inbox_is_visible(db, agent, conversation.inbox)? {
        return Ok(conversation);
    }
    match conversation.team {
        Some(team) if access::team_has(db, agent.account, team, agent.user)? => Ok(conversation),
        _ => Err(Error::NOT_ALLOWED),
    }
}
