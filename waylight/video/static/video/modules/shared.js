// A page that client and therapist write together in the room. The page belongs to the client’s browser, which saves it; the
// therapist sees and writes in it past every server. Nobody else in the room is sent a word of it.

import { call } from "./call.js";
import { SharedFields } from "./shared-fields.js";
import { described, drawn, fetched, grow } from "./shared-form.js";
import { Keeper, Standby } from "./shared-keeping.js";
import { Sheet } from "./shared-sheet.js";
import { packed, unpacked } from "./shared-wire.js";

const sheet = new Sheet(document.querySelector("[data-shared]"));
const isOwner = call.role === "client";
const channel = call.channel("shared");
const pages = new Map(); // id → page; what comes late for one that was closed is saved all the same
let page = null; // the one that is seen: { key, id, hint, shared, keeper or standby }
let offered = null; // what the therapist holds of a page, until the client says that it may be opened
let closed = ""; // the last one that the therapist closed
let turn = Promise.resolve(); // one thing after the other

const bring = () => import("../vendor/yjs.js"); // when a page is first opened
const other = () => [...call.people.values()].find(({ role }) => role === (isOwner ? "therapist" : "client"));
const isHere = () => Boolean(other()) && channel.isOpen(other().seat);
const say = (message) => isHere() && channel.send(packed(message), { to: other().seat });
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The whole of the page, whenever the line is there again: what each wrote meanwhile is put together. */
function tellAll() {
  if (!page) return;
  const { key, id, hint, shared, standby } = page;
  const told = isOwner ? { what: "open", hint, form: described(shared.form) } : { what: "have", number: standby.written };
  say({ ...told, key, id, state: shared.state() });
}

function begin(made, { isMoved }) {
  const { id, shared } = made;
  page = made;
  pages.set(id, made);
  shared.addEventListener("written", ({ detail: { update } }) => say({ what: "update", id, update, number: made.standby?.wrote() }));
  shared.form.addEventListener("submit", (event) => event.preventDefault());
  shared.form.addEventListener("click", ({ target }) => {
    const counter = target.closest("[data-adds]")?.dataset.adds;
    if (counter) isOwner ? add({ id, counter }) : say({ what: "add", id, counter });
  });
  sheet.show(made, { isMoved });
  sheet.say(isHere() ? "together" : "alone");
}

/** One that was not begun begins with its first page, which may be another than is wanted. */
async function fetchedPage(key) {
  const found = await fetched(...sheet.address(key));
  if (!found || !sheet.begun(key, found.address)) return found;
  return fetched(...sheet.address(key));
}

/** The client’s side: the page as the server has it, or as the therapist still has it after this one was loaded anew. */
async function open(key, held = null) {
  if (!sheet.option(key)) return;
  if (page?.key === key && !held) return tellAll();
  if (page) await Promise.race([page.keeper.flush(), wait(4000)]);
  const [Y, found] = await Promise.all([bring(), fetchedPage(key).catch(() => null)]);
  if (!found) return sheet.say("failed");
  const shared = new SharedFields(Y, found.form);
  const id = held?.id ?? crypto.randomUUID();
  const kept = (number) => say({ what: "kept", id, number });
  const keeper = new Keeper(shared, sheet.saving(found), { status: sheet.status, kept });
  if (held) keeper.take(held);
  else shared.seed();
  sessionStorage.setItem("shared", id);
  offered = null;
  begin({ key, id, hint: found.hint, shared, keeper }, { isMoved: !held });
  tellAll();
}

/** The therapist’s side: the page as it is told, until it is closed. */
async function mirror({ key, id, hint, form, state }) {
  if (id === closed || !sheet.option(key)) return;
  const Y = await bring();
  if (page?.id === id) {
    sheet.redraw(page.shared, drawn(form));
    return page.shared.take(state);
  }
  page?.standby.step();
  pages.clear();
  const shared = new SharedFields(Y, drawn(form));
  shared.take(state);
  const standby = new Standby(shared, sheet.standby(key), { said: (isKept) => sheet.keep(isKept) });
  begin({ key, id, hint, shared, standby }, { isMoved: false });
}

function add({ id, counter }) {
  if (page?.id !== id || !grow(page.shared.form, counter)) return;
  page.shared.find();
  page.shared.write(page.shared.form.elements[counter]);
  tellAll();
}

/** What the therapist holds: of a page that is open, or was before this one was loaded anew. Else the client is asked. */
function holds(held) {
  const known = pages.get(held.id);
  if (known) return known.keeper.take(held);
  if (sessionStorage.getItem("shared") === held.id && !page) return open(held.key, held);
  offered = held;
  sheet.ask(held.key);
}

async function close() {
  const { id, keeper, standby } = page ?? {};
  if (!id) return;
  if (standby && !isHere() && standby.isWaiting && !standby.address) return sheet.say("wait");
  say({ what: "close", id });
  page = null;
  sheet.hide();
  sessionStorage.removeItem("shared");
  if (keeper) return keeper.flush();
  closed = id;
  pages.delete(id);
  if (isHere()) standby.rest();
  else await standby.step();
}

function ask(key) {
  closed = "";
  sheet.say(say({ what: "ask", key }) ? "asked" : "nobody");
}

const asOwner = {
  ask: ({ key }) => sheet.ask(key),
  have: (message) => holds(message),
  update: (message) => pages.get(message.id)?.keeper.take(message),
  add: (message) => add(message),
  close: ({ id }) => page?.id === id && sheet.say("left"),
};
const asOther = {
  later: () => sheet.say("later"),
  open: (message) => mirror(message),
  update: ({ id, update }) => pages.get(id)?.shared.take(update),
  kept: ({ id, number }) => pages.get(id)?.standby.kept(number),
  close({ id }) {
    if (page?.id !== id) return;
    page.standby.rest();
    pages.delete(id);
    page = null;
    sheet.hide();
    sheet.say("closed");
  },
};
const took = isOwner ? asOwner : asOther;
const next = (act) => (turn = turn.then(act).catch(() => sheet.say("failed")));

channel.addEventListener("message", ({ detail: { from, data } }) => {
  const message = from === other()?.seat && unpacked(data);
  if (message && Object.hasOwn(took, message.what)) next(() => took[message.what](message));
});
channel.addEventListener("open", ({ detail: { seat } }) => {
  if (seat !== other()?.seat || !page) return;
  sheet.say("together");
  next(tellAll);
});
channel.addEventListener("close", ({ detail: { seat } }) => page && seat === other()?.seat && sheet.say("alone"));

sheet.addEventListener("open", ({ detail: { key } }) => next(() => (isOwner ? open(key, offered?.key === key ? offered : null) : ask(key))));
sheet.addEventListener("later", () => next(() => (offered = null) ?? say({ what: "later" })));
sheet.addEventListener("close", () => next(close));
