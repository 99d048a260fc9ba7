//! Runs of a rule on the wire.

use poem_openapi::Object;
use serde::Serialize;
use serde_json::Value;

use super::super::rules::EventName;
use super::Run;
use crate::base::ids::{AutomationRuleId, DisplayId};

/// What became of an action.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "automation_action_outcome")]
pub struct ActionOutcome {
    pub action_name: String,
    /// `done`, `skipped` or `failed`.
    pub outcome: String,
    /// Why it was not done.
    pub message: Option<String>,
}

impl From<Value> for ActionOutcome {
    fn from(stored: Value) -> Self {
        let text = |name: &str| stored.get(name).and_then(Value::as_str).map(str::to_owned);
        ActionOutcome {
            action_name: text("action_name").unwrap_or_default(),
            outcome: text("outcome").unwrap_or_default(),
            message: text("message"),
        }
    }
}

/// One time that an event came to a rule.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "automation_run")]
pub struct AutomationRun {
    pub id: i64,
    pub automation_rule_id: AutomationRuleId,
    pub event_name: String,
    /// The number of the conversation; it may be gone.
    pub conversation_id: DisplayId,
    /// Whether the conditions held.
    pub matched: bool,
    /// In their order; empty when the conditions did not hold.
    pub actions: Vec<ActionOutcome>,
    /// Unix seconds.
    pub created_at: i64,
}

impl AutomationRun {
    /// A run of this rule.
    pub fn of(rule: AutomationRuleId, run: Run) -> Self {
        AutomationRun {
            id: run.id,
            automation_rule_id: rule,
            event_name: run.event.map_or("", EventName::name).to_owned(),
            conversation_id: run.conversation,
            matched: run.matched,
            actions: run.actions.into_iter().map(Into::into).collect(),
            created_at: run.created_at.seconds(),
        }
    }
}
