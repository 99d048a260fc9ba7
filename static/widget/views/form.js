// The form before a conversation.
import { html } from "../../shared/preact.js";
import { markdown } from "../../shared/markdown.js";
import { write } from "../outbox.js";
import { formFields, inbox, set } from "../state.js";
import { t } from "../texts.js";
import { Fields } from "./fields.js";
import { focusFirst } from "./parts.js";

/** Fields that every form may have: what the contact calls them, their type, our word for them. */
const STANDARD = {
  emailAddress: ["email", "email", "email"], fullName: ["name", "text", "name"], phoneNumber: ["phone_number", "phone", "phone"],
};
const MESSAGE = "cw_message"; // no field that somebody made is called so

/** What was put in, by what it is about. */
function sorted(fields, values) {
  const begin = { contact: {}, conversationAttributes: {}, contactAttributes: {} };
  for (const { name, field_type } of fields) {
    const value = values[name];
    if (value === "") continue;
    if (name === "phoneNumber") begin.contact.phone_number = value.replace(/[ ()-]/g, "");
    else if (STANDARD[name]) begin.contact[STANDARD[name][0]] = value;
    else begin[field_type === "contact_attribute" ? "contactAttributes" : "conversationAttributes"][name] = value;
  }
  return begin;
}

const focus = (element) => matchMedia("(pointer: coarse)").matches || focusFirst(element);

export default function Form() {
  const fields = formFields().map((field) => {
    const [, type, word] = STANDARD[field.name] ?? [];
    return { ...field, type: type ?? field.type, label: field.label || (word && t(word)) };
  });
  const message = { name: MESSAGE, type: "text_area", label: t("message"), placeholder: t("write"), required: true };
  const submit = (values) => {
    write({ content: values[MESSAGE], begin: sorted(fields, values) });
    set({ view: "chat" });
  };
  const lead = inbox.preChatFormOptions?.pre_chat_message;
  return html`<main ref=${focus}><${Fields} id="pre" fields=${[...fields, message]} button=${t("start")} onSubmit=${submit}>
    ${lead && html`<div class="lead">${markdown(lead)}</div>`}<//></main>`;
}
