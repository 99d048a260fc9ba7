//! Every statement of reports.

mod facts;
mod live;
mod names;
#[cfg(test)]
mod plans;
mod rollups;

pub use facts::{Facts, Posted, counts, facts, hand_over, handed_at, label_ids, posted};
pub use live::{Busy, Open, by_assignee, by_team, open_of_account, open_of_team, unattended};
pub use names::{inboxes, teams};
pub use rollups::{Count, Took, add, add_time, forget, move_status, take, totals, totals_by};
