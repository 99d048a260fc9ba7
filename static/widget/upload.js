// Sends a message with files, and tells how far it got. Only this old interface tells that.
import { Failure, session, url } from "./api.js";

/** `onProgress` gets the share that is sent, from 0 to 1. */
export function upload({ message, custom_attributes, labels }, files, onProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(message)) form.append(`message[${name}]`, value);
  for (const [name, value] of Object.entries(custom_attributes)) form.append(`custom_attributes[${name}]`, value);
  for (const label of labels) form.append("labels[]", label);
  for (const file of files) form.append("message[attachments][]", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url("messages"));
    request.setRequestHeader("X-Auth-Token", session.token);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve(request.response) : reject(new Failure(request.status, request.response)));
    request.onerror = () => reject(new Failure(0));
    request.send(form);
  });
}
