// The call of a page: `<div id="room" data-line="…" data-role="…">`. Others import `call` and never a connection of their own.
//
// call.line      send(type, data); events named as the server's messages           (line.js)
// call.media     isMuted, hasCamera, mute(bool), showCamera(bool), "changed"       (media.js)
// call.people    Map of seat → { seat, role, name, state, pc, isFlowing, isHere }  (peer.js)
// call.stream(seat), call.channel("words" | "shared" | "states")                   (channel.js)
// call.tell({ covered: true })   what the others are to know of us: muted, camera, covered, voiceFirst
// call.end()     everything stops: camera, microphone, connections
// Events: "came" {seat}, "gone" {seat, left}, "flowing" {seat}, "stopped" {seat}, "media" {seat}, "state" {seat}, "told", "ended" {to}.

import { Channel } from "./channel.js";
import { Line } from "./line.js";
import { Media } from "./media.js";
import { Mender } from "./mend.js";
import { Peer } from "./peer.js";
import { States } from "./states.js";
import { watchFlow } from "./flow.js";
import { watchQuality } from "./quality.js";

const CHANNELS = { words: 1, shared: 2, states: 3 };

class Call extends EventTarget {
  constructor({ line, role }) {
    super();
    this.role = role;
    this.seat = "";
    this.servers = [];
    this.people = new Map();
    this.channels = new Map(Object.entries(CHANNELS).map(([label, id]) => [label, new Channel(label, id)]));
    this.media = new Media({ seenAtFirst: role === "therapist" });
    this.line = new Line(line);
    this.mender = new Mender(this);
    this.states = new States(this);
    const messages = { welcome: "welcome", came: "came", gone: "gone", signal: "signal", removed: "end", ended: "end" };
    for (const [type, act] of Object.entries(messages)) this.line.addEventListener(type, ({ detail }) => this[act](detail));
    this.media.addEventListener("changed", () => this.give());
    addEventListener("pagehide", () => this.end({ isLeaving: true }));
    document.addEventListener("leaving", () => this.end({ isLeaving: true, hasLeft: true }));
  }

  start() {
    this.line.start();
    this.media.start();
    watchFlow(this);
    watchQuality(this);
  }

  /** We are on the line. Whoever is there comes by a `came` of their own, also after our line was gone for a while. */
  welcome({ seat, servers, others = [], seats, isAdmitted }) {
    this.seat = seat;
    this.servers = servers ?? [];
    this.isIn = Boolean(isAdmitted);
    if (!this.isIn) return;
    for (const peer of this.people.values()) peer.isHere = false;
    for (const one of this.people.keys()) if (seats && !seats.includes(one)) this.gone({ seat: one, left: true }); // taken out meanwhile
    this.line.send("state", this.states.own);
    for (const other of others) this.came(other);
  }

  came(other) {
    const known = this.people.get(other.seat);
    if (!known) return this.meet(other).offer();
    known.isHere = true;
    if (other.name) Object.assign(known, { name: other.name, role: other.role });
    Object.assign(known.state, other.state ?? {});
    this.emit("came", { seat: other.seat });
    if (!known.pc) known.offer();
    else if (!known.isFlowing) this.mender.mend(known);
  }

  meet(other) {
    const peer = new Peer(this, other);
    this.people.set(peer.seat, peer);
    this.emit("came", { seat: peer.seat });
    return peer;
  }

  gone({ seat, left }) {
    const peer = this.people.get(seat);
    if (!peer) return;
    peer.isHere = false;
    if (left) this.people.delete(seat);
    if (left) peer.close();
    this.emit("gone", { seat, left: Boolean(left) });
  }

  signal({ from, data }) {
    const peer = this.people.get(from) ?? this.meet({ seat: from });
    peer.isHere = true;
    peer.hear(data);
  }

  tell(said) {
    this.states.tell(said);
  }

  give() {
    for (const peer of this.people.values()) peer.attach();
    this.tell({ muted: this.media.isMuted || !this.media.hasMicrophone, camera: this.media.hasCamera });
  }

  stream(seat) {
    return this.people.get(seat)?.stream;
  }

  channel(label) {
    return this.channels.get(label);
  }

  /** `isLeaving`: the page goes anyway. A page that is loaded again comes back, so it does not say that it leaves. */
  end({ isLeaving, hasLeft = !isLeaving, to } = {}) {
    if (this.isOver) return;
    if (hasLeft) this.line.send("leave");
    this.isOver = true;
    this.line.stop();
    for (const peer of this.people.values()) peer.close();
    this.media.stop();
    if (!isLeaving) this.emit("ended", { to });
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export const call = new Call(document.getElementById("room").dataset);
call.start();
