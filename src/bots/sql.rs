//! Every statement on agent bots.

use rusqlite::{Params, Row, named_params};

use super::model::AgentBot;
use crate::base::ids::{AccountId, AgentBotId, PlatformAppId};
use crate::base::{Error, Result};
use crate::files;
use crate::store::{Db, Tx};

/// A bot `b` with its picture and its token.
const BOT: &str =
    "select b.id, b.account_id, b.name, b.description, b.outgoing_url, b.bot_config, b.avatar_blob_id, f.key,
    f.filename, t.token from agent_bots b left join blobs f on f.id = b.avatar_blob_id
    left join access_tokens t on t.owner_type = 'AgentBot' and t.owner_id = b.id";

/// One bot that the account sees. (A comparison that no index serves, so that the id is what finds the row.)
const SEEN: &str = "where b.id = :id and coalesce(b.account_id, :account) = :account";
const OWN: &str = "where b.id = :id and b.account_id = :account";
const ANYWHERE: &str = "where b.id = :id";
const ALL_SEEN: &str = "where b.account_id = :account or b.account_id is null order by b.id";
const SOME_SEEN: &str =
    "where b.id in (select value from json_each(:ids)) and coalesce(b.account_id, :account) = :account";
const GRANTED: &str = "where b.id in (select permissible_id from platform_app_permissibles
    where platform_app_id = :app and permissible_type = 'AgentBot') order by b.id";

fn from_row(db: &Db, row: &Row) -> rusqlite::Result<AgentBot> {
    let picture: Option<(String, String)> = row.get::<_, Option<_>>(7)?.zip(row.get(8)?);
    Ok(AgentBot {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        outgoing_url: row.get(4)?,
        // Holds what was written as JSON: the schema checks it.
        bot_config: serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default(),
        avatar: row.get(6)?,
        avatar_url: picture.map(|(key, name)| files::url(db.env.base_url(), &key, &name)).unwrap_or_default(),
        access_token: row.get(9)?,
    })
}

fn one(db: &Db, which: &str, params: impl Params) -> Result<AgentBot> {
    let mut find = db.prepare_cached(&format!("{BOT} {which}"))?;
    Ok(find.query_row(params, |row| from_row(db, row))?)
}

fn many(db: &Db, which: &str, params: impl Params) -> Result<Vec<AgentBot>> {
    let mut list = db.prepare_cached(&format!("{BOT} {which}"))?;
    Ok(list.query_map(params, |row| from_row(db, row))?.collect::<rusqlite::Result<_>>()?)
}

/// The bot, when it is the account's own or a system bot; else 404.
pub(super) fn find(db: &Db, account: AccountId, id: AgentBotId) -> Result<AgentBot> {
    one(db, SEEN, named_params! {":account": account, ":id": id})
}

/// The bot, when it is the account's own; else 404.
pub(super) fn find_own(db: &Db, account: AccountId, id: AgentBotId) -> Result<AgentBot> {
    one(db, OWN, named_params! {":account": account, ":id": id})
}

/// The bot of whatever account; 404 when there is none. For platform apps it is granted to.
pub(super) fn find_anywhere(db: &Db, id: AgentBotId) -> Result<AgentBot> {
    one(db, ANYWHERE, named_params! {":id": id})
}

/// The account's own bots and the system bots, by id.
pub(super) fn list(db: &Db, account: AccountId) -> Result<Vec<AgentBot>> {
    many(db, ALL_SEEN, named_params! {":account": account})
}

/// Those of these bots that the account sees, in one statement.
pub(super) fn by_ids(db: &Db, account: AccountId, ids: &[AgentBotId]) -> Result<Vec<AgentBot>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = serde_json::to_string(ids).map_err(Error::internal)?;
    many(db, SOME_SEEN, named_params! {":account": account, ":ids": ids})
}

/// The bots a platform app may touch, by id.
pub(super) fn granted(db: &Db, app: PlatformAppId) -> Result<Vec<AgentBot>> {
    many(db, GRANTED, named_params! {":app": app})
}

const EXISTS: &str = "select 1 from agent_bots b where b.id = :id and coalesce(b.account_id, :account) = :account";

