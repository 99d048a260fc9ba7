//! Opening hours: seven days and a time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::base::Millis;

const SECONDS_PER_HOUR: i64 = 3600;

/// A row of `working_hours`. Whoever is closed or open all day may have no hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// 0 is Sunday.
    pub day_of_week: i64,
    pub closed_all_day: bool,
    pub open_hour: Option<i64>,
    pub open_minutes: Option<i64>,
    pub close_hour: Option<i64>,
    pub close_minutes: Option<i64>,
    pub open_all_day: bool,
}

impl Day {
    /// The days of a new inbox: nine to five, closed at the weekend.
    pub(in crate::inboxes) fn week() -> Vec<Day> {
        (0..7).map(Day::usual).collect()
    }

    fn usual(day_of_week: i64) -> Day {
        let closed_all_day = day_of_week == 0 || day_of_week == 6;
        let hour = |hour| (!closed_all_day).then_some(hour);
        Day {
            day_of_week,
            closed_all_day,
            open_hour: hour(9),
            open_minutes: hour(0),
            close_hour: hour(17),
            close_minutes: hour(0),
            open_all_day: false,
        }
    }

    /// The day as it is to be; as it is when the change makes no sense.
    fn changed(self, change: &DayChange) -> Day {
        let open_all_day = change.open_all_day.unwrap_or(self.open_all_day);
        let mut day = Day {
            day_of_week: self.day_of_week,
            closed_all_day: change.closed_all_day.unwrap_or(self.closed_all_day),
            open_hour: change.open_hour.unwrap_or(self.open_hour),
            open_minutes: change.open_minutes.unwrap_or(self.open_minutes),
            close_hour: change.close_hour.unwrap_or(self.close_hour),
            close_minutes: change.close_minutes.unwrap_or(self.close_minutes),
            open_all_day,
        };
        if open_all_day {
            let hours = (Some(0), Some(0), Some(23), Some(59));
            (day.open_hour, day.open_minutes, day.close_hour, day.close_minutes) = hours;
        }
        if day.makes_sense() { day } else { self }
    }

    fn makes_sense(&self) -> bool {
        let within = |number: Option<i64>, most| number.is_none_or(|number| (0..=most).contains(&number));
        let are_times = within(self.open_hour, 23)
            && within(self.open_minutes, 59)
            && within(self.close_hour, 23)
            && within(self.close_minutes, 59);
        let is_possible = || match self.span() {
            Some((open, close)) => self.closed_all_day || close > open,
            None => self.closed_all_day,
        };
        // only times of a day can be counted in seconds
        are_times && is_possible() && !(self.closed_all_day && self.open_all_day)
    }

    /// Seconds since midnight at which it opens and closes.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        let seconds = |hour: Option<i64>, minutes: Option<i64>| Some(hour? * SECONDS_PER_HOUR + minutes? * 60);
        Some((seconds(self.open_hour, self.open_minutes)?, seconds(self.close_hour, self.close_minutes)?))
    }

    /// Whether it is open at so many milliseconds since midnight, both ends included.
    fn is_open(&self, since_midnight: i64) -> bool {
        if self.closed_all_day || self.open_all_day {
            return self.open_all_day;
        }
        self.span().is_none_or(|(open, close)| (open * 1000..=close * 1000).contains(&since_midnight))
    }
}

/// What a caller wants a day to be; what is `None` stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct DayChange {
    pub day_of_week: i64,
    pub closed_all_day: Option<bool>,
    pub open_hour: Option<Option<i64>>,
    pub open_minutes: Option<Option<i64>>,
    pub close_hour: Option<Option<i64>>,
    pub close_minutes: Option<Option<i64>>,
    pub open_all_day: Option<bool>,
}

/// When somebody is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// A name of the IANA time zone database.
    pub timezone: String,
    /// Sunday first.
    pub days: Vec<Day>,
}

impl Hours {
    /// Whether an instant lies within the hours of its day, in the inbox's time zone.
    pub fn is_open(&self, at: Millis) -> bool {
        let Ok(instant) = Timestamp::from_millisecond(at.0) else { return false };
        let there = instant.to_zoned(TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC));
        let time = there.time();
        let seconds =
            i64::from(time.hour()) * SECONDS_PER_HOUR + i64::from(time.minute()) * 60 + i64::from(time.second());
        let weekday = i64::from(there.weekday().to_sunday_zero_offset());
        let today = self.days.iter().find(|day| day.day_of_week == weekday);
        // Nothing is known of a day without a row: nobody is told that it is closed.
        today.is_none_or(|day| day.is_open(seconds * 1000 + i64::from(time.millisecond())))
    }

    /// How far the time zone is from UTC at an instant: `+05:30`.
    pub fn utc_offset(&self, at: Millis) -> String {
        let zone = TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC);
        let seconds = Timestamp::from_millisecond(at.0).map_or(0, |at| zone.to_offset(at).seconds());
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Changes the days that are named; what makes no sense is passed over.
    pub(in crate::inboxes) fn change(&mut self, changes: &[DayChange]) {
        for change in changes {
            for day in self.days.iter_mut().filter(|day| day.day_of_week == change.day_of_week) {
                *day = day.changed(change);
            }
        }
    }
}

