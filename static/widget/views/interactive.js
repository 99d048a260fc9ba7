// Messages that ask something: choices, cards, a form, articles, the e-mail address, a rating.
import { Component, html } from "../../shared/preact.js";
import { safeUrl } from "../../shared/markdown.js";
import { patch, remember } from "../api.js";
import { tell } from "../frame.js";
import { keep } from "../messages.js";
import { t } from "../texts.js";
import { Fields } from "./fields.js";

/** Sends an answer; the message shows it from then on. */
async function answer(message, body, shown) {
  await patch(`messages/${message.id}`, { contact: {}, message: {}, ...body });
  remember();
  const answered = { ...message, content_attributes: { ...message.content_attributes, ...shown } };
  keep(answered);
  tell("onEvent", { eventIdentifier: "chatwoot:on-message", data: answered });
}

const submit = (message, submitted_values) => answer(message, { message: { submitted_values } }, { submitted_values });

const list = (value) => (Array.isArray(value) ? value : []);

class Choices extends Component {
  state = { chosen: null };

  choose = (item) => {
    if (this.state.chosen) return;
    this.setState({ chosen: item });
    submit(this.props.message, [{ title: item.title, value: item.value }]).catch(() => this.setState({ chosen: null }));
  };

  render({ items, answered }, { chosen }) {
    if (answered.length) return html`<p class="answer">${answered.map(({ title }) => title).join(", ")}</p>`;
    return html`<div class="choices" role="group" aria-label=${t("choose")}>${items.map((item) => html`
      <button type="button" key=${item.value} disabled=${chosen === item} onClick=${() => this.choose(item)}>${item.title}</button>`)}</div>`;
  }
}

function Action({ action: { type, text, uri, payload } }) {
  if (type === "postback") return html`<button type="button" onClick=${() => tell("postback", { data: { payload } })}>${text}</button>`;
  return safeUrl(uri) && html`<a href=${safeUrl(uri)} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

const Cards = ({ items }) => html`<div class="cards" role="list" tabindex=${items.length > 1 ? 0 : undefined}>${items.map((item, i) => html`
  <div class="item" role="listitem" key=${i}>
    ${safeUrl(item.media_url) && html`<img src=${safeUrl(item.media_url)} alt="" loading="lazy" />`}
    <p><b>${item.title}</b></p><p class="small">${item.description}</p>
    ${list(item.actions).map((action, n) => html`<${Action} action=${action} key=${n} />`)}
  </div>`)}</div>`;

const Articles = ({ items }) => items.map((item, i) => html`
  <a class="item" key=${i} href=${safeUrl(item.link)} target="_blank" rel="noopener noreferrer">
    <b>${item.title}</b><span class="small">${item.description}</span></a>`);

function Form({ message, items, answered }) {
  if (answered.length) {
    const labelOf = (name) => items.find((item) => item.name === name)?.label ?? name;
    return html`<dl class="answer">${answered.map(({ name, value }) => html`<dt class="small">${labelOf(name)}</dt><dd dir="auto">${String(value)}</dd>`)}</dl>`;
  }
  const send = (values) => submit(message, items.map(({ name }) => ({ name, value: values[name] ?? "" })));
  return html`<${Fields} id=${`f${message.id}`} kind="item" fields=${items} button=${message.content_attributes.button_label || t("submit")} onSubmit=${send} />`;
}

function Email({ message, submitted }) {
  if (submitted) return html`<p class="answer">${submitted}</p>`;
  const fields = [{ name: "email", type: "email", label: t("email"), required: true }];
  const send = ({ email }) => answer(message, { contact: { email } }, { submitted_email: email });
  return html`<${Fields} id=${`e${message.id}`} kind="item" fields=${fields} button=${t("submit")} onSubmit=${send} />`;
}

const FACES = ["😞", "🙁", "😐", "🙂", "😍"];

class Rating extends Component {
  state = { rating: this.props.response?.rating ?? 0, isDone: Boolean(this.props.response?.feedback_message) };

  send = (rating, feedback_message) => submit(this.props.message, { csat_survey_response: { rating, feedback_message } });

  rate = (rating) => {
    const before = this.state.rating;
    this.setState({ rating });
    this.send(rating, "").catch(() => this.setState({ rating: before }));
  };

  more = async ({ feedback }) => {
    if (feedback) await this.send(this.state.rating, feedback);
    this.setState({ isDone: true });
  };

  render({ message }, { rating, isDone }) {
    const stars = message.content_attributes?.display_type === "star";
    const isChosen = (value) => (stars ? value <= rating : value === rating);
    const fields = [{ name: "feedback", type: "text_area", label: t("feedback") }];
    return html`<div class="item">
      <div role="group" aria-label=${t("rate")} class=${stars ? "stars" : "smileys"}>${FACES.map((face, i) => html`
        <button type="button" key=${i} aria-pressed=${rating === i + 1} aria-label=${t("rating", { n: i + 1 })}
          class=${isChosen(i + 1) ? "chosen" : ""} disabled=${isDone} onClick=${() => this.rate(i + 1)}>${stars ? "★" : face}</button>`)}
      </div>
      <p class="small" role="status">${rating > 0 && t("thanks")}</p>
      ${rating > 0 && !isDone && html`<${Fields} id=${`r${message.id}`} fields=${fields} button=${t("submit")} onSubmit=${this.more} />`}</div>`;
  }
}

const VIEWS = { input_select: Choices, cards: Cards, article: Articles, form: Form, input_email: Email, input_csat: Rating };

export default function Interactive({ message }) {
  const { items, submitted_values: values, submitted_email } = message.content_attributes ?? {};
  const View = VIEWS[message.content_type];
  return html`<${View} message=${message} items=${list(items)} answered=${list(values)} submitted=${submitted_email} response=${values?.csat_survey_response} />`;
}
