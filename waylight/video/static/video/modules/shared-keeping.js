// Saving what two people write together. The browser of the one whose page it is saves, through the page's own address; the
// other's steps in for what was not saved for a while, where they may write there too, and under a window of its own.

import { Saver } from "../../ui/modules/save.js";
import { both } from "./change.js";

const ALONE = 60_000; // milliseconds until what the owner did not keep is saved by whoever wrote it
const QUIET = 1200; // after the last key
const MOST = 5000; // while both write on and on
const VERSIONED = 30_000; // where each saving stays for ever as a version

/** For the owner: saves at each word of either. "kept" says what was kept of the other's words. */
export class Keeper extends Saver {
  constructor(shared, address, { status, kept }) {
    super(shared.form);
    Object.assign(this, { shared, address, status, kept, heard: 0 });
    this.isVersioned = !shared.form.dataset.save;
    shared.addEventListener("taken", () => this.soon());
  }

  /** What came of the other: up to which of their words it goes is told them once it is kept. */
  take({ state, update, number }) {
    this.heard = number ?? this.heard;
    this.shared.take(update ?? state);
  }

  /** What the other still holds of a page that was loaded anew here. */
  join({ state, number }) {
    this.heard = number ?? this.heard;
    this.shared.join(state);
  }

  soon(pause = this.isVersioned ? VERSIONED : QUIET) {
    if (!this.changed) this.until = Date.now() + (this.isVersioned ? VERSIONED : MOST);
    super.soon(Math.max(0, Math.min(pause, this.until - Date.now())));
  }

  leaving() {
    if (this.changed || this.busy) this.save({ keepalive: true });
  }

  /** Saves now what is not saved yet. */
  async flush() {
    while (this.busy) await new Promise((done) => setTimeout(done, 50));
    if (this.changed) await this.save();
  }

  async send(options) {
    const heard = this.heard;
    const body = new FormData(this.form);
    try {
      const answer = await fetch(this.address, { method: "POST", body, redirect: "manual", credentials: "same-origin", ...options });
      this.why = answer.ok || answer.type === "opaqueredirect" ? "" : await answer.text();
      if (!answer.ok) return false;
      if (answer.status === 200) this.combine(body, await answer.json());
      this.kept(heard);
      return true;
    } catch {
      this.why = "";
      return false;
    }
  }

  say(saved) {
    super.say(saved);
    if (!saved && this.why && this.why.length < 200) this.status.append(` ${this.why}`);
  }

  /** Where somebody wrote on another device meanwhile, the server has put both together: so does this page. */
  combine(sent, { was_shown: number, words }) {
    for (const [name, there] of Object.entries({ ...words, was_shown: String(number) })) {
      const field = this.form.elements[name];
      const was = String(sent.get(name)).replace(/\r\n/g, "\n");
      if (!field || there === was.trim()) continue;
      field.value = name === "was_shown" ? there : both(was, there, field.value);
      this.shared.write(field);
    }
  }
}

/** For the other: remembers what the owner has not kept, and saves it itself when that lasts, or when the page is left. */
export class Standby {
  constructor(shared, address, { said }) {
    Object.assign(this, { shared, address, said, written: 0, window: crypto.randomUUID(), timer: 0 });
    window.addEventListener("pagehide", () => this.step({ keepalive: true }));
    document.addEventListener("leaving", () => this.step({ keepalive: true }));
  }

  get isWaiting() {
    return this.timer !== 0;
  }

  wrote() {
    this.written += 1;
    this.timer ||= setTimeout(() => this.step(), ALONE);
    return this.written;
  }

  /** The owner has kept one's words up to that one. */
  kept(number) {
    if (number < this.written) return;
    this.rest();
    this.said(true);
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  async step(options = {}) {
    if (!this.timer || !this.address) return;
    this.rest();
    const body = new FormData(this.shared.form);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    if (body.has("window")) body.set("window", this.window);
    const isKept = await fetch(this.address, { method: "POST", body, redirect: "manual", credentials: "same-origin", ...options }).then(({ ok }) => ok, () => false);
    if (!isKept) this.timer ||= setTimeout(() => this.step(), ALONE);
    this.said(isKept);
  }
}
