// The people of a group, each on a tile: a picture while frames come, else a calm field with an initial. Names come from the
// page's server by seat; the engine knows none.

import { initial } from "./initial.js";

const LOOK = 1000; // milliseconds

export class GroupTiles {
  constructor(room, own) {
    this.list = room.querySelector("[data-tiles]");
    this.template = room.querySelector("#group-tile");
    this.names = {};
    this.address = room.dataset.names;
    this.own = own;
    this.frames = new Map();
  }

  get(seat) {
    return this.list.querySelector(`[data-seat="${CSS.escape(seat)}"]`);
  }

  async name(seat) {
    if (!this.names[seat]) {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (answer.ok) this.names = await answer.json();
    }
    return this.names[seat]?.name ?? "";
  }

  async add(seat, { isOwn = false } = {}) {
    const tile = this.get(seat) ?? this.make(seat, isOwn);
    const name = await this.name(seat);
    tile.querySelector("[data-name]").textContent = name;
    tile.querySelector("[data-initial]").textContent = initial(name);
    tile.querySelector("[data-role-words]").hidden = !this.names[seat]?.leads || isOwn;
    for (const words of tile.querySelectorAll("[data-whom]")) words.textContent = ` ${name}`;
    return name;
  }

  make(seat, isOwn) {
    const tile = this.template.content.firstElementChild.cloneNode(true);
    tile.dataset.seat = seat;
    tile.querySelector("[data-you]").hidden = !isOwn;
    const acts = tile.querySelector("[data-acts]");
    if (acts) acts.hidden = isOwn;
    this.list[isOwn ? "prepend" : "append"](tile);
    return tile;
  }

  /** Voice and picture each on its own: a voice does not wait for a picture that may never come. */
  async show(seat, track) {
    const element = this.get(seat)?.querySelector(track.kind);
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    await element.play();
  }

  silence(seat, isMuted) {
    const tile = this.get(seat);
    if (!tile) return;
    tile.querySelector("[data-silent]").hidden = !isMuted;
    const button = tile.querySelector("[data-act=mute]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(isMuted));
    const label = button.querySelector("[data-label]");
    label.textContent = isMuted ? label.dataset.on : label.dataset.off;
  }

  remove(seat) {
    const name = this.names[seat]?.name ?? "";
    this.get(seat)?.remove();
    return name;
  }

  clear() {
    this.list.replaceChildren();
  }

  /** A picture is shown while its frames change: the connection's own word says nothing about that. */
  watch() {
    setInterval(() => {
      for (const tile of this.list.children) {
        const video = tile.querySelector("video");
        const count = video.getVideoPlaybackQuality().totalVideoFrames;
        const hasPicture = count > (this.frames.get(tile) ?? 0) && Boolean(video.srcObject?.getVideoTracks().length);
        this.frames.set(tile, count);
        tile.classList.toggle("still-shown", !hasPicture);
      }
    }, LOOK);
  }
}
