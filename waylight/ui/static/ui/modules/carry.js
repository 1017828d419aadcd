// <form data-carry="tag of the account">: what is written while the signal is gone stays on this device, sealed, until it
// can be sent (outbox.js). It goes to `data-to`, with the fields of `data-with`, or to where save.js saves it. The form
// works without this; then a lost signal is told by save.js or the browser.

import { done, fieldsOf, put } from "./outbox.js";

const JOINS = ["joins", "on"]; // what was saved elsewhere meanwhile is joined, since nobody is there to be asked

class Carrier {
  constructor(form) {
    const { carry: tag, to, save, with: more = "" } = form.dataset;
    Object.assign(this, { form, status: form.querySelector("[data-carried]"), more: [...new URLSearchParams(more)] });
    this.page = { tag, address: to ?? save, page: new URLSearchParams(more).get("page") ?? "" };
    form.addEventListener("unsaved", () => this.keep());
    form.addEventListener("saved", () => this.clear());
    form.addEventListener("submit", (event) => this.submit(event), true);
  }

  async keep() {
    try {
      await put({ ...this.page, fields: [...fieldsOf(this.form), ...this.more, JOINS], isOnItsWay: this.isGoing });
    } catch {
      return; // no room, or a browser that keeps nothing: save.js has said that it did not save
    }
    this.isKept = true;
    if (!this.isGoing) this.status.textContent = this.status.dataset.carried;
  }

  async clear() {
    if (this.isKept) await done(this.page).catch(() => {});
    this.isKept = false;
    this.status.textContent = "";
  }

  /** With a signal it goes as ever; what was kept before follows it, so that no older words come after it. */
  submit(event) {
    if (navigator.onLine && !this.isKept) return;
    this.isGoing = navigator.onLine;
    const kept = this.keep();
    if (this.isGoing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.then(() => this.status.focus());
  }
}

for (const form of document.querySelectorAll("form[data-carry]")) new Carrier(form);
