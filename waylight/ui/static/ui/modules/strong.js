// How strong it is now, 0 to 10, for whoever wants to mark it. It stays in this browser, in localStorage; nothing is sent.

const MOST = 12; // numbers kept
const WHEN = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
const form = document.querySelector("[data-strong]");
const before = form.querySelector("[data-before]");

/** [{ at, strong }], the newest first; `at` in milliseconds. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem("strong")) ?? [];
  } catch {
    return [];
  }
}

/** Browsers drop what they keep after a week without a visit, unless they agreed not to. */
async function keep(marks) {
  try {
    localStorage.setItem("strong", JSON.stringify(marks));
  } catch {
    return "not";
  }
  return (await navigator.storage?.persist?.().catch(() => false)) ? "kept" : "forNow";
}

function show() {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, WHEN);
  const lines = kept().map(({ at, strong }) => `${strong}: ${when.format(at)}`);
  const items = lines.map((textContent) => Object.assign(document.createElement("li"), { textContent }));
  before.querySelector("ul").replaceChildren(...items);
  before.hidden = !items.length;
}

function say(name) {
  form.querySelector("[role=status]").textContent = form.dataset[name];
}

async function mark() {
  const chosen = form.querySelector(":checked");
  if (!chosen) return say("none");
  const done = await keep([{ at: Date.now(), strong: Number(chosen.value) }, ...kept()].slice(0, MOST));
  chosen.checked = done === "not";
  show();
  return say(done);
}

function remove() {
  localStorage.removeItem("strong");
  show();
  say("gone");
  form.querySelector("input").focus();
}

form.querySelector("[data-keep]").hidden = false;
form.querySelector("[data-keep]").addEventListener("click", mark);
form.querySelector("[data-remove]").addEventListener("click", remove);
form.addEventListener("submit", (event) => event.preventDefault());
show();
