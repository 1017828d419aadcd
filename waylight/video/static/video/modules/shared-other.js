// The therapist’s side of a shared page: the page as it is told, until it is closed. It is asked for, and never fetched here.

import { drawn, redraw } from "./shared-drawing.js";
import { SharedFields } from "./shared-fields.js";
import { Standby } from "./shared-keeping.js";
import { Side, bring } from "./shared-side.js";

export class Other extends Side {
  closed = ""; // the last one that was closed here

  heard = {
    later: () => this.sheet.say("later"),
    open: (message) => this.mirror(message),
    update: ({ id, update }) => this.pages.get(id)?.shared.take(update),
    kept: ({ id, number }) => this.pages.get(id)?.standby.kept(number),
    close: ({ id }) => this.page?.id === id && this.isClosed(),
  };

  pressed = { open: ({ key }) => this.ask(key), close: () => this.close() };

  told() {
    return { what: "have", number: this.page.standby.written };
  }

  ask(key) {
    this.closed = "";
    this.sheet.say(this.say({ what: "ask", key }) ? "asked" : "absent");
  }

  async mirror({ key, id, hint, form, state }) {
    const { sheet } = this;
    if (id === this.closed || !sheet.option(key)) return;
    const Y = await bring();
    if (this.page?.id === id) {
      redraw(this.page.shared, drawn(form));
      this.page.shared.take(state);
      return;
    }
    this.page?.standby.step();
    this.pages.clear();
    const shared = new SharedFields(Y, drawn(form));
    shared.take(state);
    const standby = new Standby(shared, sheet.standby(key), { said: (isKept) => sheet.keep(isKept) });
    this.begin({ key, id, hint, shared, standby }, { isMoved: false });
  }

  add({ id, counter }) {
    this.say({ what: "add", id, counter });
  }

  /** The client has closed it: nothing of it stays here. */
  isClosed() {
    this.page.standby.rest();
    this.pages.clear();
    this.page = null;
    this.sheet.hide();
    this.sheet.say("closed");
  }

  /** Not while words are here alone that nobody else could save. */
  async close() {
    if (!this.page) return;
    const { id, standby } = this.page;
    const isHere = this.say({ what: "close", id });
    if (!isHere && standby.isWaiting && !standby.address) {
      this.sheet.say("wait");
      return;
    }
    this.closed = id;
    this.page = null;
    this.pages.clear();
    this.sheet.hide();
    if (isHere) standby.rest();
    else await standby.step();
  }
}
