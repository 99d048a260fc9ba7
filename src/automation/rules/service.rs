//! The verbs of rules: create, update, clone, delete.

use super::model::{Rule, RuleChange};
use crate::automation::files::{self, Owner};
use crate::automation::sql;
use crate::base::ids::{AccountId, AutomationRuleId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Creates a rule. 422 naming all that is wrong.
pub fn create(tx: &Tx, account: AccountId, mut new: RuleChange, by: Actor) -> Result<Rule> {
    new.actions = new.actions.map(|sent| files::resolved(tx, account, sent, &[])).transpose()?;
    store(tx, new.apply(Rule::blank(account, tx.now)), by)
}

fn store(tx: &Tx, rule: Rule, by: Actor) -> Result<Rule> {
    rule.check()?;
    let id = sql::insert_rule(tx, &rule)?;
    files::keep(tx, rule.account, Owner::Rule(id), &rule.actions)?;
    let made = sql::find_rule(tx, rule.account, id)?;
    let event = Event::new(rule.account, EventKind::AutomationRuleCreated, id.0, by);
    tx.emit(event.with_audited(made.snapshot()))?;
    Ok(made)
}

/// Changes a rule; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, account: AccountId, id: AutomationRuleId, mut change: RuleChange, by: Actor) -> Result<Rule> {
    let before = sql::find_rule(tx, account, id)?;
    if let Some(sent) = change.actions.take() {
        let kept = sql::files_of(tx, account, &[Owner::Rule(id)])?;
        change.actions = Some(files::resolved(tx, account, sent, &kept)?);
    }
    let after = change.apply(before.clone());
    after.check()?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        sql::save_rule(tx, &after)?;
        files::keep(tx, account, Owner::Rule(id), &after.actions)?;
        tx.emit(Event::new(account, EventKind::AutomationRuleUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(after)
}

/// Another rule like this one, with the same files.
pub fn copy(tx: &Tx, account: AccountId, id: AutomationRuleId, by: Actor) -> Result<Rule> {
    let rule = sql::find_rule(tx, account, id)?;
    store(tx, Rule { created_at: tx.now, ..rule }, by)
}

/// Deletes a rule, its record and its files.
pub fn delete(tx: &Tx, account: AccountId, id: AutomationRuleId, by: Actor) -> Result<()> {
    let rule = sql::find_rule(tx, account, id)?;
    sql::delete_rule(tx, account, id)?;
    let mut event = Event::new(account, EventKind::AutomationRuleDeleted, id.0, by);
    event.snapshot = Some(rule.snapshot());
    tx.emit(event)?;
    Ok(())
}
