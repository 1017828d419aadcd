// One way of saying something to the others past every server: a data channel to each of them under one name.
// Events: "open" {seat}, "close" {seat}, "message" {from, data: string | Uint8Array}.

const FULL = 1_048_576; // bytes that may wait in one channel before more is refused

export class Channel extends EventTarget {
  constructor(label, id) {
    super();
    this.label = label;
    this.id = id;
    this.pipes = new Map();
  }

  /** Makes the channel to one person in their connection; both sides know its number, so nothing is asked. */
  join(seat, pc) {
    const pipe = pc.createDataChannel(this.label, { negotiated: true, id: this.id });
    pipe.binaryType = "arraybuffer";
    this.pipes.get(seat)?.close();
    this.pipes.set(seat, pipe);
    const isNow = () => this.pipes.get(seat) === pipe;
    pipe.onopen = () => isNow() && this.emit("open", { seat });
    pipe.onclose = () => isNow() && this.emit("close", { seat });
    pipe.onmessage = ({ data }) => {
      if (isNow()) this.emit("message", { from: seat, data: typeof data === "string" ? data : new Uint8Array(data) });
    };
  }

  isOpen(seat) {
    return this.pipes.get(seat)?.readyState === "open";
  }

  /** To everyone, or to one seat. False when nobody could be told. */
  send(data, { to } = {}) {
    let told = 0;
    for (const [seat, pipe] of this.pipes) {
      if ((to && seat !== to) || pipe.readyState !== "open" || pipe.bufferedAmount > FULL) continue;
      pipe.send(data);
      told += 1;
    }
    return told > 0;
  }

  leave(seat) {
    const pipe = this.pipes.get(seat);
    if (!pipe) return;
    this.pipes.delete(seat);
    pipe.close();
    this.emit("close", { seat });
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
