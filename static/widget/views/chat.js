// The conversation: its messages with days between them, who is typing, and the place to write.
import { Component, html } from "../../shared/preact.js";
import { loadOlder } from "../messages.js";
import { botIsNext, formFields, hasEnded, isClosed, set, state } from "../state.js";
import { t, when } from "../texts.js";
import { Composer } from "./composer.js";
import { Message, Waiting } from "./message.js";
import { Button } from "./parts.js";

const TOGETHER = 300; // seconds between messages of one writer that belong together
const NEAR = 60; // pixels from the end that count as being there

const dayOf = (unix) => new Date(unix * 1000).toDateString();

function dayName(unix) {
  const now = Date.now() / 1000;
  if (dayOf(unix) === dayOf(now)) return t("today");
  return dayOf(unix) === dayOf(now - 86_400) ? t("yesterday") : when(unix, { weekday: "long", day: "numeric", month: "long" });
}

const writerOf = ({ message_type, sender }) => `${message_type} ${sender?.id}`;
const belong = (a, b) => a && b && writerOf(a) === writerOf(b) && Math.abs(b.created_at - a.created_at) < TOGETHER && dayOf(a.created_at) === dayOf(b.created_at);

/** Messages with a line before the first of each day; name and face only where the writer changes. */
const rows = (messages) => messages.map((message, i) => {
  const before = messages[i - 1];
  const isNewDay = !before || dayOf(before.created_at) !== dayOf(message.created_at);
  return [
    isNewDay && html`<p class="day" key=${`day ${message.id}`}>${dayName(message.created_at)}</p>`,
    html`<${Message} message=${message} isFirst=${!belong(before, message)} isLast=${!belong(message, messages[i + 1])} key=${message.id} />`,
  ];
});

/** The conversation ended and takes no more: another one. */
const startOver = () => set({
  formerId: state.conversation.id, conversation: null, messages: [], hasOlder: false, view: formFields().length ? "form" : "chat",
});

const Typing = () => html`<p class="typing" role="status"><span class="dots" aria-hidden="true"><i /><i /><i /></span>
  <span class="small">${state.typist && t("typing", { name: state.typist })}</span></p>`;

export default class Chat extends Component {
  state = { isAway: false };
  isAtEnd = true;
  heightBefore = 0; // while older messages are on their way
  setList = (element) => { this.list = element; };

  toEnd = () => {
    if (this.isAtEnd && this.list) this.list.scrollTop = this.list.scrollHeight;
  };

  componentDidMount() {
    this.toEnd();
    addEventListener("resize", this.toEnd);
  }

  componentDidUpdate() {
    if (this.heightBefore && state.messages[0]?.id !== this.firstId) {
      this.list.scrollTop += this.list.scrollHeight - this.heightBefore;
      this.heightBefore = 0;
    }
    this.toEnd();
  }

  componentWillUnmount() {
    removeEventListener("resize", this.toEnd);
  }

  older = () => {
    if (this.heightBefore) return; // a click that had to scroll to the button asks twice
    this.heightBefore = this.list.scrollHeight;
    this.firstId = state.messages[0].id;
    loadOlder().catch(() => { this.heightBefore = 0; });
  };

  scrolled = ({ currentTarget: box }) => {
    this.isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (this.isAtEnd === this.state.isAway) this.setState({ isAway: !this.isAtEnd });
    if (box.scrollTop < NEAR && state.hasOlder) this.older();
  };

  latest = () => {
    this.isAtEnd = true;
    this.toEnd();
  };

  render(_, { isAway }) {
    const { messages, pending, typist, hasOlder } = state;
    return html`<main>
      <div class="list" ref=${this.setList} onScroll=${this.scrolled} onLoadCapture=${this.toEnd} role="log" tabindex="0" aria-label=${t("messages")}>
        ${hasOlder && html`<button type="button" class="quiet" onClick=${this.older}>${t("older")}</button>`}
        ${rows(messages)}
        ${pending.map((message) => html`<${Waiting} message=${message} key=${message.echo_id} />`)}
        ${(typist !== null || botIsNext()) && html`<${Typing} />`}
        ${hasEnded() && html`<p class="day" role="status">${t("ended")}</p>`}
      </div>
      ${isAway && html`<${Button} name="down" kind="latest" label=${t("latest")} onClick=${this.latest} />`}
      ${isClosed() ? html`<div class="foot"><button type="button" class="primary" onClick=${startOver}>${t("again")}</button></div>` : html`<${Composer} />`}
    </main>`;
  }
}
