// <form data-sign-out="tag of the account">: what a person keeps in this browser goes before the session ends, also when
// the server is out of reach (the worker then remembers to end the session). Public pages of help stay.
// Whoever signs in after somebody else never meets the other's plan: what another account kept goes at once.

import { forget, names, read } from "./kept-rows.js";

const LIMIT = 2000; // milliseconds; a browser that does not answer must not hold a sign-out up
const OF_THE_DEVICE = ["quiet", "shift"]; // how it behaves, not what somebody wrote (device.js)

function clear() {
  const stay = OF_THE_DEVICE.map((name) => [name, localStorage.getItem(name)]).filter(([, value]) => value !== null);
  localStorage.clear();
  sessionStorage.clear();
  for (const [name, value] of stay) localStorage.setItem(name, value);
}

async function leaveNothing() {
  const late = new Promise((resolve) => setTimeout(resolve, LIMIT));
  await Promise.race([forget().catch(() => {}), late]);
  try {
    clear();
  } catch {
    // this browser keeps nothing, so there is nothing to clear
  }
}

async function forgetOthers(tag) {
  const kept = await read("plan").catch(() => null);
  const files = (await names().catch(() => [])).filter((name) => name.startsWith("file:")); // of kept-files.js
  const isOfOthers = (kept && kept.tag !== tag) || files.some((name) => !name.startsWith(`file:${tag}:`));
  if (tag && isOfOthers) await leaveNothing();
}

const forms = document.querySelectorAll("form[data-sign-out]");
let isClear = false;

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    if (isClear) return; // the second time it is sent
    event.preventDefault();
    await leaveNothing();
    isClear = true;
    form.requestSubmit(event.submitter);
  });
}

forgetOthers(forms[0]?.dataset.signOut);
