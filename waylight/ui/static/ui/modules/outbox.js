// What was written without a signal and waits here to be sent: each page sealed with a key that scripts can use and cannot
// read, and never shown again. docs/decisions/0018 says why and how.

import { newDeviceKey, seal, unseal } from "./kept-crypto.js";
import { drop, names, read, write } from "./kept-rows.js";

const PREFIX = "out:";
const SOON = 10_000; // milliseconds in which a page that was on its way has come; then nothing is said of it
const nameOf = (tag, address, page) => `${PREFIX}${tag}:${address}:${page}`;
const isOf = (tag) => (name) => name.startsWith(`${PREFIX}${tag}:`);

/** The fields of a form without what belongs to one sending alone. Files never leave this device. */
export function fieldsOf(form) {
  const passing = ["csrfmiddlewaretoken", "idempotency_key"];
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !passing.includes(name));
}

/** Keeps a page to be sent to `address`; a later one of the same page takes its place. `isOnItsWay`: it is being sent anyway.
 * Throws Refused when there is no room. */
export async function put({ tag, address, page = "", fields, isOnItsWay = false }) {
  const device = await newDeviceKey();
  const sealed = await seal({ address, fields }, device);
  await write(nameOf(tag, address, page), { at: Date.now(), isOnItsWay, device, sealed });
}

/** The server has a later one. */
export const done = ({ tag, address, page = "" }) => drop(nameOf(tag, address, page));

export const letGo = (name) => drop(name);

/** The fields of a page that waits: for its owner, when the server will not have it. */
export async function fieldsIn(name) {
  const { sealed, device } = await read(name);
  return (await unseal(sealed, device)).fields;
}

/** How many wait, for this person. */
export const waiting = async (tag) => (await names()).filter(isOf(tag)).length;

/** Whether anything waits, whoever wrote it. */
export const isAny = async () => (await names()).some((name) => name.startsWith(PREFIX));

/** Whether something of somebody else waits here. */
export const isOfOthers = async (tag) => (await names()).some((name) => name.startsWith(PREFIX) && !isOf(tag)(name));

async function inOrder(tag) {
  const rows = await Promise.all((await names()).filter(isOf(tag)).map(async (name) => [name, await read(name)]));
  return rows.filter(([, row]) => row).sort(([, one], [, other]) => one.at - other.at);
}

/** Sends what waits, oldest first. `sent` says how many of those that waited the server has now, `refused` of the others the name of
 * each, and what it said (nothing where it knows no such page). */
export async function send(tag, token) {
  const told = { sent: 0, refused: [] };
  for (const [name, row] of await inOrder(tag)) {
    const answer = await post(row, token);
    if (!answer) break; // no signal, or the record is locked again: the next page tries
    const isJustSent = row.isOnItsWay && Date.now() - row.at < SOON; // then the page itself says what became of it
    if (answer.ok) {
      await drop(name);
      told.sent += isJustSent ? 0 : 1;
    } else if (!isJustSent) {
      told.refused.push({ name, said: answer.status === 404 ? null : (await answer.text()).slice(0, 300) });
    }
  }
  return told;
}

/** The server's answer; null when it gave none that counts. */
async function post({ sealed, device }, token) {
  const { address, fields } = await unseal(sealed, device);
  const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", token]]);
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  const counts = answer && (answer.ok || [404, 409, 413, 422].includes(answer.status));
  return counts ? answer : null;
}
