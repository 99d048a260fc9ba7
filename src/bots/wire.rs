//! How agent bots look on the wire (contract 2.6 and 2.11), and what clients send about them.

use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Enum, Object};
use serde::Serialize;

use super::model::{self, AgentBotChange};
use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId};
use crate::http::wire::{Json, Upload};
use crate::users;

/// The only kind of bot there is.
const WEBHOOK: &str = "webhook";

/// A bot as an account sees it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent_bot")]
pub struct AgentBot {
    /// ID of the agent bot
    pub id: AgentBotId,
    /// The name of the agent bot
    pub name: Option<String>,
    /// The description about the agent bot
    pub description: Option<String>,
    /// The address of the picture, empty without one.
    pub thumbnail: String,
    /// Where the bot is told what happens; left out for system bots.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub outgoing_url: MaybeUndefined<String>,
    /// Always `webhook`.
    pub bot_type: String,
    pub bot_config: Json,
    /// The account the bot belongs to; null for system bots.
    pub account_id: Option<AccountId>,
    /// The bot's `api_access_token`; only for bots of this account.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// Whether the bot belongs to no account: seen by all, changed over the platform API only.
    pub system_bot: bool,
}

impl AgentBot {
    /// A bot in the eyes of this account.
    pub(super) fn seen_by(account: AccountId, bot: model::AgentBot) -> Self {
        AgentBot {
            outgoing_url: shown_url(&bot),
            id: bot.id,
            name: bot.name,
            description: bot.description,
            thumbnail: bot.avatar_url,
            bot_type: WEBHOOK.to_owned(),
            bot_config: bot.bot_config.into(),
            account_id: bot.account,
            access_token: bot.access_token.filter(|_| bot.account == Some(account)),
            system_bot: bot.account.is_none(),
        }
    }
}

/// Where a system bot is told what happens is its operator's affair.
fn shown_url(bot: &model::AgentBot) -> MaybeUndefined<String> {
    bot.account.map(|_| bot.outgoing_url.clone()).into()
}

/// A bot that takes care of a conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent_bot_slim")]
pub struct AgentBotSlim {
    pub id: AgentBotId,
    pub name: Option<String>,
    pub description: Option<String>,
    /// The address of the picture, empty without one.
    pub thumbnail: String,
    /// Left out for system bots.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub outgoing_url: MaybeUndefined<String>,
    /// Always `webhook`.
    pub bot_type: String,
}

impl From<model::AgentBot> for AgentBotSlim {
    fn from(bot: model::AgentBot) -> Self {
        AgentBotSlim {
            outgoing_url: shown_url(&bot),
            id: bot.id,
            name: bot.name,
            description: bot.description,
            thumbnail: bot.avatar_url,
            bot_type: WEBHOOK.to_owned(),
        }
    }
}

/// A bot as the sender of a message.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent_bot_sender")]
pub struct BotSender {
    pub id: AgentBotId,
    pub name: Option<String>,
    /// The bot's picture, or else the inbox's; empty without either.
    pub avatar_url: String,
    /// Always `agent_bot`.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    pub kind: String,
}

impl From<model::AgentBot> for BotSender {
    fn from(bot: model::AgentBot) -> Self {
        BotSender { id: bot.id, name: bot.name, avatar_url: bot.avatar_url, kind: "agent_bot".to_owned() }
    }
}

/// A bot as the platform apps see it that may change it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "platform_agent_bot")]
pub struct PlatformAgentBot {
    /// ID of the agent bot
    pub id: AgentBotId,
    /// The name of the agent bot
    pub name: Option<String>,
    /// The description about the agent bot
    pub description: Option<String>,
    /// The webhook URL for the bot
    pub outgoing_url: Option<String>,
    /// Account ID if it's an account specific bot
    pub account_id: Option<AccountId>,
    /// The bot's `api_access_token`.
    pub access_token: Option<String>,
}

impl From<model::AgentBot> for PlatformAgentBot {
    fn from(bot: model::AgentBot) -> Self {
        PlatformAgentBot {
            id: bot.id,
            name: bot.name,
            description: bot.description,
            outgoing_url: bot.outgoing_url,
            account_id: bot.account,
            access_token: bot.access_token,
        }
    }
}

/// How a bot is reached.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "bot_type", rename_all = "lowercase")]
pub enum BotType {
    Webhook,
    /// `webhook` as the number that Chatwoot stores: some clients send that.
    #[oai(rename = "0")]
    Number,
}

/// What a bot is to be; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "agent_bot_create_update_payload")]
pub struct AgentBotSent {
    /// The name of the agent bot
    name: MaybeUndefined<String>,
    /// The description about the agent bot
    description: MaybeUndefined<String>,
    /// Where the bot is told what happens: http or https, at most 2048 characters.
    outgoing_url: MaybeUndefined<String>,
    /// A picture: PNG, JPEG or GIF, at most 15 MB.
    avatar: Option<Upload>,
    /// Accepted, but no picture is fetched from there.
    avatar_url: Option<String>,
    /// Accepted: there is but one kind.
    bot_type: Option<BotType>,
    /// Replaces what was there.
    bot_config: Option<Json>,
}

impl AgentBotSent {
    /// What was sent, unless the picture is none.
    pub(super) fn read(self) -> Result<AgentBotChange> {
        let avatar = match self.avatar {
            Some(Upload::Part(picture)) => {
                users::check_picture(&picture)?;
                Some(Some(picture.id))
            }
            Some(Upload::Text(_)) | None => None,
        };
        Ok(AgentBotChange {
            account: None,
            name: self.name.into(),
            description: self.description.into(),
            outgoing_url: self.outgoing_url.into(),
            bot_config: self.bot_config.map(|json| json.to_value()),
            avatar,
        })
    }
}

/// What a platform app wants a bot to be; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "platform_agent_bot_create_update_payload")]
pub struct PlatformAgentBotSent {
    #[oai(flatten)]
    bot: AgentBotSent,
    /// The account the bot belongs to; without one it is a system bot.
    account_id: MaybeUndefined<AccountId>,
}

impl PlatformAgentBotSent {
    /// What was sent, unless the picture is none.
    pub(super) fn read(self) -> Result<AgentBotChange> {
        Ok(AgentBotChange { account: self.account_id.into(), ..self.bot.read()? })
    }
}
