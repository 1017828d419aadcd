// Captions that the device itself makes. Where a browser would send the voice to somebody for that, there are none, and the
// page says how the device's own captions are turned on instead. Nothing of them is kept.

import { call } from "./call.js";

const LINES = 3; // so many stay in sight
const box = document.querySelector("[data-captions]");
const button = document.querySelector("[data-captions-open]");
const [lines, told, language, fetchIt, hint] = ["lines", "told", "language", "fetch", "hint"].map((name) =>
  box.querySelector(`[data-${name}]`),
);
const listeners = new Map(); // seat → what listens to that voice

/** Speech recognition that can promise to stay on this device; null where it cannot. */
export function ownRecognition(scope = globalThis) {
  const Recognition = scope.SpeechRecognition ?? scope.webkitSpeechRecognition;
  const promises = Recognition && "processLocally" in Recognition.prototype;
  return promises && typeof Recognition.available === "function" ? Recognition : null;
}

const Recognition = ownRecognition();
const wanted = () => ({ langs: [language.value], processLocally: true });
const isOn = () => button.getAttribute("aria-pressed") === "true";

/** The page's language first, then those that this browser's person reads. */
function offerLanguages() {
  const codes = new Set([document.documentElement.lang || "en", ...navigator.languages]);
  const names = new Intl.DisplayNames([...codes], { type: "language" });
  language.replaceChildren(...[...codes].map((code) => new Option(names.of(code), code)));
}

/** "available", "downloadable", "downloading", "unavailable". */
async function state() {
  if (!Recognition) return "unavailable";
  return Recognition.available(wanted()).catch(() => "unavailable");
}

function line(seat) {
  const said = document.createElement("p");
  const who = document.createElement("b");
  const words = document.createElement("span");
  who.textContent = call.people.get(seat)?.name ?? "";
  words.dir = "auto";
  said.append(who, " ", words);
  lines.append(said);
  while (lines.children.length > LINES) lines.firstElementChild.remove();
  return words;
}

function listen(seat) {
  const voice = call.stream(seat)?.getAudioTracks().find((track) => track.readyState === "live");
  if (!voice || listeners.has(seat) || !isOn()) return;
  const ear = new Recognition();
  let words = null;
  Object.assign(ear, { processLocally: true, continuous: true, interimResults: true, lang: language.value });
  ear.onresult = ({ results, resultIndex }) => {
    for (const result of [...results].slice(resultIndex)) {
      if (!words?.isConnected) words = line(seat);
      words.textContent = result[0].transcript.trim();
      if (result.isFinal) words = null;
    }
  };
  ear.onerror = ({ error }) => error === "language-not-supported" && stop("unavailable");
  ear.onend = () => {
    if (listeners.get(seat) !== ear) return;
    listeners.delete(seat);
    setTimeout(() => listen(seat), 500); // it ends by itself after a silence
  };
  listeners.set(seat, ear);
  ear.start(voice);
}

function deafen(seat) {
  const ear = listeners.get(seat);
  listeners.delete(seat);
  ear?.abort();
}

function say(now) {
  told.textContent = box.dataset[now] ?? "";
  fetchIt.hidden = now !== "downloadable";
  hint.hidden = now !== "unavailable";
  language.closest("p").hidden = !Recognition;
}

function stop(now = "off") {
  for (const seat of [...listeners.keys()]) deafen(seat);
  lines.replaceChildren();
  say(now);
}

async function begin() {
  stop();
  const now = await state();
  if (!isOn()) return;
  say(now);
  if (now === "available") for (const seat of call.people.keys()) listen(seat);
}

button.addEventListener("click", () => {
  const on = !isOn();
  button.setAttribute("aria-pressed", String(on));
  box.hidden = !on;
  if (on) begin();
  else stop();
});
language.addEventListener("change", begin);
fetchIt.addEventListener("click", async () => {
  say("downloading");
  await Recognition.install(wanted()).catch(() => false);
  begin();
});
call.addEventListener("flowing", ({ detail }) => listen(detail.seat));
call.addEventListener("gone", ({ detail }) => deafen(detail.seat));
offerLanguages();