/// Whether the account sees such a bot: its own, or a system bot.
pub fn exists(db: &Db, account: AccountId, id: AgentBotId) -> Result<bool> {
    Ok(db.prepare_cached(EXISTS)?.exists(named_params! {":account": account, ":id": id})?)
}

pub(super) fn insert(tx: &Tx, new: &AgentBot) -> Result<AgentBotId> {
    tx.prepare_cached(
        "insert into agent_bots(account_id, name, description, outgoing_url, bot_config, avatar_blob_id, created_at, updated_at)
         values (:account, :name, :description, :outgoing_url, :bot_config, :avatar, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.name, ":description": new.description,
        ":outgoing_url": new.outgoing_url, ":bot_config": new.bot_config.to_string(), ":avatar": new.avatar,
        ":now": tx.now})?;
    Ok(AgentBotId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, bot: &AgentBot) -> Result<()> {
    tx.prepare_cached(
        "update agent_bots set account_id = :account, name = :name, description = :description, outgoing_url = :outgoing_url,
            bot_config = :bot_config, avatar_blob_id = :avatar, updated_at = :now
          where id = :id",
    )?
    .execute(named_params! {":account": bot.account, ":name": bot.name, ":description": bot.description,
    ":outgoing_url": bot.outgoing_url, ":bot_config": bot.bot_config.to_string(), ":avatar": bot.avatar,
    ":now": tx.now, ":id": bot.id})?;
    Ok(())
}

/// Deletes the row; the bot's places in inboxes go with it.
pub(super) fn delete(tx: &Tx, id: AgentBotId) -> Result<()> {
    tx.prepare_cached("delete from agent_bots where id = ?")?.execute([id])?;
    Ok(())
}

const LEAVE_INBOXES: &str = "delete from agent_bot_inboxes where agent_bot_id = :bot and account_id <> :account";

/// Takes the bot out of the inboxes of all accounts but this one.
pub(super) fn leave_inboxes(tx: &Tx, id: AgentBotId, but: AccountId) -> Result<()> {
    tx.prepare_cached(LEAVE_INBOXES)?.execute(named_params! {":bot": id, ":account": but})?;
    Ok(())
}

/// From one account to the next: a look into the index for each, however many conversations there are.
const ACCOUNTS: &str = "with recursive found(id) as (
    select min(account_id) from conversations indexed by conversations_bot where assignee_agent_bot_id = :bot
    union all
    select (select min(c.account_id) from conversations c indexed by conversations_bot
             where c.assignee_agent_bot_id = :bot and c.account_id > found.id) from found where found.id is not null)
    select id from found where id is not null";

/// The accounts in which conversations are assigned to the bot.
pub(super) fn accounts_with_conversations(db: &Db, id: AgentBotId) -> Result<Vec<AccountId>> {
    let mut list = db.prepare_cached(ACCOUNTS)?;
    let rows = list.query_map(named_params! {":bot": id}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const DETACH: &str = "update conversations set assignee_agent_bot_id = null where id in
    (select id from conversations indexed by conversations_bot
      where assignee_agent_bot_id = :bot and account_id = :account limit :most)";

/// Takes the bot off some of the account's conversations; answers how many.
pub(super) fn detach(tx: &Tx, account: AccountId, id: AgentBotId, most: usize) -> Result<usize> {
    let params = named_params! {":bot": id, ":account": account, ":most": most as i64};
    Ok(tx.prepare_cached(DETACH)?.execute(params)?)
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn every_statement_finds_its_rows_by_an_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        let bots = [SEEN, OWN, ANYWHERE, ALL_SEEN, SOME_SEEN, GRANTED].map(|which| format!("{BOT} {which}"));
        let others = [EXISTS, LEAVE_INBOXES, ACCOUNTS, DETACH].map(str::to_owned);
        for sql in bots.into_iter().chain(others) {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            assert!(!plan.is_empty());
            for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
                let allowed = ["SCAN json_each", "SCAN found"];
                assert!(allowed.iter().any(|start| line.starts_with(start)), "{line}\n{sql}\n{plan:#?}");
            }
        }
    }
}
