// The script that site owners paste: shows the bubble and the chat frame on a foreign page. Served as /packs/js/sdk.js.
// Plain script, no dependencies: it runs on other people's pages, so it adds two globals and touches nothing else.
(() => {
  "use strict";
  if (window.chatwootSDK) return;

  const PREFIX = "chatwoot-widget:";
  const YEAR = 365;
  const NARROW = 668; // up to this many pixels the chat fills the screen
  const doc = document;

  // ---- cookies of the page

  const readCookie = (name) => {
    const found = doc.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found && decodeURIComponent(found.slice(name.length + 1));
  };
  const writeCookie = (name, value, days) => {
    const { baseDomain } = window.$chatwoot;
    const until = new Date(Date.now() + days * 864e5).toUTCString();
    const domain = baseDomain ? `; domain=${baseDomain}` : "";
    doc.cookie = `${name}=${encodeURIComponent(value)}; expires=${until}; path=/; SameSite=Lax${domain}`;
  };

  // ---- MD5, which the user cookie is made of

  const md5 = (text) => {
    const bytes = new TextEncoder().encode(text);
    const count = ((bytes.length + 8) >> 6) + 1;
    const words = new Uint32Array(count * 16);
    bytes.forEach((byte, i) => (words[i >> 2] |= byte << ((i % 4) * 8)));
    words[bytes.length >> 2] |= 0x80 << ((bytes.length % 4) * 8);
    words[count * 16 - 2] = bytes.length * 8;
    const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
    const mix = [
      (b, c, d) => (b & c) | (~b & d),
      (b, c, d) => (d & b) | (~d & c),
      (b, c, d) => b ^ c ^ d,
      (b, c, d) => c ^ (b | ~d),
    ];
    const place = [(i) => i, (i) => 5 * i + 1, (i) => 3 * i + 5, (i) => 7 * i];
    let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    for (let block = 0; block < count; block += 1) {
      let [a, b, c, d] = state;
      for (let i = 0; i < 64; i += 1) {
        const round = i >> 4;
        const sum = (a + mix[round](b, c, d) + sines[i] + words[block * 16 + (place[round](i) % 16)]) | 0;
        const turn = turns[round][i % 4];
        [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
      }
      state = [a, b, c, d].map((word, i) => (word + state[i]) | 0);
    }
    const hex = (byte) => (byte & 255).toString(16).padStart(2, "0");
    return state.map((word) => [0, 8, 16, 24].map((by) => hex(word >>> by)).join("")).join("");
  };

  // ---- what lies on the page

  const STYLES = `
.woot-widget-holder{position:fixed;z-index:2147483000;overflow:hidden;opacity:1;background:transparent;
box-shadow:0 5px 40px rgba(0,0,0,.16);transition:opacity .2s,transform .2s}
.woot-widget-holder.woot--hide{opacity:0;transform:translateY(20px);pointer-events:none;visibility:hidden}
.woot-widget-holder iframe{width:100%;height:100%;border:0;color-scheme:normal}
.woot-widget-holder.has-unread-view{box-shadow:none}
.woot-widget-bubble{position:fixed;bottom:20px;width:64px;height:64px;padding:0;border:0;border-radius:100px;cursor:pointer;
z-index:2147483000;user-select:none;box-shadow:0 8px 24px rgba(0,0,0,.16);display:flex;align-items:center;justify-content:center}
.woot-widget-bubble svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.woot-widget-bubble:focus-visible{outline:3px solid #fff;outline-offset:-6px}
.woot-widget-bubble.woot-widget--expanded{width:auto;height:48px;padding:0 20px 0 16px;gap:10px;font:500 16px system-ui,sans-serif}
.woot-widget-bubble.woot-elements--left{left:20px}.woot-widget-bubble.woot-elements--right{right:20px}
.woot-widget-bubble.woot--hide{display:none}
.woot-widget-bubble.unread-notification::after{content:"";position:absolute;top:0;right:0;width:14px;height:14px;border-radius:50%;
background:#e5484d;border:2px solid #fff;box-sizing:border-box}
.woot-widget-bubble.woot-widget-bubble--flat{border-radius:0;width:56px;height:56px}
.woot-hidden{display:none!important}
@media (min-width:667px){.woot-widget-holder{bottom:104px;width:400px;height:calc(90% - 84px);max-height:640px;min-height:250px;border-radius:16px}
.woot-widget-holder.woot-elements--left{left:20px}.woot-widget-holder.woot-elements--right{right:20px}
.woot-widget-holder.woot-widget-holder--flat{border-radius:0}.woot-widget-holder.woot-widget--without-bubble{bottom:20px}}
@media (max-width:666px){.woot-widget-holder{inset:0;width:100%;height:100%}
.woot-widget-holder.has-unread-view{inset:auto 0 104px auto;max-width:400px}
.woot-widget-bubble.woot--close{display:none}}
@media (prefers-reduced-motion:reduce){.woot-widget-holder{transition:none}}`;

  const OPEN_ICON = "M21 11.5a8.4 8.4 0 0 1-12 7.6L3 21l1.9-6A8.4 8.4 0 1 1 21 11.5z";
  const CLOSE_ICON = "M6 6l12 12M18 6L6 18";

  const make = (tag, classes, attributes = {}) => {
    const element = Object.assign(doc.createElement(tag), attributes);
    element.className = classes;
    return element;
  };

  const icon = (path) => {
    const svg = doc.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(doc.createElementNS("http://www.w3.org/2000/svg", "path")).setAttribute("d", path);
    return svg;
  };

  /** Black or white, whichever is read better on this colour. */
  const readable = (colour) => {
    const match = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour || "");
    if (!match) return "#fff";
    const [r, g, b] = match.slice(1).map((part) => {
      const share = parseInt(part, 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.4 ? "#111" : "#fff";
  };

  let frame, holder, bubbles, openBubble, closeBubble, styles, sound;

  const tell = (event, fields = {}) => {
    if (frame && frame.contentWindow) frame.contentWindow.postMessage(PREFIX + JSON.stringify({ event, ...fields }), "*");
  };
  const fire = (name, detail = null) => window.dispatchEvent(new CustomEvent(name, { detail }));
  const side = () => (window.$chatwoot.position === "left" ? "woot-elements--left" : "woot-elements--right");
  const hide = (element, hidden) => element.classList.toggle("woot--hide", hidden);

  const frameUrl = () => {
    const { baseUrl, websiteToken } = window.$chatwoot;
    const session = readCookie("cw_conversation");
    const rest = session ? `&cw_conversation=${encodeURIComponent(session)}` : "";
    return `${baseUrl}/widget?website_token=${encodeURIComponent(websiteToken)}${rest}`;
  };

  const buildFrame = () => {
    const it = window.$chatwoot;
    styles = make("style", "", { id: "cw-widget-styles", textContent: STYLES });
    holder = make("div", `woot-widget-holder woot--hide ${side()}`, { id: "cw-widget-holder" });
    if (it.hideMessageBubble) holder.classList.add("woot-widget--without-bubble");
    if (it.widgetStyle === "flat") holder.classList.add("woot-widget-holder--flat");
    frame = make("iframe", "", { id: "chatwoot_live_chat_widget", title: "Chat", src: frameUrl() });
    frame.allow = "camera;microphone;fullscreen;display-capture;picture-in-picture;clipboard-write;";
    frame.style.visibility = "hidden";
    holder.append(frame);
    doc.head.append(styles);
    doc.body.append(holder);
  };

  const buildBubbles = (colour) => {
    const it = window.$chatwoot;
    const flat = it.widgetStyle === "flat" ? " woot-widget-bubble--flat" : "";
    bubbles = make("div", "woot--bubble-holder", { id: "cw-bubble-holder" });
    openBubble = make("button", `woot-widget-bubble ${side()}${flat}`, { type: "button", title: "Open chat window" });
    closeBubble = make("button", `woot-widget-bubble woot--close woot--hide ${side()}${flat}`, { type: "button", title: "Close chat window" });
    openBubble.append(icon(OPEN_ICON));
    closeBubble.append(icon(CLOSE_ICON));
    if (it.type === "expanded_bubble") {
      openBubble.classList.add("woot-widget--expanded");
      openBubble.append(make("div", "", { id: "woot-widget--expanded__text", textContent: it.launcherTitle || "Chat with us" }));
    }
    for (const button of [openBubble, closeBubble]) {
      button.setAttribute("aria-label", button.title);
      button.style.background = colour;
      button.style.color = readable(colour);
      button.addEventListener("click", () => toggle());
    }
    if (it.hideMessageBubble) bubbles.classList.add("woot-hidden");
    bubbles.append(openBubble, closeBubble);
    doc.body.append(bubbles);
  };

  /** Pages that swap their body take our elements along. */
  const keep = (event) => {
    const next = event.detail && (event.detail.newBody || event.detail.newDocument?.body || event.detail.render?.body);
    const body = next || event.newDocument?.body;
    if (body) body.append(...[holder, bubbles].filter(Boolean));
    setTimeout(() => {
      if (styles && !styles.isConnected) doc.head.append(styles);
      for (const element of [holder, bubbles]) if (element && !element.isConnected) doc.body.append(element);
    });
  };

  // ---- opening and closing

  function toggle(state) {
    const it = window.$chatwoot;
    const open = state === undefined ? !it.isOpen : state === "open" || state === true;
    if (!holder || open === it.isOpen) return;
    it.isOpen = open;
    hide(holder, !open);
    if (openBubble) {
      hide(openBubble, open);
      hide(closeBubble, !open);
    }
    tell("toggle-open", { isOpen: open });
    fire(open ? "chatwoot:opened" : "chatwoot:closed");
    if (open) {
      tell("push-event", { eventName: "webwidget.triggered" });
      frame.focus();
    } else if (openBubble && !it.hideMessageBubble) {
      openBubble.focus();
    }
  }

  const isMobile = () => window.innerWidth <= NARROW;
  const tellPage = () => tell("change-url", { referrerURL: location.href, referrerHost: location.host });

  const SETTINGS = ["locale", "position", "hideMessageBubble", "showPopoutButton", "widgetStyle", "darkMode",
    "showUnreadMessagesDialog", "welcomeTitle", "welcomeDescription", "availableMessage", "unavailableMessage",
    "enableFileUpload", "enableEmojiPicker", "enableEndConversation"];

  // ---- what the frame says

  const heard = {
    loaded({ config }) {
      const it = window.$chatwoot;
      const first = !it.hasLoaded;
      it.hasLoaded = true;
      // a visitor who has not written anything gets no cookie
      if (readCookie("cw_conversation")) writeCookie("cw_conversation", config.authToken, YEAR);
      const settings = Object.fromEntries(SETTINGS.map((name) => [name, it[name]]));
      tell("config-set", { ...settings, campaignsSnoozedTill: readCookie("cw_snooze_campaigns_till") });
      frame.style.visibility = "";
      if (first) buildBubbles(config.channelConfig.widgetColor);
      tell("toggle-close-button", { isMobile: isMobile() });
      tellPage();
      if (it.user) tell("set-user", { identifier: it.identifier, user: it.user });
      if (!it.resetTriggered) fire("chatwoot:ready");
    },
    error({ errorType, data }) {
      const it = window.$chatwoot;
      if (errorType === "SET_USER_ERROR") writeCookie(`cw_user_${it.websiteToken}`, "", -1);
      fire("chatwoot:error", data);
    },
    onEvent: ({ eventIdentifier, data }) => fire(eventIdentifier, data),
    setBubbleLabel({ label }) {
      const it = window.$chatwoot;
      const text = doc.getElementById("woot-widget--expanded__text");
      if (text && !it.launcherTitle) text.textContent = label;
    },
    setAuthCookie: ({ data }) => writeCookie("cw_conversation", data.widgetAuthToken, YEAR),
    setCampaignReadOn: () => writeCookie("cw_snooze_campaigns_till", String(Date.now() + 36e5), 1 / 24),
    postback: ({ data }) => fire("chatwoot:postback", { event: "postback", data }),
    toggleBubble: () => toggle(),
    popoutChatWindow: ({ baseUrl, websiteToken, locale }) => popout(baseUrl, websiteToken, locale),
    closeWindow: () => toggle("close"),
    closeChat: () => toggle("close"),
    updateIframeHeight({ extraHeight = 0, isFixedHeight }) {
      holder.style.height = isFixedHeight ? `${extraHeight}px` : "";
      holder.style.minHeight = isFixedHeight ? "0" : "";
    },
    setUnreadMode() {
      const it = window.$chatwoot;
      holder.classList.add("has-unread-view");
      if (!it.isOpen) {
        it.isOpen = true;
        hide(holder, false);
        tell("toggle-open", { isOpen: true });
      }
    },
    resetUnreadMode() {
      const it = window.$chatwoot;
      holder.classList.remove("has-unread-view");
      if (it.isOpen && openBubble) {
        hide(openBubble, true);
        hide(closeBubble, false);
      }
    },
    handleNotificationDot({ unreadMessageCount }) {
      const it = window.$chatwoot;
      if (openBubble) openBubble.classList.toggle("unread-notification", unreadMessageCount > 0 && !it.isOpen);
    },
    playAudio() {
      sound = sound || new Audio(`${window.$chatwoot.baseUrl}/audio/widget/ding.mp3`);
      sound.play().catch(() => {}); // before the visitor touched the page it may not
    },
  };

  const popout = (baseUrl, token, locale) => {
    const it = window.$chatwoot;
    const session = readCookie("cw_conversation") || "";
    const query = new URLSearchParams({ cw_conversation: session, website_token: token, locale: locale || it.locale || "" });
    const origin = new URL(baseUrl).origin;
    const look = "resizable=off,width=400,height=600";
    window.open(`${origin}/widget?${query}`, `webwidget_session_${token}`, look)?.focus();
  };

  const listen = (event) => {
    if (!frame || event.source !== frame.contentWindow) return;
    if (typeof event.data !== "string" || !event.data.startsWith(PREFIX)) return;
    let message;
    try {
      message = JSON.parse(event.data.slice(PREFIX.length));
    } catch {
      return;
    }
    if (Object.hasOwn(heard, message.event)) heard[message.event](message);
  };

  // ---- what the page may say

  const USER_KEYS = ["avatar_url", "email", "name"];
  const HASHED = [...USER_KEYS, "identifier_hash"];

  const given = (value, what) => {
    if (!value || typeof value !== "object" || !Object.keys(value).length) throw new Error(`${what} should have at least one key`);
    return value;
  };

  const methods = {
    toggle,
    toggleBubbleVisibility(visibility) {
      const it = window.$chatwoot;
      it.hideMessageBubble = visibility === "hide";
      if (bubbles) bubbles.classList.toggle("woot-hidden", it.hideMessageBubble);
      if (holder) holder.classList.toggle("woot-widget--without-bubble", it.hideMessageBubble);
      tell("sdk-set-bubble-visibility", { hideMessageBubble: it.hideMessageBubble });
    },
    popoutChatWindow() {
      const it = window.$chatwoot;
      toggle("close");
      popout(it.baseUrl, it.websiteToken, it.locale);
    },
    setUser(identifier, user) {
      const it = window.$chatwoot;
      if (!["string", "number"].includes(typeof identifier)) throw new Error("Identifier should be a string or a number");
      if (!user || !USER_KEYS.some((key) => user[key])) throw new Error(`User should have one of ${USER_KEYS.join(", ")}`);
      const cookie = `cw_user_${it.websiteToken}`;
      const hash = md5(HASHED.map((key) => user[key] || "").concat(identifier).join(""));
      it.identifier = identifier;
      it.user = user;
      if (readCookie(cookie) === hash) return;
      tell("set-user", { identifier, user });
      writeCookie(cookie, hash, YEAR);
    },
    setCustomAttributes: (customAttributes) => tell("set-custom-attributes", { customAttributes: given(customAttributes, "Custom attributes") }),
    deleteCustomAttribute: (customAttribute = "") => tell("delete-custom-attribute", { customAttribute }),
    setConversationCustomAttributes: (customAttributes) =>
      tell("set-conversation-custom-attributes", { customAttributes: given(customAttributes, "Custom attributes") }),
    deleteConversationCustomAttribute: (customAttribute = "") => tell("delete-conversation-custom-attribute", { customAttribute }),
    setLabel: (label = "") => tell("set-label", { label }),
    removeLabel: (label = "") => tell("remove-label", { label }),
    setLocale(locale = "en") {
      window.$chatwoot.locale = locale;
      tell("set-locale", { locale });
    },
    setColorScheme(darkMode = "light") {
      window.$chatwoot.darkMode = darkMode;
      tell("set-color-scheme", { darkMode });
    },
    reset() {
      const it = window.$chatwoot;
      toggle("close");
      writeCookie("cw_conversation", "", -1);
      writeCookie(`cw_user_${it.websiteToken}`, "", -1);
      Object.assign(it, { resetTriggered: true, identifier: undefined, user: null });
      if (frame) frame.src = frameUrl();
    },
  };

  /** Tells the frame of navigation inside a page. */
  const watchNavigation = () => {
    let last = location.href;
    const look = () => {
      if (location.href === last) return;
      last = location.href;
      tellPage();
    };
    new MutationObserver(look).observe(doc.documentElement, { childList: true, subtree: true });
    window.addEventListener("popstate", look);
    window.addEventListener("hashchange", look);
  };

  const run = ({ websiteToken, baseUrl }) => {
    if (window.$chatwoot) return;
    const settings = window.chatwootSettings || {};
    const language = settings.useBrowserLanguage ? navigator.language.replace("-", "_") : settings.locale;
    window.$chatwoot = {
      ...settings,
      baseUrl,
      websiteToken,
      baseDomain: settings.baseDomain,
      hasLoaded: false,
      isOpen: false,
      resetTriggered: false,
      user: null,
      identifier: undefined,
      hideMessageBubble: settings.hideMessageBubble || false,
      position: settings.position === "left" ? "left" : "right",
      locale: language,
      type: settings.type === "expanded_bubble" ? "expanded_bubble" : "standard",
      launcherTitle: settings.launcherTitle || "",
      widgetStyle: settings.widgetStyle === "flat" ? "flat" : "standard",
      darkMode: ["auto", "dark"].includes(settings.darkMode) ? settings.darkMode : "light",
      showPopoutButton: settings.showPopoutButton || false,
      showUnreadMessagesDialog: settings.showUnreadMessagesDialog ?? true,
      enableEmojiPicker: settings.enableEmojiPicker ?? true,
      enableEndConversation: settings.enableEndConversation ?? true,
      ...methods,
    };
    const start = () => {
      window.addEventListener("message", listen);
      window.addEventListener("resize", () => tell("toggle-close-button", { isMobile: isMobile() }));
      for (const name of ["turbo:before-render", "turbolinks:before-render", "astro:before-swap"]) doc.addEventListener(name, keep);
      buildFrame();
      watchNavigation();
    };
    if (doc.body) start();
    else doc.addEventListener("DOMContentLoaded", start);
  };

  window.chatwootSDK = { run };
})();
