// Who waits, beside the picture: asked for again when something changed, and answered without leaving the call.
// <div data-letting-in="address"></div>. A form that is being filled in is not taken away.

import { call } from "./call.js";

const SAID = "[data-told]";
const box = document.querySelector("[data-letting-in]");
const told = document.createElement("p");
let isStale = false;

function put(text) {
  const shown = new DOMParser().parseFromString(text, "text/html");
  const before = box.querySelector(SAID)?.textContent;
  box.replaceChildren(...shown.body.childNodes);
  const now = box.querySelector(SAID)?.textContent ?? "";
  if (now !== before) told.textContent = now;
}

function isBeingWritten() {
  return box.contains(document.activeElement) && document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea");
}

async function show() {
  isStale = isBeingWritten();
  if (isStale) return;
  const answer = await fetch(box.dataset.lettingIn, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) put(await answer.text());
}

async function send(form, button) {
  button?.setAttribute("aria-disabled", "true");
  const body = new FormData(form, button);
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  button?.removeAttribute("aria-disabled");
  if (!answer) return;
  if (answer.type === "opaqueredirect") {
    document.activeElement.blur();
    await show();
  } else put(await answer.text());
}

told.className = "vh";
told.setAttribute("role", "status");
box.after(told);
box.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  send(event.target, event.submitter);
});
box.addEventListener("focusout", () => isStale && setTimeout(show));
for (const type of ["waiting", "changed", "welcome"]) call.line.addEventListener(type, show);
for (const type of ["came", "gone"]) call.addEventListener(type, show);
call.line.addEventListener("gone", show);
show();
