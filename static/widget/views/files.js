// Files: those of a message, those on their way, and those that wait in the tray above the text.
import { Component, html } from "../../shared/preact.js";
import { safeUrl } from "../../shared/markdown.js";
import { t } from "../texts.js";
import { Button, icon } from "./parts.js";

const UNITS = ["B", "kB", "MB"];

function sizeOf(bytes) {
  const power = Math.min(2, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 2 ? 1 : 0)} ${UNITS[power]}`;
}

const nameOf = (url) => {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").pop());
  } catch {
    return t("attachment");
  }
};

const Name = ({ name, bytes }) => html`${icon("file")}<span class="grow"><b dir="auto">${name}</b>${bytes > 0 && html`<span class="small">${sizeOf(bytes)}</span>`}</span>`;

function Attachment({ file }) {
  const { file_type, data_url, thumb_url, fallback_title, file_size, width, height } = file;
  const url = safeUrl(data_url);
  if (!url) return null;
  const name = fallback_title || nameOf(url);
  switch (file_type) {
    case "image":
      return html`<a class="picture" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${t("open_picture", { name })}>
        <img src=${safeUrl(thumb_url) || url} alt=${name} width=${width || undefined} height=${height || undefined} /></a>`;
    case "audio":
      return html`<audio controls preload="metadata" src=${url} aria-label=${name}></audio>`;
    case "video":
      return html`<video controls preload="metadata" src=${url} aria-label=${name}></video>`;
    default:
      return html`<a class="file" href=${url} target="_blank" rel="noopener noreferrer"><${Name} name=${name} bytes=${file_size} /></a>`;
  }
}

/** The files of a message. */
export const Files = ({ files }) => files.map((file) => html`<${Attachment} file=${file} key=${file.id} />`);

const isPicture = ({ type }) => /^image\/(png|jpeg|gif|webp|bmp)$/.test(type);

/** A picture that is still on this side. */
class Picture extends Component {
  url = URL.createObjectURL(this.props.file);

  componentWillUnmount() {
    URL.revokeObjectURL(this.url);
  }

  render({ file }) {
    return html`<img src=${this.url} alt="" />`;
  }
}

/** The files of a message on its way. */
export const Uploads = ({ message: { files, progress, status } }) => html`
  ${files.map((file, i) => (isPicture(file)
    ? html`<span class="picture" key=${i}><${Picture} file=${file} /></span>`
    : html`<span class="file" key=${i}><${Name} name=${file.name} bytes=${file.size} /></span>`))}
  ${status === "sending" && html`<progress max="1" value=${progress} aria-label=${t("sending")}></progress>`}`;

/** What will go with the next message. */
export const Tray = ({ files, onRemove }) => html`<ul class="tray">${files.map((file) => html`
  <li class="file" key=${file.name + file.lastModified}>${isPicture(file) ? html`<${Picture} file=${file} /><span class="grow"><b dir="auto">${file.name}</b></span>` : html`<${Name} name=${file.name} bytes=${file.size} />`}
    <${Button} name="close" label=${`${t("remove")}: ${file.name}`} onClick=${() => onRemove(file)} /></li>`)}</ul>`;
