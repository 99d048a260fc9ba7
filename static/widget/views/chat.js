// The conversation: its messages with days between them, who is typing, and the place to write.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../../shared/preact.js";
import * as actions from "../actions.js";
import { botIsNext, canAttach, connection, hasEnded, hasOlder, isClosed, isOnline, messages, pending, typist } from "../state.js";
import { language, t } from "../texts.js";
import { Composer } from "./composer.js";
import { Message, Waiting } from "./message.js";

const dayOf = (unix) => new Date(unix * 1000).toDateString();

function dayName(unix) {
  const today = new Date();
  if (dayOf(unix) === today.toDateString()) return t("today");
  today.setDate(today.getDate() - 1);
  if (dayOf(unix) === today.toDateString()) return t("yesterday");
  return new Date(unix * 1000).toLocaleDateString(language.value, { weekday: "long", day: "numeric", month: "long" });
}

/** Messages with a line before the first of each day, and the faces only where the writer changes. */
function rows() {
  const out = [];
  let day;
  let writer;
  for (const message of messages.value) {
    if (message.content_attributes?.deleted) continue;
    if (dayOf(message.created_at) !== day) {
      day = dayOf(message.created_at);
      writer = undefined;
      out.push(html`<div class="day" key=${`day ${day}`}>${dayName(message.created_at)}</div>`);
    }
    const from = `${message.message_type} ${message.sender?.id}`;
    out.push(html`<${Message} message=${message} isFirst=${from !== writer} key=${message.id} />`);
    writer = from;
  }
  return out;
}

function Lines() {
  if (!isOnline.value) return html`<div class="line" role="status">${t("offline")}</div>`;
  if (connection.value === "lost") return html`<div class="line" role="status">${t("reconnecting")}</div>`;
  return null;
}

const Dots = () => html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;

export function Chat() {
  const list = useRef();
  const atEnd = useRef(true);
  const before = useRef(0);
  const [dropping, setDropping] = useState(false);

  useLayoutEffect(() => {
    const box = list.current;
    if (before.current) {
      box.scrollTop = box.scrollHeight - before.current; // older ones were put above
      before.current = 0;
    } else if (atEnd.current) {
      box.scrollTop = box.scrollHeight;
    }
  });
  useEffect(() => {
    actions.see();
    document.addEventListener("visibilitychange", actions.see);
    return () => document.removeEventListener("visibilitychange", actions.see);
  }, []);

  const older = () => {
    before.current = list.current.scrollHeight;
    actions.loadOlder().catch(() => { before.current = 0; });
  };
  const scrolled = ({ currentTarget: box }) => {
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    if (box.scrollTop < 40 && hasOlder.value && !before.current) older();
  };
  const drop = (event) => {
    event.preventDefault();
    setDropping(false);
    if (canAttach.value) actions.attach([...event.dataTransfer.files]);
  };
  const over = (event) => {
    event.preventDefault();
    if (canAttach.value) setDropping(true);
  };

  return html`<main class="chat" onDragOver=${over} onDragLeave=${() => setDropping(false)} onDrop=${drop}>
    <${Lines} />
    <div class="list" ref=${list} onScroll=${scrolled} role="log" aria-live="polite" aria-relevant="additions" tabindex="0" aria-label=${t("message")}>
      ${hasOlder.value && html`<button type="button" class="older" onClick=${older}>${t("older")}</button>`}
      ${rows()}
      ${pending.value.map((message) => html`<${Waiting} message=${message} key=${message.echo_id} />`)}
      ${(typist.value !== null || botIsNext.value) && html`<div class="typing" role="status">
        <${Dots} /><span>${typist.value ? t("typing", { name: typist.value }) : ""}</span></div>`}
      ${hasEnded.value && html`<div class="day" role="status">${t("ended")}</div>`}
    </div>
    ${isClosed.value
      ? html`<div class="composer"><button type="button" class="primary" onClick=${actions.startOver}>${t("again")}</button></div>`
      : html`<${Composer} />`}
    ${dropping && html`<div class="drop">${t("drop")}</div>`}
  </main>`;
}
