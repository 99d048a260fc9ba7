//! Rows of `automation_rules`.

use rusqlite::{Row, named_params};

use super::super::rules::{EventName, Rule};
use super::{list, text};
use crate::base::Result;
use crate::base::ids::{AccountId, AutomationRuleId};
use crate::store::{Db, Tx};

const COLUMNS: &str = "id, account_id, name, description, event_name, conditions, actions, active, created_at";

fn from_row(row: &Row) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        event: row.get_ref(4)?.as_str_or_null()?.and_then(EventName::parse),
        conditions: list(&row.get::<_, String>(5)?),
        actions: list(&row.get::<_, String>(6)?),
        active: row.get(7)?,
        created_at: row.get(8)?,
    })
}

pub const ONE: &str = "from automation_rules where id = :id and account_id = :account";
pub const ALL: &str = "from automation_rules where account_id = :account order by id";
pub const ACTIVE: &str =
    "from automation_rules where account_id = :account and event_name = :event and active = 1 order by id";

/// The rule; 404 when the account has none such.
pub fn find_rule(db: &Db, account: AccountId, id: AutomationRuleId) -> Result<Rule> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} {ONE}"))?;
    Ok(find.query_row(named_params! {":id": id, ":account": account}, from_row)?)
}

/// All rules of the account, by id.
pub fn rules(db: &Db, account: AccountId) -> Result<Vec<Rule>> {
    let mut all = db.prepare_cached(&format!("select {COLUMNS} {ALL}"))?;
    Ok(all.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The account's rules for this event that are switched on, by id.
pub fn active_rules(db: &Db, account: AccountId, event: EventName) -> Result<Vec<Rule>> {
    let mut active = db.prepare_cached(&format!("select {COLUMNS} {ACTIVE}"))?;
    let params = named_params! {":account": account, ":event": event.name()};
    Ok(active.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// Whether there are such rules.
pub fn has_active_rules(db: &Db, account: AccountId, event: EventName) -> Result<bool> {
    let mut any = db.prepare_cached(&format!("select 1 {ACTIVE}"))?;
    Ok(any.exists(named_params! {":account": account, ":event": event.name()})?)
}

pub fn insert_rule(tx: &Tx, new: &Rule) -> Result<AutomationRuleId> {
    tx.prepare_cached(
        "insert into automation_rules(account_id, name, description, event_name, conditions, actions, active, created_at,
            updated_at)
         values (:account, :name, :description, :event, :conditions, :actions, :active, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.name, ":description": new.description,
        ":event": new.event.map_or("", EventName::name), ":conditions": text(&new.conditions),
        ":actions": text(&new.actions), ":active": new.active, ":now": tx.now})?;
    Ok(AutomationRuleId(tx.last_insert_rowid()))
}

pub fn save_rule(tx: &Tx, rule: &Rule) -> Result<()> {
    tx.prepare_cached(
        "update automation_rules set name = :name, description = :description, event_name = :event,
            conditions = :conditions, actions = :actions, active = :active, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": rule.name, ":description": rule.description,
    ":event": rule.event.map_or("", EventName::name), ":conditions": text(&rule.conditions),
    ":actions": text(&rule.actions), ":active": rule.active, ":now": tx.now, ":id": rule.id,
    ":account": rule.account})?;
    Ok(())
}

/// Removes a rule with its runs and files.
pub fn delete_rule(tx: &Tx, account: AccountId, id: AutomationRuleId) -> Result<()> {
    tx.prepare_cached("delete from automation_rules where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}
