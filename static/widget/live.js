// The live side: the socket and what it tells, typing both ways, the page's badge and the preview of new messages.
import { Cable } from "../shared/cable.js";
import { post, remember, report, session } from "./api.js";
import { ding, isFramed, tell } from "./frame.js";
import { keep, learn, load, see } from "./messages.js";
import { flush, forget } from "./outbox.js";
import { set, state, unread } from "./state.js";

const PRESENCE = 60_000;
const TYPING_ENDS = 30_000;
const TYPING_RESTS = 4_000;
const RETRY = 3_000;
const PATIENCE = 2_000; // for a socket; then the conversation is fetched without one

const cable = new Cable({
  identify: () => ({ pubsub_token: session.pubsub }),
  onEvent: (name, data) => {
    if (Object.hasOwn(told, name)) told[name](data);
    else if (name.startsWith("conversation.") && data.id) learn(data);
  },
  onState: (now) => {
    set({ isLost: now === "lost" });
    if (now === "live") (isLoaded ? flush : sync)();
  },
  onReload: () => sync(),
});

let isLoaded = false;

/** Fetches everything. What happens from now on comes by the socket, so this waits for it: nothing falls in between. */
async function sync() {
  isLoaded = true;
  try {
    await load();
    see();
    flush();
  } catch ({ status }) {
    isLoaded = false;
    setTimeout(() => isLoaded || sync(), status ? 10 * RETRY : RETRY);
  }
}

export function start() {
  cable.open();
  setTimeout(() => isLoaded || load().then(see, () => {}), PATIENCE);
}

session.changed = () => {
  isLoaded = false;
  cable.restart();
};

setInterval(() => state.isOpen && cable.perform("update_presence"), PRESENCE);
addEventListener("online", () => { set({ isOnline: true }); flush(); });
addEventListener("offline", () => set({ isOnline: false }));

// ---- what the socket tells

let silence;

function setTypist(typist) {
  clearTimeout(silence);
  if (typist !== null) silence = setTimeout(setTypist, TYPING_ENDS, null);
  set({ typist });
}

const told = {
  "message.created"(message) {
    if (!keep(message)) return;
    if (message.echo_id) forget(message.echo_id);
    remember();
    if (message.message_type === 1) {
      setTypist(null);
      if (document.hidden || !state.isOpen || state.view !== "chat") ding();
    }
    tell("onEvent", { eventIdentifier: "chatwoot:on-message", data: message });
    see();
  },
  "message.updated": (message) => state.messages.some(({ id }) => id === message.id) && keep(message),
  "conversation.typing_on"({ conversation, user, is_private }) {
    if (is_private || conversation.id !== state.conversation?.id) return;
    learn(conversation);
    setTypist(user.available_name || user.name || "");
  },
  "conversation.typing_off": () => setTypist(null),
  // what is shown may be the one that is no more, or lack its messages
  "conversation.merged"() {
    if (!state.conversation) return;
    set({ conversation: null, messages: [], hasOlder: false });
    sync();
  },
  "presence.update": ({ users }) =>
    set({ agents: state.agents.map((agent) => ({ ...agent, availability_status: users[agent.id] ?? "offline" })) }),
};

// ---- what is told of the visitor

let isTyping = false;
let rest;

const tellTyping = (status) => {
  isTyping = status === "on";
  post("conversations/toggle_typing", { typing_status: status }).catch(() => {});
};

/** The visitor pressed a key; a while without one ends it. */
export function typed() {
  clearTimeout(rest);
  rest = setTimeout(typedEnough, TYPING_RESTS);
  if (!isTyping && state.conversation) tellTyping("on");
}

export function typedEnough() {
  clearTimeout(rest);
  if (isTyping) tellTyping("off");
}

// ---- new messages while the chat is closed

/** The preview above the bubble gives way to the chat, or to nothing. */
export function endPreview(isOpen) {
  const { campaign } = state;
  set({ isOpen, campaign: null, view: isOpen ? "chat" : "home" });
  tell("updateIframeHeight", { isFixedHeight: false });
  tell("resetUnreadMode");
  if (!isOpen) return;
  start();
  if (!campaign) return;
  report("campaign.triggered", { campaign_id: campaign.id }).then(() => {
    remember();
    isLoaded = false;
    if (cable.confirmed) sync();
  });
}

let shown = 0;

/** Keeps the page's badge and the preview of new messages in step. */
export function showUnread() {
  const count = unread().length;
  if (count === shown) return;
  const isMore = count > shown;
  shown = count;
  tell("handleNotificationDot", { unreadMessageCount: count });
  if (!isMore || state.isOpen || !isFramed || state.settings.showUnreadMessagesDialog === false) return;
  set({ view: "unread" });
  tell("setUnreadMode");
}
