//! Of what time a report is, and into what it is cut. All of it is counted in quarters of an hour since 1970: each day of each
//! time zone begins with one.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::zone::Zone;
use crate::base::{Error, Millis, Result};

/// Seconds of a quarter of an hour.
pub(super) const QUARTER: i64 = 900;
/// Quarters of a day.
pub const DAY: i64 = 96;
const HOUR: i64 = 4;
/// The last second that a report looks at, far from what dates cannot hold: the year 9000.
const LAST: i64 = 221_845_392_000;
/// Without a beginning a report begins so many seconds before its end: thirty days.
const USUAL: i64 = 30 * 86_400;
/// Points of a series at most: the hours of a year and some.
const MOST: usize = 10_000;

/// The quarter of an hour that a moment is in.
pub fn quarter_of(at: Millis) -> i64 {
    at.seconds().max(0).div_euclid(QUARTER)
}

/// Quarters from the first up to, and without, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub from: i64,
    pub until: i64,
}

impl Range {
    /// From one Unix second to another: all quarters that this touches.
    pub fn asked(since: Option<i64>, until: Option<i64>, now: Millis) -> Self {
        let until = until.unwrap_or(now.seconds() + 1).clamp(0, LAST);
        let since = since.unwrap_or(until - USUAL).clamp(0, until);
        let end = until.div_euclid(QUARTER) + i64::from(until % QUARTER > 0);
        Range { from: since.div_euclid(QUARTER), until: end }
    }

    /// As much time before it.
    pub fn previous(self) -> Self {
        Range { from: (self.from - (self.until - self.from)).max(0), until: self.from }
    }

    /// Quarters before the first whole day of UTC, whole days, and quarters after the last.
    pub fn parts(self) -> (Range, Range, Range) {
        let days = Range { from: (self.from + DAY - 1).div_euclid(DAY), until: self.until.div_euclid(DAY) };
        if days.from >= days.until {
            let none = Range { from: 0, until: 0 };
            return (self, none, none);
        }
        let (first, last) = (days.from * DAY, days.until * DAY);
        (Range { from: self.from, until: first }, days, Range { from: last, until: self.until })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.from >= self.until
    }
}

/// What the points of a series are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl GroupBy {
    /// Reads the name; without one it is the day. Refuses anything else as `'x' is not a valid group_by`.
    pub fn parse(name: Option<&str>) -> Result<Self> {
        Ok(match name.map(str::trim) {
            Some("hour") => GroupBy::Hour,
            None | Some("" | "day") => GroupBy::Day,
            Some("week") => GroupBy::Week,
            Some("month") => GroupBy::Month,
            Some("year") => GroupBy::Year,
            Some(other) => return Err(Error::not_a_valid(other, "group_by")),
        })
    }

    /// Quarters of one, where all are as long in this zone.
    pub fn even(self, zone: &Zone) -> Option<i64> {
        match self {
            GroupBy::Hour => Some(HOUR),
            GroupBy::Day if zone.is_even() => Some(DAY),
            GroupBy::Day | GroupBy::Week | GroupBy::Month | GroupBy::Year => None,
        }
    }

    /// The periods that a range touches, each from its own beginning: the first may begin before the range. A week begins with
    /// Monday.
    pub fn periods(self, range: Range, zone: &Zone) -> Result<Vec<Range>> {
        let mut periods = Vec::new();
        // hours are as long whatever clocks do
        let ahead = zone.ahead(range.from);
        let utc = |there: i64| if self == GroupBy::Hour { there - ahead } else { zone.utc(there) };
        let mut there = self.beginning(range.from + ahead);
        let mut from = utc(there);
        while from < range.until {
            if periods.len() == MOST {
                return Err(Error::refused("The period is too long"));
            }
            there = self.next(there);
            let until = utc(there);
            periods.push(Range { from, until });
            from = until;
        }
        Ok(periods)
    }

    /// Where the period begins that this quarter is in, on the zone's own clock.
    fn beginning(self, at: i64) -> i64 {
        let day = at.div_euclid(DAY);
        match self {
            GroupBy::Hour => at.div_euclid(HOUR) * HOUR,
            GroupBy::Day => day * DAY,
            // the first day of 1970 was a Thursday
            GroupBy::Week => ((day + 3).div_euclid(7) * 7 - 3) * DAY,
            GroupBy::Month => day_number(date_of(day).first_of_month()) * DAY,
            GroupBy::Year => day_number(date_of(day).first_of_year()) * DAY,
        }
    }

    /// Where the next period begins, from the beginning of one.
    fn next(self, at: i64) -> i64 {
        let then = |span: jiff::Span| {
            let next = date_of(at.div_euclid(DAY)).saturating_add(span);
            (day_number(next) * DAY).max(at + DAY)
        };
        match self {
            GroupBy::Hour => at + HOUR,
            GroupBy::Day => at + DAY,
            GroupBy::Week => at + 7 * DAY,
            GroupBy::Month => then(1.month()),
            GroupBy::Year => then(1.year()),
        }
    }
}

