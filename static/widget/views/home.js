// The first screen: who is there, and the way into the conversation.
import { html } from "../../shared/preact.js";
import * as actions from "../actions.js";
import { isSomebodyThere } from "../hours.js";
import { agents, brand, conversation, inbox } from "../state.js";
import { t } from "../texts.js";
import { replyTime } from "./header.js";
import { Avatar } from "./parts.js";

const FACES = 4;

export function Home() {
  const here = agents.value.filter(({ availability_status }) => availability_status === "online").slice(0, FACES);
  return html`<main class="home">
    <section class="card">
      <div class="row">
        <div class="who"><p class="strong">${isSomebodyThere() ? t("online") : t("away")}</p><p class="when">${replyTime()}</p></div>
        <div class="faces">${here.map((agent) => html`<${Avatar} name=${agent.name} url=${agent.avatar_url} key=${agent.id} />`)}</div>
      </div>
      <button type="button" class="primary" onClick=${actions.enter}>${t(conversation.value ? "resume" : "start")}</button>
    </section>
    ${!inbox.disableBranding && brand.BRAND_NAME && html`<p class="brand">${t("powered", { brand: brand.BRAND_NAME })}</p>`}
  </main>`;
}
