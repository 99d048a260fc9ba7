//! Every statement on webhooks.

use rusqlite::{Row, named_params};

use super::model::Webhook;
use crate::base::ids::{AccountId, WebhookId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

const ONE: &str =
    "select w.id, w.account_id, w.inbox_id, i.name, w.name, w.url, w.subscriptions, w.secret, w.created_at
     from webhooks w left join inboxes i on i.id = w.inbox_id where w.id = :id and w.account_id = :account";
const ALL: &str =
    "select w.id, w.account_id, w.inbox_id, i.name, w.name, w.url, w.subscriptions, w.secret, w.created_at
     from webhooks w left join inboxes i on i.id = w.inbox_id where w.account_id = :account order by w.id";

fn from_row(row: &Row) -> rusqlite::Result<Webhook> {
    Ok(Webhook {
        id: row.get(0)?,
        account: row.get(1)?,
        inbox: row.get(2)?,
        inbox_name: row.get(3)?,
        name: row.get(4)?,
        url: row.get(5)?,
        subscriptions: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
        secret: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// The webhook; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: WebhookId) -> Result<Webhook> {
    Ok(db.prepare_cached(ONE)?.query_row(named_params! {":id": id, ":account": account}, from_row)?)
}

/// All webhooks of the account, in the order in which they were made.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<Webhook>> {
    let mut list = db.prepare_cached(ALL)?;
    Ok(list.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

fn subscriptions(webhook: &Webhook) -> String {
    serde_json::json!(webhook.subscriptions).to_string()
}

pub fn insert(tx: &Tx, new: &Webhook) -> Result<WebhookId> {
    tx.prepare_cached(
        "insert into webhooks(account_id, inbox_id, name, url, subscriptions, secret, created_at, updated_at)
         values (:account, :inbox, :name, :url, :subscriptions, :secret, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":inbox": new.inbox, ":name": new.name, ":url": new.url,
    ":subscriptions": subscriptions(new), ":secret": new.secret, ":now": tx.now})
    .map_err(taken)?;
    Ok(WebhookId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, webhook: &Webhook) -> Result<()> {
    tx.prepare_cached(
        "update webhooks set inbox_id = :inbox, name = :name, url = :url, subscriptions = :subscriptions, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":inbox": webhook.inbox, ":name": webhook.name, ":url": webhook.url,
    ":subscriptions": subscriptions(webhook), ":now": tx.now, ":id": webhook.id, ":account": webhook.account})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(_) => Error::invalid("url", "Url has already been taken", "taken"),
        None => error.into(),
    }
}

pub fn delete(tx: &Tx, account: AccountId, id: WebhookId) -> Result<()> {
    tx.prepare_cached("delete from webhooks where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [ONE, ALL, "select id from webhooks where inbox_id = 1"] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }
}
