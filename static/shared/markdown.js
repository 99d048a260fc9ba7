// Text of strangers as elements: the only place where a message becomes markup. It builds elements, never HTML, so nothing in a
// text can become a tag or an attribute. Understands what people write in chats: bold, italic, struck, code, links, lists, quotes.
import { h } from "./preact.js";

const SAFE = /^(https?:\/\/|mailto:|tel:)/i;

/** A link that a click may follow, or null. */
export const safeUrl = (text) => {
  const url = String(text ?? "").trim();
  return SAFE.test(url) ? url : null;
};

export const link = (url, children) =>
  h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, children);

// Each rule: a pattern that cannot backtrack far, and what its match becomes.
const RULES = [
  [/`([^`\n]{1,2000})`/, ([, code]) => h("code", null, code)],
  [/\[([^\[\]\n]{1,500})\]\(mention:\/\/(?:user|team)\/\d+\/[^)\s]{0,500}\)/, ([, name]) => h("b", { class: "mention" }, name)],
  [/\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/, ([all, label, url]) => (safeUrl(url) ? link(safeUrl(url), inline(label)) : all)],
  [/https?:\/\/[^\s<>"'`]{1,2000}/, ([found]) => {
    const url = found.replace(/[.,;:!?)\]]+$/, "");
    return [link(url, url), found.slice(url.length)];
  }],
  [/\*\*([^*\n]{1,2000})\*\*/, ([, text]) => h("strong", null, inline(text))],
  [/(?<![\w*])[*_]([^*_\s](?:[^*_\n]{0,1000}[^*_\s])?)[*_](?![\w*])/, ([, text]) => h("em", null, inline(text))],
  [/~~([^~\n]{1,2000})~~/, ([, text]) => h("s", null, inline(text))],
  [/\\([\\`*_{}[\]()#+\-.!~>])/, ([, mark]) => mark],
];

const DEEPEST = 6;
let depth = 0;

/** One line's worth of text. */
function inline(text) {
  if (depth >= DEEPEST) return text;
  depth += 1;
  const out = [];
  let rest = text;
  while (rest) {
    let best = null;
    for (const [pattern, make] of RULES) {
      const match = pattern.exec(rest);
      if (match && (!best || match.index < best.match.index)) best = { match, make };
    }
    if (!best) break;
    if (best.match.index) out.push(rest.slice(0, best.match.index));
    out.push(best.make(best.match));
    rest = rest.slice(best.match.index + best.match[0].length);
  }
  depth -= 1;
  return rest ? [...out, rest] : out;
}

const lines = (rows) => rows.flatMap((row, i) => (i ? [h("br"), inline(row)] : [inline(row)]));

const KINDS = [
  ["ul", /^\s{0,3}[-*+]\s+(.*)$/],
  ["ol", /^\s{0,3}\d{1,9}[.)]\s+(.*)$/],
  ["blockquote", /^\s{0,3}>\s?(.*)$/],
  ["heading", /^\s{0,3}#{1,6}\s+(.*)$/],
];

const kindOf = (row) => {
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(row);
    if (match) return [kind, match[1]];
  }
  return [row.trim() ? "p" : "", row];
};

const block = (kind, rows) => {
  if (kind === "ul" || kind === "ol") return h(kind, null, rows.map((row) => h("li", null, inline(row))));
  if (kind === "blockquote") return h("blockquote", null, lines(rows));
  if (kind === "heading") return h("p", null, h("strong", null, lines(rows)));
  return h("p", null, lines(rows));
};

/** A whole message as elements. */
export function markdown(text) {
  const out = [];
  let kind = "";
  let rows = [];
  const flush = () => {
    if (kind && rows.length) out.push(block(kind, rows));
    rows = [];
  };
  const parts = String(text ?? "").split(/^```[^\n]*\n([\s\S]*?)^```[ \t]*$/m);
  parts.forEach((part, i) => {
    if (i % 2) {
      flush();
      out.push(h("pre", null, h("code", null, part.replace(/\n$/, ""))));
      return;
    }
    for (const row of part.split("\n")) {
      const [found, content] = kindOf(row);
      if (found !== kind) flush();
      kind = found;
      if (kind) rows.push(content);
    }
    flush();
    kind = "";
  });
  return out;
}

/** The first words of a message, without marks: for previews and titles. */
export const plain = (text) =>
  String(text ?? "").replace(/\[([^\[\]]{1,500})\]\([^()\s]*\)/g, "$1").replace(/[*_~`>#]/g, "").replace(/\s+/g, " ").trim();
