// Mute, camera, settings, hang up. Escape is no key of ours: wherever one is, it covers (cover.js). Single keys work only for
// whoever switched them on, and never while one types (WCAG 2.1.4).

import { call } from "./call.js";

const controls = document.querySelector("[data-controls]");
const button = (name) => controls.querySelector(`[data-do="${name}"]`);
const settings = document.getElementById("room-settings");
const own = document.querySelector("[data-own]");
const KEYS = "room-keys";

function show(name, isOn) {
  const label = button(name).querySelector("[data-label]");
  const words = isOn ? label.dataset.on : label.dataset.off;
  if (label.textContent !== words) label.textContent = words;
  button(name).querySelector(".is-on").hidden = !isOn;
  button(name).querySelector(".is-off").hidden = isOn;
}

function look() {
  button("mute").classList.toggle("on", call.media.isMuted);
  show("mute", call.media.isMuted);
  show("camera", call.media.hasCamera);
}

const acts = {
  mute: () => call.media.mute(!call.media.isMuted),
  camera: () => call.media.showCamera(!call.media.hasCamera),
  settings: () => open(settings.hidden),
};

function open(isOpen) {
  settings.hidden = !isOpen;
  button("settings").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) settings.querySelector("select").focus();
  else button("settings").focus();
}

for (const [name, act] of Object.entries(acts)) button(name).addEventListener("click", act);
settings.querySelector("[data-close-settings]").addEventListener("click", () => open(false));

button("out")?.addEventListener("click", (event) => {
  event.preventDefault();
  call.end({ to: event.currentTarget.href });
});

/** A choice for this device: a box that is ticked or not. */
function choice(name, isOn, act) {
  const box = settings.querySelector(`[data-set="${name}"]`);
  box.checked = isOn;
  box.addEventListener("change", () => act(box.checked));
}

function kept() {
  try {
    return localStorage.getItem(KEYS) === "on";
  } catch {
    return false;
  }
}

let keysWork = kept();
choice("keys", keysWork, (isOn) => {
  keysWork = isOn;
  try {
    localStorage.setItem(KEYS, isOn ? "on" : "off");
  } catch {
    // then it counts for this page alone
  }
});
choice("own", false, (isOn) => {
  own.toggleAttribute("data-wanted", isOn);
  own.dispatchEvent(new Event("wanted"));
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!keysWork || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  controls.querySelector(`[data-key="${event.key.toLowerCase()}"]`)?.click();
});

call.media.addEventListener("changed", look);
look();
