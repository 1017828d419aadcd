// Discreet mode: Back shows none of our pages (UI.md 2.4). Links replace the page, forms are sent from inside it, it covers
// itself while nobody looks, and locks after two minutes away. quiet.js brings it in for whoever turned it on.

const AWAY = 2 * 60 * 1000; // milliseconds
const root = document.documentElement;

/** The address of a link that opens here, within our pages; otherwise null. */
function inside(event) {
  const link = event.target instanceof Element && event.target.closest("a[href]");
  const other = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || event.defaultPrevented || other || (link.target && link.target !== "_self")) return null;
  const isFile = link.hasAttribute("download") || /\.\w+$/.test(link.pathname);
  return link.origin === location.origin && !isFile && !link.hasAttribute("data-plain") ? link.href : null;
}

/** The page with what is wrong takes this one's place, without an entry in the history. */
function show(text, address) {
  history.replaceState(null, "", address); // a form without an action is sent to where it came from
  const next = new DOMParser().parseFromString(text, "text/html");
  document.title = next.title;
  document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
  prepare();
  document.dispatchEvent(new Event("shown")); // the other modules look at the new forms
  (document.querySelector("[data-problem]") ?? document.querySelector("main")).focus();
}

function failed(form) {
  const said = form.querySelector(".unsent") ?? form.appendChild(document.createElement("p"));
  said.className = "error unsent";
  said.role = "alert";
  said.textContent = form.closest("[data-unsent]").dataset.unsent; // mostly the whole page
  document.dispatchEvent(new Event("unsent"));
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const own = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const address = new URL(own || location.href, location.href);
  if (form.method !== "post") return location.replace(new URL(`?${new URLSearchParams(data)}`, address));
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Quiet": "1" } });
    const there = answer.headers.get("X-Quiet-Location");
    if (there) return location.replace(there);
    const page = await answer.text();
    if (answer.ok || page.includes("data-problem")) show(page, answer.url);
    else failed(form);
  } catch {
    failed(form);
  }
}

/** Nothing to suggest or to remember, and a way back of the page's own. */
function prepare() {
  for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) {
    field.setAttribute("autocomplete", "off");
    field.setAttribute("writingsuggestions", "false");
  }
  for (const back of document.querySelectorAll("[data-back]")) back.hidden = false;
}

/** The session closes what is behind the second step, and asks for it again. */
async function lock() {
  root.classList.add("covered");
  sessionStorage.removeItem("away");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const headers = { "X-Quiet": "1", "X-CSRFToken": token };
  const answer = await fetch(root.dataset.lock, { method: "POST", headers }).catch(() => null);
  location.replace(answer?.headers.get("X-Quiet-Location") ?? location.href);
}

let title = document.title;
let timer = 0;

function hide() {
  title = document.title;
  document.title = " ";
  root.classList.add("covered");
  sessionStorage.setItem("away", Date.now());
  if (root.dataset.lock) timer = setTimeout(lock, AWAY);
}

function look() {
  clearTimeout(timer);
  const since = Number(sessionStorage.getItem("away"));
  sessionStorage.removeItem("away");
  if (root.dataset.lock && since && Date.now() - since > AWAY) {
    lock();
  } else if (!root.hasAttribute("data-left")) {
    document.title = title;
    root.classList.remove("covered");
  }
}

root.classList.add("discreet");
prepare();
look();
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hide() : look()));
document.addEventListener("click", (event) => {
  const address = inside(event);
  if (!address) return;
  event.preventDefault();
  location.replace(address);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.matches("[data-plain], [target=_blank]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
