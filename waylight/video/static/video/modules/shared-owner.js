// The client’s side of a shared page: it is the client’s, so their browser fetches it, saves it, and opens it to the other.

import { SharedFields } from "./shared-fields.js";
import { described, fetched, grow } from "./shared-form.js";
import { Keeper } from "./shared-keeping.js";
import { Side, bring } from "./shared-side.js";

const LONG_ENOUGH = 4000; // milliseconds for saving one page before the next one opens
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Owner extends Side {
  offered = null; // what the therapist holds of a page, until the client says that it may be opened

  heard = {
    ask: ({ key }) => this.sheet.ask(key),
    have: (held) => this.holds(held),
    update: (message) => this.pages.get(message.id)?.keeper.take(message),
    add: (message) => this.add(message),
    close: ({ id }) => this.page?.id === id && this.sheet.say("left"),
  };

  pressed = {
    open: ({ key }) => this.open(key, this.offered?.key === key ? this.offered : null),
    later: () => this.later(),
    close: () => this.close(),
  };

  told() {
    return { what: "open", hint: this.page.hint, form: described(this.page.shared.form) };
  }

  /** As the server has it, or as the therapist still has it after this page was loaded anew. */
  async open(key, held = null) {
    const { sheet } = this;
    if (!sheet.option(key)) return;
    if (this.page?.key === key && !held) return this.tellAll();
    if (this.page) await Promise.race([this.page.keeper.flush(), wait(LONG_ENOUGH)]);
    const [Y, found] = await Promise.all([bring(), this.fetched(key).catch(() => null)]);
    if (!found) return sheet.say("failed");
    const shared = new SharedFields(Y, found.form);
    const id = held?.id ?? crypto.randomUUID();
    const kept = (number) => this.say({ what: "kept", id, number });
    const keeper = new Keeper(shared, sheet.saving(found), { status: sheet.status, kept });
    if (held) keeper.join(held);
    else shared.seed();
    sessionStorage.setItem("shared", `${id} ${key}`);
    this.offered = null;
    this.begin({ key, id, hint: found.hint, shared, keeper }, { isMoved: !held });
    this.tellAll();
  }

  /** One that was not begun begins with its first page, which may be another than is wanted. */
  async fetched(key) {
    const found = await fetched(...this.sheet.address(key));
    if (!found || !this.sheet.begun(key, found.address)) return found;
    return fetched(...this.sheet.address(key));
  }

  /** What the therapist holds: of a page that is open, or that very page was before this one was loaded anew. Else the client is asked. */
  holds(held) {
    const known = this.pages.get(held.id);
    if (known) return known.keeper.take(held);
    if (sessionStorage.getItem("shared") === `${held.id} ${held.key}` && !this.page) return this.open(held.key, held);
    this.offered = held;
    return this.sheet.ask(held.key);
  }

  add({ id, counter }) {
    if (this.page?.id !== id || !grow(this.page.shared.form, counter)) return;
    const { shared } = this.page;
    shared.find();
    shared.write(shared.form.elements[counter]);
    this.tellAll();
  }

  later() {
    this.offered = null;
    this.say({ what: "later" });
  }

  async close() {
    if (!this.page) return;
    const { id, keeper } = this.page;
    this.say({ what: "close", id });
    this.page = null;
    this.sheet.hide();
    sessionStorage.removeItem("shared");
    await keeper.flush();
  }
}
