// Messages that the team shows by itself: on some pages, after a while, to visitors who have not written.
import { get } from "./api.js";
import { tell } from "./frame.js";
import { set, state } from "./state.js";

let campaigns = null;
let timers = [];

/** `https://shop.example/*` and `/orders/:id` as the browser's URLPattern reads them; where there is none, stars and names suffice. */
function matches(pattern, url) {
  if (!pattern) return false;
  try {
    if (window.URLPattern) return new URLPattern(pattern.includes("://") ? pattern : { pathname: pattern }).test(url);
  } catch {
    return false;
  }
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\/:\w+/g, "/[^/]+");
  return new RegExp(`^${escaped}/?$`).test(url.split(/[?#]/)[0]);
}

const mayShow = () => !state.isOpen && !state.conversation && !state.pending.length && state.view === "home";

function show(campaign) {
  if (!mayShow() || (campaign.trigger_only_during_business_hours && !state.isWorking)) return;
  set({ campaign, view: "campaign" });
  tell("setUnreadMode");
}

/** A page was opened: its campaigns begin to wait. */
export async function visit(url, snoozedTill) {
  timers.forEach(clearTimeout);
  if (Number(snoozedTill) > Date.now() || !mayShow()) return;
  campaigns ??= await get("campaigns").catch(() => []);
  timers = campaigns.filter(({ trigger_rules: rules }) => matches(rules?.url, url))
    .map((campaign) => setTimeout(show, (campaign.trigger_rules.time_on_page || 0) * 1000, campaign));
}
