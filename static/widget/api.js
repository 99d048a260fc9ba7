// Calls to the server. The session token goes as a header and may be replaced by an answer.

export const session = { token: window.authToken, isKnown: new URLSearchParams(location.search).has("cw_conversation") };

const query = new URLSearchParams({ website_token: window.chatwootWebChannel?.websiteToken ?? "" });

/** An answer that is no success; `status` 0 means that there was none at all. */
export class Failure extends Error {
  constructor(status, body) {
    super(body?.error || body?.message || `HTTP ${status}`);
    Object.assign(this, { status, body });
  }
}

const url = (path, extra = {}) => {
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(extra)) if (value !== undefined) all.set(name, value);
  return `/api/v1/widget/${path}?${all}`;
};

async function call(method, path, body, extra) {
  const headers = { "X-Auth-Token": session.token };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(url(path, extra), { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Failure(0);
  }
  const text = await answer.text();
  let parsed = null;
  try {
    parsed = text ? JSON.parse(text) : null;
  } catch {
    // an answer from something between us and the server
  }
  if (!answer.ok) throw new Failure(answer.status, parsed);
  return parsed;
}

export const get = (path, extra) => call("GET", path, undefined, extra);
export const post = (path, body = {}) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);

/** Sends a form with files; `onProgress` gets the share that is sent, from 0 to 1. */
export function upload(path, form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url(path));
    request.setRequestHeader("X-Auth-Token", session.token);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve(request.response) : reject(new Failure(request.status, request.response));
    request.onerror = () => reject(new Failure(0));
    request.send(form);
  });
}
