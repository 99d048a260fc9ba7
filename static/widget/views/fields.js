// Fields of forms, and what is wrong with what was put into them.
import { html } from "../../shared/preact.js";
import { t } from "../texts.js";

/** What a form holds, by the names of its fields. */
export const valuesOf = (form) =>
  Object.fromEntries([...form.elements].filter(({ name }) => name).map((e) => [e.name, e.type === "checkbox" ? e.checked : e.value]));

const matches = (pattern, value) => {
  try {
    return new RegExp(`^(?:${String(pattern).replace(/^\/|\/[a-z]*$/g, "")})$`, "u").test(value);
  } catch {
    return true; // whoever wrote this pattern wrote none
  }
};

/** What is wrong with a value, or an empty text. */
export function problem(field, value) {
  const text = typeof value === "string" ? value.trim() : value;
  if (text === "" || text === undefined || text === false) return field.required ? t("required") : "";
  if (field.type === "email" && !/^[^@\s]+@[^@\s]+$/.test(text)) return t("invalid_email");
  if (field.name === "phoneNumber" && !/^\+[1-9]\d{1,14}$/.test(text)) return t("invalid_phone");
  const pattern = field.regex_pattern || field.pattern;
  if (pattern && !matches(pattern, text)) return field.regex_cue || field.pattern_error || t("invalid");
  return "";
}

const TYPES = { email: "email", number: "number", link: "url", date: "date", phone: "tel" };

const options = (field) => (field.options ?? field.values ?? []).map((o) => (typeof o === "object" ? o : { label: o, value: o }));

function input(field, id, error) {
  const common = { id, name: field.name, required: field.required, placeholder: field.placeholder, "aria-invalid": Boolean(error), "aria-describedby": error && `${id}-error` };
  switch (field.type) {
    case "text_area":
      return html`<textarea rows="3" ...${common}>${field.default}</textarea>`;
    case "select":
    case "list":
      return html`<select ...${common}><option value="">${field.placeholder || t("choose")}</option>
        ${options(field).map((o) => html`<option value=${o.value} key=${o.value} selected=${o.value === field.default}>${o.label}</option>`)}</select>`;
    case "checkbox":
      return html`<input type="checkbox" ...${common} />`;
    default:
      return html`<input type=${TYPES[field.type] ?? "text"} value=${field.default} ...${common} />`;
  }
}

export const Field = ({ field, id, error }) => html`<div class="field">
  <label for=${id}>${field.label || field.name}${field.required && html`<span aria-hidden="true"> *</span>`}</label>
  ${input(field, id, error)}${error && html`<p class="error" id=${`${id}-error`} role="alert">${error}</p>`}</div>`;