pub(super) const EPOCH: Date = date(1970, 1, 1);

fn date_of(day: i64) -> Date {
    EPOCH.saturating_add(day.days())
}

fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours().div_euclid(24)
}

impl Range {
    /// The Unix second with which it begins.
    pub fn timestamp(self) -> i64 {
        self.from * QUARTER
    }

    /// What of this is in another.
    pub fn within(self, other: Range) -> Range {
        Range { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        Millis::parse(text).unwrap().seconds()
    }

    fn range(since: &str, until: &str) -> Range {
        Range::asked(Some(at(since)), Some(at(until)), Millis(0))
    }

    fn starts(group_by: GroupBy, range: Range, hours: f64) -> Vec<String> {
        let periods = group_by.periods(range, &Zone::hours(hours)).unwrap();
        periods.iter().map(|period| Millis(period.timestamp() * 1000).iso()).collect()
    }

    #[test]
    fn a_range_is_all_quarters_it_touches() {
        // as dashboards ask: to the last second of a day
        let day = range("2024-03-01T00:00:00Z", "2024-03-01T23:59:59Z");
        assert_eq!(day.until - day.from, DAY);
        assert_eq!(day, range("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
        assert_eq!(day.previous(), range("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"));
        assert_eq!(range("2024-03-01T00:14:59Z", "2024-03-01T00:15:01Z").until, day.from + 2);
        let now = Millis(at("2024-03-01T00:00:00Z") * 1000);
        assert_eq!(Range::asked(None, None, now).until, day.from + 1);
        assert!(range("2024-03-02T00:00:00Z", "2024-03-01T00:00:00Z").is_empty());
        for extreme in [i64::MIN, i64::MAX] {
            assert!(Range::asked(Some(extreme), Some(extreme), now).is_empty());
        }
        assert!(Range::asked(Some(i64::MIN), Some(i64::MAX), now).previous().is_empty());
    }

    #[test]
    fn whole_days_of_utc_are_taken_as_such() {
        let three = range("2024-03-01T18:30:00Z", "2024-03-04T18:30:00Z");
        let (before, days, after) = three.parts();
        assert_eq!((before.until - before.from, days.until - days.from, after.until - after.from), (22, 2, 74));
        assert_eq!((before.until, after.from), (days.from * DAY, days.until * DAY));
        let short = range("2024-03-01T18:30:00Z", "2024-03-02T18:30:00Z");
        assert_eq!((short.parts().0, short.parts().1.is_empty()), (short, true));
    }

    #[test]
    fn days_begin_where_their_zone_says() {
        let two = range("2024-02-29T18:30:00Z", "2024-03-02T18:29:59Z");
        assert_eq!(starts(GroupBy::Day, two, 5.5), ["2024-02-29T18:30:00.000Z", "2024-03-01T18:30:00.000Z"]);
        let west = range("2024-03-01T08:00:00Z", "2024-03-02T07:59:59Z");
        assert_eq!(starts(GroupBy::Day, west, -8.0), ["2024-03-01T08:00:00.000Z"]);
        // the first point begins before the range
        assert_eq!(starts(GroupBy::Day, west, 0.0), ["2024-03-01T00:00:00.000Z", "2024-03-02T00:00:00.000Z"]);
        assert_eq!(starts(GroupBy::Day, west, 5.75)[0], "2024-02-29T18:15:00.000Z");
        let hours = starts(GroupBy::Hour, two, 5.5);
        assert_eq!((hours.len(), hours[1].as_str()), (48, "2024-02-29T19:30:00.000Z"));
    }

    #[test]
    fn weeks_months_and_years_are_those_of_a_calendar() {
        let year = range("2023-12-31T08:00:00Z", "2025-01-01T07:59:59Z");
        let months = starts(GroupBy::Month, year, -8.0);
        assert_eq!((months.len(), months[3].as_str()), (13, "2024-03-01T08:00:00.000Z"));
        assert_eq!(starts(GroupBy::Year, year, -8.0), ["2023-01-01T08:00:00.000Z", "2024-01-01T08:00:00.000Z"]);
        // 2023-12-25 was a Monday
        let weeks = starts(GroupBy::Week, year, 0.0);
        assert_eq!((weeks[0].as_str(), weeks[1].as_str()), ("2023-12-25T00:00:00.000Z", "2024-01-01T00:00:00.000Z"));
        assert_eq!(weeks.len(), 54);
    }

    #[test]
    fn days_are_as_long_as_the_clocks_of_their_zone_say() {
        let berlin = Zone::named("Europe/Berlin");
        let days = |group_by: GroupBy, since, until| {
            let periods = group_by.periods(range(since, until), &berlin).unwrap();
            periods.iter().map(|period| (Millis(period.timestamp() * 1000).iso(), period.until - period.from)).collect()
        };
        let found: Vec<(String, i64)> = days(GroupBy::Day, "2024-03-29T23:00:00Z", "2024-04-01T21:59:59Z");
        let expected = [("2024-03-29T23", 96), ("2024-03-30T23", 92), ("2024-03-31T22", 96)];
        assert_eq!(found, expected.map(|(hour, quarters)| (format!("{hour}:00:00.000Z"), quarters)));
        let found: Vec<(String, i64)> = days(GroupBy::Month, "2024-10-15T00:00:00Z", "2024-11-15T00:00:00Z");
        let expected = [("2024-09-30T22", 31 * 96 + 4), ("2024-10-31T23", 30 * 96)];
        assert_eq!(found, expected.map(|(hour, quarters)| (format!("{hour}:00:00.000Z"), quarters)));
        let hours: Vec<(String, i64)> = days(GroupBy::Hour, "2024-03-31T00:00:00Z", "2024-03-31T02:00:00Z");
        assert_eq!(hours.len(), 2);
        assert!(hours.iter().all(|(_, quarters)| *quarters == 4));
        assert_eq!((GroupBy::Day.even(&berlin), GroupBy::Hour.even(&berlin)), (None, Some(4)));
    }

    #[test]
    fn a_series_has_an_end() {
        let all = Range::asked(Some(i64::MIN), Some(i64::MAX), Millis(0));
        assert_eq!(GroupBy::Year.periods(all, &Zone::hours(0.0)).unwrap().len(), 7030);
        for group_by in [GroupBy::Hour, GroupBy::Day, GroupBy::Week, GroupBy::Month] {
            assert_eq!(group_by.periods(all, &Zone::hours(14.0)).unwrap_err().to_string(), "The period is too long");
        }
        let leap_year = range("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
        assert_eq!(GroupBy::Hour.periods(leap_year, &Zone::hours(-8.0)).unwrap().len(), 8784);
    }
}
