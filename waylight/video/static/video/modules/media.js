// One's own voice and picture. Asked for apart, so that a camera that is refused or in use never takes the voice with it.
// What was chosen stays until this tab is closed: sessionStorage "room-muted" and "room-camera" ("on" or "off"), and
// "room-microphone", "room-camera-device", "room-speaker" (ids of devices). Whoever chose nothing is heard; only a therapist is seen.
// Event "changed". `trouble.microphone` and `trouble.camera` hold a word why one is missing: refused, none, busy.

import { keep, kept } from "./tab.js";

const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 }, facingMode: "user" };
const KEPT = { microphone: "room-microphone", camera: "room-camera-device", speaker: "room-speaker" };
const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none" };

export class Media extends EventTarget {
  constructor({ seenAtFirst = false } = {}) {
    super();
    this.voice = null;
    this.picture = null;
    this.trouble = {};
    this.isMuted = kept("room-muted") === "on";
    this.wantsCamera = (kept("room-camera") ?? (seenAtFirst ? "on" : "off")) === "on";
    this.devices = Object.fromEntries(Object.entries(KEPT).map(([kind, name]) => [kind, kept(name) ?? ""]));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.changed());
  }

  get hasCamera() {
    return Boolean(this.picture);
  }

  get hasMicrophone() {
    return Boolean(this.voice);
  }

  async start() {
    await this.open("microphone");
    if (this.wantsCamera) await this.open("camera");
  }

  mute(isMuted) {
    this.isMuted = Boolean(isMuted);
    keep("room-muted", this.isMuted ? "on" : "off");
    if (this.voice) this.voice.enabled = !this.isMuted;
    this.changed();
  }

  async showCamera(isShown) {
    this.wantsCamera = Boolean(isShown);
    keep("room-camera", this.wantsCamera ? "on" : "off");
    if (this.wantsCamera && !this.picture) await this.open("camera");
    if (!this.wantsCamera) this.close("picture"); // and the device's own light goes out
    this.changed();
  }

  /** Another device of a kind (camera, microphone, speaker), from now on. An empty id is the browser's own choice. */
  async use(kind, id) {
    this.devices[kind] = id;
    keep(KEPT[kind], id);
    if (kind === "microphone" || (kind === "camera" && this.wantsCamera)) await this.open(kind);
    this.changed();
  }

  async open(kind) {
    const isVoice = kind === "microphone";
    const wished = { ...(isVoice ? VOICE : PICTURE), ...(this.devices[kind] && { deviceId: { exact: this.devices[kind] } }) };
    if (!isVoice) this.close("picture"); // many phones open one camera at a time
    try {
      const found = await this.ask(isVoice ? { audio: wished } : { video: wished }, isVoice);
      this.take(isVoice ? "voice" : "picture", found.getTracks()[0], kind);
      delete this.trouble[kind];
    } catch (error) {
      this.trouble[kind] = WHY[error.name] ?? "busy";
      if (!isVoice) this.wantsCamera = false;
    }
    this.changed();
  }

  async ask(wished, isVoice) {
    if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError"); // the page did not come over https
    try {
      return await navigator.mediaDevices.getUserMedia(wished);
    } catch (error) {
      if (error.name !== "OverconstrainedError") throw error; // the device that was chosen is gone: take any
      return navigator.mediaDevices.getUserMedia(isVoice ? { audio: VOICE } : { video: PICTURE });
    }
  }

  take(which, track, kind) {
    this.close(which);
    if (which === "picture" && !this.wantsCamera) return track.stop(); // meanwhile it was switched off
    this[which] = track;
    if (which === "voice") track.enabled = !this.isMuted;
    track.onended = () => this[which] === track && this.open(kind); // unplugged: another one may be there
  }

  close(which) {
    this[which]?.stop();
    this[which] = null;
  }

  stop() {
    this.close("voice");
    this.close("picture");
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("changed"));
  }
}
