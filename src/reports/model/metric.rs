//! Which number a report shows.

use super::totals::{Timed, Totals};

macro_rules! metrics {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A number of a report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Metric { $($variant),* }

        impl Metric {
            /// The metric of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Metric::$variant),)* _ => None }
            }
        }
    };
}

metrics! {
    Conversations = "conversations_count",
    Incoming = "incoming_messages_count",
    Outgoing = "outgoing_messages_count",
    FirstResponse = "avg_first_response_time",
    Resolution = "avg_resolution_time",
    Resolutions = "resolutions_count",
    Reply = "reply_time",
    BotResolutions = "bot_resolutions_count",
    BotHandoffs = "bot_handoffs_count",
}

/// What a metric is: a count, or an average of what took time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Count(i64),
    Average(Timed),
}

impl Metric {
    /// The number among these.
    pub fn of(self, totals: &Totals) -> Number {
        match self {
            Metric::Conversations => Number::Count(totals.conversations),
            Metric::Incoming => Number::Count(totals.incoming),
            Metric::Outgoing => Number::Count(totals.outgoing),
            Metric::FirstResponse => Number::Average(totals.first_responses),
            Metric::Resolution => Number::Average(totals.resolutions),
            Metric::Resolutions => Number::Count(totals.resolutions.count),
            Metric::Reply => Number::Average(totals.replies),
            Metric::BotResolutions => Number::Count(totals.bot_resolutions),
            Metric::BotHandoffs => Number::Count(totals.bot_handoffs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_picks_its_number() {
        let resolutions = Timed { count: 3, seconds: 9, business: 6 };
        let totals = Totals { incoming: 5, resolutions, ..Totals::default() };
        let number = |name| Metric::named(name).map(|metric| metric.of(&totals));
        assert_eq!(number("incoming_messages_count"), Some(Number::Count(5)));
        assert_eq!(number("resolutions_count"), Some(Number::Count(3)));
        assert_eq!(number("avg_resolution_time"), Some(Number::Average(resolutions)));
        assert_eq!(number("steps_count"), None);
    }
}
