// What the page around us says of the visitor and the conversation: who it is, attributes, labels.
import { patch, post, remember, remove, renew } from "./api.js";
import { tell } from "./frame.js";
import { load } from "./messages.js";
import { waiting } from "./outbox.js";
import { set, state } from "./state.js";

const isEmpty = (object) => !Object.keys(object ?? {}).length;

export async function setUser({ identifier, user }) {
  if (identifier === undefined && isEmpty(user)) return; // an app without a user says this at every start
  try {
    const contact = await patch("contact/set_user", { identifier, ...user });
    set({ contact });
    const token = contact.widget_auth_token;
    if (token) await renew(token);
    remember();
    if (!token) await load();
  } catch ({ body, message }) {
    tell("error", { errorType: "SET_USER_ERROR", data: body || { error: message } });
  }
}

export async function setContactAttributes({ customAttributes }) {
  if (isEmpty(customAttributes)) return;
  await patch("contact", { custom_attributes: customAttributes });
  remember();
}

export const deleteContactAttribute = ({ customAttribute }) => post("contact/destroy_custom_attributes", { custom_attributes: [customAttribute] });

export function setConversationAttributes({ customAttributes }) {
  if (state.conversation) return post("conversations/set_custom_attributes", { custom_attributes: customAttributes });
  Object.assign(waiting.attributes, customAttributes);
}

export function deleteConversationAttribute({ customAttribute }) {
  delete waiting.attributes[customAttribute];
  if (state.conversation) return post("conversations/destroy_custom_attributes", { custom_attribute: [customAttribute] });
}

export function setLabel({ label }) {
  if (state.conversation) return post("labels", { label });
  waiting.labels.add(label);
}

export function removeLabel({ label }) {
  waiting.labels.delete(label);
  if (state.conversation) return remove(`labels/${encodeURIComponent(label)}`);
}
