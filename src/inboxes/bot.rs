//! The bot of an inbox: conversations that begin while it has one begin with the bot.

use super::sql;
use crate::base::ids::{AccountId, AgentBotId, InboxId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::bots;
use crate::store::Tx;

/// Gives the inbox this bot of the account or of the system in place of any other, or takes its bot away. 404 for an unknown
/// inbox or bot; no event when nothing changes.
pub fn set(tx: &Tx, account: AccountId, inbox: InboxId, bot: Option<AgentBotId>, by: Actor) -> Result<()> {
    if !sql::exists(tx, account, inbox)? {
        return Err(Error::NotFound);
    }
    let before = sql::bot_of(tx, account, inbox)?;
    match bot {
        Some(bot) if !bots::exists(tx, account, bot)? => return Err(Error::NotFound),
        Some(bot) if before != Some(bot) => sql::attach_bot(tx, account, inbox, bot)?,
        Some(_) => {}
        None => drop(sql::detach_bot(tx, account, inbox)?),
    }
    let mut changes = Changes::default();
    if changes.note("agent_bot", before.map(|bot| bot.0), bot.map(|bot| bot.0)) {
        // Bots are admitted to an account by the inboxes they are attached to.
        tx.access_changed();
        tx.emit(Event::new(account, EventKind::InboxUpdated, inbox.0, by).with_changes(changes))?;
    }
    Ok(())
}
