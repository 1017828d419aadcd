// What each request of a page gets.

const BLANK = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>&nbsp;</title></html>';

/** Any other page comes from the server alone. */
async function other(event, path) {
  const [, instead] = Object.entries(HOLDS.instead).find(([part]) => path.startsWith(part)) ?? [];
  try {
    await settle();
    const response = await fetch(event.request);
    if (instead && response.status >= 500) throw new Error(path);
    return response;
  } catch {
    if (await owed(HOLDS.signOut)) return kept(HOLDS.signedOut);
    return kept(instead ?? HOLDS.noSignal);
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
  const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const isWriting = request.mode === "navigate" && HOLDS.writing.some((part) => path.startsWith(part));
  if (request.method === "POST" && isWriting) event.respondWith(other(event, path));
  if (request.method !== "GET") return;
  if (HOLDS.files.includes(pathname)) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
  else if (request.mode !== "navigate") return;
  else if (path === HOLDS.leave) event.respondWith(leave(event));
  else if (HOLDS.pages.includes(path) || COUNTRY.test(path)) event.respondWith(help(event, path));
  else event.respondWith(other(event, path));
});
