// The page of somebody who waits: it says how it stands, and goes in when they are let in. Without a socket it asks again by itself.

import { Line } from "./line.js";
import { Media } from "./media.js";

const AGAIN = 20_000; // milliseconds
const box = document.querySelector("[data-waiting]");
const status = box.querySelector("[data-status]");
const line = new Line(box.dataset.waiting);

function say(words) {
  if (words && words !== status.textContent) status.textContent = words;
}

function goIn() {
  line.stop();
  location.replace(box.dataset.room);
}

/** How it stands, as the page itself would say it now. It leads elsewhere once they are let in, or nobody is. */
async function ask() {
  if (document.visibilityState === "hidden") return;
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null); // no signal: ask again later
  if (answer && !answer.ok) return location.reload();
  if (answer) say(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-status]")?.textContent);
}

line.addEventListener("welcome", ({ detail }) => detail.isAdmitted && goIn());
line.addEventListener("admitted", goIn);
line.addEventListener("status", ({ detail }) => say(detail.words));
line.addEventListener("ended", ({ detail }) => location.replace(detail.to ?? location.href));
line.addEventListener("removed", () => location.reload());
line.start();
setInterval(ask, AGAIN);

const own = box.querySelector("[data-own]");
const frame = own.querySelector("[data-frame]");
const button = own.querySelector("button");
const media = new Media();

button.addEventListener("click", async () => {
  const isWanted = frame.hidden;
  media.wantsCamera = isWanted; // here alone: whether one is seen in the session was chosen before
  if (isWanted) await media.open("camera");
  else media.stop();
  frame.hidden = !media.hasCamera;
  if (media.hasCamera) frame.querySelector("video").srcObject = new MediaStream([media.picture]);
  button.textContent = frame.hidden ? button.dataset.show : button.dataset.hide;
});
own.hidden = !navigator.mediaDevices;
addEventListener("pagehide", () => media.stop());
