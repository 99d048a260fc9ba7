// Above the bubble while the chat is closed: new messages, or one that a campaign shows.
import { Component, html } from "../../shared/preact.js";
import { leave, tell } from "../frame.js";
import { endPreview } from "../live.js";
import { inbox, state, unread } from "../state.js";
import { plain, t } from "../texts.js";
import { Avatar, Button, nameOf } from "./parts.js";

const SHOWN = 3;
const LONGEST = 200;
const SHADOW = 24; // pixels around it

function dismiss() {
  if (state.campaign) tell("setCampaignReadOn");
  leave(); // first: our script takes the end of a preview that it still shows for the beginning of the chat
  endPreview(false);
}

const asMessage = ({ id, message, sender }) => ({ id, content: message, sender });

export default class Preview extends Component {
  setBox = (element) => { this.box = element; };
  componentDidMount() { this.fit(); }
  componentDidUpdate() { this.fit(); }
  fit() { tell("updateIframeHeight", { isFixedHeight: true, extraHeight: this.box.scrollHeight + SHADOW }); }

  render() {
    const messages = state.campaign ? [asMessage(state.campaign)] : unread().slice(-SHOWN);
    return html`<main class="preview" ref=${this.setBox}>
      <div class="hidden" role="status"><h1>${t("unread", { n: messages.length })}</h1></div>
      <${Button} name="close" kind="dismiss" label=${t("dismiss")} onClick=${dismiss} />
      ${messages.map(({ id, content, sender }) => html`<button type="button" class="card" key=${id} onClick=${() => endPreview(true)}>
        <${Avatar} name=${nameOf(sender) || inbox.websiteName} url=${sender?.avatar_url || inbox.avatarUrl} />
        <span class="grow"><span class="small">${nameOf(sender) || inbox.websiteName}</span>
          <span dir="auto">${plain(content).slice(0, LONGEST) || t("attachment")}</span></span></button>`)}
    </main>`;
  }
}
