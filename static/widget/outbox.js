// What the visitor wrote and the server does not have yet. It is kept in the browser until it is sent, over a reload too, and
// carries an `echo_id`, by which the server knows what it got already.
import { owner, patch, pageUrl, post, remember, renew, session } from "./api.js";
import { keep } from "./messages.js";
import { isClosed, set, state } from "./state.js";
import * as store from "./store.js";

const PAUSES = [2, 4, 8, 15, 30]; // seconds between tries
const MOST_TRIES = 8; // while the server answers, but only that it is not well

/** Labels and attributes of a conversation that does not exist yet. */
export const waiting = { attributes: {}, labels: new Set() };

/** What goes beside the content of every message. */
const about = (echo_id) => ({ echo_id, timestamp: String(new Date()), referer_url: pageUrl() });

const change = (echoId, fields) => set({ pending: state.pending.map((one) => (one.echo_id === echoId ? { ...one, ...fields } : one)) });

/** Takes a message off the list: it was sent, or the visitor gave it up. */
export function forget(echoId) {
  set({ pending: state.pending.filter(({ echo_id }) => echo_id !== echoId) });
  store.remove(echoId);
}

// not randomUUID(), which pages without https have not
const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Queues a message and sends what is queued. With `begin`, what a form said of the visitor, it starts a conversation. */
export function write({ content = "", files = [], begin = null }) {
  if (isClosed() || (!content.trim() && !files.length)) return;
  const isNew = state.formerId && !state.conversation && !state.pending.length;
  const message = { echo_id: random(), content, files, begin: begin ?? (isNew ? {} : null), created_at: Math.floor(Date.now() / 1000) };
  store.put({ ...message, owner: owner(), token: session.token });
  set({ pending: [...state.pending, { ...message, status: "sending", progress: 0 }] });
  flush();
}

/** Takes up what was left behind by this visitor when the page was closed. */
export async function recall() {
  const left = await store.all();
  const writer = session.isKnown ? owner() : left[0]?.owner;
  const known = state.pending.map(({ echo_id }) => echo_id);
  const found = left.filter((one) => one.owner === writer && !known.includes(one.echo_id)).map((one) => ({ ...one, status: "sending", progress: 0 }));
  set({ pending: [...found, ...state.pending].sort((a, b) => a.created_at - b.created_at) });
  if (!found.length || writer === owner()) return;
  // a stranger's message may have arrived though the answer did not: it is known again only to the same visitor
  session.isKnown = true;
  while (!(await renew(found[0].token).then(() => true, () => false))) await new Promise((resume) => setTimeout(resume, 1000 * PAUSES[0]));
}

export function retry(echoId) {
  change(echoId, { status: "sending", tries: 0 });
  flush();
}

let isFlushing = false;
let failures = 0;
let timer;

/** Sends what waits, in order; stops where the connection fails, and tries again by itself. */
export async function flush() {
  if (isFlushing) return;
  isFlushing = true;
  clearTimeout(timer);
  for (let next; (next = state.pending.find(({ status }) => status === "sending"));) {
    try {
      await transmit(next);
      forget(next.echo_id);
      failures = 0;
    } catch (failure) {
      const { status } = failure;
      const tries = (next.tries ?? 0) + (status ? 1 : 0);
      const mayPass = !status || status === 404 || status === 429 || status >= 500;
      change(next.echo_id, mayPass && tries < MOST_TRIES ? { tries } : { status: "failed", reason: failure.message });
      if (!mayPass || tries >= MOST_TRIES) continue;
      // the server does not know this session any more: go on with a new one
      if (status === 404) await renew().catch(() => {});
      timer = setTimeout(flush, 1000 * PAUSES[Math.min(failures, PAUSES.length - 1)]);
      failures += 1;
      break;
    }
  }
  isFlushing = false;
}

async function transmit(message) {
  const { echo_id, content, files, begin } = message;
  const custom_attributes = waiting.attributes;
  const labels = [...waiting.labels];
  if (begin) {
    await startConversation(message, custom_attributes, labels);
  } else {
    const body = { message: { content, ...about(echo_id) }, custom_attributes, labels };
    const sent = files.length
      ? await (await import("./upload.js")).upload(body, files, (progress) => change(echo_id, { progress }))
      : await post("messages", body);
    keep(sent);
  }
  waiting.attributes = {};
  waiting.labels.clear();
  remember();
}

async function startConversation({ echo_id, content, begin }, attributes, labels) {
  const { contact = {}, contactAttributes, conversationAttributes } = begin;
  const message = { content, ...about(echo_id) };
  const made = await post("conversations", { contact, message, custom_attributes: { ...attributes, ...conversationAttributes } });
  made.messages.forEach(keep);
  for (const label of labels) post("labels", { label }).catch(() => {});
  if (contactAttributes) patch("contact", { custom_attributes: contactAttributes }).catch(() => {});
}
