// The first screen: who is there, and the way into the conversation.
import { html } from "../../shared/preact.js";
import { tell } from "../frame.js";
import { brand, formFields, inbox, isSomebodyThere, set, state } from "../state.js";
import { clock, plain, t } from "../texts.js";
import { replyTime } from "./header.js";
import { Avatar, icon, nameOf } from "./parts.js";

const FACES = 4;

/** The conversation's view, which the first screen does without. */
export const loadChat = () => import("./chat.js");

function enter() {
  const hasConversation = Boolean(state.conversation);
  tell("onEvent", { eventIdentifier: "chatwoot:on-start-conversation", data: { hasConversation } });
  set({ view: !hasConversation && formFields().length ? "form" : "chat" });
}

/** What was said last. */
function Last({ message: { message_type, sender, content, created_at } }) {
  const name = message_type === 0 ? t("you") : nameOf(sender) || inbox.websiteName;
  return html`<button type="button" class="last" onClick=${enter}>
    <${Avatar} name=${name} url=${message_type === 0 ? "" : sender?.avatar_url || inbox.avatarUrl} />
    <span class="grow"><b>${name}</b><span dir="auto">${plain(content).slice(0, 120) || t("attachment")}</span></span>
    <time>${clock(created_at)}</time></button>`;
}

export function Home() {
  const here = state.agents.filter(({ availability_status }) => availability_status === "online").slice(0, FACES);
  const last = state.messages.at(-1);
  return html`<main tabindex="-1">
    <section class="card">
      <div class="bar">
        <div class="grow"><p class=${isSomebodyThere() ? "there" : ""}><b>${t(isSomebodyThere() ? "online" : "away")}</b></p><p class="small">${replyTime()}</p></div>
        <div class="faces">${here.map(({ id, name, avatar_url }) => html`<${Avatar} name=${name} url=${avatar_url} key=${id} />`)}</div>
      </div>
      ${!state.isWorking && inbox.outOfOfficeMessage && html`<p class="small"><bdi>${plain(inbox.outOfOfficeMessage)}</bdi></p>`}
      ${last && html`<${Last} message=${last} />`}
      <button type="button" class="primary" onClick=${enter} onPointerEnter=${loadChat}>${t(last ? "resume" : "start")}${icon("send")}</button>
    </section>
    ${!inbox.disableBranding && brand.BRAND_NAME && html`<p class="small brand">${t("powered", { brand: brand.BRAND_NAME })}</p>`}
  </main>`;
}
