// The conversation as the server has it: loading, new and changed messages, what the visitor has seen.
import { get, post, session } from "./api.js";
import { set, state } from "./state.js";

const PAGE = 20;

/** Fetches everything. A visitor who never wrote has nothing to fetch but who is there. */
export async function load() {
  const wantsAgents = get("inbox_members").then(({ payload }) => set({ agents: payload }), () => {});
  if (!session.isKnown) return wantsAgents;
  const [conversation, { payload }, contact] = await Promise.all([get("conversations"), get("messages"), get("contact"), wantsAgents]);
  set({ contact });
  if (!conversation.id) return;
  learn(conversation);
  const newest = payload.at(-1)?.id ?? 0;
  const since = state.messages.filter(({ id }) => id > newest); // what came by the socket meanwhile
  if (conversation.id === state.conversation?.id) set({ messages: [...payload, ...since], hasOlder: payload.length >= PAGE });
}

export async function loadOlder() {
  const { payload } = await get("messages", { before: state.messages[0].id });
  set({ hasOlder: payload.length >= PAGE, messages: [...payload, ...state.messages] });
}

const LEARNT = ["id", "status", "contact_last_seen_at", "agent_last_seen_at"];

/** Takes what is new from an event about a conversation. A newer one takes the place of the one that is shown. */
export function learn(about) {
  const shown = state.conversation;
  if (about.id <= state.formerId || about.id < shown?.id) return;
  const news = Object.fromEntries(LEARNT.filter((name) => name in about).map((name) => [name, about[name]]));
  if (about.id === shown?.id) set({ conversation: { ...shown, ...news } });
  else set({ conversation: news, messages: [], hasOlder: false });
}

/** Adds or replaces a message of this conversation, in order. */
export function keep(message) {
  if (message.conversation_id !== state.conversation?.id) learn({ id: message.conversation_id, status: "open" });
  if (message.conversation_id !== state.conversation?.id) return false;
  const known = state.messages.find(({ id }) => id === message.id);
  const rest = state.messages.filter(({ id }) => id !== message.id);
  const isGone = message.content_attributes?.deleted;
  set({ messages: isGone ? rest : [...rest, { ...known, ...message }].sort((a, b) => a.id - b.id) });
  return true;
}

/** Tells the server that the visitor sees what is there. */
export function see() {
  const last = state.messages.findLast(({ message_type }) => message_type !== 0);
  if (!last || last.id <= state.seenId || !state.isOpen || state.view !== "chat" || document.hidden) return;
  set({ seenId: last.id });
  post("conversations/update_last_seen").catch(() => setTimeout(set, 5_000, { seenId: 0 })); // and so it is said again
}
