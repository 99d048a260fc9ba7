//! Time as integer milliseconds since 1970, and how the wire shows it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// The time now.
    pub fn now() -> Self {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }

    /// Whole seconds, as most views show a time.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Whole days, as UTC counts them.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The moment at which a day begins.
    pub fn of_day(day: i64) -> Self {
        Millis(day.saturating_mul(DAY))
    }

    /// Seconds with their fraction, as `updated_at` of a conversation.
    pub fn float_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// `2021-03-01T10:00:00.000Z`.
    pub fn iso(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).map(|t| format!("{t:.3}")).unwrap_or_default()
    }

    /// This time plus so many milliseconds.
    pub fn plus(self, millis: i64) -> Self {
        Millis(self.0.saturating_add(millis))
    }

    /// Reads Unix seconds (`"1614592800"`, fraction allowed) or ISO 8601, date alone included; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(seconds) = text.parse::<i64>() {
            return seconds.checked_mul(1000).filter(|m| jiff::Timestamp::from_millisecond(*m).is_ok()).map(Millis);
        }
        if let Ok(seconds) = text.parse::<f64>() {
            let millis = (seconds * 1000.0).round();
            return (millis.abs() < 2.5e14).then_some(Millis(millis as i64));
        }
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Some(Millis(at.as_millisecond()));
        }
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    }
}

/// Seconds of a time that may be missing; 0 stands for never, as Chatwoot's views have it.
pub fn seconds_or_zero(at: Option<Millis>) -> i64 {
    at.map_or(0, Millis::seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_and_reads_iso_with_milliseconds() {
        let at = Millis(1_614_592_800_000);
        assert_eq!(at.iso(), "2021-03-01T10:00:00.000Z");
        assert_eq!(Millis::parse("2021-03-01T10:00:00.000Z"), Some(at));
        assert_eq!(Millis::parse("1614592800"), Some(at));
        assert_eq!(Millis::parse("2021-03-01"), Some(Millis(1_614_556_800_000)));
        assert_eq!(Millis::parse("soon"), None);
        assert_eq!(Millis::parse("99999999999999999"), None);
    }
}
