// The bar on top: who answers, and the way back and out.
import { html, useState } from "../../shared/preact.js";
import * as actions from "../actions.js";
import { closeNative, isFramed, isNative, tell } from "../frame.js";
import { backAt, isSomebodyThere } from "../hours.js";
import { canEnd, conversation, hasEnded, inbox, isPhone, settings, view } from "../state.js";
import { language, t } from "../texts.js";
import { icon } from "./icons.js";
import { focusFirst, Button } from "./parts.js";

export const replyTime = () => {
  const { availableMessage, unavailableMessage } = settings.value;
  if (isSomebodyThere()) return availableMessage || t(inbox.replyTime || "in_a_few_minutes");
  return unavailableMessage || backAt() || t("away");
};

const popout = () => {
  tell("popoutChatWindow", { baseUrl: location.origin, websiteToken: inbox.websiteToken, locale: language.value });
};

function Menu({ close }) {
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState("");
  const end = () => actions.end().then(close, () => setTold(t("not_taken")));
  const transcript = () => actions.sendTranscript().then(() => setTold(t("transcript_sent")), ({ message }) => setTold(message));
  if (told) return html`<div class="menu" role="status">${told}</div>`;
  if (asking) {
    return html`<div class="menu" role="alertdialog" aria-label=${t("end_sure")} ref=${focusFirst}>
      <p>${t("end_sure")}</p><button type="button" class="danger" onClick=${end}>${t("yes")}</button>
      <button type="button" onClick=${close}>${t("cancel")}</button></div>`;
  }
  return html`<div class="menu" ref=${focusFirst} onKeyDown=${(event) => event.key === "Escape" && close()}>
    ${actions.canMail() && html`<button type="button" onClick=${transcript}>${t("transcript")}</button>`}
    ${canEnd.value && !hasEnded.value && html`<button type="button" onClick=${() => setAsking(true)}>${t("end")}</button>`}
  </div>`;
}

export function Header() {
  const [open, setOpen] = useState(false);
  const inChat = view.value === "chat" || view.value === "form";
  const hasMenu = inChat && conversation.value && (actions.canMail() || (canEnd.value && !hasEnded.value));
  const title = settings.value.welcomeTitle || inbox.welcomeTitle;
  return html`<header class=${inChat ? "bar" : "bar tall"}>
    <div class="row">
      ${inChat && html`<${Button} label=${t("back")} onClick=${() => { view.value = "home"; }}>${icon("back")}<//>`}
      ${inbox.avatarUrl && html`<img class="logo" src=${inbox.avatarUrl} alt="" />`}
      <div class="who"><h1>${inChat ? inbox.websiteName : ""}</h1>${inChat && html`<p class="when">${replyTime()}</p>`}</div>
      ${hasMenu && html`<${Button} label=${t("menu")} expanded=${open} onClick=${() => setOpen(!open)}>${icon("more")}<//>`}
      ${settings.value.showPopoutButton && isFramed && html`<${Button} label=${t("popout")} onClick=${popout}>${icon("popout")}<//>`}
      ${isPhone.value && isFramed && html`<${Button} label=${t("close")} onClick=${() => tell("closeWindow")}>${icon("close")}<//>`}
      ${isNative && html`<${Button} label=${t("close")} onClick=${closeNative}>${icon("close")}<//>`}
    </div>
    ${open && hasMenu && html`<${Menu} close=${() => setOpen(false)} />`}
    ${!inChat && html`<h1 class="welcome">${title || inbox.websiteName}</h1>
      <p class="tagline">${settings.value.welcomeDescription || inbox.welcomeTagline}</p>`}
  </header>`;
}
