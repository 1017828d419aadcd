// The worker that lets the pages of help open without a signal. `HOLDS` (its version, pages, files and addresses) stands
// before this text. It keeps public pages alone: no page of an account ever comes into a cache.

const CACHE = "help"; // outlives a sign-out
const OWED = "owed"; // what the server has not heard of: a sign-out, or that somebody left
const PATIENCE = 3000; // milliseconds until a kept page is shown instead of a slow one
const COUNTRY = /^\/help-now\/[a-z]{2}\/$/;
const BLANK = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>&nbsp;</title></html>';

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

/** Any other page comes from the server alone. */
async function other(event, path) {
  const isPlan = HOLDS.plan !== "" && path.startsWith(HOLDS.plan);
  try {
    await settle();
    const response = await fetch(event.request);
    if (isPlan && response.status >= 500) throw new Error(path);
    return response;
  } catch {
    if (await owed(HOLDS.signOut)) return kept(HOLDS.signedOut);
    return kept(isPlan ? HOLDS.keptPlan : HOLDS.noSignal);
  }
}

/** Leave leads off the site and takes the cookies; without a signal to an empty page (UI.md 2.4), and they go later. */
async function leave(event) {
  try {
    return await Promise.race([fetch(event.request), late()]);
  } catch {
    await owe(HOLDS.leave).catch(() => {});
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" };
    return new Response(BLANK, { headers });
  }
}

/** Without a signal the session stays open on the server: remember to end it, and say so. */
async function signOut(request) {
  const form = await request.clone().text();
  try {
    return await fetch(request);
  } catch {
    await owe(HOLDS.signOut, form);
    if (!request.headers.has("X-Quiet")) return kept(HOLDS.signedOut);
    return new Response(null, { status: 204, headers: { "X-Quiet-Location": HOLDS.signedOut } }); // for discreet.js
  }
}

const owed = (path) => caches.match(path, { cacheName: OWED });

async function owe(path, form = "") {
  await (await caches.open(OWED)).put(path, new Response(form));
  self.registration.sync?.register("owed").catch(() => {});
}

/** Ends the session that is still owed an end. Refuses when the server cannot be reached: then no page may be shown. */
async function settle() {
  const form = await owed(HOLDS.signOut);
  if (!form && !(await owed(HOLDS.leave))) return;
  if (!form || !(await endSession(await form.text()))) await letGo();
  await caches.delete(OWED);
}

/** Whether the server took it: then it leads on. */
async function endSession(body) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(HOLDS.signOut, { method: "POST", body, headers, redirect: "manual" });
  if (answer.status >= 500) throw new Error(HOLDS.signOut);
  return answer.type === "opaqueredirect";
}

/** Leave, once more: it takes the cookies away. */
async function letGo() {
  const answer = await fetch(HOLDS.leave, { redirect: "manual" });
  if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(HOLDS.leave);
}

async function tidy() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([...HOLDS.pages, ...HOLDS.files]);
  const old = (await cache.keys()).filter(({ url }) => !wanted.has(new URL(url).pathname) && !COUNTRY.test(new URL(url).pathname));
  await Promise.all(old.map((request) => cache.delete(request)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.all([...HOLDS.pages.map(hold), ...HOLDS.files.map(holdFile)]));
});
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("sync", (event) => event.waitUntil(settle()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === HOLDS.signOut) event.respondWith(signOut(request));
  if (request.method !== "GET") return;
  const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
  if (HOLDS.files.includes(pathname)) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
  else if (request.mode !== "navigate") return;
  else if (path === HOLDS.leave) event.respondWith(leave(event));
  else if (HOLDS.pages.includes(path) || COUNTRY.test(path)) event.respondWith(help(event, path));
  else event.respondWith(other(event, path));
});
