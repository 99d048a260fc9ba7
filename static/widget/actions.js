// What the visitor does: opens, writes, answers, ends.
import { batch } from "../shared/preact.js";
import * as api from "./api.js";
import { tell } from "./frame.js";
import * as live from "./live.js";
import { nearestTime } from "./hours.js";
import {
  agents, contact, conversation, formFields, hasOlder, inbox, isClosed, isOpen, messages, pending, view,
} from "./state.js";

const PAGE = 20;
const waiting = { attributes: {}, labels: new Set() }; // for a conversation that does not exist yet

// ---- loading

let loading = null;

/** Loads the conversation once; again after `reload()`. */
export function load() {
  loading ??= (async () => {
    const [shown, list, people, who] = await Promise.all([
      api.get("conversations"), api.get("messages"), api.get("inbox_members").catch(() => ({ payload: [] })), api.get("contact"),
    ]);
    batch(() => {
      conversation.value = shown?.id ? shown : null;
      messages.value = list.payload;
      hasOlder.value = list.payload.length >= PAGE;
      agents.value = people.payload;
      contact.value = who;
    });
  })().catch((failure) => {
    loading = null;
    throw failure;
  });
  return loading;
}

export function reload() {
  loading = null;
  return load();
}

export async function refreshConversation() {
  const shown = await api.get("conversations");
  conversation.value = shown?.id ? shown : null;
  if (!shown?.id) return;
  const { attributes, labels } = waiting;
  if (Object.keys(attributes).length) setConversationAttributes({ ...attributes });
  for (const label of labels) api.post("labels", { label }).catch(() => {});
  waiting.attributes = {};
  labels.clear();
}

export async function loadOlder() {
  const [first] = messages.value;
  if (!first || !hasOlder.value) return;
  const { payload } = await api.get("messages", { before: first.id });
  batch(() => {
    hasOlder.value = payload.length >= PAGE;
    messages.value = [...payload, ...messages.value];
  });
}

// ---- writing

const DRAFTS = `cw_pending_${inbox.websiteToken}`;

/** Keeps what is written over a reload; files cannot be kept. */
function remember() {
  const kept = pending.value.filter(({ files }) => !files?.length).map(({ echo_id, content, created_at }) => ({ echo_id, content, created_at }));
  try {
    if (kept.length) localStorage.setItem(DRAFTS, JSON.stringify(kept));
    else localStorage.removeItem(DRAFTS);
  } catch {
    // a browser that keeps nothing for frames
  }
}

export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(DRAFTS) ?? "[]");
    pending.value = kept.map((message) => ({ ...message, status: "sending" }));
  } catch {
    // nothing was kept
  }
}

const change = (echoId, fields) => {
  pending.value = pending.value.map((message) => (message.echo_id === echoId ? { ...message, ...fields } : message));
};
const forget = (echoId) => {
  pending.value = pending.value.filter((message) => message.echo_id !== echoId);
  remember();
};

/** Queues a message and sends what is queued. */
export function write({ content = "", files = [], replyTo = null }) {
  if (isClosed.value || (!content.trim() && !files.length)) return;
  const message = { echo_id: crypto.randomUUID(), content, files, replyTo, status: "sending", progress: 0, created_at: nearestTime() };
  pending.value = [...pending.value, message];
  remember();
  flush();
}

export function retry(echoId) {
  change(echoId, { status: "sending" });
  flush();
}

export const dismiss = forget;

let taker = null;

/** Who takes files that are dropped on the conversation: the composer. */
export const onAttach = (take) => { taker = take; };
export const attach = (files) => taker?.(files);

/** Whether the visitor can be written to by mail. */
export const canMail = () => Boolean(conversation.value && contact.value.has_email);

let flushing = false;

/** Sends what waits, in order; stops where the connection fails and goes on when it returns. */
export async function flush() {
  if (flushing) return;
  flushing = true;
  try {
    for (;;) {
      const next = pending.value.find(({ status }) => status === "sending");
      if (!next) break;
      try {
        arrived(await transmit(next), next.echo_id);
      } catch (failure) {
        if (failure.status === 0 || failure.status >= 500) break;
        change(next.echo_id, { status: "failed", reason: failure.message });
      }
    }
  } finally {
    flushing = false;
  }
}

async function transmit({ echo_id, content, files, replyTo }) {
  const about = { timestamp: new Date().toString(), referer_url: live.referrer(), echo_id };
  if (replyTo) about.reply_to = replyTo;
  if (!files?.length) {
    return api.post("messages", { message: { content, ...about }, custom_attributes: waiting.attributes, labels: [...waiting.labels] });
  }
  const form = new FormData();
  for (const [name, value] of Object.entries({ content, ...about })) form.append(`message[${name}]`, value);
  for (const file of files) form.append("message[attachments][]", file);
  return api.upload("messages", form, (progress) => change(echo_id, { progress }));
}

