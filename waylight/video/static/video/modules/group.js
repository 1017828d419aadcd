// The page of a group's room: asks for a pass, joins, and comes back by itself when the line stops. The server says who may.

import { GroupCall } from "./group-call.js";
import { GroupTiles } from "./group-tiles.js";
import { Media } from "./media.js";

const AGAIN = [500, 1000, 2000, 5000]; // milliseconds before each try; the last one goes on
const HERE = 60_000; // milliseconds between asking whether one may be here still
const room = document.getElementById("group-room");
const said = room.querySelector("[data-said]");
const media = new Media();
const tiles = new GroupTiles(room);
let call = null;
let tries = 0;

const fill = (words, name) => words.replace("{name}", name);
const say = (what, name = "") => (said.textContent = fill(said.dataset[what] ?? what, name));
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function post(address, fields = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields });
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function come() {
  const answer = await post(room.dataset.pass).catch(() => null);
  const given = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  if (given?.line) return join(given);
  if (answer && !given) return location.reload(); // locked, ended, or not one's own any more: the server says what now
  if (given && !given.waits) return close(given.why);
  if (given) say(given.why);
  later();
}

function later() {
  setTimeout(come, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
}

async function join(given) {
  call = new GroupCall(media, given);
  const on = (type, act) => call.addEventListener(type, ({ detail }) => act(detail));
  on("in", () => arrived(given.seat));
  on("came", async ({ seat, isMuted }) => {
    tell("came", await tiles.add(seat));
    tiles.silence(seat, Boolean(isMuted));
  });
  on("track", ({ seat, track }) => call.people.has(seat) && tiles.add(seat).then(() => play(seat, track)));
  on("gone", ({ seat }) => tell("gone", tiles.remove(seat)));
  on("silenced", (what) => silence(what, given.seat));
  on("removed", () => close("removed"));
  on("ended", () => location.assign(room.dataset.out));
  on("lost", again);
  await call.join().catch(() => call.lose());
}

async function arrived(seat) {
  tries = 0;
  await tiles.add(seat, { isOwn: true });
  mirror();
  say(media.hasMicrophone ? "in" : "deaf");
}

function tell(what, name) {
  if (name) say(what, name);
}

function play(seat, track) {
  tiles.show(seat, track).catch((error) => {
    if (error.name === "NotAllowedError") room.querySelector("[data-unheard]").hidden = false;
  });
}

function silence({ seat, isMuted }, own) {
  tiles.silence(seat, isMuted);
  if (seat === own) say(isMuted ? "silenced" : "heard");
}

function again() {
  tiles.clear();
  say("again");
  later();
}

function close(why) {
  tiles.clear();
  media.stop();
  for (const button of room.querySelectorAll("[data-do]")) button.remove(); // the way out stays
  say(why);
}

/** Being here counts as use of what unlocked the page, as in a session of two; and who may not be here any more goes. */
async function ask() {
  const answer = call && (await fetch(room.dataset.names, { redirect: "manual" }).catch(() => null));
  if (!answer || answer.ok || answer.status >= 500) return;
  if (answer.type === "opaqueredirect") location.reload();
  else location.assign(room.dataset.out);
}

/** Own picture on one's own tile, while the camera is on. */
function mirror() {
  const own = call && tiles.get(call.given.seat);
  if (!own) return;
  own.querySelector("video").srcObject = media.picture ? new MediaStream([media.picture]) : null;
}

import("./group-controls.js").then(({ controls }) => controls(room, { media, post, say, tiles }));
media.addEventListener("changed", () => call?.renew().then(mirror, () => {}));
room.querySelector("[data-unheard] button").addEventListener("click", (event) => {
  for (const one of room.querySelectorAll("audio, video")) one.play().catch(() => {});
  event.target.closest("[data-unheard]").hidden = true;
});
window.addEventListener("online", () => call?.lose());
window.addEventListener("pagehide", () => call?.line?.close());
tiles.watch();
setInterval(ask, HERE);
say("asking");
await media.start();
say("coming");
come();
