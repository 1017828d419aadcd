// What people here know of each other: muted, camera, covered, voiceFirst. By the line, and straight to each as soon as there is
// a way, so that a word of it never waits for the server.

const KNOWN = ["muted", "camera", "covered", "voiceFirst"];

/** Only switches that are known: whatever else came in is nobody's. */
function switches(said) {
  return Object.fromEntries(KNOWN.filter((name) => typeof said?.[name] === "boolean").map((name) => [name, said[name]]));
}

export class States {
  constructor(call) {
    this.call = call;
    this.own = {};
    const channel = call.channel("states");
    channel.addEventListener("open", ({ detail }) => channel.send(JSON.stringify(this.own), { to: detail.seat }));
    channel.addEventListener("message", ({ detail }) => this.read(detail.from, detail.data));
    call.line.addEventListener("state", ({ detail }) => this.hear(detail.from, detail));
  }

  read(from, text) {
    if (text === "") return; // a beat: they are there (flow.js)
    try {
      this.hear(from, JSON.parse(text));
    } catch {
      // nothing that was meant for us
    }
  }

  hear(from, said) {
    const peer = this.call.people.get(from);
    if (!peer) return;
    Object.assign(peer.state, switches(said));
    this.call.emit("state", { seat: from });
  }

  tell(said) {
    Object.assign(this.own, switches(said));
    if (this.call.isIn) this.call.line.send("state", this.own);
    this.call.channel("states").send(JSON.stringify(this.own));
    this.call.emit("told", this.own);
  }
}
