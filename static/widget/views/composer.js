// Where the visitor writes: text, files by button, paste or drop, emoji.
import { Component, html } from "../../shared/preact.js";
import { typed, typedEnough } from "../live.js";
import { write } from "../outbox.js";
import { brand, canAttach, canEmoji } from "../state.js";
import { t } from "../texts.js";
import { Button, lazy } from "./parts.js";

const Emoji = lazy(() => import("./emoji.js"));
const Tray = lazy(() => import("./files.js").then(({ Tray: View }) => View));

const TALLEST = 120;
const MEGABYTE = 1_048_576;

let draft = ""; // outlives a look at the first screen

export class Composer extends Component {
  state = { hasText: Boolean(draft), files: [], said: "", isPicking: false, isDropping: false };
  setField = (element) => { this.field = element; };
  setPicker = (element) => { this.picker = element; };

  componentDidMount() {
    this.grow();
    addEventListener("dragover", this.over);
    addEventListener("dragleave", this.dropped);
    addEventListener("drop", this.dropped);
  }

  componentWillUnmount() {
    removeEventListener("dragover", this.over);
    removeEventListener("dragleave", this.dropped);
    removeEventListener("drop", this.dropped);
  }

  grow() {
    const { style } = this.field;
    style.height = "";
    style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    draft = this.field.value;
    this.setState({ hasText: Boolean(draft.trim()) });
  }

  wrote = () => {
    this.grow();
    typed();
  };

  send = (event) => {
    event.preventDefault();
    write({ content: draft, files: this.state.files });
    typedEnough();
    this.field.value = "";
    this.grow();
    this.setState({ files: [], said: "", isPicking: false });
    this.field.focus();
  };

  keyed = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.send(event);
  };

  /** Files wait in the tray until the message is sent. */
  take = (files) => {
    const most = brand.MAXIMUM_FILE_UPLOAD_SIZE || 40;
    const tooLarge = files.find(({ size }) => size > most * MEGABYTE);
    const fitting = files.filter(({ size }) => size <= most * MEGABYTE);
    this.setState({
      files: [...this.state.files, ...fitting],
      said: tooLarge ? t("too_large", { name: tooLarge.name, size: most }) : "",
    });
    this.field.focus();
  };

  takeOut = (file) => this.setState({ files: this.state.files.filter((one) => one !== file) });

  picked = ({ currentTarget }) => {
    this.take([...currentTarget.files]);
    currentTarget.value = ""; // the same file may be chosen again
  };

  pasted = (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length || !canAttach()) return;
    event.preventDefault();
    this.take(files);
  };

  over = (event) => {
    event.preventDefault();
    if (canAttach()) this.setState({ isDropping: true });
  };

  dropped = (event) => {
    event.preventDefault(); // else the browser leaves the chat and shows the file
    this.setState({ isDropping: false });
    const files = [...(event.dataTransfer?.files ?? [])];
    if (event.type === "drop" && files.length && canAttach()) this.take(files);
  };

  togglePicker = () => this.setState({ isPicking: !this.state.isPicking });

  put = (emoji) => {
    this.setState({ isPicking: false });
    this.field.setRangeText(emoji, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.focus();
    this.grow();
  };

  leavePicker = () => {
    this.setState({ isPicking: false });
    this.field.focus();
  };

  render(_, { hasText, files, said, isPicking, isDropping }) {
    return html`<form class="foot" onSubmit=${this.send}>
      ${isPicking && html`<${Emoji} onPick=${this.put} onClose=${this.leavePicker} />`}
      ${said && html`<p class="error" role="alert">${said}</p>`}
      ${files.length > 0 && html`<${Tray} files=${files} onRemove=${this.takeOut} />`}
      <div class="composer">
        <textarea class="write" ref=${this.setField} rows="1" dir="auto" defaultValue=${draft} placeholder=${t("write")} aria-label=${t("write")} maxlength="150000"
          onInput=${this.wrote} onKeyDown=${this.keyed} onPaste=${this.pasted} onBlur=${typedEnough}></textarea>
        ${canEmoji() && html`<${Button} name="emoji" label=${t("emoji")} aria-expanded=${isPicking} onClick=${this.togglePicker} />`}
        ${canAttach() && html`<${Button} name="attach" label=${t("attach")} onClick=${() => this.picker.click()} />
          <input ref=${this.setPicker} type="file" multiple hidden onChange=${this.picked} />`}
        <${Button} name="send" kind="go" type="submit" label=${t("send")} disabled=${!hasText && !files.length} />
      </div>
      ${isDropping && html`<p class="drop">${t("drop")}</p>`}
    </form>`;
  }
}
