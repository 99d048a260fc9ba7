// Whether the team works now, and when it does again: working hours in the inbox's own time zone.
import { agents, inbox } from "./state.js";
import { language, t } from "./texts.js";

/** Unix seconds. */
export const nearestTime = () => Math.floor(Date.now() / 1000);

/** The weekday (0 Sunday) and minute of the day that a clock shows in a zone. */
function clock(at, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).formatToParts(at);
  const part = (type) => parts.find((p) => p.type === type).value;
  return { day: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(part("weekday")), minute: Number(part("hour")) * 60 + Number(part("minute")) };
}

const hoursOf = (row) => {
  if (!row || row.closed_all_day) return null;
  if (row.open_all_day) return [0, 1440];
  return [row.open_hour * 60 + row.open_minutes, row.close_hour * 60 + row.close_minutes];
};

export function isWorking(at = new Date()) {
  if (!inbox.workingHoursEnabled) return true;
  const now = clock(at, inbox.timezone || "UTC");
  const hours = hoursOf(inbox.workingHours.find((row) => row.day_of_week === now.day));
  return Boolean(hours && now.minute >= hours[0] && now.minute <= hours[1]);
}

export const isSomebodyThere = () => isWorking() && agents.value.some(({ availability_status }) => availability_status === "online");

/** "Back on Monday at 09:00", or an empty text. */
export function backAt(at = new Date()) {
  if (!inbox.workingHoursEnabled || isWorking(at)) return "";
  const now = clock(at, inbox.timezone || "UTC");
  for (let ahead = 0; ahead < 8; ahead += 1) {
    const hours = hoursOf(inbox.workingHours.find((row) => row.day_of_week === (now.day + ahead) % 7));
    if (!hours || (ahead === 0 && hours[0] <= now.minute)) continue;
    const opening = new Date(at.getTime() + (ahead * 1440 + hours[0] - now.minute) * 60_000);
    return t("back_at", {
      day: opening.toLocaleDateString(language.value, { weekday: "long" }),
      time: opening.toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" }),
    });
  }
  return "";
}
