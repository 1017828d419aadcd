// <p data-kept-older="number of the version in force" hidden>: shows where this browser keeps an older one.
// <p data-kept-cards="stamp of the cards" hidden>: shows where this browser keeps others.

import { read } from "./kept-rows.js";

const kept = await read("plan").catch(() => null);
for (const note of document.querySelectorAll("[data-kept-older]")) {
  note.hidden = !(Number(note.dataset.keptOlder) > kept?.version);
}
for (const note of document.querySelectorAll("[data-kept-cards]")) {
  note.hidden = !kept || kept.stamp === note.dataset.keptCards;
}
