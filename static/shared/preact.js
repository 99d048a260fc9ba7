// The vendored library under the names the pages use. A page that needs no more than this loads no more; see signals.js.
import { h } from "../vendor/preact-11.2.0.mjs";
import htm from "../vendor/htm-3.1.1.mjs";

export { Component, h, render } from "../vendor/preact-11.2.0.mjs";
export const html = htm.bind(h);
