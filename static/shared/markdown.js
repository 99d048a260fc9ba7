// Text of strangers as elements: the only place where a message becomes markup. It builds elements, never HTML, so nothing in a
// text can become a tag or an attribute. Understands what people write in chats: bold, italic, struck, code, links, lists, quotes.
import { h } from "./preact.js";

/** A link that a click may follow, or null. */
export const safeUrl = (text) => {
  const url = String(text ?? "").trim();
  return /^(https?:\/\/|mailto:|tel:)/i.test(url) ? url : null;
};

export const link = (url, children) => h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, children);

// One pass over the text, and no alternative that looks far ahead again and again: a long text must not stop the page.
const MARKS = new RegExp([
  /`([^`\n]+)`/, // 1 code
  /\[([^[\]\n]+)\]\(([^()\s]+)\)/, // 2, 3 link
  /(https?:\/\/[^\s<>"'`]+)/, // 4 address
  /\*\*(\S.{0,2000}?)\*\*/, // 5 bold
  /(?<![\w*])[*_]([^*_\s](?:[^*_\n]{0,1000}[^*_\s])?)[*_](?![\w*])/, // 6 italic
  /~~([^~\n]+)~~/, // 7 struck
  /\\([\\`*_{}[\]()#+\-.!~>])/, // 8 a mark meant as itself
].map(({ source }) => source).join("|"), "g");

const DEEPEST = 5;

function element([all, code, label, target, address, bold, italic, struck, mark], depth) {
  const inner = (text) => inline(text, depth + 1);
  if (code) return h("code", null, code);
  if (label && target.startsWith("mention://")) return h("b", { class: "mention" }, label);
  if (label) return safeUrl(target) ? link(safeUrl(target), inner(label)) : all;
  if (address) {
    const url = address.replace(/([.,;:!?\]*_]|(?<!\([^)]*)\))+$/, ""); // a sentence's marks are not the address's
    return [link(url, url), address.slice(url.length)];
  }
  if (bold) return h("strong", null, inner(bold));
  if (italic) return h("em", null, inner(italic));
  return struck ? h("s", null, inner(struck)) : mark;
}

/** One line's worth of text. */
function inline(text, depth = 0) {
  if (depth > DEEPEST) return text;
  const out = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    out.push(text.slice(at, match.index), element(match, depth));
    at = match.index + match[0].length;
  }
  out.push(text.slice(at));
  return out;
}

const lines = (rows) => rows.map((row, i) => [i > 0 && h("br"), inline(row)]);

const KINDS = [
  ["ul", /^ {0,3}[-*+]\s+(.*)$/],
  ["ol", /^ {0,3}\d{1,9}[.)]\s+(.*)$/],
  ["blockquote", /^ {0,3}>\s?(.*)$/],
  ["strong", /^ {0,3}#{1,6}\s+(.*)$/],
];

const kindOf = (row) => {
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(row);
    if (match) return [kind, match[1]];
  }
  return [row.trim() && "p", row];
};

const block = (kind, rows, start) => {
  if (kind === "ul" || kind === "ol") return h(kind, { start }, rows.map((row) => h("li", null, inline(row))));
  return kind === "strong" ? h("p", null, h(kind, null, lines(rows))) : h(kind, null, lines(rows));
};

function paragraphs(text, out) {
  let kind = "";
  let rows = [];
  let start;
  const flush = () => {
    if (kind) out.push(block(kind, rows, start));
    rows = [];
  };
  for (const row of text.split("\n")) {
    const [found, content] = kindOf(row);
    if (found !== kind) {
      flush();
      kind = found;
      start = kind === "ol" ? parseInt(row, 10) : undefined; // "3. August" stays the third
    }
    rows.push(content);
  }
  flush();
}

/** A whole message as elements. */
export function markdown(text) {
  const out = [];
  String(text ?? "").split(/^```[^\n]*\n([^]*?)^```[ \t]*$/m).forEach((part, i) => {
    if (i % 2) out.push(h("pre", null, h("code", null, part.replace(/\n$/, ""))));
    else paragraphs(part, out);
  });
  return out;
}
