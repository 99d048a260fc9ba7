// Talking to the page around the frame, and to a native app around the web view: strings with a prefix.
const PREFIX = "chatwoot-widget:";

export const isFramed = window.parent !== window;
export const isNative = Boolean(window.ReactNativeWebView);

const say = (fields) => {
  const text = PREFIX + JSON.stringify(fields);
  if (isNative) window.ReactNativeWebView.postMessage(text);
  else if (isFramed) window.parent.postMessage(text, "*");
};

/** Tells the page or the app around us. */
export const tell = (event, fields) => say({ event, ...fields });

/** Leaves the chat, however it is shown. */
export const leave = () => (isNative ? say({ type: "close-widget" }) : tell("closeWindow"));

/** Calls `handlers[event](fields)` for what the page says. */
export function listen(handlers) {
  addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || typeof data !== "string" || !data.startsWith(PREFIX)) return;
    let message;
    try {
      message = JSON.parse(data.slice(PREFIX.length));
    } catch {
      return;
    }
    if (Object.hasOwn(handlers, message.event)) handlers[message.event](message);
  });
}

/** Sounds, unless the visitor wants none. */
export function ding() {
  try {
    if (localStorage.cw_mute) return;
  } catch {
    // a browser that keeps nothing for frames
  }
  if (isFramed) tell("playAudio");
  else new Audio("/audio/widget/ding.mp3").play().catch(() => {}); // not before the visitor touched the page
}
