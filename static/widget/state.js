// What the widget knows, as signals. Views read them; `actions.js` and `live.js` change them.
import { computed, signal } from "../shared/preact.js";

const channel = window.chatwootWebChannel ?? {};

/** The inbox as the server described it in the page. */
export const inbox = channel;
export const brand = window.globalConfig ?? {};

/** What the page around us wants; see `config-set`. */
export const settings = signal({
  showUnreadMessagesDialog: true, enableEmojiPicker: true, enableEndConversation: true, darkMode: "light", position: "right",
});

/** `home`, `form`, `chat` or `unread`. */
export const view = signal("home");
/** Whether the visitor sees the frame. */
export const isOpen = signal(window.parent === window);
export const isPhone = signal(false);

/** `{id, status, contact_last_seen_at}`, or null while there is none. */
export const conversation = signal(null);
/** All messages that are here, oldest first; those being sent are `pending`. */
export const messages = signal([]);
/** `{echo_id, content, files, replyTo, status: "sending"|"failed", progress, created_at}` */
export const pending = signal([]);
export const hasOlder = signal(false);
export const agents = signal([]);
/** `{has_email, has_name, has_phone_number}` of the visitor. */
export const contact = signal({});
/** Who is typing: a name, or null. */
export const typist = signal(null);
/** `idle`, `live` or `lost`. */
export const connection = signal("idle");
export const isOnline = signal(navigator.onLine);

const features = channel.enabledFeatures ?? [];
export const canAttach = computed(() => settings.value.enableFileUpload ?? features.includes("attachments"));
export const canEmoji = computed(() => features.includes("emoji_picker") && settings.value.enableEmojiPicker !== false);
export const canEnd = computed(() => features.includes("end_conversation") && settings.value.enableEndConversation !== false);

const fromTeam = (message) => message.message_type === 1 || message.message_type === 3;

/** What the team wrote since the visitor looked. */
export const unread = computed(() => {
  const seen = conversation.value?.contact_last_seen_at ?? 0;
  return messages.value.filter((message) => message.message_type === 1 && message.created_at > seen);
});

export const hasEnded = computed(() => conversation.value?.status === "resolved");
/** An ended conversation that takes no more messages. */
export const isClosed = computed(() => hasEnded.value && channel.allowMessagesAfterResolved === false);

/** Whether a program is expected to answer next. */
export const botIsNext = computed(() => {
  const last = messages.value.at(-1);
  return Boolean(channel.hasAConnectedAgentBot) && conversation.value?.status === "pending" && last && !fromTeam(last);
});

/** Whether this part of the form is asked for, known answers left out. */
export const formFields = computed(() => {
  const known = { emailAddress: "has_email", fullName: "has_name", phoneNumber: "has_phone_number" };
  if (!channel.preChatFormEnabled) return [];
  const fields = channel.preChatFormOptions?.pre_chat_fields ?? [];
  return fields.filter((field) => field.enabled && !contact.value[known[field.name]]);
});
