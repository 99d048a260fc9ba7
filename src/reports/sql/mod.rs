//! Every statement of reports.

mod cursor;
mod facts;
mod live;
mod names;
#[cfg(test)]
mod plans;
mod rollups;

pub use cursor::{counted, note_counted};
pub use facts::{Facts, Posted, facts, hand_over, handed_at, label_ids, posted};
pub use live::{Busy, Open, by_assignee, by_team, open_of_account, open_of_team, unattended};
pub use names::{inboxes, teams};
pub use rollups::{DAYS, QUARTERS, add, forget, take, totals, totals_by, turn};
