// The line to the engine (Janus over WebSocket): questions with their answers, and what it tells by itself.
// `open()`, then `attach()` for each connection of media; a handle has `ask(body, jsep)`, `trickle(candidate)` and events "told"
// {data, jsep}. Event "lost" on the line when it is closed or silent.

const BEAT = 15_000; // milliseconds; the engine forgets who is silent for a minute
const PATIENCE = 10_000; // milliseconds for an answer

const name = () => crypto.randomUUID?.() ?? String(Math.random());

class Handle extends EventTarget {
  constructor(line, id) {
    super();
    this.line = line;
    this.id = id;
  }

  /** What the video room answers. Throws its words when it refuses. */
  async ask(body, jsep) {
    const answer = await this.line.send({ janus: "message", handle_id: this.id, body, ...(jsep && { jsep }) });
    const data = answer.plugindata?.data ?? {};
    if (data.error) throw new Error(data.error);
    return { data, jsep: answer.jsep };
  }

  trickle(candidate) {
    const sent = candidate ? candidate.toJSON() : { completed: true };
    this.line.send({ janus: "trickle", handle_id: this.id, candidate: sent }).catch(() => {});
  }
}

export class GroupLine extends EventTarget {
  constructor(address, token) {
    super();
    this.address = address;
    this.token = token;
    this.asked = new Map(); // transaction → [resolve, reject]
    this.handles = new Map();
  }

  async open() {
    this.socket = new WebSocket(new URL(this.address, location.href.replace(/^http/, "ws")), "janus-protocol");
    this.socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    this.socket.onclose = () => this.close();
    await new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.socket.onerror = () => reject(new Error("line"));
    });
    this.session = (await this.send({ janus: "create" })).data.id;
    this.beat = setInterval(() => this.send({ janus: "keepalive" }).catch(() => this.close()), BEAT);
  }

  async attach() {
    const answer = await this.send({ janus: "attach", plugin: "janus.plugin.videoroom" });
    const handle = new Handle(this, answer.data.id);
    this.handles.set(handle.id, handle);
    return handle;
  }

  send(said) {
    return new Promise((resolve, reject) => {
      if (this.socket.readyState !== WebSocket.OPEN) return reject(new Error("line"));
      const transaction = name();
      const late = setTimeout(() => this.settle(transaction)?.[1](new Error("late")), PATIENCE);
      this.asked.set(transaction, [resolve, reject, late, said.janus === "message"]);
      const whole = { ...said, transaction, token: this.token, ...(this.session && { session_id: this.session }) };
      this.socket.send(JSON.stringify(whole));
    });
  }

  hear(said) {
    if (said.janus === "ack" && this.asked.get(said.transaction)?.[3]) return; // its answer is an event, later
    if (said.janus === "timeout") return this.close();
    const waiting = this.settle(said.transaction);
    if (waiting) return said.janus === "error" ? waiting[1](new Error(said.error.reason)) : waiting[0](said);
    const handle = this.handles.get(said.sender);
    if (said.plugindata) handle?.dispatchEvent(new CustomEvent("told", { detail: { data: said.plugindata.data, jsep: said.jsep } }));
  }

  settle(transaction) {
    const waiting = this.asked.get(transaction);
    clearTimeout(waiting?.[2]);
    this.asked.delete(transaction);
    return waiting;
  }

  close() {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.beat);
    for (const transaction of [...this.asked.keys()]) this.settle(transaction)[1](new Error("line"));
    this.socket?.close();
    this.dispatchEvent(new Event("lost"));
  }
}
