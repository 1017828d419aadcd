// Leave: covers the page at once, then replaces it, so that Back does not show it (UI.md 2.4). Without this module
// the link still leads away. Shift pressed three times within five seconds leaves too; Shift for capitals does not. Who
// needs Shift for something else turns that off for this device, in Settings or on the page about shared phones.

const PRESSES = 3;
const WITHIN = 5000; // milliseconds

const link = document.querySelector("a[data-leave]"); // the first one on a page knows the words (ui/said_on_leaving.html)
const isPrivate = document.documentElement.hasAttribute("data-private");

function cover() {
  document.documentElement.classList.add("covered");
  document.title = " ";
}

function usesShift() {
  try {
    return localStorage.getItem("shift") !== "off";
  } catch {
    return true;
  }
}

/** What this tab notes until it is closed; null where the browser keeps nothing. */
function noted(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function leave() {
  cover();
  noted((tab) => tab.setItem("left", ""));
  document.documentElement.dataset.left = "";
  document.dispatchEvent(new Event("leaving")); // save.js saves now: /leave/ takes the cookies away
  location.replace(link.href);
}

function announcer() {
  const status = document.createElement("div");
  status.className = "vh";
  status.setAttribute("role", "status");
  document.body.append(status);
  return (sentence) => { status.textContent = sentence; };
}

/** Counts presses of Shift alone. A key pressed together with Shift, or after it, starts the count again. */
function watchShift(say, words) {
  let presses = 0;
  let alone = false;
  let timer = 0;

  function reset() {
    clearTimeout(timer);
    presses = 0;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      alone = !event.repeat || alone;
      return;
    }
    alone = false;
    if (presses) say("");
    reset();
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses += 1;
    if (presses === 1) {
      timer = setTimeout(() => {
        reset();
        say(words.stopped);
      }, WITHIN);
    }
    if (presses === PRESSES) {
      reset();
      say(words.leaving);
      leave();
    } else {
      say(words[`press${PRESSES - presses}`]);
    }
  });
}

if (link) {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("a[data-leave]")) return;
    event.preventDefault();
    leave();
  });
  if (usesShift()) watchShift(announcer(), link.dataset);
}

// A browser may show a page from memory after one has left it or signed out: look again whether it is still ours to see.
window.addEventListener("pageshow", (event) => {
  const covered = document.documentElement.classList.contains("covered");
  if (!event.persisted || !(isPrivate || covered)) return;
  cover();
  location.reload();
});

// Back may still show an earlier page of ours, but not what was chosen or typed there. Whoever goes on there keeps it again.
window.addEventListener("pageshow", () => {
  if (noted((tab) => tab.getItem("left")) !== null) for (const form of document.forms) form.reset();
});
document.addEventListener("submit", () => noted((tab) => tab.removeItem("left")));
