// <form data-carry="tag of the account">: what is written while the signal is gone stays on this device, sealed, until it
// can be sent (outbox.js). The form works without this; then a lost signal is told by save.js.

import { done, fieldsOf, put } from "./outbox.js";

const JOINS = ["joins", "on"]; // what was saved elsewhere meanwhile is joined, since nobody is there to be asked

class Carrier {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-carried]");
    form.addEventListener("unsaved", () => this.keep());
    form.addEventListener("saved", () => this.clear());
    form.addEventListener("submit", (event) => this.submit(event), true);
  }

  get page() {
    return { tag: this.form.dataset.carry, address: this.form.dataset.save };
  }

  async keep() {
    try {
      await put({ ...this.page, fields: [...fieldsOf(this.form), JOINS] });
    } catch {
      return; // no room, or a browser that keeps nothing: save.js has said that it did not save
    }
    this.isKept = true;
    this.status.textContent = this.status.dataset.carried;
  }

  async clear() {
    if (this.isKept) await done(this.page).catch(() => {});
    this.isKept = false;
    this.status.textContent = "";
  }

  /** With a signal it goes as ever; what was kept before follows what is sent, so that no older words come after it. */
  submit(event) {
    if (navigator.onLine && this.isKept) this.keep();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.keep();
    this.status.focus();
  }
}

for (const form of document.querySelectorAll("form[data-carry]")) new Carrier(form);
