// Who else comes in, within the room: the list is asked for again when something changed, and its forms are sent without
// leaving the call. Without scripts the same list is a page.

import { call } from "./call.js";

const box = document.querySelector("[data-guests]");
const list = box?.querySelector("[data-guests-list]");
const said = document.querySelector("[data-guests-said]");
const note = document.querySelector("[data-guests-note]");

async function again() {
  const answer = await fetch(box.dataset.guests, { headers: { "X-Quiet": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const hadFocus = list.contains(document.activeElement);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...document.adoptNode(page.body).childNodes);
  if (hadFocus) box.querySelector("summary").focus();
  // Somebody waits, or there is something to answer: then it stands open.
  const isAsked = Boolean(list.querySelector("[data-asks]"));
  if (isAsked) box.open = true;
  if (note) note.hidden = !isAsked;
}

async function send(form, submitter) {
  const data = new URLSearchParams(new FormData(form));
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Quiet": "1" } }).catch(() => null);
  const page = answer?.ok === false && new DOMParser().parseFromString(await answer.text(), "text/html");
  const problem = page && page.querySelector("[data-problem] p")?.textContent;
  said.textContent = answer?.ok ? "" : problem || box.dataset.failed;
  again();
}

if (box) {
  list.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-stays]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  call.line.addEventListener("changed", ({ detail }) => detail.what === "guests" && again());
  call.line.addEventListener("waiting", ({ detail }) => detail.role === "guest" && again());
  for (const event of ["came", "gone"]) {
    call.line.addEventListener(event, ({ detail }) => detail.role !== "client" && again());
  }
  again();
}
