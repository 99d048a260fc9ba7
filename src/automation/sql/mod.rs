//! Every statement on macros, automation rules, their files and their runs.

mod files;
mod macros;
#[cfg(test)]
mod plans;
mod rules;
mod runs;

pub use files::{add_file, delete_file, files_of};
pub use macros::{delete_macro, find_macro, insert_macro, macros, save_macro};
pub use rules::{active_rules, delete_rule, find_rule, has_active_rules, insert_rule, rules, save_rule};
pub use runs::{add_run, forget_runs, page_of_runs, sweep_runs};

use serde_json::Value;

/// A list that is stored as its text.
fn list(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of a list.
fn text(list: &[Value]) -> String {
    Value::from(list).to_string()
}
