// Messages that ask something: choices, cards, a form, articles, the e-mail address, a rating.
import { html, useState } from "../../shared/preact.js";
import { safeUrl } from "../../shared/markdown.js";
import * as actions from "../actions.js";
import { tell } from "../frame.js";
import { t } from "../texts.js";
import { Field, problem, valuesOf } from "./fields.js";

const list = (value) => (Array.isArray(value) ? value : []);

function Choices({ message, items, answered }) {
  if (answered.length) return html`<p class="answer">${answered.map(({ title }) => title).join(", ")}</p>`;
  const choose = ({ title, value }) => actions.answer(message, { message: { submitted_values: [{ title, value }] } });
  return html`<div class="choices" role="group" aria-label=${t("choose")}>
    ${items.map((item) => html`<button type="button" key=${item.value} onClick=${() => choose(item)}>${item.title}</button>`)}</div>`;
}

const Action = ({ action }) => {
  if (action.type === "postback") {
    return html`<button type="button" onClick=${() => tell("postback", { data: { payload: action.payload } })}>${action.text}</button>`;
  }
  const url = safeUrl(action.uri);
  return url && html`<a class="button" href=${url} target="_blank" rel="noopener noreferrer">${action.text}</a>`;
};

const Cards = ({ items }) => html`<div class="cards" role="list">${items.map((item, i) => html`
  <div class="item" role="listitem" key=${i}>
    ${safeUrl(item.media_url) && html`<img src=${safeUrl(item.media_url)} alt="" loading="lazy" />`}
    <p class="strong">${item.title}</p><p>${item.description}</p>
    ${list(item.actions).map((action, n) => html`<${Action} action=${action} key=${n} />`)}
  </div>`)}</div>`;

const Articles = ({ items }) => html`<div class="articles">${items.map((item, i) => {
  const url = safeUrl(item.link);
  const words = html`<p class="strong">${item.title}</p><p>${item.description}</p>`;
  return url ? html`<a class="item" key=${i} href=${url} target="_blank" rel="noopener noreferrer">${words}</a>` : html`<div class="item" key=${i}>${words}</div>`;
})}</div>`;

function Form({ message, items, answered }) {
  const [errors, setErrors] = useState({});
  if (answered.length) {
    return html`<dl class="answer">${answered.map(({ name, value }) => html`<div key=${name}><dt>${items.find((item) => item.name === name)?.label ?? name}</dt><dd>${String(value)}</dd></div>`)}</dl>`;
  }
  const submit = (event) => {
    event.preventDefault();
    const values = valuesOf(event.currentTarget);
    const found = Object.fromEntries(items.map((item) => [item.name, problem(item, values[item.name])]).filter(([, text]) => text));
    setErrors(found);
    if (Object.keys(found).length) return;
    const submitted = items.map(({ name }) => ({ name, value: values[name] ?? "" }));
    actions.answer(message, { message: { submitted_values: submitted } }).catch(({ message: text }) => setErrors({ "": text }));
  };
  return html`<form class="fields" noValidate onSubmit=${submit}>
    ${items.map((item) => html`<${Field} field=${item} id=${`f${message.id}-${item.name}`} error=${errors[item.name]} key=${item.name} />`)}
    ${errors[""] && html`<p class="error" role="alert">${errors[""]}</p>`}
    <button class="primary">${message.content_attributes.button_label || t("submit")}</button></form>`;
}

function Email({ message, submitted }) {
  const [error, setError] = useState("");
  if (submitted) return html`<p class="answer">${submitted}</p>`;
  const field = { name: "email", type: "email", label: t("email"), required: true };
  const submit = (event) => {
    event.preventDefault();
    const { email } = valuesOf(event.currentTarget);
    const text = problem(field, email);
    setError(text);
    if (!text) actions.answer(message, { contact: { email: email.trim() } }).catch(({ message: said }) => setError(said));
  };
  return html`<form class="fields inline" noValidate onSubmit=${submit}>
    <${Field} field=${field} id=${`e${message.id}`} error=${error} /><button class="primary">${t("submit")}</button></form>`;
}

const FACES = ["😞", "😑", "😐", "😀", "😍"];

function Rating({ message, response }) {
  const [rating, setRating] = useState(response?.rating ?? 0);
  const [text, setText] = useState("");
  const [done, setDone] = useState(Boolean(response?.feedback_message));
  const stars = message.content_attributes.display_type === "star";
  const send = (value, feedback) => actions.answer(message, { message: { submitted_values: { csat_survey_response: { rating: value, feedback_message: feedback } } } });
  const rate = (value) => {
    setRating(value);
    send(value, "").catch(() => setRating(0));
  };
  const more = (event) => {
    event.preventDefault();
    send(rating, text).then(() => setDone(true));
  };
  return html`<div class="rating"><div role="group" aria-label=${t("rate")} class=${stars ? "stars" : "smileys"}>
      ${FACES.map((face, i) => html`<button type="button" key=${i} aria-pressed=${rating === i + 1} aria-label=${t("rating", { n: i + 1 })}
        class=${(stars ? rating > i : rating === i + 1) ? "chosen" : ""} disabled=${done} onClick=${() => rate(i + 1)}>${stars ? "★" : face}</button>`)}
    </div>
    ${rating > 0 && !done && html`<form class="fields inline" onSubmit=${more}>
      <input value=${text} aria-label=${t("feedback")} placeholder=${t("feedback")} onInput=${({ currentTarget }) => setText(currentTarget.value)} />
      <button class="primary" disabled=${!text.trim()}>${t("submit")}</button></form>`}
    ${rating > 0 && html`<p role="status">${t("thanks")}</p>`}</div>`;
}

export function Interactive({ message }) {
  const { items, submitted_values: submitted, submitted_email: email } = message.content_attributes ?? {};
  const given = { message, items: list(items), answered: list(submitted) };
  switch (message.content_type) {
    case "input_select":
      return html`<${Choices} ...${given} />`;
    case "cards":
      return html`<${Cards} ...${given} />`;
    case "article":
      return html`<${Articles} ...${given} />`;
    case "form":
      return html`<${Form} ...${given} />`;
    case "input_email":
      return html`<${Email} message=${message} submitted=${email} />`;
    case "input_csat":
      return html`<${Rating} message=${message} response=${submitted?.csat_survey_response} />`;
    default:
      return null;
  }
}