/// Whether this is the name of a time zone.
pub(super) fn is_timezone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(timezone: &str, changes: &[DayChange]) -> Hours {
        let mut hours = Hours { timezone: timezone.into(), days: Day::week() };
        hours.change(changes);
        hours
    }

    fn at(text: &str) -> Millis {
        Millis::parse(text).unwrap()
    }

    #[test]
    fn both_ends_of_a_day_are_open() {
        let usual = hours("UTC", &[]);
        // 2024-01-01 is a Monday
        for (instant, is_open) in [
            ("2024-01-01T08:59:59.999Z", false),
            ("2024-01-01T09:00:00Z", true),
            ("2024-01-01T17:00:00Z", true),
            ("2024-01-01T17:00:00.001Z", false),
            ("2024-01-06T12:00:00Z", false),
            ("2024-01-07T12:00:00Z", false),
        ] {
            assert_eq!(usual.is_open(at(instant)), is_open, "{instant}");
        }
    }

    #[test]
    fn a_day_is_the_day_of_its_time_zone() {
        let tokyo = hours("Asia/Tokyo", &[]);
        assert!(tokyo.is_open(at("2024-01-01T00:00:00Z")));
        assert!(!tokyo.is_open(at("2024-01-01T09:00:00Z")));
        // summer time: nine in the morning is seven o'clock UTC
        assert!(hours("Europe/Berlin", &[]).is_open(at("2024-07-01T07:00:00Z")));
        assert!(!hours("Europe/Berlin", &[]).is_open(at("2024-01-02T07:30:00Z")));
    }

    #[test]
    fn a_day_may_be_open_or_closed_all_day() {
        let sunday =
            DayChange { day_of_week: 0, closed_all_day: Some(false), open_all_day: Some(true), ..DayChange::default() };
        let monday = DayChange { day_of_week: 1, closed_all_day: Some(true), ..DayChange::default() };
        let changed = hours("UTC", &[sunday, monday]);
        assert!(changed.is_open(at("2024-01-07T23:59:59.5Z")));
        assert!(!changed.is_open(at("2024-01-01T12:00:00Z")));
        let (days, usual) = (changed.days, Day::week());
        assert_eq!((days[0].open_hour, days[0].close_hour, days[0].close_minutes), (Some(0), Some(23), Some(59)));
        assert_eq!((days[1].open_hour, days[2]), (Some(9), usual[2]));
    }

    #[test]
    fn what_makes_no_sense_is_passed_over() {
        let monday = DayChange { day_of_week: 1, ..DayChange::default() };
        for change in [
            DayChange { close_hour: Some(Some(9)), ..monday },
            DayChange { close_hour: Some(Some(24)), ..monday },
            DayChange { close_hour: Some(Some(i64::MAX)), ..monday },
            DayChange { open_minutes: Some(Some(-1)), ..monday },
            DayChange { open_hour: Some(None), ..monday },
            DayChange { closed_all_day: Some(true), open_all_day: Some(true), ..monday },
            DayChange { day_of_week: 8, closed_all_day: Some(true), ..monday },
            DayChange { day_of_week: 0, closed_all_day: Some(false), ..monday },
        ] {
            assert_eq!(hours("UTC", &[change]).days, Day::week(), "{change:?}");
        }
        let late = hours("UTC", &[DayChange { close_hour: Some(Some(9)), close_minutes: Some(Some(1)), ..monday }]);
        assert_eq!((late.days[1].close_hour, late.days[1].close_minutes), (Some(9), Some(1)));
    }

    #[test]
    fn offsets_follow_the_season() {
        let offset = |zone, instant| hours(zone, &[]).utc_offset(at(instant));
        assert_eq!(offset("Asia/Kolkata", "2024-01-01T00:00:00Z"), "+05:30");
        assert_eq!(offset("America/New_York", "2024-07-01T00:00:00Z"), "-04:00");
        assert_eq!(offset("UTC", "2024-07-01T00:00:00Z"), "+00:00");
    }

    #[test]
    fn time_zones_have_names() {
        assert!(is_timezone("UTC") && is_timezone("America/Los_Angeles"));
        assert!(!is_timezone("Mars/Olympus") && !is_timezone(""));
    }
}
