//! Macros and automation rules (beyond the swagger).

mod crash;
mod effects;
mod files;
mod macros;
mod rules;

use serde_json::{Value, json};

use crate::support::Company;

/// An action as clients send it.
fn action(name: &str, params: Value) -> Value {
    json!({"action_name": name, "action_params": params})
}

/// A condition that is the last.
fn condition(key: &str, operator: &str, values: Value) -> Value {
    json!({"attribute_key": key, "filter_operator": operator, "values": values, "query_operator": null})
}

impl Company {
    /// A rule that is switched on; answers its id.
    fn rule(&self, event: &str, conditions: Value, actions: Value) -> i64 {
        let rule = json!({"name": event, "event_name": event, "conditions": conditions, "actions": actions});
        self.ada.post(&self.at("/automation_rules"), rule).id()
    }

    /// Waits until so many runs of a rule are noted; answers them, newest first.
    fn runs(&self, rule: i64, count: i64) -> Vec<Value> {
        self.server.wait_until(&format!("select count(*) from automation_runs where rule_id = {rule}"), count);
        let runs = self.ada.get(&self.at(&format!("/automation_rules/{rule}/runs"))).ok();
        runs["payload"].as_array().unwrap().clone()
    }

    /// A macro of this person's; answers its id.
    fn shortcut(&self, by: &crate::support::clients::Person, visibility: &str, actions: Value) -> i64 {
        let new = json!({"name": "Shortcut", "visibility": visibility, "actions": actions});
        by.post(&self.at("/macros"), new).ok()["payload"]["id"].as_i64().unwrap()
    }
}
