// Says in words what happens on the line and to one's own voice and picture. Each change once; the words stand in the page.

import { call } from "./call.js";

const status = document.querySelector("[data-room-said]");
const words = status.dataset;
const alone = document.querySelector("[data-nobody-words]");
const trouble = document.querySelector("[data-trouble]");

function say(sentence, seat) {
  status.textContent = sentence.replace("{name}", call.people.get(seat)?.name ?? "");
}

call.addEventListener("flowing", ({ detail }) => say(words.came, detail.seat));
call.addEventListener("stopped", ({ detail }) => say(words.stopped, detail.seat));

const names = new Map(); // of people who went, too
call.addEventListener("came", ({ detail }) => names.set(detail.seat, call.people.get(detail.seat).name));
call.addEventListener("gone", ({ detail }) => {
  if (detail.left) status.textContent = words.gone.replace("{name}", names.get(detail.seat) ?? "");
});

let wasVoiceFirst = false;
call.addEventListener("told", ({ detail }) => {
  const isVoiceFirst = Boolean(detail.voiceFirst && detail.camera);
  if (isVoiceFirst !== wasVoiceFirst) say(isVoiceFirst ? words.poor : words.well);
  wasVoiceFirst = isVoiceFirst;
});

// The socket may be gone for a moment while voice and picture flow: then nothing is said.
let timer = 0;
call.line.addEventListener("closed", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const isFlowing = [...call.people.values()].some((peer) => peer.isFlowing);
    if (!call.isOver && !call.line.isOpen && !isFlowing) say(words.offline);
  }, 2000);
});
call.line.addEventListener("welcome", ({ detail }) => {
  if (status.textContent === words.offline) say("");
  if (detail.isAdmitted) alone.textContent = alone.dataset.alone;
});

async function isAsked() {
  const answer = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
  if (answer?.state === "prompt" && !call.media.hasMicrophone) alone.textContent = alone.dataset.asking;
}
isAsked();

function showTrouble() {
  const all = Object.entries(call.media.trouble).map(([kind, why]) => trouble.getAttribute(`data-${kind}-${why}`));
  trouble.hidden = all.length === 0;
  const place = trouble.querySelector("[role=status]");
  if (place.textContent !== all.join(" ")) place.textContent = all.join(" ");
}
call.media.addEventListener("changed", showTrouble);

const own = document.querySelector("[data-own-said]");
call.media.addEventListener("changed", () => {
  const { isMuted, hasMicrophone, hasCamera } = call.media;
  const voice = isMuted ? words.muted : hasMicrophone ? words.heard : words.silent;
  const sentence = `${voice} ${hasCamera ? words.seen : words.unseen}`;
  if (own.textContent !== sentence) own.textContent = sentence;
});

trouble.querySelector("button").addEventListener("click", async () => {
  const kinds = Object.keys(call.media.trouble);
  if (kinds.includes("microphone")) await call.media.open("microphone");
  if (kinds.includes("camera")) await call.media.showCamera(true);
});
