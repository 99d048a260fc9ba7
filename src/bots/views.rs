//! Bots as other contexts show them.

use std::collections::HashMap;

use super::{sql, wire};
use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId};
use crate::store::Db;

/// A bot the account sees; 404 otherwise.
pub fn view(db: &Db, account: AccountId, id: AgentBotId) -> Result<wire::AgentBot> {
    Ok(wire::AgentBot::seen_by(account, sql::find(db, account, id)?))
}

/// These bots as conversations show them, in one statement; those the account does not see are left out.
pub fn slim(db: &Db, account: AccountId, ids: &[AgentBotId]) -> Result<HashMap<AgentBotId, wire::AgentBotSlim>> {
    Ok(sql::by_ids(db, account, ids)?.into_iter().map(|bot| (bot.id, bot.into())).collect())
}

/// These bots as the senders of messages, in one statement; those the account does not see are left out.
pub fn senders(db: &Db, account: AccountId, ids: &[AgentBotId]) -> Result<HashMap<AgentBotId, wire::BotSender>> {
    Ok(sql::by_ids(db, account, ids)?.into_iter().map(|bot| (bot.id, bot.into())).collect())
}
