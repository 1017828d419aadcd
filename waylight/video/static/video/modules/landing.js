// The two minutes before the end: both pages show the same words. The therapist's buttons do not load the page anew.

import { call } from "./call.js";

const landing = document.getElementById("landing");
const said = document.querySelector("[data-landing-said]");

function show(at) {
  const isNew = at && landing.hidden;
  landing.hidden = !at;
  for (const form of document.querySelectorAll("form[data-while]")) form.hidden = (form.dataset.while === "landing") !== Boolean(at);
  said.textContent = isNew ? said.dataset.begins : "";
  if (isNew) landing.scrollIntoView({ block: "nearest" });
}

call.line.addEventListener("landing", ({ detail }) => show(detail.at));
call.line.addEventListener("welcome", ({ detail }) => show(detail.landing));

for (const form of document.querySelectorAll("form[data-land]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const body = new FormData(form, event.submitter);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer || (answer.type !== "opaqueredirect" && !answer.ok)) return;
    const lands = form.dataset.while === "open";
    show(lands ? "now" : null);
    const next = lands ? document.getElementById("landing-title") : document.querySelector("form[data-while=open] button");
    next.focus({ preventScroll: true }); // the button that was pressed is gone
    form.querySelector("[name=idempotency_key]").value = crypto.randomUUID();
  });
}