/** A message of ours is on the server, as its answer or as the socket tells. */
export function arrived(message, echoId = message.echo_id) {
  const isFirst = !conversation.value;
  batch(() => {
    if (echoId) forget(echoId);
    keep(message);
  });
  live.identified();
  if (isFirst) refreshConversation().catch(() => {});
}

/** Adds or replaces a message, in order. */
export function keep(message) {
  const rest = messages.value.filter(({ id }) => id !== message.id);
  const known = messages.value.find(({ id }) => id === message.id);
  messages.value = [...rest, { ...known, ...message }].sort((a, b) => a.id - b.id);
}

// ---- answering, ending, reading

/** Answers an interactive message. */
export async function answer(message, body) {
  await api.patch(`messages/${message.id}`, { contact: {}, message: {}, ...body });
  const submitted = body.contact?.email ? { submitted_email: body.contact.email } : { submitted_values: body.message.submitted_values };
  keep({ ...message, content_attributes: { ...message.content_attributes, ...submitted } });
  tell("onEvent", { eventIdentifier: "chatwoot:on-message", data: message });
}

export async function end() {
  await api.get("conversations/toggle_status");
  conversation.value = { ...conversation.value, status: "resolved" };
}

export const sendTranscript = () => api.post("conversations/transcript");

/** Starts over after an ended conversation. */
export function startOver() {
  batch(() => {
    conversation.value = null;
    messages.value = [];
    hasOlder.value = false;
    view.value = formFields.value.length ? "form" : "chat";
  });
}

let seenUntil = 0;

/** Notes that the visitor sees what is there. */
export function see() {
  const last = messages.value.findLast(({ message_type }) => message_type !== 0);
  if (!conversation.value || !last || last.id === seenUntil || !isOpen.value || view.value !== "chat" || document.hidden) return;
  seenUntil = last.id;
  conversation.value = { ...conversation.value, contact_last_seen_at: Math.floor(Date.now() / 1000) };
  api.post("conversations/update_last_seen").catch(() => { seenUntil = 0; });
}

/** The first screen's button. */
export function enter() {
  tell("onEvent", { eventIdentifier: "chatwoot:on-start-conversation", data: { hasConversation: Boolean(conversation.value) } });
  view.value = !conversation.value && formFields.value.length ? "form" : "chat";
}

/** The filled form begins the conversation. */
export async function begin({ contact: who, message, conversationAttributes, contactAttributes }) {
  const about = { content: message, timestamp: new Date().toString(), referer_url: live.referrer(), echo_id: crypto.randomUUID() };
  const made = await api.post("conversations", { contact: who, message: about, custom_attributes: { ...waiting.attributes, ...conversationAttributes } });
  if (Object.keys(contactAttributes).length) await api.patch("contact", { custom_attributes: contactAttributes });
  batch(() => {
    conversation.value = made;
    messages.value = made.messages;
    view.value = "chat";
  });
  live.identified();
}

// ---- what the page says of the visitor

export async function setUser(identifier, user = {}) {
  try {
    const answer = await api.patch("contact/set_user", { identifier, ...user });
    contact.value = answer;
    if (answer.widget_auth_token) api.session.token = answer.widget_auth_token;
    live.identified();
    if (answer.widget_auth_token || user.identifier_hash) {
      live.restart();
      await reload();
    }
  } catch (failure) {
    tell("error", { errorType: "SET_USER_ERROR", data: failure.body ?? { error: failure.message } });
  }
}

export async function setContactAttributes(customAttributes) {
  if (!Object.keys(customAttributes ?? {}).length) return;
  await api.patch("contact", { custom_attributes: customAttributes });
  live.identified();
}

export const deleteContactAttribute = (name) => api.post("contact/destroy_custom_attributes", { custom_attributes: [name] });

export function setConversationAttributes(attributes) {
  if (!conversation.value) {
    Object.assign(waiting.attributes, attributes);
    return Promise.resolve();
  }
  return api.post("conversations/set_custom_attributes", { custom_attributes: attributes });
}

export function deleteConversationAttribute(name) {
  delete waiting.attributes[name];
  return conversation.value ? api.post("conversations/destroy_custom_attributes", { custom_attribute: [name] }) : Promise.resolve();
}

export function setLabel(label) {
  if (conversation.value) return api.post("labels", { label });
  waiting.labels.add(label);
  return Promise.resolve();
}

export function removeLabel(label) {
  waiting.labels.delete(label);
  return conversation.value ? api.remove(`labels/${encodeURIComponent(label)}`) : Promise.resolve();
}
