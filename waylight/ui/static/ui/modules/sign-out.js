// <form data-sign-out="tag of the account">: what a person keeps in this browser goes before the session ends, also when
// the server is out of reach (the worker then remembers to end the session). Public pages of help stay.
// What was written without a signal is sent first; when that cannot be, one is asked again before it is lost.
// Whoever signs in after somebody else never meets the other's plan: what another account kept goes at once.

import { forget, names, read } from "./kept-rows.js";
import { isOfOthers as isWrittenByOthers, send, waiting } from "./outbox.js";

const LIMIT = 2000; // milliseconds; a browser that does not answer must not hold a sign-out up
const OF_THE_DEVICE = ["quiet", "shift"]; // how it behaves, not what somebody wrote (device.js)

function clear() {
  const stay = OF_THE_DEVICE.map((name) => [name, localStorage.getItem(name)]).filter(([, value]) => value !== null);
  localStorage.clear();
  sessionStorage.clear();
  for (const [name, value] of stay) localStorage.setItem(name, value);
}

async function leaveNothing() {
  await Promise.race([forget().catch(() => {}), after(LIMIT)]);
  try {
    clear();
  } catch {
    // this browser keeps nothing, so there is nothing to clear
  }
}

const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Whether something that was written here would be lost. */
async function isUnsent({ dataset: { signOut: tag }, elements }) {
  await Promise.race([send(tag, elements.csrfmiddlewaretoken?.value).catch(() => {}), after(LIMIT)]);
  return (await waiting(tag).catch(() => 0)) > 0;
}

/** Says it once, at the top of the page. Signing out once more means it. */
function warn(form) {
  const line = Object.assign(document.createElement("p"), { textContent: form.dataset.lost, className: "wrap banner", tabIndex: -1 });
  line.setAttribute("role", "alert");
  document.querySelector("main").prepend(line);
  line.focus();
}

async function forgetOthers(tag) {
  const kept = await read("plan").catch(() => null);
  const files = (await names().catch(() => [])).filter((name) => name.startsWith("file:")); // of kept-files.js
  const isOfOthers = (kept && kept.tag !== tag) || files.some((name) => !name.startsWith(`file:${tag}:`));
  if (tag && (isOfOthers || (await isWrittenByOthers(tag).catch(() => false)))) await leaveNothing();
}

const forms = document.querySelectorAll("form[data-sign-out]");
let isClear = false;
let isWarned = false;

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    if (isClear) return; // the second time it is sent
    event.preventDefault();
    if (!isWarned && (await isUnsent(form))) {
      isWarned = true;
      document.dispatchEvent(new Event("unsent")); // once.js lets the form be sent again
      warn(form);
      return;
    }
    await leaveNothing();
    isClear = true;
    form.requestSubmit(event.submitter);
  });
}

forgetOthers(forms[0]?.dataset.signOut);
