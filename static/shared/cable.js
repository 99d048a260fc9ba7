// A client of /cable that misses nothing: it remembers the last event it saw and asks for what came after it.

const SILENCE = 9_000; // milliseconds without a ping after which a connection counts as lost
const SLOWEST = 15_000;

export class Cable {
  /**
   * `identify()` gives the subscription's fields. `onEvent(name, data)` is told of each event once, in order.
   * `onState("live" | "lost")` says how the connection is; `onReload()` that too much was missed to catch up.
   */
  constructor(options) {
    Object.assign(this, options, { seq: null, part: null, tries: 0 });
    const wake = () => this.wanted && !this.confirmed && this.connect();
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
  }

  open() {
    this.wanted = true;
    if (!this.socket) this.connect();
  }

  close() {
    this.wanted = false;
    this.drop();
  }

  /** Begins anew, since `identify()` says something else now. */
  restart() {
    this.seq = this.part = null;
    if (this.wanted) this.connect();
  }

  /** Sends an action of the channel, if there is a connection. */
  perform(action) {
    if (this.confirmed) this.send("message", { data: JSON.stringify({ action }) });
  }

  connect() {
    this.drop();
    const fields = { channel: "RoomChannel", ...this.identify() };
    if (this.seq !== null) Object.assign(fields, { after: this.seq, after_part: this.part });
    this.identifier = JSON.stringify(fields);
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/cable`, ["actioncable-v1-json", "actioncable-unsupported"]);
    this.socket = socket;
    socket.onmessage = ({ data }) => socket === this.socket && this.hear(JSON.parse(data));
    socket.onclose = () => socket === this.socket && this.lose();
    this.watch();
  }

  send(command, fields) {
    this.socket.send(JSON.stringify({ command, identifier: this.identifier, ...fields }));
  }

  watch() {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.lose(), SILENCE);
  }

  hear({ type, seq, message }) {
    this.watch();
    if (type === "welcome") this.send("subscribe");
    else if (type === "confirm_subscription") this.begin(seq);
    else if (type === "reject_subscription") this.close();
    else if (type === "disconnect") this.lose();
    else if (message?.event) this.deliver(message); // a ping carries its time there
  }

  begin(seq) {
    this.confirmed = true;
    this.tries = 0;
    this.seq ??= seq ?? null;
    this.onState("live");
  }

  deliver({ event, data, seq, part }) {
    if (seq !== undefined) {
      this.seq = seq;
      this.part = part ?? null;
    }
    if (event === "reload") this.onReload();
    else this.onEvent(event, data);
  }

  drop() {
    clearTimeout(this.watching);
    clearTimeout(this.retry);
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
    this.retry = setTimeout(() => this.connect(), pause);
  }
}
