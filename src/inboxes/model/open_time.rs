//! How long an inbox was open between two moments. Pure.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::hours::Hours;
use crate::base::Millis;

/// Days looked at, at most: a hundred years.
const MOST: usize = 36_525;

impl Hours {
    /// Whole seconds between two moments in which it was open, in the inbox's time zone.
    pub fn open_seconds(&self, from: Millis, to: Millis) -> i64 {
        let (from, to) = (from.seconds(), to.seconds());
        let zone = TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC);
        let day_of = |second| Timestamp::from_second(second).map(|at| at.to_zoned(zone.clone()).date());
        let (Ok(first), Ok(last)) = (day_of(from), day_of(to)) else { return 0 };
        let days = first.series(jiff::Span::new().days(1)).take(MOST).take_while(|date| *date <= last);
        let open = days.filter_map(|date| self.open_on(date, &zone));
        open.map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(0)).sum()
    }

    /// The seconds at which it opens and closes on a day; `None` where it does not open.
    fn open_on(&self, date: Date, zone: &TimeZone) -> Option<(i64, i64)> {
        let at =
            |date: Date, time: Time| Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp().as_second());
        let weekday = i64::from(date.weekday().to_sunday_zero_offset());
        // as for a moment: what is not known of a day does not close it
        let day = self.days.iter().find(|day| day.day_of_week == weekday);
        if day.is_some_and(|day| day.closed_all_day) {
            return None;
        }
        match day.filter(|day| !day.open_all_day).and_then(|day| day.span()) {
            Some((opens, closes)) => {
                let time = |second: i64| {
                    let part = |n: i64| i8::try_from(n).ok();
                    Time::new(part(second / 3600)?, part(second / 60 % 60)?, 0, 0).ok()
                };
                Some((at(date, time(opens)?)?, at(date, time(closes)?)?))
            }
            None => Some((at(date, Time::midnight())?, at(date.tomorrow().ok()?, Time::midnight())?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hours::{Day, DayChange};
    use super::*;

    fn hours(timezone: &str, changes: &[DayChange]) -> Hours {
        let mut hours = Hours { timezone: timezone.into(), days: Day::week() };
        hours.change(changes);
        hours
    }

    fn open(hours: &Hours, from: &str, to: &str) -> i64 {
        hours.open_seconds(Millis::parse(from).unwrap(), Millis::parse(to).unwrap())
    }

    const HOUR: i64 = 3600;

    #[test]
    fn only_hours_at_work_count() {
        let usual = hours("UTC", &[]);
        // 2024-01-01 is a Monday: nine to five, Monday to Friday
        for (from, to, seconds) in [
            ("2024-01-01T10:00:00Z", "2024-01-01T10:30:05.9Z", 1805),
            ("2024-01-01T08:00:00Z", "2024-01-01T09:00:00Z", 0),
            ("2024-01-01T08:00:00Z", "2024-01-01T18:00:00Z", 8 * HOUR),
            ("2024-01-01T16:00:00Z", "2024-01-02T10:00:00Z", 2 * HOUR),
            ("2024-01-05T16:00:00Z", "2024-01-08T10:00:00Z", 2 * HOUR),
            ("2024-01-06T00:00:00Z", "2024-01-07T23:00:00Z", 0),
            ("2024-01-01T00:00:00Z", "2024-12-30T00:00:00Z", 52 * 40 * HOUR),
            ("2024-01-02T10:00:00Z", "2024-01-01T10:00:00Z", 0),
        ] {
            assert_eq!(open(&usual, from, to), seconds, "{from} {to}");
        }
        assert_eq!(usual.open_seconds(Millis(i64::MIN), Millis(i64::MAX)), 0);
    }

    #[test]
    fn a_day_is_the_day_of_its_time_zone() {
        let kolkata = hours("Asia/Kolkata", &[]);
        // nine there is half past three in UTC
        assert_eq!(open(&kolkata, "2024-01-01T03:00:00Z", "2024-01-01T04:00:00Z"), HOUR / 2);
        // Sunday evening there is Monday already in UTC, and the other way round
        let los_angeles = hours("America/Los_Angeles", &[]);
        assert_eq!(open(&los_angeles, "2024-01-01T00:00:00Z", "2024-01-01T17:00:00Z"), 0);
        assert_eq!(open(&los_angeles, "2024-01-01T17:00:00Z", "2024-01-02T02:00:00Z"), 8 * HOUR);
    }

    #[test]
    fn the_day_of_another_hour_is_as_long_as_it_was() {
        let sunday =
            DayChange { day_of_week: 0, closed_all_day: Some(false), open_all_day: Some(true), ..DayChange::default() };
        let berlin = hours("Europe/Berlin", &[sunday]);
        // clocks went an hour forward on 2024-03-31 and back on 2024-10-27, both Sundays
        assert_eq!(open(&berlin, "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z"), 23 * HOUR);
        assert_eq!(open(&berlin, "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z"), 25 * HOUR);
    }

    #[test]
    fn days_that_nobody_described_are_open() {
        let blank = Hours { timezone: "UTC".into(), days: Vec::new() };
        assert_eq!(open(&blank, "2024-01-06T22:00:00Z", "2024-01-07T01:00:00Z"), 3 * HOUR);
    }
}
