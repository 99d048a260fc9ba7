// New messages above the bubble while the chat is closed.
import { html, useLayoutEffect, useRef } from "../../shared/preact.js";
import { plain } from "../../shared/markdown.js";
import { tell } from "../frame.js";
import { isOpen, unread, view } from "../state.js";
import { t } from "../texts.js";
import { icon } from "./icons.js";
import { Avatar, Button } from "./parts.js";

const SHOWN = 3;
const LONGEST = 200;

const leave = (to) => {
  view.value = to;
  tell("updateIframeHeight", { isFixedHeight: false });
  tell("resetUnreadMode");
};

export function Unread() {
  const box = useRef();
  useLayoutEffect(() => {
    tell("updateIframeHeight", { isFixedHeight: true, extraHeight: box.current.scrollHeight + 16 });
  });
  const read = () => {
    isOpen.value = true;
    leave("chat");
  };
  const dismiss = () => {
    leave("home");
    tell("closeWindow");
  };
  return html`<main class="unread" ref=${box}>
    <div class="row"><span role="status" class="visually-hidden">${t("unread", { n: unread.value.length })}</span>
      <${Button} label=${t("dismiss")} onClick=${dismiss}>${icon("close")}<//></div>
    ${unread.value.slice(-SHOWN).map((message) => html`<button type="button" class="preview" key=${message.id} onClick=${read}>
      <${Avatar} name=${message.sender?.name ?? t("team")} url=${message.sender?.avatar_url} />
      <span><span class="strong">${message.sender?.available_name ?? message.sender?.name ?? t("team")}</span>
        <span dir="auto">${plain(message.content).slice(0, LONGEST) || t("new_message")}</span></span></button>`)}
    <button type="button" class="primary" onClick=${read}>${t("view")}</button></main>`;
}
