//! The verbs of agent bots: create, update, delete, and taking one that is gone off its conversations.

use serde_json::json;

use super::model::{AgentBot, AgentBotChange};
use super::sql;
use crate::access::{self, Owner, PlatformApp};
use crate::accounts;
use crate::base::ids::{AccountId, AgentBotId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Result};
use crate::files;
use crate::store::{Db, Tx};

/// Conversations of one step: a few milliseconds.
const ROWS: usize = 500;

/// Creates a bot with its token: of the account, or a system bot. 422 naming all rules that are broken.
pub fn create(tx: &Tx, account: Option<AccountId>, new: AgentBotChange, by: Actor) -> Result<AgentBot> {
    let bot = new.apply(AgentBot::blank(account));
    check(tx, &bot)?;
    if let Some(picture) = bot.avatar {
        files::link(tx, picture, bot.account)?;
    }
    let id = sql::insert(tx, &bot)?;
    access::create_token(tx, Owner::AgentBot(id))?;
    tell(tx, bot.account, EventKind::AgentBotCreated, id, Changes::default(), by)?;
    sql::find_anywhere(tx, id)
}

/// Changes a bot. One that moves to another account leaves the inboxes and conversations of all others.
pub fn update(tx: &Tx, before: AgentBot, change: AgentBotChange, by: Actor) -> Result<AgentBot> {
    let after = change.apply(before.clone());
    if after == before {
        return Ok(before);
    }
    check(tx, &after)?;
    replace_picture(tx, &before, &after)?;
    sql::save(tx, &after)?;
    // Its name and where it may go are part of what was proven of it.
    tx.access_changed();
    let after = sql::find_anywhere(tx, after.id)?;
    if let Some(home) = after.account.filter(|_| after.account != before.account) {
        sql::leave_inboxes(tx, after.id, home)?;
        queue_detaching(tx, after.id)?;
        if before.account.is_some() {
            tell(tx, before.account, EventKind::AgentBotDeleted, before.id, Changes::default(), by)?;
        }
    }
    let changes = before.changes_to(&after);
    tell(tx, after.account.or(before.account), EventKind::AgentBotUpdated, after.id, changes, by)?;
    Ok(after)
}

/// Deletes a bot: its token is refused from the commit on, and it leaves all inboxes. Its conversations are unassigned by a
/// job; its messages stay without a sender.
pub fn delete(tx: &Tx, bot: AgentBot, by: Actor) -> Result<()> {
    access::delete_tokens(tx, Owner::AgentBot(bot.id))?;
    access::revoke_grants(tx, "AgentBot", bot.id.0)?;
    sql::delete(tx, bot.id)?;
    tx.access_changed();
    queue_detaching(tx, bot.id)?;
    tell(tx, bot.account, EventKind::AgentBotDeleted, bot.id, Changes::default(), by)?;
    bot.avatar.map_or(Ok(()), |picture| files::delete(tx, picture))
}

/// Gives the account's own bot a new token; the old one is refused from the commit on.
pub(super) fn reset_token(tx: &Tx, account: AccountId, id: AgentBotId) -> Result<AgentBot> {
    let bot = sql::find_own(tx, account, id)?;
    access::reset_token(tx, Owner::AgentBot(bot.id))?;
    sql::find_own(tx, account, id)
}

/// The bot, when this app may touch it: 404 before 401.
pub(super) fn permitted(db: &Db, app: &PlatformApp, id: AgentBotId) -> Result<AgentBot> {
    let bot = sql::find_anywhere(db, id)?;
    access::require_grant(db, app.id, "AgentBot", id.0)?;
    Ok(bot)
}

fn check(tx: &Tx, bot: &AgentBot) -> Result<()> {
    bot.check()?;
    match bot.account.map(|account| accounts::find(tx, account)) {
        Some(Err(Error::NotFound)) => Err(Error::invalid("account", "Account must exist", "required")),
        Some(Err(error)) => Err(error),
        Some(Ok(_)) | None => Ok(()),
    }
}

fn replace_picture(tx: &Tx, before: &AgentBot, after: &AgentBot) -> Result<()> {
    if before.avatar == after.avatar {
        return Ok(());
    }
    if let Some(new) = after.avatar {
        files::link(tx, new, after.account)?;
    }
    before.avatar.map_or(Ok(()), |old| files::delete(tx, old))
}

/// Tells the bot's account. Nobody is told of a system bot: an event is always one account's.
fn tell(
    tx: &Tx,
    account: Option<AccountId>,
    kind: EventKind,
    id: AgentBotId,
    changes: Changes,
    by: Actor,
) -> Result<()> {
    let Some(account) = account else { return Ok(()) };
    tx.emit(Event::new(account, kind, id.0, by).with_changes(changes))?;
    Ok(())
}

/// One job for each account that has conversations of a bot which it does not see any more; for a system bot there may be many.
fn queue_detaching(tx: &Tx, id: AgentBotId) -> Result<()> {
    for account in sql::accounts_with_conversations(tx, id)? {
        if !sql::exists(tx, account, id)? {
            tx.enqueue("detach_bot", json!({"account_id": account, "bot_id": id}))?;
        }
    }
    Ok(())
}

/// One step of taking a bot that is gone off the account's conversations, silently; says whether more is to be done. A bot that
/// the account sees keeps them.
pub fn detach_step(tx: &Tx, account: AccountId, bot: AgentBotId) -> Result<bool> {
    if sql::exists(tx, account, bot)? {
        return Ok(false);
    }
    Ok(sql::detach(tx, account, bot, ROWS)? == ROWS)
}
