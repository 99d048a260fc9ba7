//! An agent bot and the rules it obeys.

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, AgentBotId, BlobId};
use crate::base::{Changes, Error, FieldError, Result, text};

/// The longest short text, in characters.
const LONGEST: usize = 255;
/// The longest address, in characters.
const LONGEST_URL: usize = 2048;

/// A row of `agent_bots`, with its token.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentBot {
    pub id: AgentBotId,
    /// `None` for a system bot.
    pub account: Option<AccountId>,
    pub name: Option<String>,
    pub description: Option<String>,
    /// Where the bot is told what happens.
    pub outgoing_url: Option<String>,
    /// A JSON object.
    pub bot_config: Value,
    pub avatar: Option<BlobId>,
    /// Absolute; empty without a picture.
    pub avatar_url: String,
    pub access_token: Option<String>,
}

impl AgentBot {
    /// A bot that is not stored yet, with the defaults.
    pub(super) fn blank(account: Option<AccountId>) -> Self {
        AgentBot {
            id: AgentBotId(0),
            account,
            name: None,
            description: None,
            outgoing_url: None,
            bot_config: json!({}),
            avatar: None,
            avatar_url: String::new(),
            access_token: None,
        }
    }

    /// All rules at once.
    pub(super) fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        errors.extend(too_long("name", "Name", self.name.as_deref().unwrap_or_default(), LONGEST));
        let description = self.description.as_deref().unwrap_or_default();
        errors.extend(too_long("description", "Description", description, LONGEST));
        if let Some(url) = &self.outgoing_url {
            if !text::is_http_url(url) {
                errors.push(FieldError::new("outgoing_url", "Outgoing url is invalid", "invalid"));
            }
            errors.extend(too_long("outgoing_url", "Outgoing url", url, LONGEST_URL));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this bot and its later state, as far as it is shown.
    pub(super) fn changes_to(&self, after: &AgentBot) -> Changes {
        let mut changes = Changes::default();
        changes.note("account_id", json!(self.account), json!(after.account));
        changes.note("name", self.name.as_deref(), after.name.as_deref());
        changes.note("description", self.description.as_deref(), after.description.as_deref());
        changes.note("outgoing_url", self.outgoing_url.as_deref(), after.outgoing_url.as_deref());
        changes.note("bot_config", self.bot_config.clone(), after.bot_config.clone());
        changes.note("avatar_url", self.avatar_url.as_str(), after.avatar_url.as_str());
        changes
    }
}

/// What a caller wants a bot to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct AgentBotChange {
    /// For platform apps only: the account it belongs to from now on.
    pub account: Option<Option<AccountId>>,
    pub name: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub outgoing_url: Option<Option<String>>,
    /// Replaces the object.
    pub bot_config: Option<Value>,
    /// A file that is not linked yet; `Some(None)` takes the picture away.
    pub avatar: Option<Option<BlobId>>,
}

impl AgentBotChange {
    /// The bot as it is to be, but for the picture's address.
    pub(super) fn apply(self, mut bot: AgentBot) -> AgentBot {
        bot.account = self.account.unwrap_or(bot.account);
        bot.name = self.name.unwrap_or(bot.name);
        bot.description = self.description.unwrap_or(bot.description);
        bot.outgoing_url = self.outgoing_url.map_or(bot.outgoing_url, text::presence);
        bot.bot_config = self.bot_config.unwrap_or(bot.bot_config);
        bot.avatar = self.avatar.unwrap_or(bot.avatar);
        bot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(url: &str) -> AgentBot {
        let change = AgentBotChange { outgoing_url: Some(Some(url.into())), ..AgentBotChange::default() };
        change.apply(AgentBot::blank(None))
    }

    #[test]
    fn an_address_is_one_or_none() {
        assert!(bot("https://bot.test/hook").check().is_ok());
        assert_eq!(bot(" ").outgoing_url, None);
        assert_eq!(bot("ftp://bot.test").check().unwrap_err().to_string(), "Outgoing url is invalid");
        let long = format!("https://bot.test/{}", "x".repeat(2048));
        let error = bot(&long).check().unwrap_err().to_string();
        assert_eq!(error, "Outgoing url is too long (maximum is 2048 characters)");
    }

    #[test]
    fn null_clears_and_nothing_stays() {
        let named = AgentBotChange { name: Some(Some("Bo".into())), ..AgentBotChange::default() };
        let before = named.apply(AgentBot::blank(Some(AccountId(1))));
        assert_eq!(AgentBotChange::default().apply(before.clone()), before);
        let change = AgentBotChange { name: Some(None), account: Some(None), ..AgentBotChange::default() };
        let after = change.apply(before.clone());
        assert_eq!(json!(before.changes_to(&after).0), json!({"account_id": [1, null], "name": ["Bo", null]}));
    }
}
