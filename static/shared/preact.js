// The vendored libraries under the names the pages use.
import { h, render, Fragment } from "../vendor/preact-11.2.0.mjs";
import htm from "../vendor/htm-3.1.1.mjs";

export { h, render, Fragment };
export { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-hooks-11.2.0.mjs";
export { batch, computed, effect, signal } from "../vendor/preact-signals-2.11.4.mjs";
export const html = htm.bind(h);
