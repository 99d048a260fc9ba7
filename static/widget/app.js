// The widget: waits for the page around it, then shows one of four views. See state.js for what it knows.
import { batch, effect, html, render } from "../shared/preact.js";
import * as actions from "./actions.js";
import * as api from "./api.js";
import { isFramed, isNative, listen, tell } from "./frame.js";
import * as live from "./live.js";
import { conversation, inbox, isOpen, isPhone, settings, view } from "./state.js";
import { nearest, speak, t } from "./texts.js";
import { Chat } from "./views/chat.js";
import { Form } from "./views/form.js";
import { Header } from "./views/header.js";
import { Home } from "./views/home.js";
import { Unread } from "./views/unread.js";

const VIEWS = { home: Home, form: Form, chat: Chat };

function App() {
  if (view.value === "unread") return html`<${Unread} />`;
  return html`<div class="widget"><${Header} /><${VIEWS[view.value]} /></div>`;
}

// ---- looks

/** The inbox's colour, and black or white on it, whichever is read better. */
function colour(value) {
  const style = document.documentElement.style;
  style.setProperty("--brand", value);
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  style.setProperty("--on-brand", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#111" : "#fff");
}

const scheme = (mode) => { document.documentElement.dataset.scheme = ["dark", "auto"].includes(mode) ? mode : "light"; };

// ---- beginning

let started = false;

/** Loads what there is. A visitor who never wrote anything costs the server nothing until the chat is opened. */
async function start() {
  if (started) return;
  started = true;
  await actions.load();
  actions.recall();
  if (conversation.value && isOpen.value && !isFramed) view.value = "chat";
  live.start();
  live.watchUnread();
  actions.flush();
}

const startSafely = () => start().catch(() => {
  started = false;
  setTimeout(startSafely, 5_000);
});

const quietly = (promise) => promise?.catch(() => {});

const handlers = {
  "config-set"(message) {
    batch(() => {
      settings.value = { ...settings.value, ...message };
    });
    scheme(message.darkMode);
    speak(nearest(message.locale, navigator.language, inbox.locale)).then(() => tell("setBubbleLabel", { label: t("bubble") }));
    if (api.session.isKnown) startSafely();
  },
  "toggle-open"({ isOpen: open }) {
    isOpen.value = open;
    if (!open) return;
    startSafely();
    if (conversation.value && view.value === "home") view.value = "chat";
    actions.see();
  },
  "push-event": ({ eventName }) => quietly(api.post("events", { name: eventName, event_info: { referer: live.referrer(), initiated_at: { timestamp: new Date().toString() } } })),
  "change-url": live.setPage,
  "toggle-close-button": ({ isMobile }) => { isPhone.value = isMobile; },
  "set-user": ({ identifier, user }) => quietly(actions.setUser(identifier, user)),
  "set-custom-attributes": ({ customAttributes }) => quietly(actions.setContactAttributes(customAttributes)),
  "delete-custom-attribute": ({ customAttribute }) => quietly(actions.deleteContactAttribute(customAttribute)),
  "set-conversation-custom-attributes": ({ customAttributes }) => quietly(actions.setConversationAttributes(customAttributes)),
  "delete-conversation-custom-attribute": ({ customAttribute }) => quietly(actions.deleteConversationAttribute(customAttribute)),
  "set-label": ({ label }) => quietly(actions.setLabel(label)),
  "remove-label": ({ label }) => quietly(actions.removeLabel(label)),
  "set-locale": ({ locale }) => speak(locale),
  "set-color-scheme": ({ darkMode }) => scheme(darkMode),
  "sdk-set-bubble-visibility": ({ hideMessageBubble }) => { settings.value = { ...settings.value, hideMessageBubble }; },
};

colour(/^#[\da-f]{6}$/i.test(inbox.widgetColor) ? inbox.widgetColor : "#1f93ff");
listen(handlers);
// a native app decides by this part of the address where links open
effect(() => {
  const hash = view.value === "chat" ? "#/messages" : "#/";
  if (location.hash !== hash) history.replaceState(null, "", hash);
});
const query = new URLSearchParams(location.search);
scheme("light");
if (!isFramed || isNative) {
  if (!isNative) scheme("auto");
  speak(nearest(query.get("locale"), navigator.language, inbox.locale));
  isOpen.value = true;
  startSafely();
}
render(html`<${App} />`, document.getElementById("app"));
tell("loaded", { config: { authToken: window.authToken, channelConfig: inbox } });
