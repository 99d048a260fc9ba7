//! The bot of an inbox.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId, InboxId};
use crate::store::{Db, Tx};

/// The bot of the inbox, if it has one.
pub fn bot_of(db: &Db, account: AccountId, inbox: InboxId) -> Result<Option<AgentBotId>> {
    let mut find =
        db.prepare_cached("select agent_bot_id from agent_bot_inboxes where inbox_id = ? and account_id = ?")?;
    Ok(find.query_row((inbox, account), |row| row.get(0)).optional()?)
}

/// Makes this the bot of the inbox, in place of any other.
pub fn attach(tx: &Tx, account: AccountId, inbox: InboxId, bot: AgentBotId) -> Result<()> {
    tx.prepare_cached(
        "insert into agent_bot_inboxes(inbox_id, agent_bot_id, account_id, created_at) values (:inbox, :bot, :account, :now)
         on conflict (inbox_id) do update set agent_bot_id = excluded.agent_bot_id, created_at = excluded.created_at",
    )?
    .execute(named_params! {":inbox": inbox, ":bot": bot, ":account": account, ":now": tx.now})?;
    Ok(())
}

/// Leaves the inbox without a bot; says whether it had one.
pub fn detach(tx: &Tx, account: AccountId, inbox: InboxId) -> Result<bool> {
    let mut delete = tx.prepare_cached("delete from agent_bot_inboxes where inbox_id = ? and account_id = ?")?;
    Ok(delete.execute((inbox, account))? > 0)
}
