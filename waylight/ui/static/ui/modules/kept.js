// The plan that somebody keeps on this device, which the server never sees again. docs/decisions/0008 says why and how.

import { keyOfPasskey, keyOfPin, newDeviceKey, newPinSalt, random, seal, unseal } from "./kept-crypto.js";
import { lineOf } from "./kept-lines.js";
import { channel, drop, read, Refused, write } from "./kept-rows.js";

export { canUsePasskey } from "./kept-crypto.js";
export { channel, forget, Refused } from "./kept-rows.js";

const FORMAT = 1; // of the row; one of another format counts as none, and the account still has the plan
const OPEN_LINES = 4;
const FREE_TRIES = 3;
const [SHORTEST_WAIT, LONGEST_WAIT] = [5000, 60000]; // milliseconds; never for ever, and nothing is deleted
const NO_TRIES = { count: 0, until: 0 };

async function row() {
  const found = await read("plan");
  return found?.format === FORMAT ? found : null;
}

/** The key inside the device's own, if there is a lock. Throws Refused. */
async function innerKeys(how, pin) {
  if (how.lock === "pin") return [await keyOfPin(pin, how)];
  if (how.lock !== "passkey") return [];
  const drawn = await keyOfPasskey(how).catch(() => { throw new Refused("passkey"); });
  if (!drawn) throw new Refused("no-secret");
  how.credential ??= drawn.credential;
  return [drawn.key];
}

/** Keeps a plan in place of one kept before. `open`: at most four lines that stay readable without PIN or passkey. */
export async function keep(plan, { lock = "none", pin = "", open = [] } = {}) {
  const how = { lock, ...{ none: {}, pin: newPinSalt(), passkey: { salt: random(32) } }[lock] };
  const inner = await innerKeys(how, pin);
  const device = await newDeviceKey();
  const { tag = "", version, approved_on: approvedOn, people = [], cards = [], tasks = [], stamp = "" } = plan;
  const lines = open.slice(0, OPEN_LINES);
  const readable = { lines, people: people.filter((person) => lines.includes(lineOf(person))) };
  const sealed = { open: await seal(readable, device), whole: await seal(plan, device, ...inner) };
  const has = { hasCards: cards.length > 0, hasTasks: tasks.length > 0 };
  const facts = { tag, version, approvedOn, stamp, ...has, keptAt: Date.now() };
  await write("plan", { format: FORMAT, ...facts, ...how, ...sealed, device });
  await write("tries", NO_TRIES);
  channel?.postMessage("kept");
}

/** What can be read without PIN or passkey: { open, people, lock, keptAt, version, approvedOn, tag, stamp, hasCards, hasTasks }, or null. */
export async function look() {
  const found = await row();
  if (!found) return null;
  const { tag, version, approvedOn, keptAt, lock, stamp, hasCards, hasTasks } = found;
  const { lines, people } = await unseal(found.open, found.device);
  return { tag, version, approvedOn, keptAt, lock, stamp, hasCards, hasTasks, open: lines, people };
}

/** The whole plan. Throws Refused. */
export async function unlock({ pin = "" } = {}) {
  const found = await row();
  if (!found) throw new Refused("gone");
  if (found.lock === "pin") return byPin(found, pin);
  const inner = await innerKeys(found);
  return unseal(found.whole, found.device, ...inner).catch(() => { throw new Refused("gone"); });
}

/** A try counts before it is made, so that closing the page saves nobody the wait. */
async function byPin(found, pin) {
  const tries = (await read("tries")) ?? NO_TRIES;
  const left = Math.min(tries.until - Date.now(), LONGEST_WAIT); // the device's clock may have been set back
  if (left > 0) throw new Refused("wait", left);
  const wait = pause(tries.count + 1);
  await write("tries", { count: tries.count + 1, until: Date.now() + wait });
  const inner = await innerKeys(found, pin);
  const plan = await unseal(found.whole, found.device, ...inner).catch(() => { throw new Refused("pin", wait); });
  await write("tries", NO_TRIES);
  return plan;
}

/** Milliseconds to wait after so many wrong PINs in a row: none for three, then 5 s, 10 s, … a minute at most. */
function pause(count) {
  return count <= FREE_TRIES ? 0 : Math.min(SHORTEST_WAIT * 2 ** (count - FREE_TRIES - 1), LONGEST_WAIT);
}

/** Removes the plan and the cards; pictures that lie beside them stay. */
export const removePlan = () => drop("plan", "tries");

/** Asks the browser not to drop it after a week without a visit; whether it agreed. */
export const persist = async () => (await navigator.storage?.persist?.().catch(() => false)) ?? false;
export const isPersistent = async () => (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
