// Finds a new way to somebody whose voice and picture do not come through: at once, then again and again while they are on
// the line, each time with fresh credentials for the relay. The connection stays; after some tries it is made anew.

const PAUSE = 1200; // milliseconds between tries while there is no way at all
const HOPE = 4000; // milliseconds while both know ways that may still prove good
const ANSWER = 1500; // milliseconds for the server to send credentials; without them the old ones may still do
const ANEW = 4; // tries until the connection is made anew
const POLITE = 600; // milliseconds: one of the two begins, so that they do not talk at once

const GREETING = 10_000; // milliseconds: a way is found, and over it the two agree on keys; on a bad line that takes long

const greets = (pc, peer) =>
  /connected|completed/.test(pc?.iceConnectionState) && pc.connectionState === "connecting" && performance.now() - peer.renewedAt < GREETING;
const hasWays = (pc) => [pc?.localDescription, pc?.remoteDescription].every((one) => one?.sdp.includes("a=candidate"));
const pause = (time) => new Promise((done) => setTimeout(done, time));

export class Mender {
  constructor(call) {
    this.call = call;
    addEventListener("online", () => this.all());
  }

  all() {
    for (const peer of this.call.people.values()) {
      peer.tries = 0;
      this.mend(peer);
    }
  }

  /** Their voice or picture is there again. */
  done(peer) {
    peer.tries = 0;
    peer.mendedAt = performance.now() - PAUSE;
  }

  async mend(peer) {
    const { call } = this;
    peer.tries ??= 0;
    const due = (peer.mendedAt ?? -Infinity) + (peer.tries === 0 ? 0 : hasWays(peer.pc) ? HOPE : PAUSE);
    if (call.isOver || peer.isMending || !peer.isHere || !call.line.isOpen || performance.now() < due || greets(peer.pc, peer)) return;
    peer.isMending = true;
    const { pc } = peer;
    const heard = pc?.remoteDescription?.sdp;
    if (peer.isPolite && peer.tries % 2 === 0) await pause(POLITE);
    await this.freshServers();
    peer.isMending = false;
    peer.mendedAt = performance.now();
    peer.tries += 1;
    if (call.isOver || !call.people.has(peer.seat)) return;
    if (pc !== peer.pc || (heard !== pc?.remoteDescription?.sdp && peer.tries < ANEW)) return; // the other one was first
    await this.again(peer);
  }

  async again(peer) {
    const { pc } = peer;
    const isDead = !pc?.remoteDescription || pc.connectionState === "closed" || peer.tries >= ANEW;
    if (isDead) {
      peer.tries = 0;
      peer.offer();
      return;
    }
    try {
      pc.setConfiguration({ ...pc.getConfiguration(), iceServers: this.call.servers });
      if (pc.signalingState === "have-local-offer") await pc.setLocalDescription({ type: "rollback" }); // it was never answered
      pc.restartIce();
    } catch {
      peer.offer();
    }
  }

  freshServers() {
    const { call } = this;
    const answer = new Promise((done) => {
      const take = ({ detail }) => {
        call.servers = detail.servers ?? call.servers;
        done();
      };
      call.line.addEventListener("servers", take, { once: true });
    });
    return call.line.send("servers") ? Promise.race([answer, pause(ANSWER)]) : Promise.resolve();
  }
}
