// Getting ready: what can be tried on this device. Nothing of it is sent; what is chosen stays in this tab (media.js).
// <div data-try="camera|microphone|speaker|connection">; what is said stands in its <template data-words> and attributes.

import { Media } from "./media.js";
import { hear, notes, reach } from "./ready-tries.js";

const KINDS = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" };
const QUIET = 6000; // milliseconds without a voice until that is said

const box = document.querySelector("[data-try]");
const kind = box.dataset.try;
const words = box.querySelector("[data-words]").dataset;
const [start, stop, frame] = ["start", "stop", "frame"].map((name) => box.querySelector(`[data-${name}]`));
const media = new Media();
let listening = null;

function say(sentence = "") {
  box.querySelector("[data-said]").textContent = sentence;
}

async function list() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const found = all.filter((one) => one.kind === KINDS[kind] && one.deviceId);
  const choice = box.querySelector("[data-devices]");
  const name = (one, number) => one.label || box.dataset.unnamed.replace("{number}", number + 1);
  const options = found.map((one, number) => new Option(name(one, number), one.deviceId));
  const select = choice.querySelector("select");
  select.replaceChildren(select.options[0], ...options);
  select.value = found.some((one) => one.deviceId === media.devices[kind]) ? media.devices[kind] : "";
  choice.hidden = found.length < 2;
}

function show(isOn) {
  start.hidden = isOn;
  if (stop) stop.hidden = !isOn;
  if (frame) frame.hidden = !isOn;
}

const tries = {
  async camera() {
    await media.showCamera(true);
    show(media.hasCamera);
    if (!media.hasCamera) return say(box.dataset[media.trouble.camera]);
    frame.querySelector("video").srcObject = new MediaStream([media.picture]);
    say(words.on);
  },
  async microphone() {
    await media.open("microphone");
    show(media.hasMicrophone);
    if (!media.hasMicrophone) return say(box.dataset[media.trouble.microphone]);
    media.voice.enabled = true;
    say(words.on);
    const silence = setTimeout(() => say(words.quiet), QUIET);
    listening?.();
    listening = hear(media.voice, () => {
      clearTimeout(silence);
      say(words.heard);
    });
  },
  async speaker() {
    await notes(media.devices.speaker);
    say(words.played);
  },
  async connection() {
    say(words.asking);
    say(words[await reach()]);
  },
};

async function rest() {
  listening?.();
  if (kind === "camera") await media.showCamera(false);
  else media.stop();
  show(false);
  say(words.off);
}

box.hidden = false;
start.addEventListener("click", () => tries[kind]().then(list));
stop?.addEventListener("click", rest);
box.querySelector("select").addEventListener("change", async ({ target }) => {
  await media.use(kind, target.value);
  if (kind !== "camera" || media.wantsCamera) tries[kind]();
});
addEventListener("pagehide", () => media.stop());
document.addEventListener("leaving", () => media.stop());
if (kind === "connection") tries.connection();
else list();
