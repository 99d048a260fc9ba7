// Where the visitor writes: text, files by button, paste or drop, emoji.
import { html, useEffect, useRef, useState } from "../../shared/preact.js";
import * as actions from "../actions.js";
import * as live from "../live.js";
import { brand, canAttach, canEmoji } from "../state.js";
import { t } from "../texts.js";
import { icon } from "./icons.js";
import { Button } from "./parts.js";

const TALLEST = 120;

export function Composer() {
  const field = useRef();
  const picker = useRef();
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const [Emoji, setEmoji] = useState(null);

  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) field.current.focus();
  }, []);
  useEffect(() => {
    field.current.style.height = "auto";
    field.current.style.height = `${Math.min(field.current.scrollHeight, TALLEST)}px`;
  }, [text]);
  useEffect(() => {
    actions.onAttach((files) => take(files));
    return () => actions.onAttach(null);
  });

  const take = (files) => {
    const most = (brand.MAXIMUM_FILE_UPLOAD_SIZE || 40) * 1024 * 1024;
    const tooLarge = files.find((file) => file.size > most);
    setSaid(tooLarge ? t("too_large", { name: tooLarge.name, size: most / 1048576 }) : "");
    const fitting = files.filter((file) => file.size <= most);
    if (fitting.length) actions.write({ files: fitting });
  };
  const send = () => {
    actions.write({ content: text });
    live.typedEnough();
    setText("");
    field.current.focus();
  };
  const keyed = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const wrote = ({ currentTarget }) => {
    setText(currentTarget.value);
    live.typed();
  };
  const pasted = (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length || !canAttach.value) return;
    event.preventDefault();
    take(files);
  };
  const showEmoji = async () => {
    const { Emoji: Picker } = await import("./emoji.js");
    setEmoji(Emoji ? null : () => Picker); // a function of a function, since a state may be made by one
  };
  const put = (emoji) => {
    const { selectionStart: from, selectionEnd: to } = field.current;
    setText(text.slice(0, from) + emoji + text.slice(to));
    setEmoji(null);
    field.current.focus();
  };

  return html`<form class="composer" onSubmit=${(event) => { event.preventDefault(); send(); }}>
    ${Emoji && html`<${Emoji} onPick=${put} onClose=${() => setEmoji(null)} />`}
    ${said && html`<p class="said" role="alert">${said}</p>`}
    <textarea ref=${field} rows="1" dir="auto" value=${text} placeholder=${t("write")} aria-label=${t("write")}
      maxlength="150000" onInput=${wrote} onKeyDown=${keyed} onPaste=${pasted} onBlur=${live.typedEnough}></textarea>
    <div class="tools">
      ${canAttach.value && html`<${Button} label=${t("attach")} onClick=${() => picker.current.click()}>${icon("attach")}<//>
        <input ref=${picker} type="file" multiple hidden onChange=${({ currentTarget }) => { take([...currentTarget.files]); currentTarget.value = ""; }} />`}
      ${canEmoji.value && html`<${Button} label=${t("emoji")} expanded=${Boolean(Emoji)} onClick=${showEmoji}>${icon("emoji")}<//>`}
      <${Button} type="submit" label=${t("send")} disabled=${!text.trim()}>${icon("send")}<//>
    </div>
  </form>`;
}
