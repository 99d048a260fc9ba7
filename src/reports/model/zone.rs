//! By which clock the days of a report begin.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::period::{EPOCH, QUARTER};

/// Quarters from UTC to the farthest time zones: fourteen hours.
const FARTHEST: f64 = 56.0;

/// A clock. Its times are quarters of an hour since 1970 began there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// So many quarters ahead of UTC, all year.
    Fixed(i64),
    /// As a time zone says.
    Named(TimeZone),
}

impl Zone {
    /// So many hours from UTC. Where no time zone is, it is UTC.
    pub fn hours(hours: f64) -> Self {
        let quarters = hours * 4.0;
        let is_one = quarters.fract() == 0.0 && quarters.abs() <= FARTHEST;
        Zone::Fixed(if is_one { quarters as i64 } else { 0 })
    }

    /// By its name, like `Europe/Berlin`; UTC where there is none such.
    pub fn named(name: &str) -> Self {
        TimeZone::get(name).map_or(Zone::Fixed(0), Zone::Named)
    }

    /// Whether all its days are as long.
    pub fn is_even(&self) -> bool {
        matches!(self, Zone::Fixed(_))
    }

    /// How many quarters it is ahead of UTC in this quarter of UTC.
    pub fn ahead(&self, quarter: i64) -> i64 {
        match self {
            Zone::Fixed(quarters) => *quarters,
            Zone::Named(zone) => {
                let at = Timestamp::from_second(quarter.saturating_mul(QUARTER)).unwrap_or_default();
                i64::from(zone.to_offset(at).seconds()).div_euclid(QUARTER)
            }
        }
    }

    /// The quarter of UTC in which it is this quarter there; the next that there is, where clocks leave it out.
    pub fn utc(&self, there: i64) -> i64 {
        match self {
            Zone::Fixed(quarters) => there - quarters,
            Zone::Named(zone) => {
                let time: DateTime = EPOCH.to_datetime(jiff::civil::Time::midnight());
                let time = time.saturating_add(jiff::SignedDuration::from_secs(there.saturating_mul(QUARTER)));
                let at = zone.to_zoned(time).map(|at| at.timestamp().as_second());
                at.map_or(there, |second| second.div_euclid(QUARTER))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_no_zone_is_it_is_utc() {
        for (hours, quarters) in
            [(5.5, 22), (-8.0, -32), (14.0, 56), (14.25, 0), (0.1, 0), (f64::NAN, 0), (f64::MAX, 0)]
        {
            assert_eq!(Zone::hours(hours), Zone::Fixed(quarters), "{hours}");
        }
        assert_eq!(Zone::named("Mars/Olympus"), Zone::Fixed(0));
    }

    #[test]
    fn a_named_zone_follows_its_clocks() {
        let berlin = Zone::named("Europe/Berlin");
        let quarter = |text: &str| crate::base::Millis::parse(text).unwrap().seconds() / QUARTER;
        let (winter, summer) = (quarter("2024-01-01T00:00:00Z"), quarter("2024-07-01T00:00:00Z"));
        assert_eq!((berlin.ahead(winter), berlin.ahead(summer)), (4, 8));
        assert_eq!((berlin.utc(winter), berlin.utc(summer)), (winter - 4, summer - 8));
        // half past two was never on this day
        assert_eq!(berlin.utc(quarter("2024-03-31T02:30:00Z")), quarter("2024-03-31T01:30:00Z"));
        for extreme in [i64::MIN, i64::MAX] {
            assert_eq!((berlin.ahead(extreme) > 0, berlin.utc(extreme) != 0), (true, true));
        }
        assert!(Zone::hours(2.0).is_even() && !berlin.is_even());
    }
}
