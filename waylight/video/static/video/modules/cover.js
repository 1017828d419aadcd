// "Someone came in": Escape or the button mutes, turns the camera off, silences the others and covers the page with an
// ordinary one. The others are told in words. The same key leads back; microphone and camera stay off until one turns them on.

import { call } from "./call.js";

const cover = document.querySelector("[data-cover]");
const button = document.querySelector("[data-cover-now]");
const back = document.querySelector("[data-cover-back-said]");
const notes = document.querySelector("[data-covers]");
const silenced = new Set(); // sounds that were not muted already
let title = "";

function kept(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null; // this browser keeps nothing
  }
}

function silence() {
  for (const sound of document.querySelectorAll("video, audio")) {
    if (sound.muted) continue;
    sound.muted = true;
    silenced.add(sound);
  }
}

function hide() {
  if (cover.open) return;
  silence();
  call.media.mute(true);
  call.media.showCamera(false);
  cover.showModal();
  title = document.title;
  document.title = cover.dataset.cover;
  back.textContent = "";
  kept((tab) => tab.setItem("room-covered", ""));
  call.tell({ covered: cover.open });
}

function uncover() {
  cover.close();
  document.title = title;
  for (const sound of silenced) sound.muted = false;
  silenced.clear();
  kept((tab) => tab.removeItem("room-covered"));
  back.textContent = back.dataset.coverBackSaid;
  call.tell({ covered: cover.open });
}

/** Says in words who of the others is covered now. */
function show() {
  const names = [...call.people.values()].filter(({ state }) => state.covered).map(({ name }) => name || notes.dataset.somebody);
  const words = names.map((name) => notes.dataset.covers.replaceAll("{name}", name)).join(" ");
  if (notes.textContent !== words) notes.textContent = words;
}

button.addEventListener("click", hide);
cover.querySelector("[data-cover-back]").addEventListener("click", uncover);
cover.addEventListener("cancel", (event) => { // a phone's own way back
  event.preventDefault();
  uncover();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat || event.isComposing || event.defaultPrevented) return;
  const another = document.querySelector("dialog[open]");
  if (another && another !== cover) return; // there it closes what is open
  event.preventDefault();
  if (cover.open) uncover();
  else hide();
});

for (const event of ["came", "gone", "state"]) call.addEventListener(event, show);
// What begins to play while the page is covered stays silent too.
document.addEventListener("play", () => cover.open && silence(), true);
call.media.addEventListener("changed", () => {
  if (!call.media.isMuted || call.media.hasCamera) back.textContent = "";
});

if (kept((tab) => tab.getItem("room-covered")) !== null) hide(); // the page was loaded again meanwhile
