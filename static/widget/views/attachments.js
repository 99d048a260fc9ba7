// Files of a message: pictures, sounds and films in place, everything else to download.
import { html } from "../../shared/preact.js";
import { safeUrl } from "../../shared/markdown.js";
import { t } from "../texts.js";
import { icon } from "./icons.js";

const nameOf = (url) => {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").pop());
  } catch {
    return t("download", { name: "" });
  }
};

function Attachment({ file }) {
  const url = safeUrl(file.data_url);
  if (!url) return null;
  const name = file.fallback_title || nameOf(url);
  const size = file.width && file.height ? { width: file.width, height: file.height } : {};
  switch (file.file_type) {
    case "image":
      return html`<a class="picture" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${t("open_picture", { name })}>
        <img src=${safeUrl(file.thumb_url) || url} alt=${name} loading="lazy" ...${size} /></a>`;
    case "audio":
      return html`<audio controls preload="metadata" src=${url} aria-label=${name}></audio>`;
    case "video":
      return html`<video controls preload="metadata" src=${url} aria-label=${name}></video>`;
    default:
      return html`<a class="file" href=${url} target="_blank" rel="noopener noreferrer" download>${icon("file")}<span>${name}</span></a>`;
  }
}

export const Attachments = ({ files }) => files.map((file) => html`<${Attachment} file=${file} key=${file.id} />`);
