// Who waits, beside the picture: asked for again when something changed, and answered without leaving the call.
// <div data-letting-in="address"></div>. A form that is being filled in is not taken away, nor a button that is held down.

import { call } from "./call.js";

const SAID = "[data-told]";
const beside = matchMedia("(min-width: 68rem)"); // there is room beside the picture (room.css); elsewhere questions stay folded
const box = document.querySelector("[data-letting-in]");
const told = document.createElement("p");
let isStale = false;
let isHeld = false; // a finger, or a key, is on something here
let asked = 0; // an answer that comes after a newer question is out of date
let unsent = [];

function put(text) {
  const shown = new DOMParser().parseFromString(text, "text/html");
  const before = box.querySelector(SAID)?.textContent;
  const wasOpen = box.querySelector("details")?.open ?? beside.matches;
  box.replaceChildren(...shown.body.childNodes);
  for (const questions of box.querySelectorAll("details")) questions.open ||= wasOpen;
  const now = box.querySelector(SAID)?.textContent ?? "";
  if (now !== before) told.textContent = now;
}

/** What was written or chosen in the questions and not sent: it stays when the panel is asked for again, also while nobody is here. */
function written() {
  if (!box.querySelector(".ask-first")) return unsent;
  const fields = [...box.querySelectorAll(".ask-first :is(input:not([type=hidden]), textarea)")];
  const isChanged = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  return fields.filter(isChanged).map(({ id, value, checked }) => ({ id, value, checked }));
}

function putBack(focused) {
  for (const { id, ...said } of unsent) Object.assign(document.getElementById(id) ?? {}, said);
  if (focused) document.getElementById(focused)?.focus();
}

function isInUse() {
  return isHeld || box.contains(document.activeElement) && document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea");
}

async function show() {
  isStale = isInUse();
  if (isStale) return;
  const mine = ++asked;
  const answer = await fetch(box.dataset.lettingIn, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (mine !== asked) return;
  isStale = isInUse();
  if (isStale) return;
  const focused = box.contains(document.activeElement) && document.activeElement.id;
  unsent = written();
  put(text);
  putBack(focused);
}

function fail() {
  const note = Object.assign(document.createElement("p"), { className: "note", role: "alert", textContent: box.dataset.failed });
  box.querySelector("p.note[role=alert]")?.remove();
  box.prepend(note);
}

async function send(form, button) {
  asked += 1;
  button?.setAttribute("aria-disabled", "true");
  const body = new FormData(form, button);
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  button?.removeAttribute("aria-disabled");
  if (!answer) return fail();
  if (answer.type === "opaqueredirect") {
    document.activeElement.blur();
    form.reset();
    await show();
    (box.querySelector("button, summary") ?? document.getElementById("with")).focus(); // what was pressed is gone
  } else {
    put(await answer.text());
    box.querySelector("[aria-invalid=true], button")?.focus();
  }
}

told.className = "vh";
told.setAttribute("role", "status");
box.after(told);
box.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  send(event.target, event.submitter);
});
const later = () => isStale && setTimeout(show); // after what the press does
box.addEventListener("focusout", later);
for (const down of ["pointerdown", "keydown"]) box.addEventListener(down, () => (isHeld = true));
for (const up of ["pointerup", "pointercancel", "keyup"]) {
  addEventListener(up, () => {
    isHeld = false;
    later();
  });
}
for (const type of ["waiting", "changed", "welcome"]) call.line.addEventListener(type, show);
for (const type of ["came", "gone"]) call.addEventListener(type, show);
call.line.addEventListener("gone", show);
show();
