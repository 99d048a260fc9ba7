//! The sums of a time, and what is added to them.

use std::ops::AddAssign;

use crate::base::Millis;
use crate::conversations::Status;
use crate::inboxes::Inbox;

/// Seconds from one moment to another: all of them, and those in working hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    pub seconds: i64,
    pub business: i64,
}

impl Elapsed {
    /// Between two moments in this inbox. Where nobody set working hours, all hours are.
    pub fn between(inbox: &Inbox, from: Millis, to: Millis) -> Self {
        let seconds = (to.seconds() - from.seconds()).max(0);
        let business = if inbox.working_hours_enabled { inbox.hours.open_seconds(from, to) } else { seconds };
        Elapsed { seconds, business }
    }
}

/// How often something took time, and how much together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timed {
    pub count: i64,
    pub seconds: i64,
    pub business: i64,
}

impl Timed {
    /// One more that took so long.
    pub fn add(&mut self, elapsed: Elapsed) {
        *self += Timed { count: 1, seconds: elapsed.seconds, business: elapsed.business };
    }

    /// Seconds on average, in working hours only or in all; `None` when there is nothing to take an average of.
    pub fn average(self, business_hours: bool) -> Option<f64> {
        let seconds = if business_hours { self.business } else { self.seconds };
        (self.count > 0).then(|| seconds as f64 / self.count as f64)
    }
}

impl AddAssign for Timed {
    fn add_assign(&mut self, other: Timed) {
        self.count += other.count;
        self.seconds += other.seconds;
        self.business += other.business;
    }
}

/// Everything there is about a dimension and a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub conversations: i64,
    pub incoming: i64,
    pub outgoing: i64,
    pub first_responses: Timed,
    pub resolutions: Timed,
    pub replies: Timed,
    pub bot_resolutions: i64,
    pub bot_handoffs: i64,
    /// The conversations by their status now, of inboxes only: open, resolved, pending, snoozed.
    pub statuses: [i64; 4],
}

impl Totals {
    /// How many conversations have this status.
    pub fn status(&mut self, status: Status) -> &mut i64 {
        let [open, resolved, pending, snoozed] = &mut self.statuses;
        match status {
            Status::Open => open,
            Status::Resolved => resolved,
            Status::Pending => pending,
            Status::Snoozed => snoozed,
        }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.conversations += other.conversations;
        self.incoming += other.incoming;
        self.outgoing += other.outgoing;
        self.first_responses += other.first_responses;
        self.resolutions += other.resolutions;
        self.replies += other.replies;
        self.bot_resolutions += other.bot_resolutions;
        self.bot_handoffs += other.bot_handoffs;
        for (mine, others) in self.statuses.iter_mut().zip(other.statuses) {
            *mine += others;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_needs_something() {
        let two = Timed { count: 2, seconds: 5, business: 3 };
        assert_eq!((two.average(false), two.average(true)), (Some(2.5), Some(1.5)));
        assert_eq!(Timed::default().average(false), None);
        let mut totals = Totals { replies: two, statuses: [1, 2, 3, 4], ..Totals::default() };
        totals += totals;
        assert_eq!((totals.replies.count, totals.statuses), (4, [2, 4, 6, 8]));
    }
}
