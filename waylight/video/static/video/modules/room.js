// The room's page: brings its parts in, keeps the screen lit, and leads on when the session is over.

import { call } from "./call.js";
import "./tiles.js";
import "./saying.js";
import "./controls.js";
import "./devices.js";

const { out, door } = document.getElementById("room").dataset;

/** Only a page of this site: the address came over a socket. */
const ours = (address) => new URL(address ?? out, location.href).origin === location.origin;

call.addEventListener("ended", ({ detail }) => location.replace(detail.to && ours(detail.to) ? detail.to : out));
call.line.addEventListener("welcome", ({ detail }) => !detail.isAdmitted && location.replace(door)); // one waits elsewhere

const ELSEWHERE = 4409; // the room is open in another window: this one gives way, and does not ask for it again
call.line.addEventListener("refused", ({ detail }) => {
  if (detail.code !== ELSEWHERE) return location.replace(door); // the page there says why
  call.end({ isLeaving: true });
  document.querySelector("[data-elsewhere]").hidden = false;
});

async function stayLit() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}
document.addEventListener("visibilitychange", stayLit);
stayLit();
