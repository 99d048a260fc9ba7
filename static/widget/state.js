// What the widget knows: one object that only `set` changes, and what follows from it.

/** The inbox and the installation as the server described them in the page. */
export const inbox = window.chatwootWebChannel ?? {};
export const brand = window.globalConfig ?? {};

export const state = {
  /** What the page around us wants; see `config-set`. */
  settings: { showUnreadMessagesDialog: true },
  /** `home`, `form`, `chat`, `unread` or `campaign`. */
  view: "home",
  /** Whether the visitor sees the frame. */
  isOpen: window.parent === window,
  isPhone: false,
  isMenuOpen: false,
  language: "en",
  /** `{id, status, contact_last_seen_at, agent_last_seen_at}`, or null while there is none. */
  conversation: null,
  /** The conversation before the one the visitor is about to begin: what is said there is not shown any more. */
  formerId: 0,
  /** All messages that are here, oldest first; those on their way are `pending`, see outbox.js. */
  messages: [],
  pending: [],
  hasOlder: false,
  /** The last message that the visitor saw. */
  seenId: 0,
  agents: [],
  /** `{has_email, has_name, has_phone_number}` of the visitor. */
  contact: {},
  /** Who is typing: a name, or null. */
  typist: null,
  /** Whether the socket was lost, and whether the browser has a network. */
  isLost: false,
  isOnline: navigator.onLine,
  /** Working hours, see hours.js. */
  isWorking: true,
  backAt: "",
  /** A message that waits to be shown above the bubble, see campaigns.js. */
  campaign: null,
};

const watchers = [];
let isQueued = false;

/** Changes what is known; the watchers hear of it once, however many changes come together. */
export function set(fields) {
  Object.assign(state, fields);
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    for (const watcher of watchers) watcher();
  });
}

export const watch = (watcher) => watchers.push(watcher);

const has = (feature) => (inbox.enabledFeatures ?? []).includes(feature);
export const canAttach = () => state.settings.enableFileUpload ?? has("attachments");
export const canEmoji = () => has("emoji_picker") && state.settings.enableEmojiPicker !== false;
export const canEnd = () => has("end_conversation") && state.settings.enableEndConversation !== false && state.conversation && !hasEnded();
export const canMail = () => state.conversation && state.contact.has_email;

/** What the team wrote since the visitor looked. */
export const unread = () => {
  // that time is in whole seconds: of the last one, only a page that has shown messages itself knows which were seen
  const seen = (state.conversation?.contact_last_seen_at ?? 0) + (state.seenId ? 0 : 1);
  return state.messages.filter(({ id, message_type, created_at }) => message_type === 1 && id > state.seenId && created_at >= seen);
};

export const hasEnded = () => state.conversation?.status === "resolved";
/** An ended conversation that takes no more messages. */
export const isClosed = () => hasEnded() && inbox.allowMessagesAfterResolved === false;

export const isSomebodyThere = () => state.isWorking && state.agents.some(({ availability_status }) => availability_status === "online");

/** Whether a program is expected to answer next. */
export const botIsNext = () =>
  inbox.hasAConnectedAgentBot && state.conversation?.status === "pending" && state.messages.at(-1)?.message_type === 0;

const KNOWN = { emailAddress: "has_email", fullName: "has_name", phoneNumber: "has_phone_number" };

/** What the form before a conversation asks: not what is known already. */
export const formFields = () =>
  (inbox.preChatFormEnabled && inbox.preChatFormOptions?.pre_chat_fields || []).filter(({ enabled, name }) => enabled && !state.contact[KNOWN[name]]);
