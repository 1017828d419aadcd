// The connection to one other person: perfect negotiation (W3C WebRTC, 10.7), voice and picture in fixed places, so that a
// camera that goes on or off asks for nothing. Whoever knows no connection offers one.

import { sayTwice } from "./twice.js";

const PLACES = [["audio", "high"], ["video", "low"]]; // what is sent, and how it weighs when the line is narrow

const printOf = (description) => /^a=fingerprint:(.*)$/m.exec(description?.sdp ?? "")?.[1];

export class Peer {
  constructor(call, { seat, role, name, state }) {
    Object.assign(this, { call, seat, role, name, state: state ?? {} });
    this.stream = new MediaStream();
    this.isHere = true; // on the line; their picture may flow even when not
    this.isFlowing = false;
    this.pc = null;
    this.heard = Promise.resolve();
  }

  get isPolite() {
    return this.call.seat > this.seat;
  }

  /** A connection that knows nothing yet, with all channels. */
  renew() {
    this.pc?.close();
    const pc = new RTCPeerConnection({ iceServers: this.call.servers, bundlePolicy: "max-bundle" });
    this.pc = pc;
    this.renewedAt = performance.now();
    this.making = false;
    const now = (act) => (event) => pc === this.pc && act(event);
    pc.onnegotiationneeded = now(() => this.describe());
    pc.onicecandidate = now(({ candidate }) => candidate && this.signal({ candidate: candidate.toJSON() }));
    pc.oniceconnectionstatechange = now(() => /disconnected|failed/.test(pc.iceConnectionState) && this.call.mender.mend(this));
    pc.onconnectionstatechange = now(() => pc.connectionState === "failed" && this.call.mender.mend(this));
    pc.ontrack = now(({ track }) => this.take(track));
    for (const channel of this.call.channels.values()) channel.join(this.seat, pc);
    return pc;
  }

  offer() {
    const pc = this.renew();
    for (const [kind, priority] of PLACES) {
      const sendEncodings = [{ priority, networkPriority: priority }];
      const made = pc.addTransceiver(kind, { direction: "sendrecv", sendEncodings });
      if (kind === "audio") sayTwice(made);
    }
    this.attach();
  }

  /** Gives our voice and picture as they are now. */
  attach() {
    for (const { sender, receiver, direction } of this.pc?.getTransceivers() ?? []) {
      const { voice, picture } = this.call.media;
      const track = receiver.track.kind === "audio" ? voice : picture;
      if (direction !== "stopped" && sender.track !== track) sender.replaceTrack(track).catch(() => {});
    }
  }

  take(track) {
    for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    this.call.emit("media", { seat: this.seat });
  }

  signal(data) {
    this.call.line.send("signal", { to: this.seat, data });
  }

  async describe() {
    const { pc } = this;
    try {
      this.making = true;
      await pc.setLocalDescription();
      if (pc === this.pc) this.signal({ description: pc.localDescription.toJSON() });
    } catch {
      // the connection was renewed meanwhile
    } finally {
      if (pc === this.pc) this.making = false;
    }
  }

  /** One after the other: a candidate may not overtake the description that it belongs to. */
  hear({ description, candidate }) {
    const act = description ? () => this.hearDescription(description) : () => this.hearCandidate(candidate);
    this.heard = this.heard.then(act).catch(() => this.call.mender.mend(this));
  }

  async hearDescription(description) {
    const known = printOf(this.pc?.remoteDescription);
    const isStranger = known && known !== printOf(description); // they began anew: a page that was loaded again
    if (description.type === "answer") {
      if (isStranger) this.offer();
      else if (this.pc?.signalingState === "have-local-offer") await this.pc.setRemoteDescription(description);
      return;
    }
    const isFresh = !this.pc || isStranger;
    const meet = !isFresh && (this.making || this.pc.signalingState !== "stable"); // both offer at once
    if (meet && !this.isPolite) return;
    const pc = isFresh || (meet && !known) ? this.renew() : this.pc;
    await pc.setRemoteDescription(description);
    for (const transceiver of pc.getTransceivers()) transceiver.direction = "sendrecv";
    this.attach();
    await this.describe();
  }

  async hearCandidate(candidate) {
    const sdp = this.pc?.remoteDescription?.sdp;
    if (!sdp || (candidate.usernameFragment && !sdp.includes(`a=ice-ufrag:${candidate.usernameFragment}`))) return; // of an offer that we did not take
    await this.pc.addIceCandidate(candidate).catch(() => {});
  }

  close() {
    for (const channel of this.call.channels.values()) channel.leave(this.seat);
    this.pc?.close();
    this.pc = null;
  }
}
