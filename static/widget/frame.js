// Talking to the page around the frame, and to a native app around the web view: strings with a prefix.
const PREFIX = "chatwoot-widget:";

export const isFramed = window.parent !== window;
export const isNative = Boolean(window.ReactNativeWebView);

/** Tells the page or the app around us. */
export function tell(event, fields = {}) {
  const text = PREFIX + JSON.stringify({ event, ...fields });
  if (isNative) window.ReactNativeWebView.postMessage(text);
  else if (isFramed) window.parent.postMessage(text, "*");
}

/** Asks the app around us to close the web view. */
export function closeNative() {
  window.ReactNativeWebView.postMessage(PREFIX + JSON.stringify({ type: "close-widget" }));
}

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
