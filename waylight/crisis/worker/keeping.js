// The worker that lets the pages of help open without a signal; owed.js and answering.js follow as the same script. `HOLDS`
// (its version, pages, files and addresses) stands before this text. It keeps public pages alone: no page of an account ever
// comes into a cache.

const CACHE = "help"; // outlives a sign-out
const PATIENCE = 3000; // milliseconds until a kept page is shown instead of a slow one
const COUNTRY = /^\/help-now\/[a-z]{2}\/$/;

const kept = (path) => caches.match(path, { cacheName: CACHE, ignoreVary: true });
const late = () => new Promise((_, refuse) => setTimeout(refuse, PATIENCE));

/** Fetches a page anew and keeps it; refuses an answer that is not that page. Of countries it keeps the chosen one alone. */
async function hold(path) {
  const response = await fetch(path, { cache: "reload" });
  if (!response.ok || response.redirected) throw new Error(path);
  // A copy that stands in for a dead server knows no country; what was kept before dials the right number.
  if (response.headers.has("X-Stands-In") && (await kept(path))) throw new Error(path);
  const cache = await caches.open(CACHE);
  const country = response.headers.get("Content-Location"); // of a page of help: the address of that country's own page
  if (country) {
    await Promise.all((await countries(cache)).filter((one) => one !== country).map((one) => cache.delete(one)));
    await cache.put(country, response.clone());
  }
  if (!COUNTRY.test(path)) await cache.put(path, response.clone());
  return response;
}

async function countries(cache) {
  return (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => COUNTRY.test(path));
}

/** When another country was chosen, the pages that dial its number follow. */
async function follow(path, fresh) {
  const [before] = await countries(await caches.open(CACHE));
  await fresh;
  const [after] = await countries(await caches.open(CACHE));
  if (before !== after) await Promise.all(HOLDS.pages.filter((page) => page !== path).map((page) => hold(page)));
}

async function holdFile(path) {
  if (!(await kept(path))) await (await caches.open(CACHE)).add(path);
}

/** A page of help: fresh if it comes soon, else as it was kept. Of another country than the kept one: what helps anywhere. */
async function help(event, path) {
  const fresh = hold(path);
  event.waitUntil(follow(path, fresh).catch(() => {}));
  try {
    return await Promise.race([fresh, late()]);
  } catch {
    return (await kept(path)) ?? fresh.catch(() => kept(HOLDS.countries));
  }
}

async function tidy() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([...HOLDS.pages, ...HOLDS.files]);
  const old = (await cache.keys()).filter(({ url }) => !wanted.has(new URL(url).pathname) && !COUNTRY.test(new URL(url).pathname));
  await Promise.all(old.map((request) => cache.delete(request)));
  await self.clients.claim();
}
