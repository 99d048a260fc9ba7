//! Every statement on campaigns.

use rusqlite::{Row, named_params};
use serde_json::{Map, Value};

use super::model::Campaign;
use crate::base::Result;
use crate::base::ids::{AccountId, CampaignId, InboxId};
use crate::store::{Db, Tx};

const COLUMNS: &str =
    "c.id, c.account_id, c.display_id, c.inbox_id, c.sender_id, c.title, c.description, c.message, c.enabled,
    c.trigger_rules, c.trigger_only_during_business_hours, c.created_at, c.updated_at";

const ONE: &str = "from campaigns c where c.account_id = :account and c.display_id = :display";
/// Those of an inbox that is being deleted are gone already.
const ALL: &str = "from campaigns c cross join inboxes i on i.id = c.inbox_id and i.deleted_at is null
    where c.account_id = :account order by c.display_id";
const ENABLED: &str =
    "from campaigns c where c.inbox_id = :inbox and c.account_id = :account and c.enabled = 1 order by c.id";

fn from_row(row: &Row) -> rusqlite::Result<Campaign> {
    Ok(Campaign {
        id: row.get(0)?,
        account: row.get(1)?,
        display_id: row.get(2)?,
        inbox: row.get(3)?,
        sender: row.get(4)?,
        title: row.get(5)?,
        description: row.get(6)?,
        message: row.get(7)?,
        enabled: row.get(8)?,
        trigger_rules: serde_json::from_str(&row.get::<_, String>(9)?).unwrap_or_default(),
        trigger_only_during_business_hours: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// The campaign of this number; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, display_id: i64) -> Result<Campaign> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} {ONE}"))?;
    Ok(find.query_row(named_params! {":account": account, ":display": display_id}, from_row)?)
}

/// All campaigns of the account, by number.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<Campaign>> {
    let mut list = db.prepare_cached(&format!("select {COLUMNS} {ALL}"))?;
    Ok(list.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The campaigns that an inbox shows, oldest first.
pub fn enabled_of_inbox(db: &Db, account: AccountId, inbox: InboxId) -> Result<Vec<Campaign>> {
    let mut list = db.prepare_cached(&format!("select {COLUMNS} {ENABLED}"))?;
    let params = named_params! {":account": account, ":inbox": inbox};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The campaign of this number, if the inbox shows it.
pub fn find_enabled(db: &Db, account: AccountId, inbox: InboxId, display_id: i64) -> Result<Option<Campaign>> {
    let shown = enabled_of_inbox(db, account, inbox)?;
    Ok(shown.into_iter().find(|campaign| campaign.display_id == display_id))
}

fn text(rules: &Map<String, Value>) -> String {
    Value::Object(rules.clone()).to_string()
}

/// Stores a campaign under the account's next number.
pub fn insert(tx: &Tx, new: &Campaign) -> Result<Campaign> {
    let display_id: i64 = tx
        .prepare_cached(
            "update account_counters set last_campaign_id = last_campaign_id + 1 where account_id = ?
             returning last_campaign_id",
        )?
        .query_row([new.account], |row| row.get(0))?;
    tx.prepare_cached(
        "insert into campaigns(account_id, display_id, inbox_id, sender_id, title, description, message, enabled,
            trigger_rules, trigger_only_during_business_hours, created_at, updated_at)
         values (:account, :display, :inbox, :sender, :title, :description, :message, :enabled, :rules, :hours, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":display": display_id, ":inbox": new.inbox,
        ":sender": new.sender, ":title": new.title, ":description": new.description, ":message": new.message,
        ":enabled": new.enabled, ":rules": text(&new.trigger_rules),
        ":hours": new.trigger_only_during_business_hours, ":now": tx.now})?;
    find(tx, new.account, display_id)
}

pub fn save(tx: &Tx, campaign: &Campaign) -> Result<()> {
    tx.prepare_cached(
        "update campaigns set inbox_id = :inbox, sender_id = :sender, title = :title, description = :description,
            message = :message, enabled = :enabled, trigger_rules = :rules, trigger_only_during_business_hours = :hours,
            updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":inbox": campaign.inbox, ":sender": campaign.sender, ":title": campaign.title,
    ":description": campaign.description, ":message": campaign.message, ":enabled": campaign.enabled,
    ":rules": text(&campaign.trigger_rules), ":hours": campaign.trigger_only_during_business_hours,
    ":now": tx.now, ":id": campaign.id, ":account": campaign.account})?;
    Ok(())
}

pub fn delete(tx: &Tx, account: AccountId, id: CampaignId) -> Result<()> {
    tx.prepare_cached("delete from campaigns where id = ? and account_id = ?")?.execute((id, account))?;
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
        for from in [ONE, ALL, ENABLED] {
            let sql = format!("select {COLUMNS} {from}");
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            let fine =
                |line: &String| line.starts_with("SEARCH c USING INDEX") || line.starts_with("SEARCH i USING INTEGER");
            assert!(!plan.is_empty() && plan.iter().all(fine), "{sql}\n{plan:#?}");
        }
    }
}
