// Calls to the server, and whose they are: the session's tokens, which an answer may replace.
import { tell } from "./frame.js";
import { inbox, state } from "./state.js";

export const session = {
  token: window.authToken,
  pubsub: window.chatwootPubsubToken,
  /** Whether this visitor was here before: all others have nothing that could be asked for. */
  isKnown: new URLSearchParams(location.search).has("cw_conversation"),
  /** Called when it became another session; live.js connects anew. */
  changed() {},
};

/** An answer that is no success; `status` 0 means that there was none at all. */
export class Failure extends Error {
  constructor(status, body) {
    super(body?.error || body?.message || `HTTP ${status}`);
    Object.assign(this, { status, body });
  }
}

export const url = (path, extra) =>
  `/api/v1/widget/${path}?${new URLSearchParams({ website_token: inbox.websiteToken, locale: state.language, ...extra })}`;

async function call(method, path, body, extra) {
  let answer;
  let parsed;
  try {
    answer = await fetch(url(path, extra), {
      method,
      headers: { "X-Auth-Token": session.token, ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    parsed = await answer.text();
  } catch {
    throw new Failure(0);
  }
  try {
    parsed = parsed && JSON.parse(parsed);
  } catch {
    // an answer from something between us and the server
  }
  if (!answer.ok) throw new Failure(answer.status, parsed);
  return parsed;
}

export const get = (path, extra) => call("GET", path, undefined, extra);
export const post = (path, body = {}) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);

/** Whose session it is: the token itself is another one on each page. */
export const owner = () => {
  try {
    return JSON.parse(atob(session.token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).source_id;
  } catch {
    return session.token;
  }
};

let remembered;

/** The visitor is somebody now, so the page around us may keep the session. */
export function remember() {
  session.isKnown = true;
  if (remembered === session.token) return;
  remembered = session.token;
  tell("setAuthCookie", { data: { widgetAuthToken: session.token } });
}

/** Asks for the tokens of this session, or of a new one. */
export async function renew(token = "") {
  session.token = token;
  const { website_channel_config: config, contact } = await post("config");
  Object.assign(session, { token: config.auth_token, pubsub: contact.pubsub_token });
  session.changed();
}

let page = { referrerURL: document.referrer };
export const setPage = (fields) => { page = fields; };
export const pageUrl = () => page.referrerURL || "";

/** Tells the server's bots and webhooks of something that happened. */
export const report = (name, info) =>
  post("events", { name, event_info: { ...info, referer: pageUrl(), initiated_at: { timestamp: String(new Date()) } } }).catch(() => {});
