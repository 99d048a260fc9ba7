// Small pieces that several views share.
import { Component, h, html } from "../../shared/preact.js";
import { set } from "../state.js";

// Line icons, drawn here.
const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  send: "M12 20V4M5 11l7-7 7 7",
  attach: "M20 11l-8.5 8.500a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.6 8.500a1.7 1.7 0 0 1-2.4-2.400L15 7",
  emoji: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.500a4.5 4.5 0 0 0 7 0M9 9.500v.01M15 9.500v.01",
  popout: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  more: "M5 12v.01M12 12v.01M19 12v.01",
  file: "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V8zM14 3v5h4",
};

export const icon = (name) => html`<svg class=${`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;

/** A button that shows an icon and says its name. */
export const Button = ({ name, label, kind = "", ...rest }) =>
  html`<button type="button" class=${`round ${kind}`} title=${label} aria-label=${label} ...${rest}>${icon(name)}</button>`;

/** A ref that moves the focus into what has just appeared. */
export const focusFirst = (element) => element?.querySelector("button, input, textarea, select")?.focus();

const initials = (name) => String(name ?? "").trim().split(/\s+/, 2).map((word) => [...word][0]).join("");

export const Avatar = ({ name, url }) =>
  url ? html`<img class="avatar" src=${url} alt="" />` : html`<span class="avatar" aria-hidden="true">${initials(name)}</span>`;

export const nameOf = (sender) => sender?.available_name || sender?.name;

let styles;

/** The looks of what is seldom seen. */
const addStyles = () => (styles ??= new Promise((resolve) => {
  const href = new URL("../extra.css", import.meta.url).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
}));

/** A view that is fetched when it is first shown: the default export of what `load()` gives, with the looks of `extra.css` or without. */
export function lazy(load, isPlain = false) {
  let View;
  return class extends Component {
    componentDidMount() {
      if (View) return;
      Promise.all([load(), isPlain || addStyles()]).then(([module]) => {
        View = module.default ?? module;
        this.setState({}, () => set({})); // others may have to make room
      }, () => setTimeout(() => this.componentDidMount(), 3_000));
    }

    render(props) {
      return View && h(View, props);
    }
  };
}
