// The emoji picker, loaded when it is asked for.
import { Component, html } from "../../shared/preact.js";
import { t } from "../texts.js";
import { EMOJI } from "./emoji-list.js";

export default class Emoji extends Component {
  state = { word: "" };
  setField = (element) => { this.field = element; };
  setGrid = (element) => { this.grid = element; };

  componentDidMount() {
    this.field.focus();
    addEventListener("pointerdown", this.outside);
  }

  componentWillUnmount() {
    removeEventListener("pointerdown", this.outside);
  }

  outside = ({ target }) => {
    if (!target.closest(".emoji, .composer")) this.props.onClose();
  };

  found = () => EMOJI.filter(([, words]) => words.includes(this.state.word.trim().toLowerCase()));

  searched = (event) => {
    if (event.key === "ArrowDown") this.move(event, this.grid.firstElementChild);
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (this.found()[0]) this.props.onPick(this.found()[0][0]);
  };

  move(event, button) {
    event.preventDefault();
    button?.focus();
  }

  /** Arrows go over the rows, as on a board. */
  walked = (event) => {
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
    const forward = getComputedStyle(this.grid).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (!step) return;
    const buttons = [...this.grid.children];
    const at = buttons.indexOf(document.activeElement) + step;
    this.move(event, at < 0 ? this.field : buttons[at]);
  };

  escaped = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.props.onClose();
  };

  render({ onPick }) {
    const found = this.found();
    return html`<div class="emoji" role="dialog" aria-label=${t("emoji")} onKeyDown=${this.escaped}>
      <input ref=${this.setField} type="search" aria-label=${t("search_emoji")} placeholder=${t("search_emoji")}
        onInput=${({ currentTarget }) => this.setState({ word: currentTarget.value })} onKeyDown=${this.searched} />
      <div ref=${this.setGrid} onKeyDown=${this.walked}>${found.map(([emoji, words], i) => html`
        <button type="button" key=${emoji} tabindex=${i ? -1 : 0} title=${words} aria-label=${words} onClick=${() => onPick(emoji)}>${emoji}</button>`)}</div>
      ${!found.length && html`<p class="small" role="status">${t("no_emoji")}</p>`}</div>`;
  }
}
