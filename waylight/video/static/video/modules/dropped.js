// When the line drops (video/line.html): shows the panel that stood in the page all the time, asks the server for it anew as
// steps fall due, and notes steps without leaving the page. Without the server it shows what it has.

import { call } from "./call.js";
import { swap } from "./swap.js";

const SHOWN_AFTER = 5000; // milliseconds; a stumble of the line is not worth a word (video.interruptions.BLIP)
const BACK_FOR = 8000; // milliseconds for which "The line is back." stays

const panel = document.getElementById("line");
const live = panel.querySelector("[data-live]");
const said = panel.querySelector("[data-line-said]");
const unsent = panel.querySelector("[data-unsent]");
const partner = { client: "therapist", therapist: "client" }[call.role];

let lostAt = 0;
let isToldOpen = "goesOn" in panel.dataset;
let hasBegun = "began" in panel.dataset;
let timers = [];
let again = 0;

const other = () => [...call.people.values()].find((person) => person.role === partner);
const isTogether = () => Boolean(other()?.isFlowing);

function lose(since = performance.now()) {
  if (lostAt || call.isOver) return;
  lostAt = since;
  timers = [setTimeout(show, Math.max(0, SHOWN_AFTER - (performance.now() - since)))];
}

function show() {
  if (!other()) call.line.send("lost"); // nobody stopped before our eyes: the page was loaded with the other one missing
  panel.parentElement.querySelector("h1").after(panel); // first thing in sight, and first in the order of reading
  panel.hidden = false;
  document.documentElement.classList.add("line-dropped");
  unveil();
  say();
  refresh();
}

/** What stands there for later comes when its time has come, and then stays. */
function unveil() {
  for (const part of panel.querySelectorAll("[data-after]")) {
    const left = part.dataset.after * 1000 - (performance.now() - lostAt);
    part.hidden = left > 0;
    if (left > 0) timers.push(setTimeout(unveil, left));
  }
}

function findAgain() {
  if (isToldOpen && other()) call.line.send("back", { seat: other().seat });
  if (!lostAt) return;
  lostAt = 0;
  timers.forEach(clearTimeout);
  clearTimeout(again);
  document.documentElement.classList.remove("line-dropped");
  if (panel.hidden) return;
  setTimeout(refresh, 500);
  setTimeout(() => lostAt || (panel.hidden = true), BACK_FOR);
}

function say() {
  const words = live.querySelector("[data-say]")?.textContent ?? "";
  if (said.textContent !== words) said.textContent = words;
}

async function refresh(request) {
  clearTimeout(again);
  try {
    const answer = await fetch(request ?? panel.dataset.page);
    if (!answer.ok) throw new Error("refused");
    put(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]"));
    unsent.hidden = true;
  } catch {
    unsent.hidden = call.role === "client" && !request;
    again = setTimeout(refresh, 10_000);
  }
}

function put(fresh) {
  if (!fresh) return;
  swap(live, fresh);
  if (lostAt) unveil();
  say();
  const seconds = live.querySelector("[data-again]")?.dataset.again;
  if (seconds && lostAt) again = setTimeout(refresh, seconds * 1000);
}

live.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-whole")) return;
  event.preventDefault();
  event.stopPropagation();
  refresh(new Request(form.action, { method: "POST", body: new FormData(form, event.submitter) }));
});

const isOther = ({ detail }) => detail.seat === other()?.seat;
call.addEventListener("flowing", (event) => isOther(event) && (hasBegun = true) && findAgain());
call.addEventListener("stopped", (event) => isOther(event) && lose());
call.addEventListener("gone", () => hasBegun && !isTogether() && lose());
call.line.addEventListener("line", ({ detail }) => told(detail));
call.line.addEventListener("welcome", ({ detail }) => {
  if (detail.line) told(detail.line);
  hasBegun ||= detail.hasBegun;
  if (hasBegun && !isTogether()) lose();
});

/** The server says how it stands. Its word shows the panel only where the other one is really missing here. */
function told({ isOver, seconds }) {
  isToldOpen = !isOver;
  if (isToldOpen && isTogether()) findAgain();
  else if (isToldOpen) lose(performance.now() - seconds * 1000);
  if (!panel.hidden) refresh();
}
