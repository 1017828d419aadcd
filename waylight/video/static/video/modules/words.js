// Messages and letters beside the voice. They go from browser to browser and are kept nowhere (REQUIREMENTS 5, EN 301 549 6.2).

import { call } from "./call.js";
import { Letters, Typing } from "./letters.js";
import { Said, isId, isText, read } from "./said.js";
import { Shown } from "./shown.js";

const panel = document.querySelector("[data-words]");
const part = (name) => panel.querySelector(`[data-${name}]`);
const field = part("field");
const channel = call.channel("words");
const said = new Said();
const shown = new Shown(panel, document.querySelector("[data-words-open]"));
const typing = new Typing(part("typing"));
const letters = new Letters(field, part("letters"), (text) => say({ kind: "live", text }, whom()));

const name = (seat) => call.people.get(seat)?.name || panel.dataset.somebody;
const role = (seat) => call.people.get(seat)?.role;
const whom = () => (call.people.has(shown.whom.value) ? shown.whom.value : null);

function say(message, to = null) {
  return channel.send(JSON.stringify(message), to ? { to } : undefined);
}

const took = {
  said(from, { id, text, alone }) {
    if (!isId(id) || !isText(text)) return;
    say({ kind: "heard", id }, from);
    typing.clear(from);
    const item = { id, from, text, at: new Date(), alone: alone ? panel.dataset.toYou : "" };
    if (said.add(item)) shown.add(item, name(from));
  },
  heard(from, { id }) {
    if (said.heard(id, from)) shown.waiting(said);
  },
  live(from, { text }) {
    if (text === null || isText(text)) typing.show(from, name(from), text);
  },
  have(from, { ids }) {
    if (!Array.isArray(ids)) return;
    for (const item of said.missedBy(from, ids, { isGuest: role(from) === "guest" })) {
      const { id, text, at, alone } = item;
      say({ kind: item.from === null ? "said" : "yours", id, text, at: Number(at), alone: Boolean(alone) }, from);
    }
  },
  yours(from, { id, text, at }) {
    if (role(from) === "guest" || !isId(id) || !isText(text) || !Number.isFinite(at)) return;
    const item = { id, from: null, text, at: new Date(at), party: [from] };
    if (!said.add(item)) return;
    said.heard(id, from);
    shown.add(item, panel.dataset.you);
  },
  quiet(from) {
    const note = document.querySelector("[data-quiet-note]");
    if (note && role(from) === "client") note.textContent = panel.dataset.quietSaid.replace("{name}", name(from));
  },
};

channel.addEventListener("message", ({ detail: { from, data } }) => {
  const message = read(data);
  if (message && Object.hasOwn(took, message.kind)) took[message.kind](from, message);
});
function greet(seat) {
  say({ kind: "have", ids: said.ids }, seat);
  letters.now({ again: true });
}

channel.addEventListener("open", ({ detail }) => greet(detail.seat));
channel.addEventListener("close", ({ detail: { seat } }) => typing.end(seat));
for (const event of ["came", "gone"]) call.addEventListener(event, () => shown.people(call.people));

part("say").addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation(); // nothing of it goes to the server
  const text = field.value.trim();
  if (text && isText(text)) {
    const to = whom();
    const item = { id: crypto.randomUUID(), from: null, text, at: new Date(), party: to ? [to] : [...call.people.keys()] };
    item.alone = to ? shown.whom.selectedOptions[0].textContent : "";
    said.add(item);
    shown.add(item, panel.dataset.you);
    say({ kind: "said", id: item.id, text, alone: Boolean(to) }, to);
    field.value = "";
    letters.now();
    shown.waiting(said);
  }
  field.focus();
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) part("say").requestSubmit();
});

// Nobody but the therapist is told, and nothing is to be seen of it on this screen but one word.
part("quiet")?.addEventListener("click", () => {
  const therapist = [...call.people.values()].find((person) => person.role === "therapist");
  const isTold = therapist && say({ kind: "quiet" }, therapist.seat);
  part("quiet-told").textContent = isTold ? panel.dataset.quietTold : panel.dataset.waiting;
});

shown.people(call.people);
for (const seat of call.people.keys()) if (channel.isOpen(seat)) greet(seat);
