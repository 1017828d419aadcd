// A form is sent once: the button says so and stays where it is, focus included. The server answers a second sending
// with the first one's result anyway (the idempotency key), so this is for the eyes.

const sent = new WeakSet();
const labels = new Map();

function textOf(button) {
  const nodes = [...button.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return nodes.at(-1);
}

function show(button) {
  const text = button && textOf(button);
  if (!text) return;
  labels.set(button, text.data);
  text.data = document.documentElement.dataset.sending;
  button.setAttribute("aria-disabled", "true");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  show(event.submitter);
});

function reset() {
  for (const [button, label] of labels) {
    if (textOf(button)) textOf(button).data = label;
    button.removeAttribute("aria-disabled");
    if (button.form) sent.delete(button.form);
  }
  labels.clear();
}

// Back to this page from the browser's memory, or a sending that failed: the form may be sent again.
window.addEventListener("pageshow", (event) => event.persisted && reset());
document.addEventListener("unsent", reset);
