// The socket of a room: it carries what browsers say to find each other, and nothing of what is said in the session.
// It reconnects by itself. Each message from the server is an event named by its type, with the rest as `detail`.

const AGAIN = [100, 300, 800, 1500, 3000]; // milliseconds before each new try; the last one goes on
const PING = 10_000; // milliseconds
const SILENT = 22_000; // milliseconds without a word from the server, after which the socket is taken for dead
const TOO_OFTEN = 4429; // said too much at once: the page stays, and is more patient
const SIGNED_OUT = 4401; // or under a new cookie: unlocking in another window gives one, so it is asked once more
const REFUSED = [4400, 4401, 4403, 4404, 4409, 4413]; // the server's reasons after which trying again would not help (line.py)

export class Line extends EventTarget {
  constructor(path) {
    super();
    this.address = new URL(path, location.href.replace(/^http/, "ws")).href;
    this.tries = 0;
    this.timer = 0;
    this.over = false;
    this.heardAt = 0;
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  start() {
    this.over = false;
    this.connect();
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !this.isOpen && this.now());
    setInterval(() => this.look(), PING);
  }

  /** Whether it went out. What could not go is not kept: after a reconnect both sides look at each other anew. */
  send(type, data = {}) {
    if (!this.isOpen) return false;
    this.socket.send(JSON.stringify({ type, ...data }));
    return true;
  }

  /** One has gone by choice: no more tries. */
  stop() {
    this.over = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  now() {
    if (this.over) return;
    this.tries = 0;
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    if (this.over) return;
    const before = this.socket;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    before?.close();
    socket.onopen = () => {
      this.heardAt = performance.now();
      this.emit("open", {});
    };
    socket.onmessage = (event) => this.hear(event.data);
    socket.onclose = (event) => socket === this.socket && this.lose(event.code);
  }

  hear(text) {
    this.tries = 0;
    this.isKnown = true;
    this.heardAt = performance.now();
    const { type, ...detail } = JSON.parse(text);
    this.emit(type, detail);
  }

  lose(code) {
    this.emit("closed", { code });
    if (this.over) return; // one has gone already
    const isWorthATry = code === SIGNED_OUT && this.isKnown;
    this.isKnown = false;
    if (REFUSED.includes(code) && !isWorthATry) {
      this.over = true;
      this.emit("refused", { code });
      return;
    }
    const pause = code === TOO_OFTEN ? AGAIN.at(-1) : AGAIN[Math.min(this.tries, AGAIN.length - 1)];
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), pause);
  }

  look() {
    if (this.over || !this.isOpen) return;
    if (performance.now() - this.heardAt > SILENT) this.connect();
    else this.send("ping");
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
