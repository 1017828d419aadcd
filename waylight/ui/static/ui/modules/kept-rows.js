// Where the plan and the cards on this device lie, and pictures of cards: rows in the IndexedDB database "kept", which go
// together when somebody signs out. Sealed by kept.js and kept-files.js.

const NAME = "kept";
export const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;

/** Why it did not work: "storage", "full", "pin", "wait", "passkey", "no-secret" or "gone". `wait` in milliseconds. */
export class Refused extends Error {
  constructor(why, wait = 0) {
    super(why);
    Object.assign(this, { why, wait });
  }
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Whether anything was ever kept: so that only looking leaves no empty database behind. */
async function isThere() {
  const found = await globalThis.indexedDB?.databases?.().catch(() => null);
  return found?.some(({ name }) => name === NAME) ?? Boolean(globalThis.indexedDB);
}

async function database() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("rows");
  const found = await done(asked);
  found.onversionchange = () => found.close(); // another tab removes it
  return found;
}

/** Runs one transaction to its end. A browser that keeps nothing, or has no room left, says so by Refused. */
async function rows(mode, act) {
  let found = null;
  try {
    found = await database();
    const transaction = found.transaction("rows", mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([done(act(transaction.objectStore("rows"))), ended]);
    return result;
  } catch (problem) {
    throw new Refused(problem?.name === "QuotaExceededError" ? "full" : "storage");
  } finally {
    found?.close();
  }
}

export const read = async (name) => ((await isThere()) ? rows("readonly", (store) => store.get(name)) : undefined);
export const write = (name, row) => rows("readwrite", (store) => store.put(row, name));

/** The names of the rows. */
export const names = async () => ((await isThere()) ? rows("readonly", (store) => store.getAllKeys()) : []);

/** Removes these rows; the database too when nothing is left in it. */
export async function drop(...wanted) {
  if (!(await isThere())) return;
  for (const name of wanted) await rows("readwrite", (store) => store.delete(name));
  if ((await names()).length) channel?.postMessage("kept");
  else await forget();
}

/** Removes all of it, also while other tabs have it open: the rows first, then the database. */
export async function forget() {
  if (!(await isThere())) return;
  try {
    await rows("readwrite", (store) => store.clear());
  } finally {
    await done(indexedDB.deleteDatabase(NAME)).catch(() => {});
    channel?.postMessage("forgotten");
  }
}
