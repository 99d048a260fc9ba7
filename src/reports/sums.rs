//! Sums of what happened, added up in memory and written at once: each row once, however much happened.

use std::collections::{BTreeMap, HashMap};

use super::forgetting::forget;
use super::model::{DAY, Dimension, Totals, quarter_of};
use super::sql;
use crate::base::ids::{AccountId, ConversationId, InboxId};
use crate::base::{Millis, Result};
use crate::conversations::Status;
use crate::store::Tx;

/// What is to be written.
#[derive(Debug, Default)]
pub struct Sums {
    /// By account, dimension and quarter of an hour.
    quarters: BTreeMap<(AccountId, Dimension, i64), Totals>,
    /// What is counted elsewhere from now on, by the quarter of an hour in which it is counted.
    moves: Vec<(AccountId, i64, Move)>,
    /// When bots first handed these over.
    handed: HashMap<ConversationId, (AccountId, Millis)>,
    /// What is no more.
    ended: Vec<(AccountId, Dimension)>,
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Left(Dimension),
    Turned(InboxId, Status, Status),
}

impl Sums {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.quarters.is_empty() && self.moves.is_empty() && self.handed.is_empty() && self.ended.is_empty()
    }

    /// Counts something for each of these dimensions.
    pub fn add(
        &mut self,
        account: AccountId,
        dimensions: impl IntoIterator<Item = Dimension>,
        at: Millis,
        count: impl Fn(&mut Totals),
    ) {
        for dimension in dimensions {
            count(self.quarters.entry((account, dimension, quarter_of(at))).or_default());
        }
    }

    /// Counts a conversation less, where it was counted.
    pub fn take(&mut self, account: AccountId, dimension: Dimension, at: Millis) {
        self.moves.push((account, quarter_of(at), Move::Left(dimension)));
    }

    /// Counts a conversation of an inbox under another status, where it was counted.
    pub fn turn(&mut self, account: AccountId, inbox: InboxId, at: Millis, (from, to): (Status, Status)) {
        self.moves.push((account, quarter_of(at), Move::Turned(inbox, from, to)));
    }

    /// Notes that a bot handed a conversation over for the first time.
    pub fn hand_over(&mut self, account: AccountId, conversation: ConversationId, at: Millis) {
        self.handed.insert(conversation, (account, at));
    }

    /// When a bot handed it over, if that is among these.
    pub fn handed_at(&self, conversation: ConversationId) -> Option<Millis> {
        self.handed.get(&conversation).map(|(_, at)| *at)
    }

    /// Forgets a dimension.
    pub fn end(&mut self, account: AccountId, dimension: Dimension) {
        self.ended.push((account, dimension));
    }

    /// Writes everything.
    pub fn write(&self, tx: &Tx) -> Result<()> {
        let mut days: BTreeMap<(AccountId, Dimension, i64), Totals> = BTreeMap::new();
        for ((account, dimension, quarter), totals) in &self.quarters {
            sql::add(tx, *account, *dimension, (sql::QUARTERS, *quarter), totals)?;
            *days.entry((*account, *dimension, quarter / DAY)).or_default() += *totals;
        }
        for ((account, dimension, day), totals) in &days {
            sql::add(tx, *account, *dimension, (sql::DAYS, *day), totals)?;
        }
        for (account, quarter, change) in &self.moves {
            match *change {
                Move::Left(dimension) => sql::take(tx, *account, dimension, *quarter)?,
                Move::Turned(inbox, from, to) => sql::turn(tx, *account, inbox, *quarter, (from, to))?,
            }
        }
        for (conversation, (account, at)) in &self.handed {
            sql::hand_over(tx, *account, *conversation, *at)?;
        }
        for (account, dimension) in &self.ended {
            forget(tx, *account, *dimension)?;
        }
        Ok(())
    }
}
