//! Rows of `automation_runs`: what rules did.

use rusqlite::{Row, named_params};

use super::super::rules::EventName;
use super::super::runs::{NewRun, Run};
use super::text;
use crate::base::ids::{AccountId, AutomationRuleId, ContactId};
use crate::base::{Millis, Result};
use crate::store::{Db, Page, Tx};

pub const TRIM: &str = "delete from automation_runs where rule_id = :rule and matched = :matched and id <=
    (select id from automation_runs where rule_id = :rule and matched = :matched order by id desc limit 1 offset :most)";

/// Stores a run, and forgets the oldest of its kind beyond so many.
pub fn add_run(tx: &Tx, new: &NewRun, most: i64) -> Result<()> {
    tx.prepare_cached(
        "insert into automation_runs(rule_id, event_name, display_id, matched, actions, created_at)
         values (:rule, :event, :conversation, :matched, :actions, :now)",
    )?
    .execute(named_params! {":rule": new.rule, ":event": new.event.name(), ":conversation": new.conversation,
    ":matched": new.matched, ":actions": text(&new.actions), ":now": tx.now})?;
    let params = named_params! {":rule": new.rule, ":matched": new.matched, ":most": most};
    tx.prepare_cached(TRIM)?.execute(params)?;
    Ok(())
}

pub const PAGE: &str = "select r.id, r.event_name, r.display_id, r.matched, r.actions, r.created_at
    from automation_rules a cross join automation_runs r on r.rule_id = a.id
    where a.id = :rule and a.account_id = :account order by r.id desc limit :limit offset :offset";

/// A page of a rule's runs, newest first.
pub fn page_of_runs(db: &Db, account: AccountId, rule: AutomationRuleId, page: Page) -> Result<Vec<Run>> {
    let mut list = db.prepare_cached(PAGE)?;
    let params = named_params! {":rule": rule, ":account": account, ":limit": page.limit(), ":offset": page.offset()};
    let from_row = |row: &Row| {
        Ok(Run {
            id: row.get(0)?,
            event: row.get_ref(1)?.as_str_or_null()?.and_then(EventName::parse),
            conversation: row.get(2)?,
            matched: row.get(3)?,
            actions: super::list(&row.get::<_, String>(4)?),
            created_at: row.get(5)?,
        })
    };
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub const SWEEP: &str = "delete from automation_runs where id in
    (select id from (select id, created_at from automation_runs order by id limit :most) where created_at < :before)";

/// Forgets runs from before this time among the oldest `most`; says whether all of those were.
pub fn sweep_runs(tx: &Tx, before: Millis, most: i64) -> Result<bool> {
    let gone = tx.prepare_cached(SWEEP)?.execute(named_params! {":most": most, ":before": before})?;
    Ok(i64::try_from(gone).is_ok_and(|gone| gone == most))
}

pub const FORGET: &str = "delete from automation_runs where id in
    (select r.id from automation_rules a cross join automation_runs r on r.rule_id = a.id
      where a.account_id = :account and r.display_id in
        (select v.display_id from conversations v indexed by conversations_contact
          where v.contact_id = :contact and v.account_id = :account))";

/// Forgets the runs in conversations of a contact. There are not many runs of a rule.
pub fn forget_runs(tx: &Tx, account: AccountId, contact: ContactId) -> Result<()> {
    tx.prepare_cached(FORGET)?.execute(named_params! {":account": account, ":contact": contact})?;
    Ok(())
}
