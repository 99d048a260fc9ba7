// The widget's own words. English is here; the others come when they are asked for.
import english from "./locales/en.js";
import { set, state } from "./state.js";

/** Languages with a file in locales/. */
const LANGUAGES = ["en", "ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh"];
const RIGHT_TO_LEFT = ["ar"];

let words = english;
let wanted = "en";

/** The text of this name, its {places} filled. */
export const t = (name, values = {}) => (words[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

const short = (code) => String(code ?? "").slice(0, 2).toLowerCase(); // of `pt_BR`, `zh-CN`, `undefined`

/** Takes the first of these languages that there is a file for. */
export async function speak(...codes) {
  const language = codes.map(short).find((code) => LANGUAGES.includes(code)) ?? wanted;
  wanted = language;
  const chosen = language === "en" ? english : await import(`./locales/${language}.js`).then((file) => file.default, () => null);
  if (!chosen || wanted !== language) return; // offline: the words that are here stay
  words = chosen;
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
  set({ language });
}

const formats = {};

/** A date in the language that is spoken. */
export function when(unix, options) {
  const key = state.language + Object.entries(options);
  formats[key] ??= new Intl.DateTimeFormat(state.language, options);
  return formats[key].format(unix * 1000);
}

/** The first words of a message, without marks. */
export const plain = (text) =>
  String(text ?? "").slice(0, 300).replace(/\[([^[\]]+)\]\([^()\s]*\)/g, "$1").replace(/[*_~`>#]/g, "").replace(/\s+/g, " ").trim();

export const clock = (unix) => when(unix, { hour: "numeric", minute: "2-digit" });
