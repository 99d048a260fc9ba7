// One message: bubble, files, marks. What strangers wrote goes through `markdown`.
import { html } from "../../shared/preact.js";
import { markdown } from "../../shared/markdown.js";
import * as actions from "../actions.js";
import { conversation, inbox } from "../state.js";
import { language, t } from "../texts.js";
import { Attachments } from "./attachments.js";
import { Interactive } from "./interactive.js";
import { Avatar } from "./parts.js";

const time = (unix) => new Date(unix * 1000).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });

/** How far a message of the visitor's got. */
const mark = (message) => {
  if ((conversation.value?.agent_last_seen_at ?? 0) >= message.created_at || message.status === "read") return t("read");
  return t(message.status === "delivered" ? "delivered" : "sent");
};

const bubble = (content) => content && html`<div class="bubble" dir="auto">${markdown(content)}</div>`;

export function Message({ message, isFirst }) {
  const isOwn = message.message_type === 0;
  const { sender } = message;
  const name = isOwn ? t("you") : sender?.available_name || sender?.name || inbox.websiteName;
  return html`<article class=${`message ${isOwn ? "own" : "theirs"} ${isFirst ? "first" : ""}`} aria-label=${name}>
    ${!isOwn && html`<div class="face">${isFirst && html`<${Avatar} name=${name} url=${sender?.avatar_url || inbox.avatarUrl} />`}</div>`}
    <div class="body">
      ${!isOwn && isFirst && html`<p class="name">${name}</p>`}
      ${bubble(message.content)}
      <${Attachments} files=${message.attachments ?? []} />
      <${Interactive} message=${message} />
      <p class="meta"><time datetime=${new Date(message.created_at * 1000).toISOString()}>${time(message.created_at)}</time>
        ${isOwn && html`<span>${mark(message)}</span>`}</p>
    </div>
  </article>`;
}

/** A message on its way. */
export function Waiting({ message }) {
  const failed = message.status === "failed";
  return html`<article class="message own first waiting" aria-label=${t("you")}>
    <div class="body">
      ${bubble(message.content)}
      ${message.files?.map((file) => html`<div class="file" key=${file.name}><span>${file.name}</span>
        <progress max="1" value=${message.progress} aria-label=${t("sending")}></progress></div>`)}
      <p class="meta" role="status">${failed ? `${t("failed")}: ${message.reason}` : t("sending")}
        ${failed && html`<button type="button" onClick=${() => actions.retry(message.echo_id)}>${t("retry")}</button>
          <button type="button" onClick=${() => actions.dismiss(message.echo_id)}>${t("dismiss")}</button>`}</p>
    </div>
  </article>`;
}
