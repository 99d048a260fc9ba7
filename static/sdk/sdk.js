// The script of /packs/js/sdk.js that site owners paste: the bubble and the chat frame on other people's pages. It adds two globals.
(() => {
  "use strict";
  if (window.chatwootSDK) return;

  const PREFIX = "chatwoot-widget:";
  const doc = document;

  const readCookie = (name) => {
    const found = doc.cookie.split("; ").find((pair) => pair.startsWith(name + "="));
    return found && decodeURIComponent(found.slice(name.length + 1));
  };
  const writeCookie = (name, value, days = 365) => {
    const domain = it.baseDomain ? `; domain=${it.baseDomain}` : "";
    doc.cookie = `${name}=${encodeURIComponent(value)}; max-age=${days * 86400}; path=/; SameSite=Lax${domain}`;
  };

  // MD5, which the user cookie is made of
  const ROUNDS = [
    [(b, c, d) => (b & c) | (~b & d), 1, 0, 7, 12, 17, 22],
    [(b, c, d) => (d & b) | (~d & c), 5, 1, 5, 9, 14, 20],
    [(b, c, d) => b ^ c ^ d, 3, 5, 4, 11, 16, 23],
    [(b, c, d) => c ^ (b | ~d), 7, 0, 6, 10, 15, 21],
  ];

  const md5 = (text) => {
    const bytes = [...new TextEncoder().encode(text), 128];
    const words = new Uint32Array((((bytes.length + 7) >> 6) + 1) * 16);
    bytes.forEach((byte, i) => (words[i >> 2] |= byte << ((i % 4) * 8)));
    words[words.length - 2] = (bytes.length - 1) * 8;
    let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    for (let at = 0; at < words.length; at += 16) {
      let [a, b, c, d] = state;
      for (let i = 0; i < 64; i += 1) {
        const [mix, by, from, ...turns] = ROUNDS[i >> 4];
        const turn = turns[i % 4];
        const sum = a + mix(b, c, d) + Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) + words[at + ((by * i + from) % 16)];
        [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
      }
      state = [a, b, c, d].map((word, i) => (word + state[i]) | 0);
    }
    return [...new Uint8Array(new Int32Array(state).buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const STYLES = `
.woot-widget-holder{position:fixed;z-index:2147483000;overflow:hidden;box-shadow:0 8px 40px rgba(0,0,0,.18);transition:opacity .2s,transform .2s}
.woot-widget-holder.woot--hide{opacity:0;transform:translateY(16px);visibility:hidden}
.woot-widget-holder iframe{display:block;width:100%;height:100%;border:0;color-scheme:light}
.woot-widget-holder.has-unread-view{box-shadow:none}
.woot-widget-bubble{position:fixed;bottom:20px;width:64px;height:64px;padding:0;border:0;border-radius:100px;cursor:pointer;
z-index:2147483000;box-shadow:0 8px 24px rgba(0,0,0,.18);display:flex;align-items:center;justify-content:center}
.woot-widget-bubble svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.woot-widget-bubble:focus-visible{outline:2px solid currentColor;outline-offset:-6px}
.woot-widget-bubble.woot-widget-bubble--flat{border-radius:0;width:56px;height:56px}
.woot-widget-bubble.woot-widget--expanded{width:auto;height:52px;padding:0 22px 0 18px;font:500 16px system-ui,sans-serif}
#woot-widget--expanded__text{margin-inline-start:10px}
.woot-elements--left{left:20px}.woot-elements--right{right:20px}
.woot-widget-bubble.woot--hide,.woot-hidden{display:none!important}
.woot-widget-bubble.unread-notification::after{content:attr(data-unread);position:absolute;top:-2px;right:-2px;min-width:22px;height:22px;
padding:0 6px;border-radius:11px;background:#d92d20;color:#fff;font:600 13px/22px system-ui,sans-serif;box-sizing:border-box}
@media (min-width:667px){.woot-widget-holder{bottom:104px;width:400px;height:calc(90% - 84px);max-height:640px;min-height:250px;border-radius:16px}
.woot-widget-holder--flat{border-radius:0}.woot-widget--without-bubble{bottom:20px}}
@media (max-width:666px){.woot-widget-holder{inset:0}
.woot-widget-holder.has-unread-view{inset:auto 0 88px auto;width:100%;max-width:400px}
.woot-widget-bubble.woot--close{display:none}}
@media (prefers-reduced-motion:reduce){.woot-widget-holder{transition:none}}`;

  const OPEN_ICON = "M21 11.5a8.4 8.4 0 0 1-12 7.6L3 21l1.9-6A8.4 8.4 0 1 1 21 11.5z";
  const CLOSE_ICON = "M6 9l6 6 6-6";

  const make = (tag, className, attributes) => Object.assign(doc.createElement(tag), { className, ...attributes });

  const icon = (path) => {
    const svg = doc.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(doc.createElementNS(svg.namespaceURI, "path")).setAttribute("d", path);
    return svg;
  };

  /** Black or white, whichever is read on this colour; text needs more of a difference than an icon. */
  const readable = (colour, hasText) => {
    const [r, g, b] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > (hasText ? 0.18 : 0.3) ? "#000" : "#fff";
  };

  let it; // window.$chatwoot
  let frame, holder, bubbles, openBubble, closeBubble, styles, session;
  let isReady = false;
  let isPreview = false; // only new messages are shown
  let early = []; // said before the frame was there

  const tell = (event, fields) => {
    const text = PREFIX + JSON.stringify({ event, ...fields });
    if (isReady) frame.contentWindow.postMessage(text, "*");
    else early.push(text);
  };
  const on = (target, listener, ...names) => names.forEach((name) => target.addEventListener(name, listener));
  const fire = (name, detail = null) => window.dispatchEvent(new CustomEvent(name, { detail }));
  const side = () => `woot-elements--${it.position}`;
  const turn = (element, name, on) => element?.classList.toggle(name, on);

  const frameUrl = (rest = "") => {
    session = readCookie("cw_conversation");
    const known = session ? `&cw_conversation=${encodeURIComponent(session)}` : "";
    return `${it.baseUrl}/widget?website_token=${encodeURIComponent(it.websiteToken)}${known}${rest}`;
  };

  const buildFrame = () => {
    styles = make("style", "", { id: "cw-widget-styles", textContent: STYLES });
    holder = make("div", `woot-widget-holder woot--hide ${side()}`, { id: "cw-widget-holder" });
    turn(holder, "woot-widget--without-bubble", it.hideMessageBubble);
    turn(holder, "woot-widget-holder--flat", it.widgetStyle === "flat");
    frame = make("iframe", "", {
      id: "chatwoot_live_chat_widget", title: "Chat", src: frameUrl(),
      allow: "camera;microphone;fullscreen;display-capture;picture-in-picture;clipboard-write;",
    });
    frame.style.visibility = "hidden";
    holder.append(frame);
    doc.head.append(styles);
    if (!styles.sheet) { // the page's policy forbids style elements
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      doc.adoptedStyleSheets.push(sheet);
    }
    doc.body.append(holder);
  };

  const buildBubbles = (colour) => {
    const isExpanded = it.type === "expanded_bubble";
    const bubble = (classes, title, path) => {
      const button = make("button", `woot-widget-bubble ${classes} ${side()}`, { type: "button", title, ariaLabel: title, onclick: () => toggle() });
      turn(button, "woot-widget-bubble--flat", it.widgetStyle === "flat");
      button.append(icon(path));
      button.style.background = colour;
      button.style.color = readable(colour, isExpanded);
      return button;
    };
    bubbles = make("div", "woot--bubble-holder", { id: "cw-bubble-holder" });
    openBubble = bubble("", "Open chat window", OPEN_ICON);
    closeBubble = bubble("woot--close", "Close chat window", CLOSE_ICON);
    if (isExpanded) {
      turn(openBubble, "woot-widget--expanded", true);
      openBubble.append(make("div", "", { id: "woot-widget--expanded__text", textContent: it.launcherTitle || "Chat with us" }));
    }
    turn(bubbles, "woot-hidden", it.hideMessageBubble);
    bubbles.append(openBubble, closeBubble);
    doc.body.append(bubbles);
    swapBubbles();
  };

  const swapBubbles = () => {
    turn(openBubble, "woot--hide", it.isOpen);
    turn(closeBubble, "woot--hide", !it.isOpen);
  };

  /** Pages that swap their body take our elements along; a moved frame loads again. */
  const keep = ({ detail, data, newDocument }) => {
    const body = detail?.newBody || data?.newBody || newDocument?.body;
    if (!body) return;
    isReady = false;
    frame.src = frameUrl();
    body.append(holder, bubbles || "");
    setTimeout(() => doc.head.append(styles));
  };

  const preview = (on) => {
    isPreview = on;
    turn(holder, "has-unread-view", on);
  };

  function toggle(state) {
    const open = state === undefined ? !it.isOpen : state === "open" || state === true;
    if (!holder || (open === it.isOpen && !isPreview)) return;
    const changed = open !== it.isOpen;
    preview(false);
    it.isOpen = open;
    turn(holder, "woot--hide", !open);
    swapBubbles();
    tell("toggle-open", { isOpen: open, isChat: open });
    if (!changed) return;
    fire(open ? "chatwoot:opened" : "chatwoot:closed");
    if (open) {
      tell("widget-visible");
      tell("push-event", { eventName: "webwidget.triggered" });
      turn(openBubble, "unread-notification", false);
      frame.focus();
    } else openBubble?.focus();
  }

  const tellSize = () => tell("toggle-close-button", { isMobile: window.innerWidth <= 668 });
  const tellPage = () => tell("change-url", { referrerURL: location.href, referrerHost: location.host });

  const close = () => toggle("close");

  // what the frame says
  const heard = {
    loaded({ config }) {
      const waiting = early;
      early = [];
      isReady = it.hasLoaded = true;
      // a visitor who has not written anything gets no cookie
      if (session) writeCookie("cw_conversation", config.authToken);
      session = config.authToken;
      const settings = Object.entries(it).filter(([, value]) => Object(value) !== value); // no methods, not the user
      tell("config-set", { ...Object.fromEntries(settings), campaignsSnoozedTill: readCookie("cw_snooze_campaigns_till") });
      frame.style.visibility = "";
      if (!bubbles) buildBubbles(config.channelConfig.widgetColor);
      tellSize();
      tellPage();
      if (it.isOpen) tell("toggle-open", { isOpen: true });
      for (const text of waiting) frame.contentWindow.postMessage(text, "*");
      if (!it.resetTriggered) fire("chatwoot:ready");
    },
    error({ errorType, data }) {
      if (errorType === "SET_USER_ERROR") writeCookie(`cw_user_${it.websiteToken}`, "", -1);
      fire("chatwoot:error", data);
    },
    onEvent: ({ eventIdentifier, data }) => fire(eventIdentifier, data),
    setBubbleLabel({ label, close: closeLabel }) {
      const text = openBubble.querySelector("div");
      frame.title = openBubble.ariaLabel = it.launcherTitle || label;
      if (text) text.textContent = frame.title;
      if (closeLabel) closeBubble.ariaLabel = closeLabel;
    },
    setAuthCookie({ data }) {
      session = data.widgetAuthToken;
      writeCookie("cw_conversation", session);
    },
    setCampaignReadOn: () => writeCookie("cw_snooze_campaigns_till", Date.now() + 36e5, 1 / 24),
    postback: ({ data }) => fire("chatwoot:postback", { event: "postback", data }),
    toggleBubble: () => toggle(),
    popoutChatWindow: ({ baseUrl, websiteToken, locale }) => popout(baseUrl, websiteToken, locale),
    closeWindow: close,
    closeChat: close,
    updateIframeHeight({ extraHeight = 0, isFixedHeight }) {
      holder.style.height = isFixedHeight ? `${extraHeight}px` : "";
      holder.style.minHeight = isFixedHeight ? "0" : "";
    },
    setUnreadMode() {
      if (it.isOpen) return;
      preview(true);
      turn(holder, "woot--hide", false);
    },
    resetUnreadMode: () => isPreview && toggle("open"),
    handleNotificationDot({ unreadMessageCount }) {
      openBubble.dataset.unread = unreadMessageCount;
      turn(openBubble, "unread-notification", unreadMessageCount > 0 && !it.isOpen);
    },
    playAudio() {
      new Audio(`${it.baseUrl}/audio/widget/ding.mp3`).play().catch(() => {}); // before the visitor touched the page it may not
    },
  };

  const popout = (baseUrl, token, locale) => {
    close();
    const query = new URLSearchParams({ cw_conversation: session || "", website_token: token, locale: locale || it.locale });
    window.open(`${new URL(baseUrl).origin}/widget?${query}`, `webwidget_session_${token}`, "resizable=off,width=400,height=600");
  };

  const listen = ({ source, data }) => {
    if (source !== frame.contentWindow || typeof data !== "string" || !data.startsWith(PREFIX)) return;
    const message = JSON.parse(data.slice(PREFIX.length));
    if (Object.hasOwn(heard, message.event)) heard[message.event](message);
  };

  const USER_KEYS = ["avatar_url", "email", "name"];

  const filled = (event) => (customAttributes) => {
    if (!Object.keys(customAttributes || {}).length) throw new Error("Attributes should have at least one key");
    tell(event, { customAttributes });
  };

  // what the page may say
  const methods = {
    toggle,
    toggleBubbleVisibility(visibility) {
      const hideMessageBubble = visibility === "hide";
      it.hideMessageBubble = hideMessageBubble;
      turn(bubbles, "woot-hidden", hideMessageBubble);
      turn(holder, "woot-widget--without-bubble", hideMessageBubble);
      tell("sdk-set-bubble-visibility", { hideMessageBubble });
    },
    popoutChatWindow: () => popout(it.baseUrl, it.websiteToken, it.locale),
    setUser(identifier, user) {
      if (!/string|number/.test(typeof identifier)) throw new Error("Identifier should be a string or a number");
      if (!user || !USER_KEYS.some((key) => user[key])) throw new Error(`User should have one of ${USER_KEYS}`);
      const cookie = `cw_user_${it.websiteToken}`;
      const hash = md5([...USER_KEYS, "identifier_hash"].map((key) => user[key] || "").join("") + identifier);
      Object.assign(it, { identifier, user });
      if (readCookie(cookie) === hash && readCookie("cw_conversation")) return;
      tell("set-user", { identifier, user });
      writeCookie(cookie, hash);
    },
    setCustomAttributes: filled("set-custom-attributes"),
    deleteCustomAttribute: (customAttribute) => tell("delete-custom-attribute", { customAttribute }),
    setConversationCustomAttributes: filled("set-conversation-custom-attributes"),
    deleteConversationCustomAttribute: (customAttribute) => tell("delete-conversation-custom-attribute", { customAttribute }),
    setLabel: (label) => tell("set-label", { label }),
    removeLabel: (label) => tell("remove-label", { label }),
    setLocale(locale = "en") {
      tell("set-locale", { locale });
      it.locale = locale;
    },
    setColorScheme(darkMode = "light") {
      tell("set-color-scheme", { darkMode });
      it.darkMode = darkMode;
    },
    reset() {
      close();
      writeCookie("cw_conversation", "", -1);
      writeCookie(`cw_user_${it.websiteToken}`, "", -1);
      Object.assign(it, { resetTriggered: true, identifier: undefined, user: null });
      turn(openBubble, "unread-notification", false);
      isReady = false;
      early = [];
      frame.src = frameUrl("&reset=1");
    },
  };

  /** Tells the frame of navigation inside a page. */
  const watchNavigation = () => {
    let last = location.href;
    const look = () => {
      if (location.href !== last) tellPage();
      last = location.href;
    };
    new MutationObserver(look).observe(doc, { childList: true, subtree: true });
    on(window, look, "popstate", "hashchange");
  };

  const run = ({ websiteToken, baseUrl }) => {
    if (window.$chatwoot) return;
    const settings = window.chatwootSettings || {};
    const either = (name, usual, ...others) => (others.includes(settings[name]) ? settings[name] : usual);
    it = window.$chatwoot = {
      showPopoutButton: false,
      showUnreadMessagesDialog: true,
      launcherTitle: "",
      ...settings,
      ...methods,
      baseUrl,
      websiteToken,
      hasLoaded: false,
      isOpen: false,
      resetTriggered: false,
      user: null,
      hideMessageBubble: !!settings.hideMessageBubble,
      locale: settings.useBrowserLanguage ? navigator.language.replace("-", "_") : settings.locale,
      position: either("position", "right", "left"),
      type: either("type", "standard", "expanded_bubble"),
      widgetStyle: either("widgetStyle", "standard", "flat"),
      darkMode: either("darkMode", "light", "auto", "dark"),
    };
    const start = () => {
      buildFrame();
      on(window, listen, "message");
      on(window, tellSize, "resize");
      on(doc, keep, "turbo:before-render", "turbolinks:before-render", "astro:before-swap");
      watchNavigation();
    };
    if (doc.body) start();
    else on(doc, start, "DOMContentLoaded");
  };

  window.chatwootSDK = { run };
})();
