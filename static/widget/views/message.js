// One message: bubble, files, marks. What strangers wrote goes through `markdown`.
import { html } from "../../shared/preact.js";
import { markdown } from "../../shared/markdown.js";
import { forget, retry } from "../outbox.js";
import { inbox, state } from "../state.js";
import { clock, plain, t } from "../texts.js";
import { Avatar, lazy, nameOf } from "./parts.js";

const Files = lazy(() => import("./files.js").then(({ Files: View }) => View));
const Uploads = lazy(() => import("./files.js").then(({ Uploads: View }) => View));
const Interactive = lazy(() => import("./interactive.js"));
const INTERACTIVE = ["input_select", "cards", "article", "form", "input_email", "input_csat"];

/** How far a message of the visitor's got. */
const mark = ({ status, created_at }) => {
  if (status === "read" || state.conversation?.agent_last_seen_at >= created_at) return "read";
  return status === "delivered" ? "delivered" : "sent";
};

const drawn = new WeakMap();

/** The text as elements, made once for each message: the list is drawn often. */
function bubble(message) {
  if (!message.content) return null;
  if (!drawn.has(message)) drawn.set(message, html`<div class="bubble" dir="auto">${markdown(message.content)}</div>`);
  return drawn.get(message);
}

/** What the message answers to. */
function quote({ content_attributes }) {
  const answered = content_attributes?.in_reply_to && state.messages.find(({ id }) => id === content_attributes.in_reply_to);
  return answered && html`<p class="small quote" dir="auto">${plain(answered.content) || t("attachment")}</p>`;
}

export function Message({ message, isFirst, isLast }) {
  const { message_type, sender, attachments, content_type, created_at } = message;
  const isOwn = message_type === 0;
  const name = isOwn ? t("you") : nameOf(sender) || inbox.websiteName;
  return html`<article class=${`message ${isOwn ? "own" : ""} ${isFirst ? "first" : ""}`} aria-label=${name}>
    ${!isOwn && html`<div class="face">${isLast && html`<${Avatar} name=${name} url=${sender?.avatar_url || inbox.avatarUrl} />`}</div>`}
    <div class="body">
      ${!isOwn && isFirst && sender && html`<p class="small">${name}</p>`}
      ${quote(message)}${bubble(message)}
      ${attachments?.length > 0 && html`<${Files} files=${attachments} />`}
      ${INTERACTIVE.includes(content_type) && html`<${Interactive} message=${message} />`}
      ${isLast && html`<p class="small">${clock(created_at)}${isOwn && ` · ${t(mark(message))}`}</p>`}
    </div>
  </article>`;
}

/** A message on its way. */
export function Waiting({ message }) {
  const { echo_id, files, status, reason } = message;
  return html`<article class="message own first waiting" aria-label=${t("you")}>
    <div class="body">
      ${bubble(message)}
      ${files.length > 0 && html`<${Uploads} message=${message} />`}
      <p class="small" role="status">${status === "failed" ? html`<span class="error">${t("failed")}: ${reason}</span>
        <button type="button" onClick=${() => retry(echo_id)}>${t("retry")}</button>
        <button type="button" onClick=${() => forget(echo_id)}>${t("remove")}</button>` : t("sending")}</p>
    </div>
  </article>`;
}
