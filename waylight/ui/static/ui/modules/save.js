// Saves a form as it is typed: <form data-save="address">. Nothing is kept on the device; when saving fails the words
// stay in the page, and ui/saved.html says so. The address answers 204 to a POST of the whole form, and never redirects.

const PAUSE = 1200; // milliseconds after the last key
const AGAIN = 15000; // milliseconds until a failed saving is tried again

const language = () => document.documentElement.lang || undefined;
const clock = () => new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(new Date());

export class Saver {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-saved]");
    this.timer = 0;
    this.changed = false;
    this.busy = false;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leaving());
    document.addEventListener("leaving", () => this.leaving());
    window.addEventListener("pagehide", () => this.leaving());
    window.addEventListener("online", () => this.changed && this.soon());
  }

  soon(pause = PAUSE) {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  stop() {
    clearTimeout(this.timer);
    this.changed = false;
  }

  leaving() {
    if (this.changed) this.save({ keepalive: true });
  }

  async save(options = {}) {
    clearTimeout(this.timer);
    if (this.busy && !options.keepalive) {
      this.soon();
      return;
    }
    this.busy = true;
    this.changed = false;
    const saved = await this.send(options);
    this.busy = false;
    this.say(saved);
    if (!saved) this.soon(AGAIN);
  }

  /** Whether the server kept it. A redirect means that one is no longer signed in: not kept. */
  async send(options) {
    try {
      const body = new FormData(this.form);
      const request = { method: "POST", body, redirect: "manual", credentials: "same-origin", ...options };
      const { ok } = await fetch(this.form.dataset.save, request);
      if (ok) this.form.dispatchEvent(new Event("saved"));
      return ok;
    } catch {
      this.form.dispatchEvent(new Event("unsaved")); // no signal; carry.js may keep it here
      return false;
    }
  }

  say(saved) {
    if (!this.status) return;
    const words = this.status.dataset;
    this.status.textContent = saved ? words.saved.replace("{time}", clock()) : words.failed;
    this.status.classList.toggle("not", !saved);
  }
}

function saveForms() {
  for (const form of document.querySelectorAll("form[data-save]")) new Saver(form);
}

saveForms();
document.addEventListener("shown", saveForms); // discreet.js has shown the page with what is wrong
