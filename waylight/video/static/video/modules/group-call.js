// One's part in a group: own voice and picture go to the engine by one connection, everybody else's come by another.
// Events: "in"; "came" {seat, isMuted}, "gone" {seat}, "track" {seat, track}; "silenced" {seat, isMuted}; "removed", "ended", "lost".

import { GroupLine } from "./group-line.js";

const VOICE = "0"; // the first line of what is sent; the server mutes it by this name

export class GroupCall extends EventTarget {
  constructor(media, given) {
    super();
    this.media = media;
    this.given = given;
    this.people = new Set(); // the seats of the others
    this.seats = new Map(); // line of the receiving connection → seat
    this.watched = Promise.resolve();
  }

  emit(type, detail = {}) {
    if (!this.isOver) this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  connection(handle) {
    const pc = new RTCPeerConnection({ iceServers: this.given.servers, bundlePolicy: "max-bundle" });
    pc.onicecandidate = ({ candidate }) => handle.trickle(candidate);
    pc.onconnectionstatechange = () => pc.connectionState === "failed" && this.lose();
    return pc;
  }

  async join() {
    const { line, token, room, seat, key } = this.given;
    this.line = new GroupLine(line, token);
    this.line.addEventListener("lost", () => this.lose());
    await this.line.open();
    this.own = await this.line.attach();
    this.own.addEventListener("told", ({ detail }) => this.hear(detail.data));
    const { data } = await this.own.ask({ request: "join", ptype: "publisher", room, id: seat, token: key });
    this.privateId = data.private_id;
    await this.send();
    this.emit("in");
    this.watch(data.publishers ?? []);
  }

  /** Both lines at once, with a picture or without, so that a camera that is switched on later needs nothing new. */
  async send() {
    this.out = this.connection(this.own);
    this.voice = this.out.addTransceiver(this.media.voice ?? "audio", { direction: "sendonly" }).sender;
    this.picture = this.out.addTransceiver(this.media.picture ?? "video", { direction: "sendonly" }).sender;
    await this.out.setLocalDescription();
    const { jsep } = await this.own.ask({ request: "publish" }, this.out.localDescription);
    await this.out.setRemoteDescription(jsep);
  }

  /** After the microphone or camera changed. */
  async renew() {
    await this.voice?.replaceTrack(this.media.voice);
    await this.picture?.replaceTrack(this.media.picture);
  }

  hear(data) {
    if (data.videoroom === "destroyed") return this.finish("ended");
    if (data.leaving === "ok" && data.reason === "kicked") return this.finish("removed");
    if (data.moderation && data.mid === VOICE) this.emit("silenced", { seat: data.participant ?? this.given.seat, isMuted: data.moderation === "muted" });
    if (data.publishers) this.watch(data.publishers);
    const gone = data.leaving ?? data.unpublished ?? data.kicked;
    if (gone && gone !== "ok") this.forget(gone);
  }

  /** Each change of what comes in waits for the one before: the engine takes one offer at a time. */
  watch(publishers) {
    this.watched = this.watched.then(() => this.take(publishers)).catch(() => this.lose());
  }

  async take(publishers) {
    const fresh = publishers.filter((one) => !this.people.has(one.id));
    if (!fresh.length || this.isOver) return;
    const streams = fresh.map((one) => ({ feed: one.id }));
    for (const { id } of fresh) this.people.add(id);
    for (const { id, streams: sent } of fresh) this.emit("came", { seat: id, isMuted: sent?.some((one) => one.moderated) });
    if (this.incoming) {
      const { data, jsep } = await this.incoming.ask({ request: "subscribe", streams });
      return this.answer(data, jsep);
    }
    this.incoming = await this.line.attach();
    this.incoming.addEventListener("told", ({ detail }) => {
      this.watched = this.watched.then(() => this.answer(detail.data, detail.jsep)).catch(() => this.lose());
    });
    this.into = this.connection(this.incoming);
    this.into.ontrack = ({ track, transceiver }) => this.emit("track", { seat: this.seats.get(transceiver.mid), track });
    const { room, key } = this.given;
    const { data, jsep } = await this.incoming.ask({ request: "join", ptype: "subscriber", room, streams, private_id: this.privateId, token: key });
    return this.answer(data, jsep);
  }

  async answer(data, jsep) {
    for (const one of data.streams ?? []) if (one.feed_id) this.seats.set(one.mid, one.feed_id);
    if (!jsep || this.isOver) return;
    await this.into.setRemoteDescription(jsep);
    await this.into.setLocalDescription();
    await this.incoming.ask({ request: "start" }, this.into.localDescription);
  }

  forget(seat) {
    if (this.people.delete(seat)) this.emit("gone", { seat });
  }

  lose() {
    this.finish("lost");
  }

  finish(why) {
    if (this.isOver) return;
    this.emit(why);
    this.isOver = true;
    this.out?.close();
    this.into?.close();
    this.line?.close();
  }
}
