// Small pieces that several views share.
import { html } from "../../shared/preact.js";

/** A button that shows a picture and says its name. */
export const Button = ({ label, onClick, children, expanded, disabled, type = "button" }) =>
  html`<button class="icon-button" type=${type} title=${label} aria-label=${label} aria-expanded=${expanded}
    disabled=${disabled} onClick=${onClick}>${children}</button>`;

/** A ref that moves the focus into what has just appeared. */
export const focusFirst = (element) => element?.querySelector("button, input, textarea, select, a[href]")?.focus();

export const initials = (name) => String(name ?? "").trim().split(/\s+/).map(([first]) => first ?? "").slice(0, 2).join("").toUpperCase();

export const Avatar = ({ name, url }) =>
  url ? html`<img class="avatar" src=${url} alt="" loading="lazy" />` : html`<span class="avatar" aria-hidden="true">${initials(name)}</span>`;
