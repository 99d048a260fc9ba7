//! What agents do again and again: macros, which they set off, and rules, which events set off.
//!
//! Both do [`actions`] on one conversation, through the same verbs as everybody, and may send files that are kept with them. A
//! rule looks at `conditions` first, and leaves a record of each run. What a rule does sets off no rule. May touch
//! automation_rules, automation_runs, macros and automation_files.

mod actions;
mod conditions;
mod files;
mod follower;
mod macros;
mod rules;
mod runs;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use follower::{KINDS, handle, wants};
pub use macros::{MacrosApi, run as run_macro};
pub use rules::AutomationRulesApi;
pub use runs::{forget as forget_runs, sweep};
