// The live side: the socket, what it tells, typing, presence, unread marks for the page around us.
import { Cable } from "../shared/cable.js";
import { effect } from "../shared/preact.js";
import * as api from "./api.js";
import * as actions from "./actions.js";
import { isFramed, tell } from "./frame.js";
import { agents, connection, conversation, isOnline, isOpen, messages, settings, typist, unread, view } from "./state.js";

const PRESENCE = 60_000;
const TYPING_ENDS = 30_000;

let page = { referrerURL: document.referrer };
export const setPage = (fields) => { page = fields; };
export const referrer = () => page.referrerURL || "";

let cable = null;

export function start() {
  cable ??= new Cable({
    url: `${location.origin.replace(/^http/, "ws")}/cable`,
    identify: () => ({ pubsub_token: window.chatwootPubsubToken }),
    onEvent: (name, data) => Object.hasOwn(told, name) && told[name](data),
    onState: (state) => {
      connection.value = state;
      if (state === "live") actions.flush();
    },
    onReload: () => actions.reload().catch(() => {}),
  });
  cable.open();
}

/** After the session changed. */
export function restart() {
  cable?.close();
  cable = null;
  start();
}

setInterval(() => isOpen.value && cable?.perform("update_presence"), PRESENCE);
addEventListener("online", () => { isOnline.value = true; actions.flush(); });
addEventListener("offline", () => { isOnline.value = false; });

let said = false;

/** The visitor is somebody now: the page around us may remember the session. */
export function identified() {
  if (said && api.session.token === window.authToken) return;
  said = true;
  window.authToken = api.session.token;
  tell("setAuthCookie", { data: { widgetAuthToken: api.session.token } });
}

const isOurs = ({ conversation_id }) => !conversation.value || conversation_id === conversation.value.id;

let silence;
const stopTyping = () => { clearTimeout(silence); typist.value = null; };

const told = {
  "message.created"(message) {
    if (!isOurs(message)) return;
    actions.arrived(message);
    if (message.message_type === 1) {
      stopTyping();
      if (document.hidden || !isOpen.value || view.value !== "chat") tell("playAudio");
    }
    tell("onEvent", { eventIdentifier: "chatwoot:on-message", data: message });
    actions.see();
  },
  "message.updated"(message) {
    if (!isOurs(message)) return;
    if (message.content_attributes?.deleted) messages.value = messages.value.filter(({ id }) => id !== message.id);
    else if (messages.value.some(({ id }) => id === message.id)) actions.keep(message);
  },
  "conversation.created": () => actions.refreshConversation().catch(() => {}),
  "conversation.status_changed"({ id, status }) {
    if (id === conversation.value?.id) conversation.value = { ...conversation.value, status };
  },
  "conversation.typing_on"({ conversation: about, user, is_private }) {
    if (is_private || about.id !== conversation.value?.id) return;
    typist.value = user.available_name || user.name || "";
    clearTimeout(silence);
    silence = setTimeout(stopTyping, TYPING_ENDS);
  },
  "conversation.typing_off": stopTyping,
  "presence.update"({ users }) {
    agents.value = agents.value.map((agent) => ({ ...agent, availability_status: users[agent.id] ?? "offline" }));
  },
};

let isTyping = false;
let pause;

/** The visitor pressed a key; a while without one ends it. */
export function typed() {
  clearTimeout(pause);
  pause = setTimeout(typedEnough, 4_000);
  if (isTyping || !conversation.value) return;
  isTyping = true;
  api.post("conversations/toggle_typing", { typing_status: "on" }).catch(() => {});
}

export function typedEnough() {
  clearTimeout(pause);
  if (!isTyping) return;
  isTyping = false;
  api.post("conversations/toggle_typing", { typing_status: "off" }).catch(() => {});
}

/** Keeps the page's badge and the preview of new messages in step. */
export function watchUnread() {
  let shown = 0;
  effect(() => {
    const count = unread.value.length;
    if (isOpen.value && view.value === "chat") {
      shown = count;
      return;
    }
    tell("handleNotificationDot", { unreadMessageCount: count });
    if (count > shown && isFramed && !isOpen.value && settings.value.showUnreadMessagesDialog !== false) {
      view.value = "unread";
      tell("setUnreadMode");
    }
    shown = count;
  });
}
