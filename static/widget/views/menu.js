// What else can be done with a conversation: a copy by mail, no sound, the end.
import { Component, html } from "../../shared/preact.js";
import { get, post } from "../api.js";
import { learn } from "../messages.js";
import { canEnd, canMail, set, state } from "../state.js";
import { t } from "../texts.js";
import { focusFirst } from "./parts.js";

const close = () => {
  set({ isMenuOpen: false });
  document.querySelector("header [aria-expanded]")?.focus();
};

const isMuted = () => {
  try {
    return Boolean(localStorage.cw_mute);
  } catch {
    return false;
  }
};

const toggleSound = () => {
  try {
    if (isMuted()) localStorage.removeItem("cw_mute");
    else localStorage.cw_mute = "1";
  } catch {
    // a browser that keeps nothing for frames
  }
  close();
};

export default class Menu extends Component {
  state = { isAsking: false, said: "" };
  setBox = (element) => { this.box = element; };

  componentDidMount() {
    focusFirst(this.box);
    addEventListener("pointerdown", this.outside);
  }

  componentDidUpdate(_, { isAsking, said }) {
    if (isAsking !== this.state.isAsking) focusFirst(this.box);
    if (said !== this.state.said) this.box.focus(); // the button that had it is gone
  }

  componentWillUnmount() {
    removeEventListener("pointerdown", this.outside);
  }

  outside = ({ target }) => {
    if (!target.closest(".menu, header [aria-expanded]")) set({ isMenuOpen: false });
  };

  keyed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key !== "Escape" && !step) return;
    event.preventDefault();
    if (!step) return close();
    const buttons = [...this.box.querySelectorAll("button")];
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length)?.focus();
  };

  failed = ({ status }) => this.setState({ said: t(status ? "not_done" : "offline") });

  ask = () => this.setState({ isAsking: true });

  end = () => get("conversations/toggle_status").then(() => {
    learn({ id: state.conversation.id, status: "resolved" });
    close();
  }, this.failed);

  mail = () => post("conversations/transcript").then(() => this.setState({ said: t("transcript_sent") }), this.failed);

  render(_, { isAsking, said }) {
    const items = isAsking
      ? html`<p><b>${t("end_sure")}</b></p>
        <button type="button" class="danger" onClick=${this.end}>${t("yes")}</button>
        <button type="button" onClick=${close}>${t("cancel")}</button>`
      : html`${canMail() && html`<button type="button" onClick=${this.mail}>${t("transcript")}</button>`}
        <button type="button" onClick=${toggleSound}>${t(isMuted() ? "unmute" : "mute")}</button>
        ${canEnd() && html`<button type="button" class="danger" onClick=${this.ask}>${t("end")}</button>`}`;
    return html`<div class="menu" ref=${this.setBox} role="group" tabindex="-1" aria-label=${t("menu")} onKeyDown=${this.keyed}>
      ${said ? html`<p role="status">${said}</p>` : items}</div>`;
  }
}
