// The vendored hooks and signals, for pages with much state. The widget does without them: it has to be light.
export { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-hooks-11.2.0.mjs";
export { batch, computed, effect, signal } from "../vendor/preact-signals-2.11.4.mjs";
