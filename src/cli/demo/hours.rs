//! When things happened: a calendar with an invented present, and its way onto the real one.
//!
//! The demo is planned on a calendar of its own, on which it is always Thursday, half past three. So the plan is the same at
//! every run, down to the order of all messages. At the start it is laid over the real calendar: working hours onto working
//! hours, nights and weekends onto nights and weekends, and its last hours onto the last real ones, whatever the day.

/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;
/// An hour, in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day, in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// When work begins and ends, in UTC.
const OPENS: i64 = 8 * HOUR;
const CLOSES: i64 = 17 * HOUR;

/// The day on which the epoch of the real calendar falls, counted from Monday.
const THURSDAY: i64 = 3;

/// The invented present: a Thursday of the tenth week, counted from Monday, midnight.
pub const PRESENT: i64 = 66 * DAY + 15 * HOUR + 30 * MINUTE;

fn is_workday(day: i64, epoch: i64) -> bool {
    (day + epoch).rem_euclid(7) < 5
}

/// This time of the invented calendar, or when the next working day begins.
pub fn at_work(time: i64) -> i64 {
    let (day, clock) = (time.div_euclid(DAY), time.rem_euclid(DAY));
    if is_workday(day, 0) && (OPENS..CLOSES).contains(&clock) {
        return time;
    }
    let from = if clock < OPENS { day } else { day + 1 };
    let next = (from..).find(|day| is_workday(*day, 0)).unwrap_or(from);
    next * DAY + OPENS
}

/// This time of the invented calendar, or the morning after the night in which it lies.
pub fn awake(time: i64) -> i64 {
    let (day, clock) = (time.div_euclid(DAY), time.rem_euclid(DAY));
    if clock < 5 * HOUR + 30 * MINUTE {
        day * DAY + 5 * HOUR + 30 * MINUTE + clock / 4
    } else if clock > 21 * HOUR {
        (day + 1) * DAY + 5 * HOUR + 30 * MINUTE + (clock - 21 * HOUR) / 2
    } else {
        time
    }
}

/// Beginnings and ends of work up to `now`, the latest first.
fn edges(now: i64, epoch: i64) -> Vec<i64> {
    let today = now.div_euclid(DAY);
    let days = (today - 90..=today).rev().filter(|day| is_workday(*day, epoch));
    days.flat_map(|day| [day * DAY + CLOSES, day * DAY + OPENS]).filter(|edge| *edge <= now).collect()
}

/// The way from the invented calendar to the real one.
pub struct Calendar {
    /// Times of both that belong together, the latest first.
    knots: Vec<(i64, i64)>,
}

impl Calendar {
    /// The calendar whose present is this real time.
    pub fn ending(now: i64) -> Self {
        let mut real = edges(now, THURSDAY);
        let (last, before) = (real.first().copied().unwrap_or(now), real.get(1).copied().unwrap_or(now));
        let is_night = last.rem_euclid(DAY) == CLOSES;
        if is_night && now - last >= 6 * HOUR {
            // a long night or weekend: its second half is the present day
            real.insert(0, last + (now - last) / 2);
        } else if is_night {
            // the evening belongs to the day
            real.remove(0);
        } else if now - last < 3 * HOUR {
            // the day has just begun: half of the night belongs to it
            real.remove(0);
            real.insert(0, before + (last - before) / 2);
        }
        real.insert(0, now);
        let mut invented = edges(PRESENT, 0);
        invented.insert(0, PRESENT);
        Calendar { knots: invented.into_iter().zip(real).collect() }
    }

    /// The real time of an invented one, which is not after the present.
    pub fn real(&self, time: i64) -> i64 {
        let later = self.knots.iter().take_while(|(invented, _)| *invented >= time).last();
        let earlier = self.knots.iter().find(|(invented, _)| *invented < time);
        match (earlier, later) {
            (Some((i0, r0)), Some((i1, r1))) => r0 + (time - i0) * (r1 - r0) / (i1 - i0),
            (None, Some((i, r))) | (Some((i, r)), None) => r + (time - i),
            (None, None) => time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, 23 November 2026, midnight.
    const MONDAY: i64 = 20_780 * DAY;

    #[test]
    fn work_begins_in_the_morning_of_a_working_day() {
        assert_eq!(at_work(4 * DAY + 16 * HOUR), 4 * DAY + 16 * HOUR);
        assert_eq!(at_work(4 * DAY + 18 * HOUR), 7 * DAY + 8 * HOUR);
        assert_eq!(at_work(DAY + HOUR), DAY + 8 * HOUR);
        assert!(awake(DAY + 23 * HOUR) > 2 * DAY + 5 * HOUR && awake(DAY + 9 * HOUR) == DAY + 9 * HOUR);
        assert_eq!(at_work(PRESENT), PRESENT);
    }

    #[test]
    fn whatever_the_present_the_order_stays_and_work_is_done_at_work() {
        for half_hour in (0..2 * 24 * 7).step_by(5) {
            let now = MONDAY + half_hour * 30 * MINUTE;
            let calendar = Calendar::ending(now);
            assert_eq!(calendar.real(PRESENT), now);
            let times: Vec<i64> = (0..60 * 24 * 2).map(|n| PRESENT - n * 30 * MINUTE).collect();
            for pair in times.windows(2) {
                assert!(calendar.real(pair[0]) > calendar.real(pair[1]), "{half_hour}");
            }
            let oldest = now - calendar.real(PRESENT - 54 * DAY);
            assert!((48 * DAY..60 * DAY).contains(&oldest), "{half_hour}: {} days", oldest / DAY);
            for time in times.into_iter().filter(|time| at_work(*time) == *time && *time < PRESENT - DAY) {
                let real = calendar.real(time);
                let clock = real.rem_euclid(DAY);
                assert!(is_workday(real.div_euclid(DAY), THURSDAY) && (OPENS..=CLOSES).contains(&clock), "{half_hour}");
            }
        }
    }
}
