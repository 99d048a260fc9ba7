//! The bot of an inbox.

use poem_openapi::{Object, Union};
use serde::Serialize;

use crate::bots::wire::AgentBot;
use crate::http::wire::Json;

/// The bot of an inbox, or none.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(rename = "inbox_agent_bot")]
#[serde(untagged)]
pub enum InboxBot {
    Attached(Box<AttachedBot>),
    Nobody(NoBot),
}

impl From<Option<AgentBot>> for InboxBot {
    fn from(bot: Option<AgentBot>) -> Self {
        match bot {
            Some(bot) => InboxBot::Attached(Box::new(AttachedBot { agent_bot: bot.clone(), bot })),
            None => InboxBot::Nobody(NoBot { agent_bot: Json::empty() }),
        }
    }
}

/// The bot of an inbox, under `agent_bot` and once more beside it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox_agent_bot_attached")]
pub struct AttachedBot {
    pub agent_bot: AgentBot,
    #[oai(flatten)]
    #[serde(flatten)]
    pub bot: AgentBot,
}

/// The inbox has no bot.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox_agent_bot_none")]
pub struct NoBot {
    /// Always `{}`.
    pub agent_bot: Json,
}
