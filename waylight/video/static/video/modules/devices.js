// Which microphone, camera and speaker: lists that follow what is plugged in. Their names are known once the browser may use them.

import { call } from "./call.js";

const settings = document.getElementById("room-settings");
const unnamed = settings.querySelector("[data-unnamed]").dataset.unnamed;
const KINDS = { microphone: "audioinput", camera: "videoinput", speaker: "audiooutput" };
const list = (kind) => settings.querySelector(`[data-device="${kind}"]`);

function fill(kind, found) {
  const select = list(kind);
  const first = select.options[0];
  const options = found.map(({ deviceId, label }, index) => new Option(label || unnamed.replace("{number}", index + 1), deviceId));
  select.replaceChildren(first, ...options);
  select.value = found.some(({ deviceId }) => deviceId === call.media.devices[kind]) ? call.media.devices[kind] : "";
}

async function look() {
  const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  for (const [kind, name] of Object.entries(KINDS)) {
    if (document.activeElement === list(kind)) continue; // not under somebody's hand
    fill(kind, found.filter((one) => one.kind === name && one.deviceId && one.deviceId !== "default"));
  }
  const canChoose = "setSinkId" in HTMLMediaElement.prototype && list("speaker").options.length > 1;
  settings.querySelector("[data-speakers]").hidden = !canChoose;
}

for (const kind of Object.keys(KINDS)) list(kind).addEventListener("change", (event) => call.media.use(kind, event.target.value));
call.media.addEventListener("changed", look);
look();
