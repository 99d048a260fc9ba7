// The widget's own words. English is here; the others come when they are asked for.
import { signal } from "../shared/preact.js";
import english from "./locales/en.js";

/** Languages with a file in locales/. */
export const LANGUAGES = ["en", "ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh"];
const RIGHT_TO_LEFT = ["ar"];

const words = signal(english);
export const language = signal("en");

/** The text of this name, its {places} filled. */
export const t = (name, values = {}) =>
  (words.value[name] ?? english[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

/** `pt_BR`, `zh-CN`, `undefined`: the nearest language there is a file for. */
export function nearest(...wanted) {
  for (const code of wanted) {
    const short = String(code ?? "").toLowerCase().split(/[_-]/)[0];
    if (LANGUAGES.includes(short)) return short;
  }
  return "en";
}

export async function speak(code) {
  const short = nearest(code, language.value);
  try {
    words.value = short === "en" ? english : (await import(`./locales/${short}.js`)).default;
  } catch {
    return; // offline: the words that are here stay
  }
  language.value = short;
  document.documentElement.lang = short;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(short) ? "rtl" : "ltr";
}
