// Forms: their fields, and what is wrong with what was put into them.
import { Component, html } from "../../shared/preact.js";
import { t } from "../texts.js";

/** What a form holds, by the names of its fields. */
const valuesOf = (form) =>
  Object.fromEntries([...form.elements].filter(({ name }) => name).map((e) => [e.name, e.type === "checkbox" ? e.checked : e.value.trim()]));

const matches = (pattern, value) => {
  try {
    return new RegExp(`^(?:${String(pattern).replace(/^\/|\/[a-z]*$/g, "")})$`, "u").test(value);
  } catch {
    return true; // whoever wrote this pattern wrote none
  }
};

/** What is wrong with a value, or an empty text. */
function problem(field, value) {
  if (value === "" || value === false) return field.required ? t("required") : "";
  const pattern = field.regex_pattern || field.pattern;
  if (pattern && !matches(pattern, value)) return field.regex_cue || field.pattern_error || t("invalid");
  if (field.type === "email" && !/^[^@\s]+@[^@\s.]+\.[^@\s]+$/.test(value)) return t("invalid_email");
  if (field.type === "phone" && !/^\+[1-9][\d ()-]{1,20}$/.test(value)) return t("invalid_phone");
  if (field.type === "link" && !/^https?:\/\/\S+$/i.test(value)) return t("invalid");
  return "";
}

const TYPES = { email: "email", number: "number", link: "url", date: "date", phone: "tel" };
const FILLED = { email: "email", phone: "tel", fullName: "name" };

const options = (field) => (field.options ?? field.values ?? []).map((o) => (typeof o === "object" ? o : { label: o, value: o }));

function input(field, id, error) {
  const { name, type, required, placeholder } = field;
  const common = { id, name, required, placeholder, "aria-invalid": Boolean(error), "aria-describedby": error && `${id}-error` };
  switch (type) {
    case "text_area":
      return html`<textarea rows="3" dir="auto" defaultValue=${field.default} ...${common}></textarea>`;
    case "select":
    case "list":
      return html`<select ...${common}><option value="">${placeholder || t("choose")}</option>
        ${options(field).map((o) => html`<option value=${o.value} key=${o.value} selected=${o.value === field.default}>${o.label}</option>`)}</select>`;
    case "checkbox":
      return html`<input type="checkbox" ...${common} />`;
    default:
      return html`<input type=${TYPES[type] ?? "text"} dir="auto" defaultValue=${field.default} autocomplete=${FILLED[type] ?? FILLED[name] ?? "off"} ...${common} />`;
  }
}

function Field({ field, id, error }) {
  const label = html`<label for=${id}>${field.label || field.name}${field.required && html`<span aria-hidden="true"> *</span>`}</label>`;
  const control = input(field, id, error);
  return html`<div class=${`field field-${field.type}`}>${field.type === "checkbox" ? [control, label] : [label, control]}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}</div>`;
}

/** A form of `fields`; `onSubmit(values)` may fail, and then it is said. */
export class Fields extends Component {
  state = { errors: {}, isBusy: false };

  submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = valuesOf(form);
    const found = this.props.fields.map((field) => [field.name, problem(field, values[field.name])]).filter(([, text]) => text);
    this.setState({ errors: Object.fromEntries(found), isBusy: !found.length });
    if (found.length) return form.elements[found[0][0]].focus();
    try {
      await this.props.onSubmit(values);
    } catch ({ status, message }) {
      this.setState({ errors: { "": status ? message : t("offline") }, isBusy: false });
    }
  };

  render({ id, fields, button, kind = "", children }, { errors, isBusy }) {
    return html`<form class=${`fields ${kind}`} noValidate onSubmit=${this.submit}>
      ${children}
      ${fields.map((field) => html`<${Field} field=${field} id=${`${id}-${field.name}`} error=${errors[field.name]} key=${field.name} />`)}
      ${errors[""] && html`<p class="error" role="alert">${errors[""]}</p>`}
      <button class="primary" disabled=${isBusy}>${button}</button></form>`;
  }
}
