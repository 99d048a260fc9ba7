// Whether the team works now, and when it does again: working hours in the inbox's own time zone.
import { inbox, set, state } from "./state.js";
import { clock as timeOf, t, when } from "./texts.js";

const MINUTE = 60;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const ZONED = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** The weekday (0 Sunday) and minute of the day that a clock shows where the team is. */
function clock(unix) {
  const parts = new Intl.DateTimeFormat("en-GB", { ...ZONED, timeZone: inbox.timezone || "UTC" }).formatToParts(unix * 1000);
  const { weekday, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(weekday), minute: Number(hour) * 60 + Number(minute) };
}

/** First and last minute of a day's work, or null. */
function hoursOn(day) {
  const row = inbox.workingHours.find(({ day_of_week }) => day_of_week === day);
  if (!row || row.closed_all_day) return null;
  return row.open_all_day ? [0, 1440] : [row.open_hour * 60 + row.open_minutes, row.close_hour * 60 + row.close_minutes];
}

/** "Back on Monday at 09:00", in the visitor's own time. */
function backAt(unix, now) {
  for (let ahead = 0; ahead < 8; ahead += 1) {
    const hours = hoursOn((now.day + ahead) % 7);
    if (!hours || (ahead === 0 && hours[0] <= now.minute)) continue;
    const opening = unix - (unix % MINUTE) + (ahead * 1440 + hours[0] - now.minute) * MINUTE;
    const isToday = new Date(opening * 1000).toDateString() === new Date(unix * 1000).toDateString();
    return t(isToday ? "back_today" : "back_at", { day: when(opening, { weekday: "long" }), time: timeOf(opening) });
  }
  return "";
}

let language;

/** Looks at the clock. */
export function look() {
  const unix = Math.floor(Date.now() / 1000);
  const now = clock(unix);
  const hours = hoursOn(now.day);
  const isWorking = Boolean(hours && now.minute >= hours[0] && now.minute <= hours[1]);
  if (isWorking === state.isWorking && language === state.language) return;
  language = state.language;
  set({ isWorking, backAt: isWorking ? "" : backAt(unix, now) });
}
