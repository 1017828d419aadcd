// <p data-written="tag of the account">, hidden with what is around it: sends what was written without a signal once there is one, and says so in a sentence.

import { send, waiting } from "./outbox.js";

const line = document.querySelector("[data-written]");
const HELD = { ifAvailable: true }; // two tabs send nothing twice at once; the server would keep it once anyway

function tell({ sent, refused }) {
  const words = [...(sent ? [line.dataset.sent] : []), ...[...refused].map((said) => said.slice(0, 300))];
  line.textContent = words.join(" ");
  line.classList.toggle("error", refused.size > 0);
  line.parentElement.hidden = !words.length;
}

async function sendAll() {
  const tag = line.dataset.written;
  if (!(await waiting(tag).catch(() => 0))) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  const act = async (lock) => lock && tell(await send(tag, token));
  await (navigator.locks ? navigator.locks.request("outbox", HELD, act) : act(true));
}

if (line) {
  sendAll();
  window.addEventListener("online", sendAll);
}
