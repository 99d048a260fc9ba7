//! Every statement on dashboard apps.

use rusqlite::{Row, named_params};
use serde_json::Value;

use super::model::DashboardApp;
use crate::base::Result;
use crate::base::ids::{AccountId, DashboardAppId};
use crate::store::{Db, Tx};

const ONE: &str = "select id, account_id, title, content, user_id, created_at from dashboard_apps
    where id = :id and account_id = :account";
const ALL: &str = "select id, account_id, title, content, user_id, created_at from dashboard_apps
    where account_id = :account order by id";
const ANY: &str = "select 1 from dashboard_apps where account_id = :account";

fn from_row(row: &Row) -> rusqlite::Result<DashboardApp> {
    Ok(DashboardApp {
        id: row.get(0)?,
        account: row.get(1)?,
        title: row.get(2)?,
        content: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
        user: row.get(4)?,
        created_at: row.get(5)?,
    })
}

/// The app; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: DashboardAppId) -> Result<DashboardApp> {
    Ok(db.prepare_cached(ONE)?.query_row(named_params! {":id": id, ":account": account}, from_row)?)
}

/// All apps of the account, by id.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<DashboardApp>> {
    let mut list = db.prepare_cached(ALL)?;
    Ok(list.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// Whether the account has one.
pub fn any(db: &Db, account: AccountId) -> Result<bool> {
    Ok(db.prepare_cached(ANY)?.exists(named_params! {":account": account})?)
}

fn text(content: &[Value]) -> String {
    Value::from(content).to_string()
}

pub fn insert(tx: &Tx, new: &DashboardApp) -> Result<DashboardAppId> {
    tx.prepare_cached(
        "insert into dashboard_apps(account_id, title, content, user_id, created_at, updated_at)
         values (:account, :title, :content, :user, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":title": new.title, ":content": text(&new.content),
    ":user": new.user, ":now": tx.now})?;
    Ok(DashboardAppId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, app: &DashboardApp) -> Result<()> {
    tx.prepare_cached(
        "update dashboard_apps set title = :title, content = :content, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":title": app.title, ":content": text(&app.content), ":now": tx.now, ":id": app.id,
    ":account": app.account})?;
    Ok(())
}

pub fn delete(tx: &Tx, account: AccountId, id: DashboardAppId) -> Result<()> {
    tx.prepare_cached("delete from dashboard_apps where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn every_list_is_in_the_order_of_its_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [ONE, ALL, ANY] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            assert!(plan.len() == 1 && plan[0].starts_with("SEARCH dashboard_apps USING"), "{sql}\n{plan:#?}");
        }
    }
}
