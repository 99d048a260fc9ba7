//! The record of what rules did, for administrators: bounded in number for each rule, and in time.

pub mod wire;

use serde_json::Value;

use super::rules::EventName;
use super::sql;
use crate::base::ids::{AccountId, AutomationRuleId, ContactId, DisplayId};
use crate::base::{Millis, Result};
use crate::store::Tx;

/// Runs kept of a rule in which it acted.
const MATCHED: i64 = 500;
/// Runs kept of a rule in which it did not.
const UNMATCHED: i64 = 100;
/// How long a run is kept, in milliseconds: 30 days.
const LASTS: i64 = 30 * 24 * 3_600_000;
/// Runs that one step forgets.
const STEP: i64 = 500;

/// A run to be stored.
#[derive(Debug, Clone)]
pub struct NewRun {
    pub rule: AutomationRuleId,
    pub event: EventName,
    pub conversation: DisplayId,
    pub matched: bool,
    /// What became of each action.
    pub actions: Vec<Value>,
}

/// A row of `automation_runs`.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: i64,
    pub event: Option<EventName>,
    pub conversation: DisplayId,
    pub matched: bool,
    pub actions: Vec<Value>,
    pub created_at: Millis,
}

/// Stores a run.
pub fn note(tx: &Tx, run: &NewRun) -> Result<()> {
    sql::add_run(tx, run, if run.matched { MATCHED } else { UNMATCHED })
}

/// One step of forgetting old runs; says whether there are more.
pub fn sweep(tx: &Tx) -> Result<bool> {
    sql::sweep_runs(tx, tx.now.plus(-LASTS), STEP)
}

/// Forgets what rules did with the conversations of a contact.
pub fn forget(tx: &Tx, account: AccountId, contact: ContactId) -> Result<()> {
    sql::forget_runs(tx, account, contact)
}
