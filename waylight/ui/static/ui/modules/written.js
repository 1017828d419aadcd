// <p data-written="tag of the account">, hidden with what is around it: sends what was written without a signal once there
// is one, and says so in a sentence. What the server will not have can be read once more, and removed.

import { fieldsIn, letGo, send, waiting } from "./outbox.js";

const line = document.querySelector("[data-written]");
const HELD = { ifAvailable: true }; // two tabs send nothing twice at once; the server would keep it once anyway
const OURS = ["window", "was_shown", "joins", "exercise", "page", "at"]; // fields that nobody wrote

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words });
  made.addEventListener("click", act);
  return made;
}

/** One page that was refused: why, and its words when they are asked for. */
function refusal({ name, said }) {
  const item = Object.assign(document.createElement("span"), { textContent: `${said ?? line.dataset.gone} ` });
  const show = button(line.dataset.show, async () => {
    const words = (await fieldsIn(name)).filter(([field, value]) => value && !OURS.includes(field)).map(([, value]) => value);
    show.replaceWith(Object.assign(document.createElement("textarea"), { className: "box", readOnly: true, rows: 6, value: words.join("\n"), ariaLabel: line.dataset.show }));
  });
  const remove = button(line.dataset.remove, async () => {
    await letGo(name);
    item.remove();
    line.parentElement.hidden = !line.textContent;
  });
  item.append(show, " ", remove);
  return item;
}

function tell({ sent, refused }) {
  line.replaceChildren(...(sent ? [`${line.dataset.sent} `] : []), ...refused.map(refusal));
  line.classList.toggle("error", refused.length > 0);
  line.parentElement.hidden = !line.textContent;
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
