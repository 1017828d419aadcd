// What the client's side and the therapist's side of a shared page have in common: the way to the other, the page that is
// seen, and that one thing is done after the other. Messages are acts of `heard`; what is pressed are acts of `pressed`.

import { call } from "./call.js";
import { packed, unpacked } from "./shared-wire.js";

export const bring = () => import("../vendor/yjs.js"); // when a page is first opened

export class Side {
  constructor(sheet, role) {
    Object.assign(this, { sheet, role, page: null, turn: Promise.resolve() }); // page: { key, id, hint, shared, keeper or standby }
    this.pages = new Map(); // id → page; what comes late for one that was closed is kept all the same
    this.channel = call.channel("shared");
    this.channel.addEventListener("message", ({ detail: { from, data } }) => this.hear(from, data));
    this.channel.addEventListener("open", ({ detail: { seat } }) => seat === this.other?.seat && this.isBack());
    this.channel.addEventListener("close", ({ detail: { seat } }) => this.page && seat === this.other?.seat && sheet.say("alone"));
    for (const name of ["open", "later", "close"]) sheet.addEventListener(name, ({ detail }) => this.next(() => this.pressed[name](detail)));
  }

  /** The one of the two who is not here. Nobody else in the room is told a word, or heard. */
  get other() {
    return [...call.people.values()].find(({ role }) => role === this.role);
  }

  get isHere() {
    return Boolean(this.other) && this.channel.isOpen(this.other.seat);
  }

  say(message) {
    return this.isHere && this.channel.send(packed(message), { to: this.other.seat });
  }

  hear(from, data) {
    const message = from === this.other?.seat && unpacked(data);
    if (message && Object.hasOwn(this.heard, message.what)) this.next(() => this.heard[message.what](message));
  }

  next(act) {
    this.turn = this.turn.then(act).catch(() => this.sheet.say("failed"));
  }

  isBack() {
    if (!this.page) return;
    this.sheet.say("together");
    this.next(() => this.tellAll());
  }

  /** The whole of the page, whenever the line is there again: what each wrote meanwhile is put together. */
  tellAll() {
    if (!this.page) return;
    const { key, id, shared } = this.page;
    this.say({ ...this.told(), key, id, state: shared.state() });
  }

  begin(page, { isMoved }) {
    const { id, shared, standby } = page;
    this.page = page;
    this.pages.set(id, page);
    shared.addEventListener("written", ({ detail: { update } }) => this.say({ what: "update", id, update, number: standby?.wrote() }));
    shared.form.addEventListener("submit", (event) => event.preventDefault());
    shared.form.addEventListener("click", ({ target }) => {
      const counter = target.closest("[data-adds]")?.dataset.adds;
      if (counter) this.add({ id, counter });
    });
    this.sheet.show(page, { isMoved });
    this.sheet.say(this.isHere ? "together" : "alone");
  }
}
