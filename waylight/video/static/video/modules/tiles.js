// One tile a person: voice, and picture or a calm field that says in words why there is none. Each has an element of its own:
// a browser does not play a voice beside a picture until the first frame has come, and no camera means that none ever does.

import { call } from "./call.js";
import { initial } from "./initial.js";

const tiles = document.querySelector("[data-tiles]");
const made = document.getElementById("tile");
const nobody = tiles.querySelector("[data-nobody]");
const own = document.querySelector("[data-own]");
const words = document.querySelector("[data-room-said]").dataset;
const unheard = document.querySelector("[data-unheard]");
const shown = new Map();
// A picture that has not come yet counts as a part of the page: given earlier, the page would never be loaded.
const loaded = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve, { once: true });
});

class Tile {
  constructor(peer) {
    this.element = made.content.firstElementChild.cloneNode(true);
    this.voice = this.element.querySelector("audio");
    this.picture = this.element.querySelector("video");
    this.speakThrough(call.media.devices.speaker);
    this.named(peer);
    tiles.append(this.element);
    this.take(peer.stream);
  }

  take(stream) {
    give(this.voice, stream.getAudioTracks()[0]);
    this.play();
    loaded.then(() => {
      give(this.picture, stream.getVideoTracks()[0]);
      this.picture.play().catch(() => {}); // what plays by itself alone stops while it is out of sight
    });
  }

  part(name) {
    return this.element.querySelector(`[data-${name}]`);
  }

  named({ name }) {
    this.part("name").textContent = name ?? "";
    this.part("initial").textContent = initial(name);
  }

  /** A browser that wants a press before it makes a sound gets one. */
  async play() {
    try {
      await this.voice.play();
    } catch (error) {
      if (error.name === "NotAllowedError") unheard.hidden = false;
    }
  }

  speakThrough(id) {
    this.voice.setSinkId?.(id ?? "").catch(() => {});
  }

  show(peer) {
    const why = reason(peer);
    const about = !peer.isFlowing ? "" : peer.state.muted ? words.isMuted : peer.isSpeaking ? words.isSpeaking : "";
    this.element.classList.toggle("still-shown", Boolean(why));
    this.element.classList.toggle("speaks", Boolean(peer.isFlowing && peer.isSpeaking));
    write(this.part("still"), why);
    write(this.part("about"), about);
    this.named(peer);
  }
}

function give(element, track) {
  if (track && element.srcObject?.getTracks()[0] !== track) element.srcObject = new MediaStream([track]);
}

/** Why there is no picture now; nothing when there is. */
function reason(peer) {
  if (!peer.hasFlown) return words.isJoining;
  if (!peer.isFlowing) return words.trying;
  if (peer.state.voiceFirst) return words.voiceFirst;
  if (!peer.state.camera) return words.cameraOff;
  return peer.hasPicture ? "" : words.noPicture;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function look() {
  for (const [seat, tile] of shown) {
    if (call.people.has(seat)) continue;
    tile.element.remove();
    shown.delete(seat);
  }
  for (const peer of call.people.values()) {
    if (!shown.has(peer.seat)) shown.set(peer.seat, new Tile(peer));
    shown.get(peer.seat).show(peer);
  }
  nobody.hidden = shown.size > 0;
  tiles.dataset.count = shown.size;
}

for (const type of ["came", "gone", "flowing", "stopped", "state", "looked"]) call.addEventListener(type, look);
call.addEventListener("media", ({ detail }) => shown.get(detail.seat)?.take(call.stream(detail.seat)));

unheard.querySelector("button").addEventListener("click", () => {
  unheard.hidden = true;
  for (const tile of shown.values()) tile.play();
});

function lookAtOwn() {
  const { picture, devices } = call.media;
  const video = own.querySelector("video");
  if (video.srcObject?.getVideoTracks()[0] !== (picture ?? undefined)) video.srcObject = picture && new MediaStream([picture]);
  own.hidden = !(picture && own.hasAttribute("data-wanted"));
  for (const tile of shown.values()) tile.speakThrough(devices.speaker);
}

call.media.addEventListener("changed", lookAtOwn);
own.addEventListener("wanted", lookAtOwn);
