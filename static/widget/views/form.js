// The form before a conversation.
import { html, useState } from "../../shared/preact.js";
import { markdown } from "../../shared/markdown.js";
import * as actions from "../actions.js";
import { formFields, inbox } from "../state.js";
import { t } from "../texts.js";
import { Field, problem, valuesOf } from "./fields.js";
import { focusFirst } from "./parts.js";

const STANDARD = { emailAddress: ["email", "email"], fullName: ["name", "text"], phoneNumber: ["phone_number", "phone"] };
const LABELS = { emailAddress: "email", fullName: "name", phoneNumber: "phone" };

/** What was put in, by what it is about. */
function sorted(fields, values) {
  const out = { contact: {}, conversationAttributes: {}, contactAttributes: {} };
  for (const { name, field_type: kind } of fields) {
    const value = typeof values[name] === "string" ? values[name].trim() : values[name];
    if (value === "" || value === undefined) continue;
    if (STANDARD[name]) out.contact[STANDARD[name][0]] = value;
    else if (kind === "contact_attribute") out.contactAttributes[name] = value;
    else out.conversationAttributes[name] = value;
  }
  return out;
}

export function Form() {
  const [errors, setErrors] = useState({});
  const [busy, setBusy] = useState(false);
  const fields = formFields.value.map((field) => ({
    ...field, type: STANDARD[field.name]?.[1] ?? field.type, label: field.label || t(LABELS[field.name] ?? field.name),
  }));
  const message = { name: "message", type: "text_area", label: t("message"), required: true };
  const submit = async (event) => {
    event.preventDefault();
    const values = valuesOf(event.currentTarget);
    const found = Object.fromEntries([...fields, message].map((f) => [f.name, problem(f, values[f.name])]).filter(([, text]) => text));
    setErrors(found);
    if (Object.keys(found).length) return;
    setBusy(true);
    try {
      await actions.begin({ ...sorted(fields, values), message: values.message });
    } catch (failure) {
      setErrors({ "": failure.status ? failure.message : t("offline") });
      setBusy(false);
    }
  };
  return html`<main class="form"><form class="fields" noValidate onSubmit=${submit} ref=${focusFirst}>
    ${inbox.preChatFormOptions?.pre_chat_message && html`<div class="lead">${markdown(inbox.preChatFormOptions.pre_chat_message)}</div>`}
    ${[...fields, message].map((field) => html`<${Field} field=${field} id=${`p-${field.name}`} error=${errors[field.name]} key=${field.name} />`)}
    ${errors[""] && html`<p class="error" role="alert">${errors[""]}</p>`}
    <button class="primary" disabled=${busy}>${t("start")}</button></form></main>`;
}
