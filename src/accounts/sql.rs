//! Every statement on accounts alone.

use rusqlite::{OptionalExtension, Row, named_params};
use serde_json::Value;

use super::model::{Account, CacheKeys, Status};
use super::settings::AutoResolve;
use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId, PlatformAppId, UserId};
use crate::store::{Db, Tx};

const COLUMNS: &str = "id, name, locale, domain, support_email, status, features, limits, custom_attributes, settings, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Account> {
    // Columns of JSON hold what was written as JSON: the schema checks it.
    let json = |i: usize| Ok::<_, rusqlite::Error>(serde_json::from_str(&row.get::<_, String>(i)?).unwrap_or_default());
    Ok(Account {
        id: row.get(0)?,
        name: row.get(1)?,
        locale: row.get(2)?,
        domain: row.get(3)?,
        support_email: row.get(4)?,
        status: Status::from_number(row.get(5)?),
        features: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
        limits: json(7)?,
        custom_attributes: json(8)?,
        settings: json(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// The account; 404 when there is none, or none any more.
pub fn find(db: &Db, id: AccountId) -> Result<Account> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} from accounts where id = ? and deleted_at is null"))?;
    Ok(find.query_row([id], from_row)?)
}

/// The oldest account of this name, if there is one.
pub fn find_by_name(db: &Db, name: &str) -> Result<Option<Account>> {
    let mut find = db.prepare_cached(&format!(
        "select {COLUMNS} from accounts where name = ? and deleted_at is null order by id limit 1"
    ))?;
    Ok(find.query_row([name], from_row).optional()?)
}

/// The two oldest accounts: enough to know whether there is none, one, or a choice.
pub fn first_two(db: &Db) -> Result<Vec<Account>> {
    let mut list =
        db.prepare_cached(&format!("select {COLUMNS} from accounts where deleted_at is null order by id limit 2"))?;
    Ok(list.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?)
}

const RESOLVING: &str = "select id, settings from accounts
    where settings ->> 'auto_resolve_after' is not null and status = 0 and deleted_at is null order by id";

/// The accounts in use that want conversations without activity to be resolved.
pub fn resolving(db: &Db) -> Result<Vec<(AccountId, AutoResolve)>> {
    let mut list = db.prepare_cached(RESOLVING)?;
    let rows = list.query_map([], |row| {
        let settings: Value = serde_json::from_str(&row.get::<_, String>(1)?).unwrap_or_default();
        Ok((row.get(0)?, AutoResolve::of(&settings)))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().filter_map(|(id, wanted)| Some((id, wanted?))).collect())
}

/// When the lists changed that clients keep copies of.
pub fn cache_keys(db: &Db, id: AccountId) -> Result<CacheKeys> {
    let mut find = db.prepare_cached("select label, inbox, team from account_cache_keys where account_id = ?")?;
    let from_row = |row: &Row| Ok(CacheKeys { label: row.get(0)?, inbox: row.get(1)?, team: row.get(2)? });
    Ok(find.query_row([id], from_row).optional()?.unwrap_or_default())
}

pub(super) fn insert(tx: &Tx, new: &Account) -> Result<AccountId> {
    tx.prepare_cached(
        "insert into accounts(name, locale, domain, support_email, status, features, limits, custom_attributes, settings,
            created_at, updated_at)
         values (:name, :locale, :domain, :support_email, :status, :features, :limits, :custom_attributes, :settings, :now, :now)",
    )?
    .execute(named_params! {":name": new.name, ":locale": new.locale, ":domain": new.domain,
        ":support_email": new.support_email, ":status": new.status as i64, ":features": features(new),
        ":limits": new.limits.to_string(), ":custom_attributes": new.custom_attributes.to_string(),
        ":settings": new.settings.to_string(), ":now": tx.now})?;
    Ok(AccountId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, account: &Account) -> Result<()> {
    tx.prepare_cached(
        "update accounts set name = :name, locale = :locale, domain = :domain, support_email = :support_email,
            status = :status, features = :features, limits = :limits, custom_attributes = :custom_attributes,
            settings = :settings, updated_at = :now
          where id = :id",
    )?
    .execute(named_params! {":name": account.name, ":locale": account.locale, ":domain": account.domain,
    ":support_email": account.support_email, ":status": account.status as i64, ":features": features(account),
    ":limits": account.limits.to_string(), ":custom_attributes": account.custom_attributes.to_string(), ":settings": account.settings.to_string(),
    ":now": tx.now, ":id": account.id})?;
    Ok(())
}

fn features(account: &Account) -> String {
    serde_json::json!(account.features).to_string()
}

/// Hides the account from everybody; its rows are the job's.
pub(super) fn hide(tx: &Tx, id: AccountId) -> Result<()> {
    tx.prepare_cached("update accounts set deleted_at = ? where id = ?")?.execute((tx.now, id))?;
    Ok(())
}

/// Ends all memberships of an account that is hidden; answers whose they were.
pub(super) fn delete_memberships(tx: &Tx, id: AccountId) -> Result<Vec<UserId>> {
    for statement in [
        "delete from inbox_members where account_id = ?1 and user_id in (select user_id from account_users where account_id = ?1)",
        "delete from team_members where account_id = ?1 and user_id in (select user_id from account_users where account_id = ?1)",
        "delete from notification_settings where account_id = ?1",
    ] {
        tx.prepare_cached(statement)?.execute([id])?;
    }
    let mut delete = tx.prepare_cached("delete from account_users where account_id = ? returning user_id")?;
    Ok(delete.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

const GRANTED: &str = "select permissible_id from platform_app_permissibles
    where platform_app_id = ? and permissible_type = 'Account'";

/// The accounts that a platform app may touch, oldest first.
pub(super) fn granted(db: &Db, app: PlatformAppId) -> Result<Vec<Account>> {
    let mut list = db.prepare_cached(&format!(
        "select {COLUMNS} from accounts where id in ({GRANTED}) and deleted_at is null order by id"
    ))?;
    Ok(list.query_map([app], from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The account's own bots.
pub(super) fn bots(db: &Db, id: AccountId) -> Result<Vec<AgentBotId>> {
    let mut list = db.prepare_cached("select id from agent_bots where account_id = ?")?;
    Ok(list.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granted_accounts_are_found_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let sql = format!("select {COLUMNS} from accounts where id in ({GRANTED}) and deleted_at is null order by id");
        let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert!(!plan.contains("SCAN"), "{plan}");
    }

    #[test]
    fn accounts_that_resolve_are_found_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let mut explain = db.prepare(&format!("explain query plan {RESOLVING}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert!(plan.contains("accounts_resolving"), "{plan}");
    }
}
