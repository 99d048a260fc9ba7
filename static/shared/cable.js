// A client of /cable that misses nothing: it remembers the last event it saw and asks for what came after it.

const SILENCE = 9_000; // milliseconds without a ping after which a connection counts as lost
const SLOWEST = 15_000;

export class Cable {
  /**
   * `identify()` gives the subscription's fields (channel and token). `onEvent(name, data)` is told of each event once, in order.
   * `onState("live" | "lost")` says how the connection is; `onReload()` that too much was missed to catch up.
   */
  constructor({ url, identify, onEvent, onState, onReload }) {
    Object.assign(this, { url, identify, onEvent, onState, onReload });
    this.seq = null;
    this.part = null;
    this.tries = 0;
    this.wanted = false;
    this.wake = () => this.wanted && !this.isLive() && this.connect();
    addEventListener("online", this.wake);
    addEventListener("pageshow", this.wake);
  }

  open() {
    this.wanted = true;
    if (!this.socket) this.connect();
  }

  close() {
    this.wanted = false;
    this.drop();
  }

  isLive() {
    return Boolean(this.confirmed && this.socket?.readyState === WebSocket.OPEN);
  }

  /** Sends an action of the channel, if there is a connection. */
  perform(action) {
    if (this.isLive()) this.send({ command: "message", identifier: this.identifier, data: JSON.stringify({ action }) });
  }

  connect() {
    this.drop();
    clearTimeout(this.retry);
    const fields = { channel: "RoomChannel", ...this.identify() };
    if (this.seq !== null) Object.assign(fields, { after: this.seq, after_part: this.part });
    this.identifier = JSON.stringify(fields);
    const socket = new WebSocket(this.url, ["actioncable-v1-json", "actioncable-unsupported"]);
    this.socket = socket;
    socket.onmessage = ({ data }) => socket === this.socket && this.hear(JSON.parse(data));
    socket.onclose = () => socket === this.socket && this.lose();
    this.watch();
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  watch() {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.lose(), SILENCE);
  }

  hear(frame) {
    this.watch();
    if (frame.type === "welcome") this.send({ command: "subscribe", identifier: this.identifier });
    else if (frame.type === "confirm_subscription") this.begin(frame);
    else if (frame.type === "reject_subscription") this.close();
    else if (frame.type === "disconnect") this.lose();
    else if (frame.message) this.deliver(frame.message);
  }

  begin(frame) {
    this.confirmed = true;
    this.tries = 0;
    if (this.seq === null && frame.seq !== undefined) this.seq = frame.seq;
    this.onState("live");
  }

  deliver({ event, data, seq, part }) {
    if (event === "reload") {
      this.seq = seq ?? null;
      this.part = null;
      this.onReload?.();
      return;
    }
    if (seq !== undefined) {
      this.seq = seq;
      this.part = part ?? null;
    }
    this.onEvent(event, data);
  }

  drop() {
    clearTimeout(this.watching);
    const { socket } = this;
    this.socket = null;
    this.confirmed = false;
    socket?.close();
  }

  lose() {
    this.drop();
    if (!this.wanted) return;
    this.onState("lost");
    this.tries += 1;
    const pause = Math.min(SLOWEST, 500 * 2 ** Math.min(this.tries, 5)) * (0.5 + Math.random() / 2);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), pause);
  }
}
