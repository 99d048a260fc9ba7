// The widget: does what the page around it says, and shows one of its views. See state.js for what it knows.
import { html, render } from "../shared/preact.js";
import { report, session, setPage, pageUrl } from "./api.js";
import { isFramed, isNative, leave, listen, tell } from "./frame.js";
import { endPreview, showUnread, start as goLive } from "./live.js";
import { colour, scheme } from "./looks.js";
import { see } from "./messages.js";
import { flush, recall } from "./outbox.js";
import { inbox, set, state, watch } from "./state.js";
import * as store from "./store.js";
import { speak, t } from "./texts.js";
import { Header } from "./views/header.js";
import { Home, loadChat } from "./views/home.js";
import { lazy } from "./views/parts.js";

const Preview = lazy(() => import("./views/preview.js"));
const VIEWS = { home: Home, chat: lazy(loadChat, true), form: lazy(() => import("./views/form.js")) };

function App() {
  const View = VIEWS[state.view];
  if (!View) return html`<${Preview} />`;
  const { view, isOnline, isLost } = state;
  const isCutOff = view !== "home" && (isLost || !isOnline);
  return html`<div class=${`widget ${view}`}><${Header} />
    ${isCutOff && html`<p class="line" role="status">${t(isOnline ? "reconnecting" : "offline")}</p>`}<${View} /></div>`;
}

// ---- beginning

/** Keyboards begin where one would go on; on touch screens a field would bring up a keyboard of its own. */
function focusMain() {
  const main = document.querySelector(matchMedia("(pointer: coarse)").matches ? ".home main" : "textarea.write, .home main");
  main?.focus();
  return Boolean(main);
}

const query = new URLSearchParams(location.search);

/** The page may have said goodbye to the visitor who wrote what is kept. */
const cleared = Promise.resolve(query.has("reset") && store.clear());

let isStarted = false;

/** Connects. A visitor who never wrote costs the server nothing until the chat is opened. */
function start() {
  if (isStarted) return;
  isStarted = true;
  goLive();
  cleared.then(recall).then(flush);
}

/** What was left unsent may be a visitor's who has no session yet. */
const startIfNeeded = async () => (session.isKnown || (await store.exists())) && start();

let wasOpened = false;

/** A conversation that goes on is what the visitor wants to see first. */
function resume() {
  wasOpened ||= state.view !== "home";
  if (wasOpened || !state.isOpen || state.view !== "home" || !(state.conversation || state.pending.length)) return;
  set({ view: "chat" });
}

let snoozedTill;

async function visit(page) {
  setPage(page);
  if (!isFramed || inbox.hasCampaigns === false) return;
  (await import("./campaigns.js")).visit(pageUrl(), snoozedTill);
}

// ---- what the page says

let queue = Promise.resolve();

/** What the page says of the visitor happens in the order it was said. */
const inOrder = (name) => (message) => {
  queue = queue.then(async () => (await import("./visitor.js"))[name](message)).catch(() => {});
};

listen({
  "config-set": ({ event, locale, darkMode, campaignsSnoozedTill, ...settings }) => {
    snoozedTill = campaignsSnoozedTill;
    set({ settings: { ...state.settings, ...settings } });
    scheme(darkMode);
    speak(locale, ...navigator.languages, inbox.locale).then(() => tell("setBubbleLabel", { label: t("bubble"), close: t("close") }));
    startIfNeeded();
  },
  "toggle-open": ({ isOpen, isChat }) => {
    if (!VIEWS[state.view]) {
      // Chatwoot's script opens the frame for a preview, and says so: only ours tells that it means the chat
      if (isChat || !isOpen) endPreview(isOpen);
      return;
    }
    set({ isOpen, isMenuOpen: false });
    if (!isOpen) return;
    wasOpened = false;
    start();
    focusMain();
  },
  "widget-visible": () => set({}),
  "push-event": ({ eventName }) => report(eventName),
  "change-url": visit,
  "toggle-close-button": ({ isMobile }) => set({ isPhone: isMobile }),
  "set-user": inOrder("setUser"),
  "set-custom-attributes": inOrder("setContactAttributes"),
  "delete-custom-attribute": inOrder("deleteContactAttribute"),
  "set-conversation-custom-attributes": inOrder("setConversationAttributes"),
  "delete-conversation-custom-attribute": inOrder("deleteConversationAttribute"),
  "set-label": inOrder("setLabel"),
  "remove-label": inOrder("removeLabel"),
  "set-locale": ({ locale }) => speak(locale),
  "set-color-scheme": ({ darkMode }) => scheme(darkMode),
  "sdk-set-bubble-visibility": ({ hideMessageBubble }) => set({ settings: { ...state.settings, hideMessageBubble } }),
});

// ---- and go

colour(inbox.widgetColor);
scheme(isFramed || isNative ? "light" : "auto");
if (inbox.workingHoursEnabled) {
  import("./hours.js").then(({ look }) => {
    watch(look);
    setInterval(look, 60_000);
    look();
  });
}
let focused; // the view that has had the focus
watch(() => {
  resume();
  // a native app decides by this part of the address where links open
  const hash = state.view === "chat" ? "#/messages" : "#/";
  if (location.hash !== hash) history.replaceState(null, "", hash);
  render(html`<${App} />`, document.getElementById("app"));
  if (state.isOpen && focused !== state.view && focusMain()) focused = state.view;
  see();
  showUnread();
});
document.addEventListener("visibilitychange", see);
addEventListener("keydown", ({ key, defaultPrevented, isComposing }) => {
  if (key === "Escape" && !defaultPrevented && !isComposing && isFramed) leave();
});
if (!isFramed) {
  speak(query.get("locale"), ...navigator.languages, inbox.locale);
  start();
}
set({});
tell("loaded", { config: { authToken: session.token, channelConfig: inbox } });
